"""The providers under test, and the test double of Stripe.

Matinee's modules are imported inside the fixtures: pytest loads this file before Django is set up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.stripe_site import stripe_double

if TYPE_CHECKING:
    from tests.contracts.harnesses import CardProviderHarness, ProviderHarness, StripeHarness


@pytest.fixture(scope="session")
def stripe_address() -> Iterator[str]:
    """The URL of Stripe's test double, which runs during the tests."""
    with stripe_double() as address:
        yield address


@pytest.fixture
def stripe_harness(stripe_address: str) -> StripeHarness:
    from tests.contracts.harnesses import StripeHarness

    return StripeHarness(stripe_address)


@pytest.fixture(params=["demo", "stripe"])
def card_harness(request: pytest.FixtureRequest) -> CardProviderHarness:
    """Every provider with cards."""
    from tests.contracts.harnesses import DemoHarness

    if request.param == "demo":
        return DemoHarness()
    stripe: StripeHarness = request.getfixturevalue("stripe_harness")
    return stripe


@pytest.fixture(params=["cash", "demo", "stripe"])
def harness(request: pytest.FixtureRequest) -> ProviderHarness:
    """Every provider."""
    from tests.contracts.harnesses import CashHarness, DemoHarness

    if request.param == "stripe":
        stripe: StripeHarness = request.getfixturevalue("stripe_harness")
        return stripe
    return CashHarness() if request.param == "cash" else DemoHarness()
