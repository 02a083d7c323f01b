"""BoundedCache: its number of values and their total length are limited."""

from matinee.core.bounded_cache import BoundedCache


def put(cache: BoundedCache[str, str], *values: str) -> None:
    for value in values:
        assert cache.get(value, lambda value=value: value) == value  # type: ignore[misc]


def misses(cache: BoundedCache[str, str], *values: str) -> list[str]:
    """Get the values, and return those that were not cached."""
    made: list[str] = []

    def make(value: str) -> str:
        made.append(value)
        return value

    for value in values:
        cache.get(value, lambda value=value: make(value))  # type: ignore[misc]
    return made


def test_a_cached_value_is_not_made_again() -> None:
    cache: BoundedCache[str, str] = BoundedCache(max_values=2, max_length=100)
    assert misses(cache, "a", "a", "b", "a") == ["a", "b"]


def test_the_least_recently_used_value_is_evicted() -> None:
    cache: BoundedCache[str, str] = BoundedCache(max_values=2, max_length=100)
    put(cache, "a", "b", "a", "c")
    assert misses(cache, "a", "c", "b") == ["b"]


def test_the_total_length_is_bounded() -> None:
    cache: BoundedCache[str, str] = BoundedCache(max_values=100, max_length=10)
    put(cache, "four", "five5", "x")
    assert misses(cache, "four", "five5", "x") == []
    put(cache, "y")
    assert misses(cache, "five5", "x", "y") == []
    assert misses(cache, "four") == ["four"]


def test_a_value_over_the_total_length_is_not_cached() -> None:
    cache: BoundedCache[str, str] = BoundedCache(max_values=100, max_length=10)
    assert misses(cache, "eleven char", "eleven char") == ["eleven char", "eleven char"]
    put(cache, "ten charac")
    assert misses(cache, "ten charac") == []


def test_several_values_are_made_at_once_if_they_are_not_cached() -> None:
    cache: BoundedCache[str, str] = BoundedCache(max_values=3, max_length=100)
    made: list[list[str]] = []

    def make(keys: list[str]) -> dict[str, str]:
        made.append(keys)
        return {key: key.upper() for key in keys if key != "x"}

    assert list(cache.get_many("bax", make).items()) == [("b", "B"), ("a", "A")]
    assert cache.get_many("ab", make) == {"a": "A", "b": "B"}
    assert cache.get_many("cad", make) == {"c": "C", "a": "A", "d": "D"}
    assert cache.get_many("acd", make) == {"a": "A", "c": "C", "d": "D"}
    assert made == [["b", "a", "x"], ["c", "d"]]
    assert misses(cache, "b") == ["b"]
