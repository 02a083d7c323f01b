"""How does a phone on a slow line get the public pages? `python -m benches.lighthouse`

Lighthouse's mobile setting on the built site; the median of five visits.
"""

import statistics
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from tests.stage.lighthouse import Report, judge
from tests.stage.open_house import open_house

VISITS = 5
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class Question(NamedTuple):
    """What is asked of each report, and the answer that is wished for."""

    name: str
    limit: str
    answer: Callable[[Report], float]


def _score(category: str, report: Report) -> float:
    return report.score(category)


def _number(audit: str, report: Report) -> float:
    return report.number(audit)


QUESTIONS = (
    Question("performance", "≥ 95", partial(_score, "performance")),
    Question("accessibility", "100", partial(_score, "accessibility")),
    Question("best practices", "100", partial(_score, "best-practices")),
    Question("SEO", "100", partial(_score, "seo")),
    Question("LCP, ms", "≤ 2000", partial(_number, "largest-contentful-paint")),
    Question("CLS", "≤ 0.02", partial(_number, "cumulative-layout-shift")),
    Question("TBT, ms", "≤ 200", partial(_number, "total-blocking-time")),
)


def main() -> None:
    """Measure on a site of our own."""
    with open_house() as house:
        film = house.film_id("The Dark Knight")
        for page in ("/", f"/film/{film}", f"/show/{house.put_on()}"):
            address = house.app.base_url + page
            _print(page, [judge(address, *CATEGORIES) for _ in range(VISITS)])


def _print(page: str, reports: Sequence[Report]) -> None:
    print(f"\n{page}, median of {len(reports)}:")
    for name, limit, answer in QUESTIONS:
        median = statistics.median(map(answer, reports))
        print(f"  {name:15} {median:10.4g}   wished for: {limit}")


if __name__ == "__main__":
    main()
