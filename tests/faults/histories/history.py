"""The history of a run as JSON lines: calls, faults and changes, with times of one monotonic clock."""

import json
import threading
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Facts = Mapping[str, Any]

UNKNOWN = 0
"""The status of a call without a response: it may or may not have been executed."""

UNAVAILABLE = 503


@dataclass(frozen=True)
class Call:
    """One request and its response. Calls of one `operation` are repetitions of the same request."""

    operation: int
    client: int
    verb: str
    request: Facts
    start: float
    end: float
    status: int
    response: Facts

    @property
    def is_indeterminate(self) -> bool:
        """Whether its effect is unknown: no response, or a response that the database was unavailable."""
        return self.status == UNKNOWN or (
            self.status == UNAVAILABLE and self.response.get("code") == "unavailable"
        )


@dataclass(frozen=True)
class Fault:
    """A fault that the nemesis injected; `facts` contain its details."""

    name: str
    start: float
    end: float
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A change by staff: `subject` may be `value` from `start`, and is from `end` to the next change."""

    subject: str
    value: Any
    start: float
    end: float


@dataclass(frozen=True)
class Operation:
    """The calls of one request, repeated until there is a response."""

    calls: Sequence[Call]

    @property
    def last(self) -> Call:
        """The last call: the only one that can have a final response."""
        return self.calls[-1]

    @property
    def verb(self) -> str:
        """The kind of request: lock, extend, book, ..."""
        return self.last.verb

    @property
    def key(self) -> str:
        """The Idempotency-Key; empty for none."""
        return str(self.last.request.get("key", ""))

    @property
    def show(self) -> int:
        """The show of the request."""
        token = self.last.request.get("hold_token")
        return show_of(token) if token else int(self.last.request["show_id"])

    @property
    def fingerprint(self) -> str:
        """The request as text. The order of seats makes no difference."""
        request = {name: value for name, value in self.last.request.items() if name != "key"}
        if "seat_ids" in request:
            request["seat_ids"] = sorted(request["seat_ids"])
        return json.dumps(request, sort_keys=True)

    @property
    def start(self) -> float:
        """The start of the first call. The operation has no effect before it."""
        return self.calls[0].start

    @property
    def end(self) -> float:
        """The end of the last call. A response means that the operation took effect by then."""
        return self.last.end

    @property
    def may_be_a_repetition(self) -> bool:
        """Whether a call before the last one may have been executed."""
        return any(call.is_indeterminate for call in self.calls[:-1])


@dataclass(frozen=True)
class History:
    """The recording of one run."""

    calls: Sequence[Call]
    faults: Sequence[Fault]
    parameters: Facts
    """`hold_seconds`, `programme`, and `epoch`: Unix time when the monotonic clock was zero."""
    changes: Sequence[Change] = ()

    def operations(self) -> list[Operation]:
        """The calls by operation, in the order of their starts."""
        grouped: dict[int, list[Call]] = {}
        for call in sorted(self.calls, key=lambda call: call.start):
            grouped.setdefault(call.operation, []).append(call)
        return [Operation(calls) for calls in grouped.values()]

    def faults_named(self, name: str) -> list[Fault]:
        """The faults of one kind."""
        return [fault for fault in self.faults if fault.name == name]


class Recorder:
    """Collects a history from many threads and writes it to a file line by line."""

    def __init__(self, path: Path, parameters: Facts) -> None:
        self._file = path.open("w", buffering=1)
        self._lock = threading.Lock()
        self._calls: list[Call] = []
        self._faults: list[Fault] = []
        self._changes: list[Change] = []
        self._terms = {**parameters, "epoch": time.time() - time.monotonic()}
        self._write("parameters", self._terms)

    def add(self, entry: Call | Fault | Change) -> None:
        """Record a completed call, fault or change."""
        with self._lock:
            match entry:
                case Call():
                    self._calls.append(entry)
                case Fault():
                    self._faults.append(entry)
                case Change():
                    self._changes.append(entry)
            self._write(type(entry).__name__.lower(), asdict(entry))

    def history(self) -> History:
        """The history so far."""
        with self._lock:
            return History(tuple(self._calls), tuple(self._faults), self._terms, tuple(self._changes))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, kind: str, facts: Facts) -> None:
        self._file.write(json.dumps({"kind": kind, **facts}, default=str) + "\n")


def read(lines: Iterable[str]) -> History:
    """Read a recorded history."""
    entries = [json.loads(line) for line in lines]
    kinds: dict[str, list[dict[str, Any]]] = {"call": [], "fault": [], "change": [], "parameters": []}
    for entry in entries:
        kinds[entry.pop("kind")].append(entry)
    return History(
        [Call(**one) for one in kinds["call"]],
        [Fault(**one) for one in kinds["fault"]],
        kinds["parameters"][0],
        [Change(**one) for one in kinds["change"]],
    )


def hold_of(token: str) -> str:
    """The hold's id in the database: half of its bits, and its show (B15). Only tests read tokens."""
    payload = _payload(token)
    return (payload[:8] + payload[16:24]).hex()


def show_of(token: str) -> int:
    """The show of a hold's token."""
    return int.from_bytes(_payload(token)[16:24], "big")


def _payload(token: str) -> bytes:
    payload = token.partition(".")[0]
    return urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
