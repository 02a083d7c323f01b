"""The demo's cinemas and their programme."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import TestCase

from matinee.booking.availability import seat_counts
from matinee.booking.models import Booking
from matinee.catalogue.age_ratings import age_rating
from matinee.catalogue.models import Movie
from matinee.demo import audience
from matinee.demo.cinemas import CINEMAS
from matinee.demo.programme import PREVIEW
from matinee.demo.schedule import DAYS_AHEAD, FillResult, fill_programme, may_fill
from matinee.pricing.models import PriceCard, PriceCardVersion, PriceRule, SeatSupplement, TicketType
from matinee.shows.models import Show, ShowStatus
from matinee.shows.services import schedule_show
from matinee.venues.models import Hall, Seat, SeatType, Venue
from matinee.venues.rules import business_day
from tests.cinema import make_cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ELECTION_DAY = date(2026, 11, 3)
"""A public holiday in New York, and a Tuesday."""
NEW_YORK_CARDS = ("Cinema Tuesday", "Matinee", "Weekend")
NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)
"""A Tuesday; the clocks change in Berlin five days later, in New York twelve."""
PRICES = (TicketType, SeatSupplement, PriceCard, PriceCardVersion, PriceRule)
TABLES = (Venue, Hall, Seat, Movie, *PRICES, Show)


def everything() -> list[list[Any]]:
    """Every row of every table that the demo writes to."""
    return [list[Any](table.objects.order_by("pk").values()) for table in TABLES]


def days_by_hall() -> dict[str, Counter[date]]:
    """How many shows each hall has on each of its business days."""
    found: dict[str, Counter[date]] = {}
    for show in Show.objects.select_related("hall__venue"):
        found.setdefault(show.hall.name, Counter())[business_day(show.hall.venue, show.starts_at)] += 1
    return found


def local_start(show: Show) -> datetime:
    """On the clocks of the venue."""
    return show.starts_at.astimezone(ZoneInfo(show.hall.venue.timezone))


def shows_on(day: date, city: str) -> list[Show]:
    """The shows of a business day, by time."""
    shows = Show.objects.filter(hall__venue__city=city).select_related("hall__venue", "movie")
    return [
        show for show in shows.order_by("starts_at") if business_day(show.hall.venue, show.starts_at) == day
    ]


class TestProgramme(TestCase):
    """The demo on an ordinary Tuesday. It is filled once for all of these tests."""

    @classmethod
    def setUpTestData(cls) -> None:
        fill_programme(now=NOON)

    def test_two_cinemas_in_two_zones_with_five_halls(self) -> None:
        assert set(Venue.objects.values_list("city", "timezone", "currency")) == {
            ("Berlin", "Europe/Berlin", "EUR"),
            ("New York", "America/New_York", "USD"),
        }
        capacities = sorted(Hall.objects.values_list("capacity", flat=True))
        assert (len(capacities), capacities[0], capacities[-1]) == (5, 80, 420)
        for hall in Hall.objects.all():
            assert hall.capacity == hall.seats.count()
            assert hall.seats_per_row == max(hall.seats.values_list("seat_number", flat=True))
            assert hall.rows == hall.seats.values("row_letter").distinct().count()
        assert set(Seat.objects.values_list("type", flat=True)) == set(SeatType.values)
        assert Seat.objects.filter(in_service=False).count() == 1

    def test_no_two_seats_of_a_hall_touch(self) -> None:
        for hall in Hall.objects.all():
            wall: dict[str, float] = {}
            for seat in hall.seats.order_by("row_letter", "x"):
                half = 1.0 if seat.type == SeatType.SOFA else 0.5
                assert seat.x - half >= wall.get(seat.row_letter, 0.0)
                wall[seat.row_letter] = seat.x + half

    def test_rows_are_a_pitch_apart_and_straight_or_curved(self) -> None:
        bends = {}
        for hall in Hall.objects.all():
            row_a = dict(hall.seats.filter(row_letter="A").values_list("x", "y"))
            behind = hall.seats.filter(row_letter="B", x__in=row_a).values_list("x", "y")
            assert all(y == pytest.approx(row_a[x] + 1) for x, y in behind)
            assert min(row_a.values()) >= 0.5
            left, *_, right = sorted(row_a)
            assert row_a[left] == row_a[right] or hall.name == "Saal 2"
            bends[hall.name] = max(row_a.values()) - row_a[left]
        assert {name for name, bend in bends.items() if bend} == {"Grand Auditorium", "Saal 1"}
        assert 0.5 < bends["Saal 1"] < 1 < bends["Grand Auditorium"] < 1.5

    def test_every_hall_has_wheelchair_spaces_each_beside_a_companion_seat(self) -> None:
        for hall in Hall.objects.all():
            companions = set(hall.seats.filter(type=SeatType.COMPANION).values_list("x", "row_letter"))
            spaces = list(hall.seats.filter(type=SeatType.WHEELCHAIR).values_list("x", "row_letter"))
            assert len(spaces) >= 2
            assert all({(x - 1, row), (x + 1, row)} & companions for x, row in spaces)

    def test_every_cinema_has_ticket_types_and_supplements(self) -> None:
        for venue in Venue.objects.all():
            types = list(venue.ticket_types.all())
            assert [one.name_in("en") for one in types] == ["Adult", "Child", "Senior", "Student"]
            assert [one.name_in("de") for one in types] == ["Erwachsene", "Kind", "Senioren", "Studierende"]
            assert types[0].adjustment == 0
            assert all(one.adjustment < 0 for one in types[1:])
            used = set(Seat.objects.filter(hall__venue=venue).values_list("type", flat=True))
            priced = set(venue.seat_supplements.values_list("seat_type", flat=True))
            assert priced == used & {SeatType.PREMIUM, SeatType.SOFA}
            assert [(one.minimum_age, one.needs_proof) for one in types] == [
                *[(None, False)] * 2,
                *[(65, True), (16, True)],
            ]

    def test_price_rules_choose_the_card_of_every_show(self) -> None:
        names = {"Berlin": ("Kinotag", "Nachmittag", "Wochenende"), "New York": NEW_YORK_CARDS}
        for city, (tuesday, afternoon, weekend) in names.items():
            found: dict[tuple[str, bool], set[str]] = {}
            for show in Show.objects.filter(hall__venue__city=city).select_related(
                "hall__venue", "movie", "price_card_version__card"
            ):
                day = business_day(show.hall.venue, show.starts_at)
                if (city, day) == ("New York", ELECTION_DAY):
                    continue
                is_afternoon = 5 <= local_start(show).hour < 17
                version = show.price_card_version
                assert version
                minutes = show.movie.duration_minutes
                assert show.price == version.prices.show_price(show.format, minutes)
                found.setdefault((f"{day:%a}", is_afternoon), set()).add(version.card.name)
            assert found == {
                **{(day, True): {afternoon} for day in ("Mon", "Wed", "Thu", "Fri", "Sat", "Sun")},
                **{(day, False): {"Standard"} for day in ("Mon", "Wed", "Thu")},
                **{(day, False): {weekend} for day in ("Fri", "Sat", "Sun")},
                **{("Tue", is_afternoon): {tuesday} for is_afternoon in (True, False)},
            }

    def test_a_tuesday_that_is_a_public_holiday_has_the_usual_prices(self) -> None:
        cards = {show.price_card_version.card.name for show in shows_on(ELECTION_DAY, "New York")}  # type: ignore[union-attr]
        assert cards == {"Matinee", "Standard"}

    def test_a_show_in_3d_costs_more(self) -> None:
        supplements = {"Berlin": Decimal("2.50"), "New York": Decimal(4)}
        for city, supplement in supplements.items():
            afternoons = Show.objects.filter(
                hall__venue__city=city, price_card_version__card__name__in=["Nachmittag", "Matinee"]
            )
            prices = dict(afternoons.values_list("format", "price"))
            assert prices["3D"] == prices["2D"] + supplement

    def test_times_are_those_of_a_real_cinema(self) -> None:
        nights = set()
        for show in Show.objects.select_related("hall__venue", "movie"):
            start = local_start(show)
            assert start.minute % 5 == start.second == 0
            assert start.time() >= time(10, 30) or start.time() <= time(0, 30)
            assert business_day(show.hall.venue, show.hall_free_at) == business_day(
                show.hall.venue, show.starts_at
            )
            assert show.feature_starts_at - show.starts_at == timedelta(minutes=20)
            assert show.ends_at - show.feature_starts_at == timedelta(minutes=show.movie.duration_minutes)
            assert show.hall_free_at - show.ends_at == timedelta(minutes=show.hall.cleaning_minutes)
            is_open = show.sales_open_at <= NOON < show.sales_close_at
            assert is_open or show.starts_at < NOON or show.format == PREVIEW
            if start.time() < time(5):
                nights.add(business_day(show.hall.venue, show.starts_at).weekday())
        assert nights == {4, 5}

    def test_a_clock_change_does_not_move_the_programme(self) -> None:
        for city in ("Berlin", "New York"):
            evenings = Show.objects.filter(hall__venue__city=city, format__in=["2D", "IMAX"]).select_related(
                "hall__venue"
            )
            starts = {local_start(show).time() for show in evenings if local_start(show).hour in (19, 20)}
            assert (
                starts == {"Berlin": {time(19, 30), time(20), time(20, 30)}, "New York": {time(19, 45)}}[city]
            )

    def test_matinees_cost_less_than_evenings(self) -> None:
        for city in ("Berlin", "New York"):
            plain = list(
                Show.objects.filter(hall__venue__city=city, format="2D").select_related("hall__venue")
            )
            matinees = {show.price for show in plain if 5 <= local_start(show).hour < 17}
            evenings = {show.price for show in plain} - matinees
            assert len(matinees) == 1
            assert len(evenings) == 2
            assert max(matinees) < min(evenings)

    def test_shows_have_formats_and_languages(self) -> None:
        assert set(Show.objects.values_list("format", flat=True)) == {"2D", "3D", "IMAX", PREVIEW}
        versions = set(Show.objects.values_list("hall__venue__city", "audio_language", "subtitle_language"))
        assert {
            ("Berlin", "de", ""),
            ("Berlin", "en", "de"),
            ("New York", "en", ""),
            ("New York", "ja", "en"),
        } <= versions

    def test_a_second_run_changes_nothing_however_late_in_the_day(self) -> None:
        before = everything()
        assert fill_programme(now=NOON) == FillResult(venues=0, shows=0)
        # Ten in the evening in New York, and still before five in the morning in Berlin.
        assert fill_programme(now=datetime(2026, 10, 21, 2, tzinfo=UTC)) == FillResult(venues=0, shows=0)
        assert everything() == before

    def test_a_later_run_adds_the_missing_days_and_no_others(self) -> None:
        before = everything()[-1]
        fill_programme(now=NOON + timedelta(days=3))
        assert list(Show.objects.filter(pk__lte=before[-1]["id"]).order_by("pk").values()) == before
        added = Show.objects.filter(pk__gt=before[-1]["id"]).select_related("hall__venue")
        assert {(show.hall_id, business_day(show.hall.venue, show.starts_at)) for show in added} == {
            (hall, date(2026, 11, day))
            for hall in Hall.objects.values_list("pk", flat=True)
            for day in (4, 5, 6)
        }

    def test_a_demo_without_price_cards_gets_them(self) -> None:
        Show.objects.update(price_card_version=None)
        PriceRule.objects.all().delete()
        PriceCardVersion.objects.all().delete()
        PriceCard.objects.all().delete()
        fill_programme(now=NOON + timedelta(days=1))
        assert PriceRule.objects.count() == sum(len(cinema.cards) for cinema in CINEMAS)
        added = Show.objects.latest("pk")
        assert added.price_card_version is not None

    def test_a_changed_day_is_left_unchanged(self) -> None:
        hall = Hall.objects.get(name="Saal 1")
        tomorrow = [
            show.pk
            for show in hall.shows.select_related("hall__venue")
            if business_day(hall.venue, show.starts_at) == date(2026, 10, 21)
        ]
        Show.objects.filter(pk=tomorrow[0]).update(status=ShowStatus.CANCELLED)
        Show.objects.filter(pk__in=tomorrow[1:]).delete()
        before = everything()
        fill_programme(now=NOON)
        assert everything() == before

    def test_shows_of_staff_are_kept_and_not_overlapped(self) -> None:
        hall = Hall.objects.get(name="Studio")
        film = Movie.objects.create(title="A Very Long Film", duration_minutes=1440)
        starts_at = datetime(2026, 11, 4, 15, tzinfo=ZoneInfo("Europe/Berlin"))
        mine = schedule_show(movie=film, hall=hall, starts_at=starts_at, price=Decimal(9), sales_open_at=NOON)
        before = Show.objects.filter(pk=mine.pk).values().get()
        fill_programme(now=NOON + timedelta(days=3))
        assert Show.objects.filter(pk=mine.pk).values().get() == before
        days = days_by_hall()["Studio"]
        assert (days[date(2026, 11, 4)], days[date(2026, 11, 5)], days[date(2026, 11, 6)]) == (1, 3, 4)

    def test_a_film_runs_several_times_a_day(self) -> None:
        for city, halls in (("Berlin", 2), ("New York", 2)):
            by_film: dict[str, set[str]] = {}
            counts = Counter[str]()
            for show in shows_on(date(2026, 10, 24), city):
                counts[show.movie.title] += 1
                by_film.setdefault(show.movie.title, set()).add(show.hall.name)
            assert 3 <= max(counts.values()) <= 4
            assert max(map(len, by_film.values())) >= halls
            assert sum(count >= 2 for count in counts.values()) >= 1

    def test_berlin_has_original_versions_with_subtitles_and_new_york_late_shows(self) -> None:
        saturday = shows_on(date(2026, 10, 24), "Berlin")
        assert sum(show.subtitle_language == "de" for show in saturday) >= 3
        assert sum(show.audio_language == "de" for show in saturday) >= 3
        assert local_start(shows_on(date(2026, 10, 24), "New York")[-1]).time() == time(0, 15)

    def test_a_preview_is_in_presale_until_five_days_before(self) -> None:
        previews = list(
            Show.objects.filter(format=PREVIEW).order_by("starts_at").select_related("hall__venue")
        )
        assert [local_start(show).date() for show in previews] == [date(2026, 10, 21), date(2026, 10, 28)]
        assert [show.sales_open_at <= NOON for show in previews] == [True, False]
        assert all((show.starts_at - show.sales_open_at).days == 5 for show in previews)
        assert {show.hall.venue.format_in(PREVIEW, "de") for show in previews} == {"Vorpremiere"}
        following = shows_on(date(2026, 10, 29), "Berlin")
        assert previews[1].movie_id in {show.movie_id for show in following}

    def test_today_and_tomorrow_have_an_audience_and_sold_out_shows(self) -> None:
        today, tomorrow, later = (
            [show for city in ("Berlin", "New York") for show in shows_on(day, city)]
            for day in (date(2026, 10, 20), date(2026, 10, 21), date(2026, 10, 22))
        )
        counts = seat_counts(Show.objects.values_list("pk", flat=True))

        def shares(shows: list[Show]) -> list[float]:
            return [counts[show.pk].taken / counts[show.pk].total for show in shows]

        assert sum(share == 1 for share in shares(today)) == 2
        assert any(0.85 <= share < 1 for share in shares(today))
        assert any(share == 1 for share in shares(tomorrow))
        assert set(shares(later)) == {0}
        assert any(share == 0 for share in shares(today))
        assert not Booking.objects.filter(seat__in_service=False).exists()

    def test_each_day_gets_its_audience_once(self) -> None:
        before = list(Booking.objects.order_by("pk").values())
        fill_programme(now=NOON)
        assert list(Booking.objects.order_by("pk").values()) == before
        fill_programme(now=NOON + timedelta(days=1))
        added = Booking.objects.exclude(pk__in=[row["id"] for row in before])
        days = {
            business_day(one.show.hall.venue, one.show.starts_at)
            for one in added.select_related("show__hall__venue")
        }
        assert days == {date(2026, 10, 21), date(2026, 10, 22)}

    def test_a_show_with_customers_and_a_show_of_staff_get_no_audience(self) -> None:
        Booking.objects.all().delete()
        evening = next(
            show for show in shows_on(date(2026, 10, 20), "Berlin") if local_start(show).time() == time(20)
        )
        seat = evening.hall.seats.first()
        assert seat
        mine = Booking.objects.create(
            show=evening,
            seat=seat,
            status="BOOKED",
            hall_id=evening.hall_id,
            plan_version=evening.plan_version,
        )
        moved = next(show for show in shows_on(date(2026, 10, 20), "New York") if show.format == "IMAX")
        Show.objects.filter(pk=moved.pk).update(
            movie=Movie.objects.create(title="Ours", duration_minutes=100)
        )
        fill_programme(now=NOON)
        assert list(evening.bookings.all()) == [mine]
        assert not moved.bookings.exists()
        assert Booking.objects.exclude(pk=mine.pk).exists()

    def test_booked_demo_seats_are_recorded_as_changes_once_per_show(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT show_id FROM seat_change ORDER BY show_id")
            recorded = [show_id for (show_id,) in cursor.fetchall()]
        assert recorded == sorted(set(Booking.objects.values_list("show", flat=True))) != []

    def test_another_cinema_is_not_touched(self) -> None:
        mine = make_cinema()
        before = (Show.objects.filter(hall=mine.hall).count(), Booking.objects.filter(show=mine.show).count())
        fill_programme(now=NOON + timedelta(days=1))
        after = (Show.objects.filter(hall=mine.hall).count(), Booking.objects.filter(show=mine.show).count())
        assert after == before == (1, 0)

    def test_films_have_german_texts_and_ratings_of_both_countries(self) -> None:
        up = Movie.objects.get(title="Up")
        assert (up.title_in("de"), up.genre_in("de"), up.title_in("en")) == ("Oben", "Abenteuer", "Up")
        assert up.synopsis_in("de") != up.synopsis_in("en") != ""
        assert sum(bool(movie.synopsis) and "de" in movie.translations for movie in Movie.objects.all()) >= 8
        assert all(age_rating(movie.ratings, "US", "") for movie in Movie.objects.all())
        dark_knight = Movie.objects.get(title="The Dark Knight")
        assert dark_knight.ratings == {"DE": "16", "GB": "12A", "US": "PG-13"}
        assert set(Venue.objects.values_list("city", "country", "region")) == {
            ("Berlin", "DE", "BE"),
            ("New York", "US", "NY"),
        }


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize("hour", [0, 4, 9, 15, 23])
def test_on_an_empty_database_seat_42_is_in_show_1_which_sells_for_a_fortnight(hour: int) -> None:
    now = NOON.replace(hour=hour)
    fill_programme(now=now)
    show, seat = Show.objects.get(pk=1), Seat.objects.get(pk=42)
    assert seat.hall_id == show.hall_id
    assert (seat.type, seat.in_service, seat.plan_version) == ("standard", True, show.plan_version)
    assert show.sales_open_at <= now < now + timedelta(days=DAYS_AHEAD - 1) < show.sales_close_at


def test_every_business_day_of_every_hall_is_filled() -> None:
    assert fill_programme(now=NOON) == FillResult(venues=2, shows=Show.objects.count())
    fortnight = [date(2026, 10, 20) + timedelta(days=ahead) for ahead in range(15)]
    for days in days_by_hall().values():
        assert sorted(days) == fortnight
        assert all(3 <= count <= 5 for count in days.values())


def test_topping_up_every_day_gives_the_programme_of_one_run() -> None:
    columns = ("hall__name", "movie__title", "starts_at", "price", "format", "audio_language")
    for ahead in range(4):
        fill_programme(now=NOON + timedelta(days=ahead))
    topped_up = set(Show.objects.filter(starts_at__gt=NOON + timedelta(days=4)).values_list(*columns))
    Booking.objects.all().delete()
    Show.objects.all().delete()
    fill_programme(now=NOON + timedelta(days=3))
    assert set(Show.objects.filter(starts_at__gt=NOON + timedelta(days=4)).values_list(*columns)) == topped_up


def test_changed_films_halls_and_venues_are_left_unchanged() -> None:
    mine = Movie.objects.create(title="Inception", release_year=2010, duration_minutes=150)
    fill_programme(now=NOON)
    Venue.objects.filter(city="Berlin").update(address="Elsewhere", day_starts_at=time(4))
    Hall.objects.filter(name="Saal 2").update(
        name="Der kleine Saal", cleaning_minutes=F("cleaning_minutes") + 20
    )
    Hall.objects.filter(name="Saal 1").update(cleaning_minutes=45)
    before = everything()[:-1]
    fill_programme(now=NOON + timedelta(days=1))
    assert everything()[:-1] == before
    assert mine.shows.exists()
    added = days_by_hall()
    assert added["Saal 1"][date(2026, 11, 4)] == 4
    assert added["Der kleine Saal"][date(2026, 11, 4)] == 0


def test_it_may_fill_an_empty_database_and_its_own() -> None:
    assert may_fill()
    fill_programme(now=NOON)
    assert may_fill()
    make_cinema()
    assert may_fill()


def test_it_may_not_fill_a_database_with_another_cinema() -> None:
    make_cinema()
    assert not may_fill()


def test_the_command_prints_what_it_added() -> None:
    output = StringIO()
    call_command("demo", stdout=output)
    call_command("demo", stdout=output)
    first, second, third = output.getvalue().splitlines()
    assert first == "2 demo cinemas opened."
    assert second == f"{Show.objects.count()} shows added; the programme is filled for the next 14 days."
    assert third == "Nothing to add: the programme is filled for the next 14 days."


@pytest.mark.django_db(transaction=True)
def test_concurrent_runs_fill_once() -> None:
    barrier, results = Barrier(4), list[FillResult]()

    def run() -> None:
        barrier.wait()
        results.append(fill_programme(now=NOON))
        connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.venues for result in results) == [0, 0, 0, 2]
    assert sum(result.shows for result in results) == Show.objects.count()
    assert (Venue.objects.count(), Hall.objects.count()) == (2, 5)


def test_a_seat_that_is_taken_meanwhile_is_left_to_its_holder(monkeypatch: pytest.MonkeyPatch) -> None:
    fill_programme(now=NOON)
    before = {(one.show_id, one.seat_id) for one in Booking.objects.all()}
    Booking.objects.all().delete()
    insert, taken = audience._insert_bookings, []

    def insert_late(seats: Any) -> int:
        show, seat = seats[0]
        taken.append(
            Booking.objects.create(
                show=show, seat=seat, status="BOOKED", hall_id=show.hall_id, plan_version=show.plan_version
            )
        )
        return insert(seats)

    monkeypatch.setattr(audience, "_insert_bookings", insert_late)
    fill_programme(now=NOON)
    assert Booking.objects.filter(pk=taken[0].pk).exists()
    assert {(one.show_id, one.seat_id) for one in Booking.objects.all()} == before
