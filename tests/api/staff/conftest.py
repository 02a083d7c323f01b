"""Fixtures for tests of the API for staff."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.staff.team import StaffClient


@pytest.fixture(autouse=True)
def clear_rate_limits() -> Iterator[None]:
    """Clear the rate limits before and after each test."""
    from matinee.runtime import rate_limits

    rate_limits.counters.cache_clear()
    yield
    rate_limits.counters.cache_clear()


@pytest.fixture
def cashier() -> "StaffClient":
    """A cashier at all cinemas."""
    from matinee.staff.permissions import Role
    from tests.api.staff.team import as_role

    return as_role(Role.CASHIER)


@pytest.fixture
def manager() -> "StaffClient":
    """A manager at all cinemas."""
    from matinee.staff.permissions import Role
    from tests.api.staff.team import as_role

    return as_role(Role.MANAGER)
