"""A cache in the memory of a process, of bounded size."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sized)


class BoundedCache(Generic[K, V]):
    """The values used last: at most `max_values` of them, with a total length of at most `max_length`."""

    def __init__(self, *, max_values: int, max_length: int) -> None:
        """Start empty."""
        self._max_values, self._max_length = max_values, max_length
        self._values: OrderedDict[K, V] = OrderedDict()
        self._length = 0
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of `key`, made by `make` where it is missing. Two threads may make it at once."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._drop(key)
            self._values[key] = value
            self._length += len(value)
            while self._values and (len(self._values) > self._max_values or self._length > self._max_length):
                self._drop(next(iter(self._values)))
        return value

    def _drop(self, key: K) -> None:
        if key in self._values:
            self._length -= len(self._values.pop(key))
