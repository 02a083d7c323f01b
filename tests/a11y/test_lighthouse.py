"""Lighthouse audits that do not depend on the machine's speed. The others are in benches/lighthouse.py."""

from collections.abc import Callable

import pytest

from tests.screens.demo_site import DemoSite
from tests.screens.lighthouse import run_lighthouse

CATEGORIES = ("accessibility", "best-practices", "seo")
MAX_LAYOUT_SHIFT = 0.02


ADDRESSES: dict[str, Callable[[DemoSite], str]] = {
    "whats-on": lambda _: "",
    "film": lambda demo_site: f"/film/{demo_site.film_id('Inception')}",
    "seats": lambda demo_site: f"/show/{demo_site.schedule_show()}",
}


@pytest.mark.screens
@pytest.mark.parametrize("page", ADDRESSES)
def test_lighthouse_reports_no_problem(demo_site: DemoSite, page: str) -> None:
    url = demo_site.app.base_url + ADDRESSES[page](demo_site)
    report = run_lighthouse(url, *CATEGORIES, "performance")
    problems = [line for category in CATEGORIES for line in report.failed_audits(category)]
    assert [report.score(category) for category in CATEGORIES] == [100, 100, 100], "\n".join(problems)
    assert report.number("cumulative-layout-shift") <= MAX_LAYOUT_SHIFT
