"""One Idempotency-Key, one request (B15): whatever else is asked for under it is refused."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tests.faults.histories.history import History, Operation, hold_of

DONE = {200, 201, 202, 402}
"""Answers that are kept under a key."""

WRITES = {"lock", "book", "refund"}


def misused_keys(history: History, gone: Mapping[str, float]) -> Iterator[str]:
    """Keys that did two things, and refusals of keys that did nothing else.

    A crash may have forgotten a first hold, and its key with it: `gone` says which holds since when (B16).
    """
    under_one_key: dict[tuple[bool, str], list[Operation]] = defaultdict(list)
    for operation in history.operations():
        if operation.verb in WRITES and operation.key:
            under_one_key[operation.verb == "lock", operation.key].append(operation)
    for operations in under_one_key.values():
        yield from _done_twice(operations, gone)
        yield from _refused_for_nothing(operations)


def _done_twice(operations: Sequence[Operation], gone: Mapping[str, float]) -> Iterator[str]:
    done = [one for one in operations if one.last.status in DONE and not _adds(one)]
    for first, second in pairwise(done):
        forgotten = _is_forgotten(first, second, gone) or _is_forgotten(second, first, gone)
        if first.request != second.request and not forgotten:
            yield (
                f"Operations {first.last.operation} and {second.last.operation}: one Idempotency-Key did "
                f"both {first.request} and {second.request}"
            )


def _adds(operation: Operation) -> bool:
    """Adding to a hold is known by the hold's token."""
    return operation.verb == "lock" and "hold_token" in operation.last.asked


def _is_forgotten(one: Operation, other: Operation, gone: Mapping[str, float]) -> bool:
    """Whether `one` was done before a crash that forgot it, and `other` was heard after that."""
    since = gone.get(_hold(one))
    return one.verb == "lock" and since is not None and one.start <= since <= other.end


def _refused_for_nothing(operations: Sequence[Operation]) -> Iterator[str]:
    for operation in operations:
        if operation.last.answer.get("code") == "idempotency-mismatch" and not any(
            other.request != operation.request and other.start <= operation.end for other in operations
        ):
            yield f"Operation {operation.last.operation}: its key was used for nothing else, and was refused"


def _hold(operation: Operation) -> str:
    token = operation.last.answer.get("hold_token") or operation.last.asked.get("hold_token", "")
    return hold_of(token) if token else ""
