"""What Lighthouse says that doesn't hang on the machine's speed. The rest is in benches/lighthouse.py."""

import pytest

from tests.stage.house import House
from tests.stage.lighthouse import judge

STEADY = ("accessibility", "best-practices", "seo")
MOST_SHIFT = 0.02


@pytest.fixture(scope="session")
def addresses(house: House) -> dict[str, str]:
    """The public pages."""
    base = house.app.base_url
    return {
        "whats-on": base,
        "film": f"{base}/film/{house.film_id('Inception')}",
        "seats": f"{base}/show/{house.put_on()}",
    }


@pytest.mark.parametrize("page", ["whats-on", "film", "seats"])
def test_lighthouse_has_nothing_to_say(addresses: dict[str, str], page: str) -> None:
    report = judge(addresses[page], *STEADY, "performance")
    complaints = [line for category in STEADY for line in report.complaints(category)]
    assert [report.score(category) for category in STEADY] == [100, 100, 100], "\n".join(complaints)
    assert report.number("cumulative-layout-shift") <= MOST_SHIFT
