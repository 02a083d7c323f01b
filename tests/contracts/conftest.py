"""The providers under test, and the test double of Stripe.

Matinee's modules are imported inside the fixtures: pytest loads this file before Django is set up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.stripe_site import stripe_double

if TYPE_CHECKING:
    from tests.contracts.benches import Bench, CardBench, StripeBench


@pytest.fixture(scope="session")
def stripe_address() -> Iterator[str]:
    """The URL of Stripe's test double, which runs during the tests."""
    with stripe_double() as address:
        yield address


@pytest.fixture
def stripe_bench(stripe_address: str) -> StripeBench:
    from tests.contracts.benches import StripeBench

    return StripeBench(stripe_address)


@pytest.fixture(params=["demo", "stripe"])
def card_bench(request: pytest.FixtureRequest) -> CardBench:
    """Every provider with cards."""
    from tests.contracts.benches import DemoBench

    if request.param == "demo":
        return DemoBench()
    stripe: StripeBench = request.getfixturevalue("stripe_bench")
    return stripe


@pytest.fixture(params=["cash", "demo", "stripe"])
def bench(request: pytest.FixtureRequest) -> Bench:
    """Every provider."""
    from tests.contracts.benches import CashBench, DemoBench

    if request.param == "stripe":
        stripe: StripeBench = request.getfixturevalue("stripe_bench")
        return stripe
    return CashBench() if request.param == "cash" else DemoBench()
