"""What a process keeps, within bounds."""

from matinee.api.framework.cache import BoundedCache


def put(kept: BoundedCache[str, str], *values: str) -> None:
    for value in values:
        assert kept.get(value, lambda value=value: value) == value  # type: ignore[misc]


def made(kept: BoundedCache[str, str], *values: str) -> list[str]:
    """Which of the values had to be made again."""
    again: list[str] = []

    def make(value: str) -> str:
        again.append(value)
        return value

    for value in values:
        kept.get(value, lambda value=value: make(value))  # type: ignore[misc]
    return again


def test_what_is_kept_is_not_made_again() -> None:
    kept: BoundedCache[str, str] = BoundedCache(max_values=2, max_length=100)
    assert made(kept, "a", "a", "b", "a") == ["a", "b"]


def test_what_was_used_last_stays() -> None:
    kept: BoundedCache[str, str] = BoundedCache(max_values=2, max_length=100)
    put(kept, "a", "b", "a", "c")
    assert made(kept, "a", "c", "b") == ["b"]


def test_all_together_are_bounded() -> None:
    kept: BoundedCache[str, str] = BoundedCache(max_values=100, max_length=10)
    put(kept, "four", "five5", "x")
    assert made(kept, "four", "five5", "x") == []
    put(kept, "y")
    assert made(kept, "five5", "x", "y") == []
    assert made(kept, "four") == ["four"]


def test_what_is_too_long_by_itself_is_not_kept() -> None:
    kept: BoundedCache[str, str] = BoundedCache(max_values=100, max_length=10)
    assert made(kept, "eleven char", "eleven char") == ["eleven char", "eleven char"]
    put(kept, "ten charac")
    assert made(kept, "ten charac") == []
