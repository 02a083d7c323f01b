"""Fixtures for tests of the API for staff."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def clear_rate_limits() -> Iterator[None]:
    """Clear the rate limits before and after each test."""
    from matinee.runtime import rate_limits

    rate_limits.counters.cache_clear()
    yield
    rate_limits.counters.cache_clear()
