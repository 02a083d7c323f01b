"""What happened, as clients and nemesis saw it: JSON lines, times in seconds of one monotonic clock."""

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
"""The status of a call that was cut off, or timed out: it may have been heard."""

UNAVAILABLE = 503


@dataclass(frozen=True)
class Call:
    """One request and what became of it. Calls with one `operation` repeat each other, word for word."""

    operation: int
    client: int
    verb: str
    asked: Facts
    start: float
    end: float
    status: int
    answer: Facts

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have been done, unheard: no answer, or one that the database was lost."""
        return self.status == UNKNOWN or (
            self.status == UNAVAILABLE and self.answer.get("code") == "unavailable"
        )


@dataclass(frozen=True)
class Fault:
    """Something that the nemesis did; `facts` say to what."""

    name: str
    start: float
    end: float
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """Staff set something: `subject` may be `value` from `start` on, and is from `end` on, until the next."""

    subject: str
    value: Any
    start: float
    end: float


@dataclass(frozen=True)
class Operation:
    """Calls that repeat each other until one was answered."""

    calls: Sequence[Call]

    @property
    def last(self) -> Call:
        """The call that was answered, if any was."""
        return self.calls[-1]

    @property
    def verb(self) -> str:
        """What was asked for."""
        return self.last.verb

    @property
    def key(self) -> str:
        """The Idempotency-Key; empty for none."""
        return str(self.last.asked.get("key", ""))

    @property
    def show(self) -> int:
        """The show that it is about."""
        token = self.last.asked.get("hold_token")
        return show_of(token) if token else int(self.last.asked["show_id"])

    @property
    def request(self) -> str:
        """What was asked for, as one text; seats in any order are the same request."""
        asked = {name: value for name, value in self.last.asked.items() if name != "key"}
        if "seat_ids" in asked:
            asked["seat_ids"] = sorted(asked["seat_ids"])
        return json.dumps(asked, sort_keys=True)

    @property
    def start(self) -> float:
        """Before this nothing was done."""
        return self.calls[0].start

    @property
    def end(self) -> float:
        """By then, if it was answered."""
        return self.last.end

    @property
    def may_have_been_done_before(self) -> bool:
        """Whether a call before the answered one may have been heard."""
        return any(call.is_in_doubt for call in self.calls[:-1])


@dataclass(frozen=True)
class History:
    """Everything that was recorded of one run."""

    calls: Sequence[Call]
    faults: Sequence[Fault]
    terms: Facts
    """`hold_seconds`, `programme`, and `epoch`: Unix time when the monotonic clock was zero."""
    changes: Sequence[Change] = ()

    def operations(self) -> list[Operation]:
        """The calls by operation, in the order of their starts."""
        grouped: dict[int, list[Call]] = {}
        for call in sorted(self.calls, key=lambda call: call.start):
            grouped.setdefault(call.operation, []).append(call)
        return [Operation(calls) for calls in grouped.values()]

    def faults_named(self, name: str) -> list[Fault]:
        """The nemesis' deeds of one kind."""
        return [fault for fault in self.faults if fault.name == name]


class Recorder:
    """Keeps a history and writes it down, line by line, from many threads."""

    def __init__(self, path: Path, terms: Facts) -> None:
        self._file = path.open("w", buffering=1)
        self._lock = threading.Lock()
        self._calls: list[Call] = []
        self._faults: list[Fault] = []
        self._changes: list[Change] = []
        self._terms = {**terms, "epoch": time.time() - time.monotonic()}
        self._write("terms", self._terms)

    def add(self, entry: Call | Fault | Change) -> None:
        """Record what has ended."""
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
        """All that was recorded so far."""
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
    kinds: dict[str, list[dict[str, Any]]] = {"call": [], "fault": [], "change": [], "terms": []}
    for entry in entries:
        kinds[entry.pop("kind")].append(entry)
    return History(
        [Call(**one) for one in kinds["call"]],
        [Fault(**one) for one in kinds["fault"]],
        kinds["terms"][0],
        [Change(**one) for one in kinds["change"]],
    )


def hold_of(token: str) -> str:
    """The hold's id, as the books write it: half of its bits, and its show (B15). Only tests do this."""
    payload = _payload(token)
    return (payload[:8] + payload[16:24]).hex()


def show_of(token: str) -> int:
    """The show in a hold's token."""
    return int.from_bytes(_payload(token)[16:24], "big")


def _payload(token: str) -> bytes:
    payload = token.partition(".")[0]
    return urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
