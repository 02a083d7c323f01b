"""The public holidays of a venue, by its country and region."""

from datetime import date
from functools import lru_cache

import holidays

from matinee.venues.models import Venue


def holiday_name(venue: Venue, day: date) -> str | None:
    """The name of the public holiday on a day, in the language of the country. None on other days."""
    return _holidays(venue.country, venue.region, day.year).get(day)


@lru_cache(maxsize=256)
def _holidays(country: str, region: str, year: int) -> dict[date, str]:
    """Those of a country alone if the library does not know the region; none for an unknown country."""
    for subdivision in (region or None, None):
        try:
            found = holidays.country_holidays(country, subdiv=subdivision, years=year)
        except NotImplementedError:
            continue
        return dict(found.items())
    return {}
