"""Lighthouse audits that do not depend on the machine's speed. The others are in benches/lighthouse.py."""

from collections.abc import Callable

import pytest

from tests.screens.demo_site import House
from tests.screens.lighthouse import judge

STEADY = ("accessibility", "best-practices", "seo")
MAX_LAYOUT_SHIFT = 0.02


ADDRESSES: dict[str, Callable[[House], str]] = {
    "whats-on": lambda _: "",
    "film": lambda house: f"/film/{house.film_id('Inception')}",
    "seats": lambda house: f"/show/{house.put_on()}",
}


@pytest.mark.parametrize(
    "page",
    [
        "whats-on",
        pytest.param("film", marks=pytest.mark.screens),
        pytest.param("seats", marks=pytest.mark.screens),
    ],
)
def test_lighthouse_reports_no_problem(house: House, page: str) -> None:
    report = judge(f"{house.app.base_url}{ADDRESSES[page](house)}", *STEADY, "performance")
    problems = [line for category in STEADY for line in report.complaints(category)]
    assert [report.score(category) for category in STEADY] == [100, 100, 100], "\n".join(problems)
    assert report.number("cumulative-layout-shift") <= MAX_LAYOUT_SHIFT
