"""GET /api/shows/: the programme."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.booking.services import cancel_show
from matinee.catalogue.models import Movie
from matinee.shows.models import Show
from matinee.venues.models import Seat, Venue
from matinee.venues.services import create_hall
from tests.api.client import Api, assert_invalid
from tests.cinema import Cinema, make_cinema, make_show
from tests.clock import pass_time

BERLIN = ZoneInfo("Europe/Berlin")
NEXT_YEAR = datetime.now(UTC).year + 1


def ids(response: Any) -> list[int]:
    assert response.status_code == 200, response.content
    return [show["id"] for show in response.json()["results"]]


def start_at(show: Show, starts_at: datetime) -> None:
    shift = starts_at - show.starts_at
    Show.objects.filter(pk=show.pk).update(
        starts_at=starts_at,
        feature_starts_at=show.feature_starts_at + shift,
        ends_at=show.ends_at + shift,
        hall_free_at=show.hall_free_at + shift,
        sales_close_at=starts_at,
    )


def test_a_show_has_every_field_of_the_contract(api: Api, cinema: Cinema) -> None:
    start_at(cinema.show, datetime(NEXT_YEAR, 1, 15, 20, 15, tzinfo=BERLIN))
    opened = datetime(2026, 7, 1, 12, tzinfo=UTC)
    Show.objects.update(sales_open_at=opened, audio_language="en", subtitle_language="de", price="12.5")
    Seat.objects.filter(pk__in=cinema.ids("E9", "E10")).update(in_service=False)
    api.lock(cinema, "A1", "A2", "A3")

    assert api.get("/api/shows/").json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": cinema.show.pk,
                "starts_at": f"{NEXT_YEAR}-01-15T20:15:00+01:00",
                "feature_starts_at": f"{NEXT_YEAR}-01-15T20:35:00+01:00",
                "ends_at": f"{NEXT_YEAR}-01-15T22:15:00+01:00",
                "status": "SCHEDULED",
                "sales_open_at": "2026-07-01T14:00:00+02:00",
                "sales_close_at": f"{NEXT_YEAR}-01-15T20:15:00+01:00",
                "on_sale": True,
                "price": "12.50",
                "currency": "EUR",
                "format": "2D",
                "base_format": "2D",
                "audio_language": "en",
                "subtitle_language": "de",
                "age_rating": None,
                "movie": {
                    "id": cinema.movie.pk,
                    "title": cinema.movie.title,
                    "base_title": cinema.movie.title,
                    "original_title": "",
                    "duration_minutes": 100,
                    "genre": "Drama",
                    "base_genre": "Drama",
                    "rating": "PG",
                    "director": "",
                    "release_year": None,
                    "original_language": "",
                    "poster_url": "",
                },
                "hall": {"id": cinema.hall.pk, "name": "Hall 1"},
                "venue": {
                    "id": cinema.venue.pk,
                    "name": cinema.venue.name,
                    "address": "1 High Street",
                    "city": "Testville",
                    "country": "",
                    "region": "",
                    "timezone": "Europe/Berlin",
                    "currency": "EUR",
                    "day_starts_at": "05:00",
                },
                "seats_total": 48,
                "seats_available": 45,
            }
        ],
    }


@pytest.mark.parametrize(("currency", "price"), [("JPY", "1200"), ("KWD", "1200.000"), ("USD", "1200.00")])
def test_money_has_the_digits_of_its_currency(api: Api, cinema: Cinema, currency: str, price: str) -> None:
    Venue.objects.filter(pk=cinema.venue.pk).update(currency=currency)
    Show.objects.update(price=Decimal(1200))
    (show,) = api.get("/api/shows/").json()["results"]
    assert (show["price"], show["currency"]) == (price, currency)


def test_lists_shows_until_sales_close_and_marks_cancelled_ones(api: Api, cinema: Cinema) -> None:
    over = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) - timedelta(hours=5))
    later = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) + timedelta(days=9))
    Show.objects.filter(pk=later.pk).update(sales_open_at=datetime.now(UTC) + timedelta(days=1))
    cancel_show(show_id=cinema.show.pk)

    shows = api.get("/api/shows/").json()["results"]

    assert over.pk not in [show["id"] for show in shows]
    assert [(show["id"], show["status"], show["on_sale"]) for show in shows] == [
        (cinema.show.pk, "CANCELLED", False),
        (later.pk, "SCHEDULED", False),
    ]


def test_an_expired_hold_takes_no_seat(api: Api, cinema: Cinema) -> None:
    api.lock(cinema, "A1")
    pass_time(minutes=6)
    (show,) = api.get("/api/shows/").json()["results"]
    assert show["seats_available"] == show["seats_total"] == 50


class TestFilters:
    """Each filter alone, and all together."""

    @pytest.fixture
    def other(self, cinema: Cinema) -> Cinema:  # noqa: ARG002 - the first cinema comes first
        other = make_cinema()
        Venue.objects.filter(pk=other.venue.pk).update(city="Zürich")
        Movie.objects.filter(pk=other.movie.pk).update(title="100% Métro")
        return other

    def test_venue(self, api: Api, cinema: Cinema, other: Cinema) -> None:
        assert ids(api.get(f"/api/shows/?venue={cinema.venue.pk}")) == [cinema.show.pk]
        assert ids(api.get(f"/api/shows/?venue={other.venue.pk}")) == [other.show.pk]
        assert ids(api.get("/api/shows/?venue=9223372036854775807")) == []

    def test_city_in_any_case(self, api: Api, other: Cinema) -> None:
        assert ids(api.get("/api/shows/?city=z%C3%BCrich")) == [other.show.pk]
        assert ids(api.get("/api/shows/?city=z")) == []

    def test_movie(self, api: Api, cinema: Cinema, other: Cinema) -> None:
        assert ids(api.get(f"/api/shows/?movie={other.movie.pk}")) == [other.show.pk]
        assert ids(api.get(f"/api/shows/?movie={cinema.movie.pk}")) == [cinema.show.pk]

    @pytest.mark.parametrize("q", ["m%C3%A9tro", "100%25", "%25%20M"])
    def test_part_of_a_title(self, api: Api, other: Cinema, q: str) -> None:
        assert ids(api.get(f"/api/shows/?q={q}")) == [other.show.pk]

    @pytest.mark.parametrize("q", ["_00", "%25%25", "nothing%20like%20it", "%5C"])
    def test_wildcards_are_plain_characters(self, api: Api, other: Cinema, q: str) -> None:  # noqa: ARG002
        assert ids(api.get(f"/api/shows/?q={q}")) == []

    def test_a_search_finds_titles_people_and_typing_errors(
        self, api: Api, cinema: Cinema, other: Cinema
    ) -> None:
        Movie.objects.filter(pk=other.movie.pk).update(
            title="Amélie",
            original_title="Le fabuleux destin d’Amélie Poulain",
            director="Jean-Pierre Jeunet",
            cast=["Audrey Tautou"],
            translations={"de": {"title": "Die fabelhafte Welt der Amélie", "genre": "Komödie"}},
        )
        for q in ("amelie", "AMÉLIE", "fabuleux destin", "fabelhafte", "jeunet", "tautou amelie", "poulian"):
            assert ids(api.get(f"/api/shows/?q={quote(q)}")) == [other.show.pk], q
        for q in ("Komödie", "amelie zorro", "%%"):
            assert ids(api.get(f"/api/shows/?q={quote(q)}")) == [], q
        Movie.objects.filter(pk=cinema.movie.pk).update(director="Amélie Nothomb")
        assert set(ids(api.get("/api/shows/?q=amelie"))) == {cinema.show.pk, other.show.pk}

    def test_all_filters_combined(self, api: Api, other: Cinema) -> None:
        day = other.show.starts_at.astimezone(BERLIN) - timedelta(hours=5)
        query = f"date={day:%Y-%m-%d}&venue={other.venue.pk}&city=Z%C3%9CRICH&movie={other.movie.pk}&q=tro"
        assert ids(api.get(f"/api/shows/?{query}")) == [other.show.pk]


@pytest.mark.parametrize(
    ("zone", "local", "day"),
    [
        ("Europe/Berlin", "01-15T20:15", "01-15"),
        ("Europe/Berlin", "01-16T00:15", "01-15"),
        ("Europe/Berlin", "01-16T04:59", "01-15"),
        ("Europe/Berlin", "01-16T05:00", "01-16"),
        ("Europe/Berlin", "07-16T00:15", "07-15"),
        ("Pacific/Kiritimati", "01-15T05:00", "01-15"),
        ("Pacific/Kiritimati", "01-16T04:59", "01-15"),
        ("America/New_York", "01-15T23:30", "01-15"),
        ("Etc/GMT+12", "01-15T05:00", "01-15"),
        ("Etc/GMT+12", "01-16T04:59", "01-15"),
    ],
)
def test_date_is_the_business_day_of_the_venue(
    api: Api, cinema: Cinema, zone: str, local: str, day: str
) -> None:
    Venue.objects.filter(pk=cinema.venue.pk).update(timezone=zone)
    start_at(cinema.show, datetime.fromisoformat(f"{NEXT_YEAR}-{local}").replace(tzinfo=ZoneInfo(zone)))
    date = datetime.fromisoformat(f"{NEXT_YEAR}-{day}")

    assert ids(api.get(f"/api/shows/?date={date:%Y-%m-%d}")) == [cinema.show.pk]
    for neighbour in (date - timedelta(days=1), date + timedelta(days=1)):
        assert ids(api.get(f"/api/shows/?date={neighbour:%Y-%m-%d}")) == []


class TestPages:
    """Cursor pagination in both directions, without gaps or duplicates."""

    @pytest.fixture
    def shows(self, cinema: Cinema) -> list[int]:
        start = datetime(NEXT_YEAR, 3, 1, 20, tzinfo=UTC)
        start_at(cinema.show, start)
        for number in range(2, 8):
            hall = create_hall(venue=cinema.venue, name=f"Hall {number}", rows=1, seats_per_row=2)
            # Two shows at a time share a start.
            make_show(movie=cinema.movie, hall=hall, starts_at=start + timedelta(days=number // 2))
        return [show.pk for show in Show.objects.order_by("starts_at", "pk")]

    def walk(self, api: Api, address: str, direction: str) -> list[list[int]]:
        pages = []
        while address:
            response = api.get(address)
            pages.append(ids(response))
            address = response.json()[direction]
        return pages

    def test_forward(self, api: Api, shows: list[int]) -> None:
        pages = self.walk(api, "/api/shows/?page_size=3", "next")
        assert pages == [shows[:3], shows[3:6], shows[6:]]

    def test_backward(self, api: Api, shows: list[int]) -> None:
        second = api.get(api.get("/api/shows/?page_size=3").json()["next"]).json()
        last = api.get(second["next"]).json()
        assert self.walk(api, last["previous"], "previous") == [shows[3:6], shows[:3]]
        assert ids(api.get(api.get(last["previous"]).json()["next"])) == shows[6:]

    def test_a_full_last_page_has_no_next(self, api: Api, shows: list[int]) -> None:
        page = api.get("/api/shows/?page_size=7").json()
        assert (len(page["results"]), page["next"], page["previous"]) == (len(shows), None, None)

    def test_links_keep_the_filters(self, api: Api, cinema: Cinema, shows: list[int]) -> None:
        make_cinema()
        pages = self.walk(api, f"/api/shows/?page_size=4&venue={cinema.venue.pk}&q=film", "next")
        assert pages == [shows[:4], shows[4:]]

    def test_earlier_show_added_between_pages_shifts_nothing(
        self, api: Api, cinema: Cinema, shows: list[int]
    ) -> None:
        first = api.get("/api/shows/?page_size=3").json()
        make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) + timedelta(days=2))
        assert ids(api.get(first["next"])) == shows[3:6]

    def test_default_page_size_is_50(self, api: Api, cinema: Cinema) -> None:
        start = datetime.now(UTC) + timedelta(days=2)
        for number in range(60):
            make_show(movie=cinema.movie, hall=cinema.hall, starts_at=start + number * timedelta(hours=3))
        assert len(ids(api.get("/api/shows/"))) == 50
        assert len(ids(api.get("/api/shows/?page_size=200"))) == 61


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_is_independent_of_the_length(api: Api, cinema: Cinema, count: int) -> None:
    start = datetime.now(UTC) + timedelta(days=2)
    for number in range(count):
        make_show(movie=cinema.movie, hall=cinema.hall, starts_at=start + number * timedelta(hours=3))
    for expected in (3, 1):
        with CaptureQueriesContext(connection) as queries:
            assert len(ids(api.get("/api/shows/"))) == count + 1
        assert len(queries) == expected


def test_changed_row_is_listed_with_its_new_values(api: Api, cinema: Cinema) -> None:
    """The cached JSON of a show depends on the versions of its rows."""
    assert api.get("/api/shows/").json()["results"][0]["movie"]["title"] == cinema.movie.title
    Movie.objects.filter(pk=cinema.movie.pk).update(title="Renamed")
    assert api.get("/api/shows/").json()["results"][0]["movie"]["title"] == "Renamed"
    Venue.objects.filter(pk=cinema.venue.pk).update(timezone="America/New_York")
    (show,) = api.get("/api/shows/").json()["results"]
    assert show["venue"]["timezone"] == "America/New_York"
    assert show["starts_at"].endswith(("-05:00", "-04:00"))


def test_seat_counts_are_at_most_a_second_old(
    api: Api, cinema: Cinema, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left() -> int:
        return int(api.get("/api/shows/").json()["results"][0]["seats_available"])

    before = left()
    api.lock(cinema, "A1")
    assert left() in {before, before - 1}
    monkeypatch.setattr("matinee.api.public.programme.listing.COUNTS_SECONDS", 0)
    assert left() == before - 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=abc", "page_size"),
        ("page_size=0", "page_size"),
        ("page_size=201", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=1.0", "page_size"),
        ("page_size=%D9%A1", "page_size"),
        ("page_size=", "page_size"),
        ("page_size=1&page_size=2", "page_size"),
        ("page_size=99999999999999999999999", "page_size"),
        ("date=2026-13-01", "date"),
        ("date=2026-02-30", "date"),
        ("date=20260101", "date"),
        ("date=2026-W01-1", "date"),
        ("date=today", "date"),
        ("date=0001-01-01", "date"),
        ("date=9999-12-31", "date"),
        ("date=", "date"),
        ("venue=-1", "venue"),
        ("venue=0", "venue"),
        ("venue=1%20", "venue"),
        ("venue=%2B1", "venue"),
        ("venue=9223372036854775808", "venue"),
        ("venue=99999999999999999999", "venue"),
        ("movie=x", "movie"),
        ("city=", "city"),
        ("city=a%00b", "city"),
        (f"city={'x' * 201}", "city"),
        ("q=", "q"),
        (f"q={'x' * 201}", "q"),
        ("lang=", "lang"),
        ("lang=x", "lang"),
        ("lang=de%20", "lang"),
        ("lang=..%2Fde", "lang"),
        ("lang=de&lang=en", "lang"),
        ("q=%00", "q"),
        ("q=a&q=b", "q"),
        ("cursor=", "cursor"),
        ("cursor=zzz", "cursor"),
        ("cursor=%F0%9F%8E%AC", "cursor"),
        ("cursor=bnVsbA", "cursor"),
        ("cursor=WyJmIiwiMjAyNiIsIjEiXQ", "cursor"),
        ("cursor=WyJmIiwiMjAyNi0xMS0yNSIsMV0", "cursor"),
        ("cursor=WyJmIiwxLDFd", "cursor"),
        ("cursor=WyJmIiwgIjAwMDEtMDEtMDFUMDA6MDA6MDArMjM6NTkiLCAxXQ", "cursor"),
        ("hall=1", "hall"),
        ("format=json", "format"),
        ("%00=1", "\x00"),
    ],
)
def test_malformed_and_unknown_parameters_are_named(api: Api, cinema: Cinema, query: str, field: str) -> None:  # noqa: ARG001
    assert_invalid(api.get(f"/api/shows/?{query}"), field)


def test_cursor_may_have_an_offset_that_postgresql_does_not_read(api: Api, cinema: Cinema) -> None:  # noqa: ARG001
    time_plus_2359 = "WyJmIiwgIjIwMjYtMTEtMzBUMTA6MDA6MDArMjM6NTkiLCAxXQ"
    assert api.get(f"/api/shows/?cursor={time_plus_2359}").status_code == 200


def test_all_errors_are_in_one_response(api: Api, cinema: Cinema) -> None:  # noqa: ARG001
    assert_invalid(api.get("/api/shows/?venue=x&date=y&z=1"), "venue", "date", "z")
