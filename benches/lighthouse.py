"""Lighthouse scores and times of the public pages: `python -m benches.lighthouse`

Lighthouse's mobile setting (a phone with a slow connection) on the built site. Each round is a visit of its
own.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tests.screens.lighthouse import Report as Lighthouse
from tests.screens.lighthouse import run_lighthouse
from tests.screens.run_demo_site import run_demo_site

from benches.rig.report import Report
from benches.rig.rounds import ROUNDS, Spread

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class Metric(NamedTuple):
    """One value of a report."""

    name: str
    unit: str
    value: Callable[[Lighthouse], float]


def _score(category: str, report: Lighthouse) -> float:
    return report.score(category)


def _number(audit: str, report: Lighthouse) -> float:
    return report.number(audit)


LCP = "largest contentful paint"

METRICS = (
    *(Metric(category, "of 100", partial(_score, category)) for category in CATEGORIES),
    Metric(LCP, "ms", partial(_number, "largest-contentful-paint")),
    Metric("total blocking time", "ms", partial(_number, "total-blocking-time")),
    Metric("cumulative layout shift", "", partial(_number, "cumulative-layout-shift")),
)


def main() -> None:
    """Measure on a new site."""
    report = Report("lighthouse")
    with run_demo_site() as demo_site:
        pages = {
            "LCP of the programme": "/",
            "LCP of a film": f"/film/{demo_site.film_id('The Dark Knight')}",
            "LCP of the seats": f"/show/{demo_site.schedule_show()}",
        }
        for goal, path in pages.items():
            address = demo_site.app.base_url + path
            visits = [run_lighthouse(address, *CATEGORIES) for _ in range(ROUNDS)]
            for name, unit, value in METRICS:
                spread = Spread.of([value(visit) for visit in visits])
                report.figure(f"{path}, {name}", spread, unit, goal=goal if name == LCP else "")


if __name__ == "__main__":
    main()
