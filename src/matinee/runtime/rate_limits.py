"""Rate limits: requests per minute and client, counted for all web processes of a machine together.

The counters are in shared memory, without a query or a lock between processes. Two processes that count the
same client in the same microsecond may lose one request: rate limits stop floods and need not be exact.
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
COUNTERS_FILE = "MATINEE_COUNTS"
"""The environment variable with the path of the shared file. Without it, each process counts alone."""

ENTRY = Struct("<Qdd")
"""The client, the start of its minute, and the number of requests in it."""

WAYS = 4
SETS = 1 << 14
SIZE = SETS * WAYS * ENTRY.size


class Counters:
    """A table of fixed size, so that no client can fill the memory. An evicted client starts a new minute."""

    def __init__(self, memory: mmap) -> None:
        """Count in memory of `SIZE` bytes."""
        self._memory = memory
        self._lock = threading.Lock()

    def add(self, client: int, now: float) -> tuple[int, float]:
        """Count a request; return the number in this minute, and the seconds that are left of it."""
        with self._lock:
            offset, began, count = self._find(client, now)
            ENTRY.pack_into(self._memory, offset, client, began, count + 1)
        return int(count) + 1, began + MINUTE - now

    def _find(self, client: int, now: float) -> tuple[int, float, float]:
        """Return the client's entry, or the oldest of the entries that it may use."""
        first = client % SETS * WAYS * ENTRY.size
        oldest, oldest_began = first, math.inf
        for offset in range(first, first + WAYS * ENTRY.size, ENTRY.size):
            owner, began, count = ENTRY.unpack_from(self._memory, offset)
            if owner == client and began <= now < began + MINUTE:
                return offset, began, count
            if owner == client:
                return offset, now, 0
            if began < oldest_began:
                oldest, oldest_began = offset, began
        return oldest, now, 0


def count_request(kind: str, client: str, per_minute: int) -> None:
    """Count a request of `client`. 0 per minute means no limit.

    A minute begins with its first request.

    Raises: TooManyRequests.
    """
    if not per_minute:
        return
    count, left = counters().add(_key(kind, client), time.monotonic())
    if count > per_minute:
        raise TooManyRequests(retry_after=max(1, math.ceil(left)))


@contextmanager
def shared_counters() -> Iterator[str]:
    """Create a table for several processes; return the path of its file."""
    with NamedTemporaryFile(prefix="matinee-counts-") as file:
        file.truncate(SIZE)
        yield file.name


@cache
def counters() -> Counters:
    """Return the shared table, or one of this process alone."""
    path = os.environ.get(COUNTERS_FILE)
    if not path:
        return Counters(mmap(-1, SIZE))
    with Path(path).open("r+b") as file:
        return Counters(mmap(file.fileno(), SIZE))


@lru_cache(4096)
def _key(kind: str, client: str) -> int:
    return int.from_bytes(blake2b(f"{kind} {client}".encode(), digest_size=8).digest(), "little")
