"""Fills the demo's programme: each business day of each hall once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from matinee.catalogue.models import Movie
from matinee.core.clock import database_now
from matinee.demo.cinemas import CINEMAS, DemoCinema
from matinee.demo.programme import PROGRAMME, WEEKEND_EVENINGS, Slot
from matinee.demo.setup import films_by_title, halls_of
from matinee.shows.models import Show, ShowStatus
from matinee.shows.services import planned_show
from matinee.venues.models import Hall, Venue
from matinee.venues.rules import business_day, moment_on

DAYS_AHEAD = 14
SALES_OPEN_BEFORE_START = timedelta(weeks=3)
"""Longer than the programme reaches, so every show is on sale when it appears."""
START_GRID = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FillResult:
    """What a run added."""

    venues: int
    shows: int


def may_fill() -> bool:
    """Whether this database is the demo's to fill: it has no venue at all, or the demo's."""
    names = {(cinema.name, cinema.city) for cinema in CINEMAS}
    return names <= set(Venue.objects.values_list("name", "city")) or not Venue.objects.exists()


def fill_programme(*, now: datetime | None = None) -> FillResult:
    """Open the demo's cinemas if they are missing and fill every hall's days from today to 14 days ahead.

    A day on which a hall has any show, even a cancelled one, is left alone, so a second run on the same day
    adds nothing. `now` is an aware datetime; the database's clock unless given.
    """
    with transaction.atomic():
        _wait_for_other_run()
        moment = now or database_now()
        venues_before = Venue.objects.count()
        films = films_by_title()
        shows = [
            show
            for cinema in CINEMAS
            for hall in halls_of(cinema)
            for show in _missing_shows(cinema, hall, moment, films)
        ]
        Show.objects.bulk_create(shows)
        return FillResult(venues=Venue.objects.count() - venues_before, shows=len(shows))


def _wait_for_other_run() -> None:
    # For tidiness alone: without it the loser of two runs would end in a constraint's error.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('matinee demo'))")


def _missing_shows(cinema: DemoCinema, hall: Hall, now: datetime, films: dict[str, Movie]) -> list[Show]:
    """The latest first: people try the API with show 1, which is then on sale for a fortnight."""
    existing = list(hall.shows.filter(starts_at__gt=now - timedelta(days=2)))
    filled_days = {business_day(hall.venue, show.starts_at) for show in existing}
    busy = [show for show in existing if show.status != ShowStatus.CANCELLED]
    today = business_day(hall.venue, now)
    new: list[Show] = []
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)):
        if day not in filled_days:
            for show in _day(cinema, hall, day, films):
                if not any(_overlap(show, other) for other in (*busy, *new)):
                    new.append(show)
    return new[::-1]


def _overlap(one: Show, other: Show) -> bool:
    return one.starts_at < other.hall_free_at and other.starts_at < one.hall_free_at


def _day(cinema: DemoCinema, hall: Hall, day: date, films: dict[str, Movie]) -> Iterator[Show]:
    """One business day in one hall. A slot begins when its time has come and the hall is clean."""
    free_at: datetime | None = None
    for slot in PROGRAMME[cinema.name, hall.name]:
        if day.weekday() not in slot.days:
            continue
        starts_at = moment_on(hall.venue, day, slot.at)
        if free_at and free_at > starts_at:
            starts_at = _next_on_grid(free_at)
        show = planned_show(films[slot.film_on(day)], hall, starts_at, _price(cinema, slot, day))
        show.sales_open_at = starts_at - SALES_OPEN_BEFORE_START
        show.format = slot.screen_format
        show.audio_language, show.subtitle_language = _languages(cinema, slot, show.movie)
        free_at = show.hall_free_at
        yield show


def _next_on_grid(moment: datetime) -> datetime:
    return moment + (datetime.min.replace(tzinfo=moment.tzinfo) - moment) % START_GRID


def _price(cinema: DemoCinema, slot: Slot, day: date) -> Decimal:
    supplement = cinema.format_supplements.get(slot.screen_format, Decimal(0))
    if day.weekday() in WEEKEND_EVENINGS and not slot.is_matinee:
        return cinema.weekend_evening_price + supplement
    return (cinema.matinee_price if slot.is_matinee else cinema.evening_price) + supplement


def _languages(cinema: DemoCinema, slot: Slot, film: Movie) -> tuple[str, str]:
    """Audio and subtitles: dubbed, or the original, with subtitles where the audience needs them."""
    if not slot.original_version:
        return cinema.language, ""
    return film.original_language, "" if film.original_language == cinema.language else cinema.language
