"""The cinema's calendar."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from matinee.venues.models import Venue
from matinee.venues.rules import business_day, moment_on

BERLIN = ZoneInfo("Europe/Berlin")
VENUE = Venue(timezone="Europe/Berlin", day_starts_at=time(5))
SATURDAY, SUNDAY = date(2026, 10, 24), date(2026, 10, 25)
"""Clocks in Berlin go back in the night between, at 03:00."""


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 10, 24, 20, tzinfo=BERLIN), SATURDAY),
        (datetime(2026, 10, 25, 0, 15, tzinfo=BERLIN), SATURDAY),
        (datetime(2026, 10, 25, 4, 59, tzinfo=BERLIN), SATURDAY),
        (datetime(2026, 10, 25, 5, tzinfo=BERLIN), SUNDAY),
        (datetime(2026, 10, 25, 3, 59, tzinfo=UTC), SATURDAY),
        (datetime(2026, 10, 25, 4, tzinfo=UTC), SUNDAY),
    ],
)
def test_a_business_day_ends_when_the_next_begins(moment: datetime, day: date) -> None:
    assert business_day(VENUE, moment) == day


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (SATURDAY, time(20), datetime(2026, 10, 24, 18, tzinfo=UTC)),
        (SATURDAY, time(0, 15), datetime(2026, 10, 24, 22, 15, tzinfo=UTC)),
        (SATURDAY, time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (SUNDAY, time(5), datetime(2026, 10, 25, 4, tzinfo=UTC)),
        (SUNDAY, time(20), datetime(2026, 10, 25, 19, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_one_instant_of_its_business_day(day: date, at: time, moment: datetime) -> None:
    found = moment_on(VENUE, day, at)
    assert found == moment
    assert found.tzinfo is UTC
    assert business_day(VENUE, found) == day
