"""An Idempotency-Key belongs to one request; any other request with it is rejected (B15)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tests.faults.histories.history import History, Operation, hold_of

DONE = {200, 201, 202, 402}
"""Statuses of responses that are stored under a key."""

WRITES = {"lock", "book", "refund"}


def misused_keys(history: History, may_have_ended: Mapping[str, float]) -> Iterator[str]:
    """Keys that were accepted for two requests, and keys that were rejected without another request.

    A crash may lose a new hold and its key: `may_have_ended` contains such holds, and since when (B16).
    """
    under_one_key: dict[tuple[bool, str], list[Operation]] = defaultdict(list)
    for operation in history.operations():
        if operation.verb in WRITES and operation.key:
            under_one_key[operation.verb == "lock", operation.key].append(operation)
    for operations in under_one_key.values():
        yield from _accepted_twice(operations, may_have_ended)
        yield from _rejected_without_other_request(operations)


def _accepted_twice(operations: Sequence[Operation], may_have_ended: Mapping[str, float]) -> Iterator[str]:
    done = [one for one in operations if one.last.status in DONE and not _adds(one)]
    for first, second in pairwise(done):
        lost = _is_lost(first, second, may_have_ended) or _is_lost(second, first, may_have_ended)
        if first.fingerprint != second.fingerprint and not lost:
            yield (
                f"Operations {first.last.operation} and {second.last.operation}: one Idempotency-Key did "
                f"both {first.fingerprint} and {second.fingerprint}"
            )


def _adds(operation: Operation) -> bool:
    """Whether the operation adds seats to a hold, which its token identifies."""
    return operation.verb == "lock" and "hold_token" in operation.last.request


def _is_lost(one: Operation, other: Operation, may_have_ended: Mapping[str, float]) -> bool:
    """Whether a crash lost `one`, and `other` ended after the crash."""
    since = may_have_ended.get(_hold(one))
    return one.verb == "lock" and since is not None and one.start <= since <= other.end


def _rejected_without_other_request(operations: Sequence[Operation]) -> Iterator[str]:
    for operation in operations:
        if operation.last.response.get("code") == "idempotency-mismatch" and not any(
            other.fingerprint != operation.fingerprint and other.start <= operation.end
            for other in operations
        ):
            yield f"Operation {operation.last.operation}: its key was rejected without another request"


def _hold(operation: Operation) -> str:
    token = operation.last.response.get("hold_token") or operation.last.request.get("hold_token", "")
    return hold_of(token) if token else ""
