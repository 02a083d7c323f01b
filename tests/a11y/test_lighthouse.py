"""What Lighthouse says that doesn't hang on the machine's speed. The rest is in benches/lighthouse.py."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stage.house import House
from tests.stage.lighthouse import Report, judge

STEADY = ("accessibility", "best-practices", "seo")
MOST_SHIFT = 0.02


@pytest.fixture(scope="module")
def reports(house: House) -> dict[str, Report]:
    """Of the public pages, visited side by side: most of the time, each waits for quiet."""
    base = house.app.base_url
    addresses = {
        "whats-on": base,
        "film": f"{base}/film/{house.film_id('Inception')}",
        "seats": f"{base}/show/{house.put_on()}",
    }
    with ThreadPoolExecutor() as visitors:
        found = visitors.map(lambda address: judge(address, *STEADY, "performance"), addresses.values())
        return dict(zip(addresses, found, strict=True))


@pytest.mark.parametrize("page", ["whats-on", "film", "seats"])
def test_lighthouse_has_nothing_to_say(reports: dict[str, Report], page: str) -> None:
    report = reports[page]
    complaints = [line for category in STEADY for line in report.complaints(category)]
    assert [report.score(category) for category in STEADY] == [100, 100, 100], "\n".join(complaints)
    assert report.number("cumulative-layout-shift") <= MOST_SHIFT
