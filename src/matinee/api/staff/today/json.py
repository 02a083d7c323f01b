"""The JSON of the home screen."""

from zoneinfo import ZoneInfo

from matinee.api.staff.today.shapes import ShowTodayShape, TodayShape, VenueTodayShape
from matinee.checkout.today import ShowToday, Today, VenueToday


def today_json(today: Today) -> TodayShape:
    """Today at the caller's venues."""
    return {
        "now": today.now,
        "venues": [_venue_json(one) for one in today.venues],
        "warnings": [
            {"kind": one.kind.value, "count": one.count, "can_handle": one.can_handle}
            for one in today.warnings
        ],
    }


def _venue_json(one: VenueToday) -> VenueTodayShape:
    venue = one.venue
    zone = ZoneInfo(venue.timezone)
    return {
        "venue": {"id": venue.pk, "name": venue.name, "timezone": venue.timezone},
        "day": one.day.isoformat(),
        "shows": [_show_json(show, zone) for show in one.shows],
    }


def _show_json(one: ShowToday, zone: ZoneInfo) -> ShowTodayShape:
    show = one.show
    return {
        "id": show.pk,
        "title": show.movie.title,
        "starts_at": show.starts_at.astimezone(zone),
        "ends_at": show.ends_at.astimezone(zone),
        "hall": {"id": show.hall.pk, "name": show.hall.name},
        "status": show.status,
        "sold": one.sold,
        "held": one.held,
        "capacity": one.capacity,
    }
