"""So many requests a minute from one client, counted for all web processes of a machine together.

The counts are in memory that the processes share: no query, no lock between processes. Two that count the
same client in the same microsecond may lose one: this is a guard against floods, not a ledger.
"""

import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from hashlib import blake2b
from mmap import mmap
from pathlib import Path
from struct import Struct
from tempfile import NamedTemporaryFile

from matinee.core.problems import TooManyRequests

MINUTE = 60.0
SHARED = "MATINEE_COUNTS"
"""The variable that names the file which the web processes share; without it, each counts alone."""

ENTRY = Struct("<Qdd")
"""Whose, when their minute began, how many so far."""

WAYS = 4
SETS = 1 << 14
SIZE = SETS * WAYS * ENTRY.size


class Counts:
    """A table of fixed size: nobody can fill the memory. Who is evicted starts a new minute."""

    def __init__(self, memory: mmap) -> None:
        """Count in memory of `SIZE` bytes."""
        self._memory = memory
        self._lock = threading.Lock()

    def add(self, whose: int, now: float) -> tuple[int, float]:
        """Count one more; give how many there are in this minute, and how many seconds of it are left."""
        with self._lock:
            place, began, count = self._find(whose, now)
            ENTRY.pack_into(self._memory, place, whose, began, count + 1)
        return int(count) + 1, began + MINUTE - now

    def _find(self, whose: int, now: float) -> tuple[int, float, float]:
        """The client's own entry, else the oldest of the few that it may have."""
        first = whose % SETS * WAYS * ENTRY.size
        oldest, oldest_began = first, math.inf
        for place in range(first, first + WAYS * ENTRY.size, ENTRY.size):
            owner, began, count = ENTRY.unpack_from(self._memory, place)
            if owner == whose and began <= now < began + MINUTE:
                return place, began, count
            if owner == whose:
                return place, now, 0
            if began < oldest_began:
                oldest, oldest_began = place, began
        return oldest, now, 0


def spend(kind: str, client: str, per_minute: int) -> None:
    """Count a request of `client`; 0 a minute is any number.

    A minute begins with its first request.

    Raises: TooManyRequests.
    """
    if not per_minute:
        return
    count, left = counts().add(_whose(kind, client), time.monotonic())
    if count > per_minute:
        raise TooManyRequests(retry_after=max(1, math.ceil(left)))


@contextmanager
def shared_counts() -> Iterator[str]:
    """Have a table for several processes; give the name of its file."""
    with NamedTemporaryFile(prefix="matinee-counts-") as file:
        file.truncate(SIZE)
        yield file.name


@cache
def counts() -> Counts:
    """The table of this process, or the one that it shares."""
    path = os.environ.get(SHARED)
    if not path:
        return Counts(mmap(-1, SIZE))
    with Path(path).open("r+b") as file:
        return Counts(mmap(file.fileno(), SIZE))


@lru_cache(4096)
def _whose(kind: str, client: str) -> int:
    return int.from_bytes(blake2b(f"{kind} {client}".encode(), digest_size=8).digest(), "little")
