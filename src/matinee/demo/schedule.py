"""Fill the demo's programme: each business day of each hall once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from matinee.catalogue.models import Movie
from matinee.core.clock import database_now
from matinee.demo.audience import PlannedShow, book_demo_seats
from matinee.demo.cinemas import CINEMAS, DemoCinema
from matinee.demo.prices import VenueRules
from matinee.demo.programme import PROGRAMME, Slot
from matinee.demo.removal import was_removed
from matinee.demo.setup import films_by_title, halls_of
from matinee.shows.models import Show, ShowStatus
from matinee.shows.services import planned_show, set_card
from matinee.venues.models import Hall, Venue
from matinee.venues.rules import business_day, moment_on

DAYS_AHEAD = 14
AUDIENCE_DAYS = 2
"""Today's and tomorrow's shows have an audience."""

SALES_CLOSE_AFTER_START = timedelta(minutes=40)
"""Shows that have begun stay on the list for a while."""

START_GRID = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FillResult:
    """The numbers of new venues and shows."""

    venues: int
    shows: int


@dataclass(frozen=True)
class DemoDays:
    """What plays in a hall on each day."""

    cinema: DemoCinema
    hall: Hall
    rules: VenueRules
    films: dict[str, Movie]

    def shows_on(self, day: date) -> Iterator[tuple[Slot, Show]]:
        """Yield the shows of a business day. A slot starts at its time or when the hall is clean.

        The price rules of the cinema choose the cards, as for shows of staff.
        """
        hall = self.hall
        free_at: datetime | None = None
        for slot in PROGRAMME[self.cinema.name, hall.name]:
            if day.weekday() not in slot.days:
                continue
            starts_at = moment_on(hall.venue, day, slot.at)
            if free_at and free_at > starts_at:
                starts_at = _next_on_grid(free_at)
            show = planned_show(self.films[slot.film_on(day)], hall, starts_at, self.cinema.standard_price)
            show.sales_open_at = starts_at - slot.sales_open_before
            show.sales_close_at = starts_at + SALES_CLOSE_AFTER_START
            show.format = slot.screen_format
            if version := self.rules.version_for(show):
                set_card(show, version)
            show.audio_language, show.subtitle_language = _languages(self.cinema, slot, show.movie)
            free_at = show.hall_free_at
            yield slot, show


def may_fill() -> bool:
    """Return whether the demo may fill this database: it has no venue, or the demo's venues.

    A demo that was removed does not come back at the next start.
    """
    if was_removed():
        return False
    names = {(cinema.name, cinema.city) for cinema in CINEMAS}
    return names <= set(Venue.objects.values_list("name", "city")) or not Venue.objects.exists()


def fill_programme(*, now: datetime | None = None) -> FillResult:
    """Create missing demo cinemas, and fill the days of every hall from today to DAYS_AHEAD.

    A day on which a hall has a show, even a cancelled one, is skipped, so a second run on the same day adds
    nothing. Then the shows of the next days get their audience. `now` is an aware datetime; the default is
    the database's time.
    """
    with transaction.atomic():
        _wait_for_other_run()
        moment = now or database_now()
        venues_before = Venue.objects.count()
        films = films_by_title()
        halls = [(cinema, hall) for cinema in CINEMAS for hall in halls_of(cinema)]
        rules = {venue_id: VenueRules.of(venue_id) for venue_id in {hall.venue_id for _, hall in halls}}
        days = [DemoDays(cinema, hall, rules[hall.venue_id], films) for cinema, hall in halls]
        shows = [show for one in days for show in _missing_shows(one, moment)]
        Show.objects.bulk_create(shows)
        book_demo_seats([planned for one in days for planned in _with_audience(one, moment)])
        return FillResult(venues=Venue.objects.count() - venues_before, shows=len(shows))


def _wait_for_other_run() -> None:
    # Without the lock, the second of two simultaneous runs would fail with a constraint error.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('matinee demo'))")


def _missing_shows(days: DemoDays, now: datetime) -> list[Show]:
    """Return the latest show first, so that show 1, which users try in the API, is on sale for 14 days."""
    hall = days.hall
    existing = list(hall.shows.filter(starts_at__gt=now - timedelta(days=2)))
    filled_days = {business_day(hall.venue, show.starts_at) for show in existing}
    busy = [show for show in existing if show.status != ShowStatus.CANCELLED]
    today = business_day(hall.venue, now)
    new: list[Show] = []
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)):
        if day not in filled_days:
            for _, show in days.shows_on(day):
                if not any(_overlap(show, other) for other in (*busy, *new)):
                    new.append(show)
    return new[::-1]


def _with_audience(days: DemoDays, now: datetime) -> Iterator[PlannedShow]:
    today = business_day(days.hall.venue, now)
    for ahead in range(AUDIENCE_DAYS):
        for slot, show in days.shows_on(today + timedelta(days=ahead)):
            if planned := PlannedShow.of(slot, show, ahead):
                yield planned


def _overlap(one: Show, other: Show) -> bool:
    return one.starts_at < other.hall_free_at and other.starts_at < one.hall_free_at


def _next_on_grid(moment: datetime) -> datetime:
    return moment + (datetime.min.replace(tzinfo=moment.tzinfo) - moment) % START_GRID


def _languages(cinema: DemoCinema, slot: Slot, film: Movie) -> tuple[str, str]:
    """Return audio and subtitle language: dubbed, or the original version, with subtitles if needed."""
    if not slot.original_version:
        return cinema.language, ""
    return film.original_language, "" if film.original_language == cinema.language else cinema.language
