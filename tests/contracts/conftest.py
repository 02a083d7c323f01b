"""The providers under contract, and the server that stands for Stripe.

Imports of ours are inside the fixtures: this file is read before Django has its settings.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.contracts.benches import Bench, CardBench, StripeBench

DOUBLE = Path(__file__).with_name("stripe_double.py")


@pytest.fixture(scope="session")
def stripe_address() -> Iterator[str]:
    """Where Stripe's double listens, on a port of its own, while the tests run."""
    with subprocess.Popen([sys.executable, DOUBLE], stdout=subprocess.PIPE, text=True) as double:  # noqa: S603
        assert double.stdout
        address = double.stdout.readline().strip()
        assert address, "Stripe's double did not start."
        yield address
        double.terminate()


@pytest.fixture
def stripe_bench(stripe_address: str) -> StripeBench:
    from tests.contracts.benches import StripeBench

    return StripeBench(stripe_address)


@pytest.fixture(params=["demo", "stripe"])
def card_bench(request: pytest.FixtureRequest) -> CardBench:
    """Every provider that knows cards."""
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
