"""The business day of a venue, which ends after midnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matinee.venues.models import Venue


def business_day(venue: Venue, moment: datetime) -> date:
    """The business day of an aware `moment`: a show at 00:15 belongs to the day before."""
    local = moment.astimezone(ZoneInfo(venue.timezone))
    return local.date() - timedelta(days=local.time() < venue.day_starts_at)


def moment_on(venue: Venue, day: date, at: time) -> datetime:
    """The time in UTC of the local time `at` on business day `day`.

    A time before `day_starts_at` is on the next calendar day. Of an ambiguous local time, the first is taken.
    """
    local = datetime.combine(day + timedelta(days=at < venue.day_starts_at), at, ZoneInfo(venue.timezone))
    return local.astimezone(UTC)
