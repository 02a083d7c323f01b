"""A cache in the memory of a process, of bounded size."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sized
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
            self._put(key, value)
        return value

    def get_many(self, keys: Iterable[K], make: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """The values of `keys`, in their order. `make` makes the missing ones; it may omit some."""
        wanted = list(keys)
        with self._lock:
            found = {key: self._values[key] for key in wanted if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        missing = [key for key in wanted if key not in found]
        if missing:
            made = make(missing)
            with self._lock:
                for key, value in made.items():
                    self._put(key, value)
            found.update(made)
        return {key: found[key] for key in wanted if key in found}

    def _put(self, key: K, value: V) -> None:
        self._drop(key)
        self._values[key] = value
        self._length += len(value)
        while self._values and (len(self._values) > self._max_values or self._length > self._max_length):
            self._drop(next(iter(self._values)))

    def _drop(self, key: K) -> None:
        if key in self._values:
            self._length -= len(self._values.pop(key))
