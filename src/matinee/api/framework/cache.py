"""What a process keeps between requests, within bounds."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sized)


class Kept(Generic[K, V]):
    """The values used last: at most `most` of them, and together no longer than `most_in_all`."""

    def __init__(self, *, most: int, most_in_all: int) -> None:
        """Start empty."""
        self._most, self._most_in_all = most, most_in_all
        self._values: OrderedDict[K, V] = OrderedDict()
        self._length = 0
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value that is kept under `key`, or a new one, which is kept. Two threads may both make it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._drop(key)
            self._values[key] = value
            self._length += len(value)
            while self._values and (len(self._values) > self._most or self._length > self._most_in_all):
                self._drop(next(iter(self._values)))
        return value

    def _drop(self, key: K) -> None:
        if key in self._values:
            self._length -= len(self._values.pop(key))
