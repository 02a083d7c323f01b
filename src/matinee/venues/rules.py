"""The cinema's calendar: a business day runs past midnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matinee.venues.models import Venue


def business_day(venue: Venue, moment: datetime) -> date:
    """The day that the cinema counts an aware `moment` to: a 00:15 show belongs to the evening before."""
    local = moment.astimezone(ZoneInfo(venue.timezone))
    return local.date() - timedelta(days=local.time() < venue.day_starts_at)


def moment_on(venue: Venue, day: date, at: time) -> datetime:
    """The instant, in UTC, when clocks at the venue show `at` on business day `day`.

    A time before `day_starts_at` is in the night after. Of a time that the clocks show twice, the first.
    """
    local = datetime.combine(day + timedelta(days=at < venue.day_starts_at), at, ZoneInfo(venue.timezone))
    return local.astimezone(UTC)
