"""Lighthouse scores and times of the public pages: `python -m benches.lighthouse`

Lighthouse's mobile setting (a phone with a slow connection) on the built site; the median of five visits.
"""

import statistics
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from tests.screens.lighthouse import Report, run_lighthouse
from tests.screens.run_demo_site import run_demo_site

VISITS = 5
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class Metric(NamedTuple):
    """One value of a report, with its target."""

    name: str
    target: str
    value: Callable[[Report], float]


def _score(category: str, report: Report) -> float:
    return report.score(category)


def _number(audit: str, report: Report) -> float:
    return report.number(audit)


METRICS = (
    Metric("performance", "≥ 95", partial(_score, "performance")),
    Metric("accessibility", "100", partial(_score, "accessibility")),
    Metric("best practices", "100", partial(_score, "best-practices")),
    Metric("SEO", "100", partial(_score, "seo")),
    Metric("LCP, ms", "≤ 2000", partial(_number, "largest-contentful-paint")),
    Metric("CLS", "≤ 0.02", partial(_number, "cumulative-layout-shift")),
    Metric("TBT, ms", "≤ 200", partial(_number, "total-blocking-time")),
)


def main() -> None:
    """Measure on a new site."""
    with run_demo_site() as demo_site:
        film = demo_site.film_id("The Dark Knight")
        for page in ("/", f"/film/{film}", f"/show/{demo_site.schedule_show()}"):
            address = demo_site.app.base_url + page
            _print(page, [run_lighthouse(address, *CATEGORIES) for _ in range(VISITS)])


def _print(page: str, reports: Sequence[Report]) -> None:
    print(f"\n{page}, median of {len(reports)}:")
    for name, target, value in METRICS:
        median = statistics.median(map(value, reports))
        print(f"  {name:15} {median:10.4g}   target: {target}")


if __name__ == "__main__":
    main()
