"""Price cards in the database, scheduling with cards and rules, and applying a card to shows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from matinee.audit.models import AuditEntry
from matinee.audit.services import COMMAND
from matinee.booking.card_prices import Target, apply_card, planned_repricings
from matinee.booking.services import hold_seats
from matinee.checkout.currency import validate_currency_change
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.core.problems import Invalid
from matinee.pricing.card_choice import card_for, week_grid
from matinee.pricing.errors import NoPriceRule
from matinee.pricing.holidays import holiday_name
from matinee.pricing.models import PriceCard, PriceCardVersion
from matinee.pricing.price_rules import RuleValues, create_price_rule
from matinee.shows.models import Show
from matinee.shows.services import schedule_show
from matinee.staff.errors import ChangedMeanwhile
from matinee.venues.models import Venue
from tests.cinema import DAY, Cinema, make_cinema, make_show
from tests.price_cards import change_card, give_card, make_card

pytestmark = pytest.mark.django_db

TUESDAY_EVENING = datetime(2027, 3, 2, 19, tzinfo=UTC)
CHRISTMAS_EVE = datetime(2026, 12, 24, 19, tzinfo=UTC)


def execute(sql: str) -> None:
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE price_card_version SET base = 1",
        "UPDATE price_card_version SET amounts = '[]'",
        "DELETE FROM price_card_version",
    ],
)
def test_a_version_is_written_once(cinema: Cinema, change: str) -> None:
    make_card(cinema)
    with pytest.raises(IntegrityError, match="written once"):
        execute(change)


@pytest.mark.parametrize(
    ("base", "amounts"),
    [
        ("6.005", "[]"),
        ("6", '[{"kind": "fixed", "key": 1, "amount": "6.005"}]'),
        ("6", '[{"kind": "format", "key": "3D", "amount": "10000000"}]'),
        ("6", '[{"kind": "format", "key": "3D", "amount": "NaN"}]'),
    ],
)
def test_the_database_rejects_amounts_that_do_not_fit_the_currency(
    cinema: Cinema, base: str, amounts: str
) -> None:
    card = make_card(cinema)
    values = f"{card.pk}, 2, {base}, '{amounts}'"
    sql = f"INSERT INTO price_card_version (card_id, number, base, amounts) VALUES ({values})"  # noqa: S608
    with pytest.raises((IntegrityError, DataError)):
        execute(sql)
    assert PriceCardVersion.objects.count() == 1


def test_a_show_has_no_card_of_another_cinema(cinema: Cinema) -> None:
    elsewhere = make_card(make_cinema())
    with pytest.raises(IntegrityError, match="show_card_is_of_its_venue"):
        execute(f"UPDATE show SET price_card_version_id = {elsewhere.newest.pk} WHERE id = {cinema.show.pk}")  # noqa: S608


def test_a_hall_whose_shows_have_cards_stays_at_its_cinema(cinema: Cinema) -> None:
    other = make_cinema().venue
    give_card(cinema.show, make_card(cinema))
    move = f"UPDATE hall SET name = 'X', venue_id = {other.pk} WHERE id = {cinema.hall.pk}"  # noqa: S608
    with pytest.raises(IntegrityError, match="hall_keeps_cards"):
        execute(move)
    Show.objects.update(price_card_version=None)
    execute(move)


def test_the_currency_fits_the_newest_version_and_those_of_shows(cinema: Cinema) -> None:
    cinema.show.delete()
    card = make_card(cinema, base=Decimal("6.50"))
    with pytest.raises(Exception, match="JPY"):
        validate_currency_change(cinema.venue.pk, "JPY")
    with pytest.raises(IntegrityError, match="JPY"):
        execute("UPDATE venue SET currency = 'JPY'")
    change_card(card, base=Decimal(7))
    validate_currency_change(cinema.venue.pk, "JPY")
    execute("UPDATE venue SET currency = 'JPY'")


def scheduled(cinema: Cinema, **values: object) -> Show:
    values = {"starts_at": TUESDAY_EVENING, **values}
    return schedule_show(movie=cinema.movie, hall=cinema.hall, **values)  # type: ignore[arg-type]


def test_a_show_gets_the_price_of_its_card_for_its_format_and_length(cinema: Cinema) -> None:
    card = make_card(
        cinema,
        formats={"3D": Decimal("2.50")},
        running_times={90: Decimal(1), 100: Decimal(2), 101: Decimal(9)},
    )
    show = scheduled(cinema, card=card, screen_format="3D")
    show.refresh_from_db()
    assert (show.price, show.price_card_version) == (Decimal("10.50"), card.newest)


def test_a_price_beside_the_card_is_kept(cinema: Cinema) -> None:
    card = make_card(cinema)
    show = scheduled(cinema, card=card, price=Decimal(20))
    assert (show.price, show.price_card_version) == (Decimal(20), card.newest)


def add_rule(card: PriceCard, **values: object) -> None:
    given: RuleValues = {"card_id": card.pk, **values}  # type: ignore[typeddict-item]
    create_price_rule(actor=COMMAND, venue_id=card.venue_id, **given)


def test_rules_choose_the_card_of_a_show_without_a_price(cinema: Cinema) -> None:
    with pytest.raises(NoPriceRule):
        scheduled(cinema)
    tuesday, always = make_card(cinema), make_card(cinema, "Every day", base=Decimal(11))
    add_rule(tuesday, weekdays=[2])
    add_rule(always)
    assert scheduled(cinema).price_card_version == tuesday.newest
    assert scheduled(cinema, starts_at=TUESDAY_EVENING + DAY).price_card_version == always.newest
    own = scheduled(cinema, starts_at=TUESDAY_EVENING + 2 * DAY, price=Decimal(5))
    assert (own.price, own.price_card_version) == (Decimal(5), None)


@pytest.mark.parametrize(
    ("local", "is_tuesday"),
    [("02 04:59", False), ("02 05:00", True), ("03 00:15", True), ("03 04:59", True), ("03 05:00", False)],
)
def test_weekdays_are_business_days_in_the_venues_time_zone(
    cinema: Cinema, local: str, is_tuesday: bool
) -> None:
    card = make_card(cinema)
    add_rule(card, weekdays=[2])
    starts_at = datetime.fromisoformat(f"2027-03-{local}+01:00")
    found = card_for(cinema.venue, cinema.hall, starts_at, cinema.movie, "2D")
    assert (found == card) is is_tuesday


def test_public_holidays_follow_country_and_region(cinema: Cinema) -> None:
    venue = Venue.objects.get(pk=cinema.venue.pk)
    epiphany = datetime(2027, 1, 6, tzinfo=UTC).date()
    new_year = datetime(2027, 1, 1, tzinfo=UTC).date()
    found = {}
    for country, region in [("", ""), ("DE", "BE"), ("DE", "BY"), ("DE", "XX"), ("US", "NY"), ("XX", "")]:
        venue.country, venue.region = country, region
        found[country, region] = (bool(holiday_name(venue, new_year)), bool(holiday_name(venue, epiphany)))
    assert found == {
        ("", ""): (False, False),
        ("DE", "BE"): (True, False),
        ("DE", "BY"): (True, True),
        ("DE", "XX"): (True, False),
        ("US", "NY"): (True, False),
        ("XX", ""): (False, False),
    }


def test_a_rule_for_public_holidays(cinema: Cinema) -> None:
    Venue.objects.filter(pk=cinema.venue.pk).update(country="DE", region="BE")
    venue = Venue.objects.get(pk=cinema.venue.pk)
    holiday, other = make_card(cinema, "Holiday"), make_card(cinema, "Other days")
    add_rule(holiday, holidays=True)
    add_rule(other, holidays=False)
    christmas = CHRISTMAS_EVE + DAY
    chosen = [
        card_for(venue, cinema.hall, starts_at, cinema.movie, "2D")
        for starts_at in (CHRISTMAS_EVE, christmas)
    ]
    assert chosen == [other, holiday]
    week = week_grid(venue, christmas.date())
    assert [bool(day.holiday) for day in week] == [True, True, False, False, False, False, False]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"weekdays": [8]}, "weekdays"),
        ({"hall_id": 10**9}, "hall_id"),
        ({"movie_id": 10**9}, "movie_id"),
        ({"starts_from": datetime(2027, 1, 1, 20, tzinfo=UTC).time()}, "starts_before"),
        ({"first_day": TUESDAY_EVENING.date(), "last_day": CHRISTMAS_EVE.date()}, "last_day"),
    ],
)
def test_a_rule_with_impossible_conditions_is_refused(
    cinema: Cinema, values: dict[str, object], field: str
) -> None:
    card = make_card(cinema)
    with pytest.raises(Invalid) as refusal:
        add_rule(card, **values)
    assert refusal.value.data["errors"].keys() == {field}
    assert not card.rules.exists()


def sell(cinema: Cinema, show: Show, name: str) -> None:
    hold = hold_seats(show_id=show.pk, seat_ids=cinema.ids(name))
    book(purchase=Purchase(token=hold.token))


class TestApply:
    """Future shows of a card get its newest version."""

    @pytest.fixture
    def card(self, cinema: Cinema) -> PriceCard:
        """A card at 6.00 whose newest version costs 7.00, and a show tomorrow with the older one."""
        card = make_card(cinema)
        give_card(cinema.show, card)
        return change_card(card, base=Decimal(7))

    def apply(self, card: PriceCard, target: Target, *, by_rules: bool = False) -> list[int]:
        planned = [one.show.pk for one in planned_repricings(card, target, by_rules=by_rules)]
        changed = apply_card(
            actor=COMMAND, card_id=card.pk, version=card.version, target=target, by_rules=by_rules
        )
        assert sorted(one.show.pk for one in changed) == sorted(planned)
        return planned

    def test_a_show_without_sales(self, cinema: Cinema, card: PriceCard) -> None:
        hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
        assert self.apply(card, Target.UNSOLD) == [cinema.show.pk]
        cinema.show.refresh_from_db()
        assert (cinema.show.price, cinema.show.price_card_version) == (Decimal(7), card.newest)
        assert self.apply(card, Target.ALL) == []

    def test_a_show_with_sales_only_on_request(self, cinema: Cinema, card: PriceCard) -> None:
        sell(cinema, cinema.show, "A1")
        assert self.apply(card, Target.UNSOLD) == []
        cinema.show.refresh_from_db()
        assert cinema.show.price == Decimal(6)
        assert self.apply(card, Target.ALL) == [cinema.show.pk]
        cinema.show.refresh_from_db()
        assert cinema.show.price == Decimal(7)
        assert [one.price for one in cinema.show.tickets.all()] == [Decimal(6)]

    def test_past_cancelled_and_other_shows_keep_their_prices(self, cinema: Cinema, card: PriceCard) -> None:
        past = make_show(
            movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) - timedelta(hours=3)
        )
        give_card(past, PriceCard.objects.get(pk=card.pk))
        Show.objects.filter(pk=past.pk).update(price=1)
        make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) + 3 * DAY)
        Show.objects.filter(pk=cinema.show.pk).update(status="CANCELLED")
        assert self.apply(card, Target.ALL) == []
        assert AuditEntry.objects.filter(action="price card applied").count() == 1

    def test_shows_that_the_rules_give_the_card_only_on_request(
        self, cinema: Cinema, card: PriceCard
    ) -> None:
        other = make_card(cinema, "Every day", base=Decimal(11))
        soon = datetime.now(UTC) + 3 * DAY
        own, named, unsuited = (
            make_show(movie=cinema.movie, hall=cinema.hall, starts_at=soon + number * DAY)
            for number in range(3)
        )
        give_card(named, other)
        Show.objects.filter(pk=unsuited.pk).update(format="IMAX")
        add_rule(other, format="IMAX")
        add_rule(card)
        assert self.apply(card, Target.ALL) == [cinema.show.pk]
        assert [one.card_before for one in planned_repricings(card, Target.ALL, by_rules=True)] == [
            None,
            other,
        ]
        sell(cinema, own, "A1")
        assert self.apply(card, Target.UNSOLD, by_rules=True) == [named.pk]
        assert self.apply(card, Target.ALL, by_rules=True) == [own.pk]
        for show, price in ((own, 7), (named, 7), (unsuited, 12)):
            show.refresh_from_db()
            assert show.price == Decimal(price)
        assert AuditEntry.objects.filter(action="price card applied").latest("pk").facts["by_rules"] is True

    def test_the_rules_are_asked_about_every_show_only_before_the_lock(
        self, cinema: Cinema, card: PriceCard
    ) -> None:
        other = make_card(cinema, "Every day", base=Decimal(11))
        add_rule(other)
        with CaptureQueriesContext(connection) as queries:
            apply_card(actor=COMMAND, card_id=card.pk, version=card.version, target=Target.ALL, by_rules=True)
        reads = [one["sql"] for one in queries if one["sql"].startswith('SELECT "show"')]
        lock = next(index for index, sql in enumerate(reads) if "FOR NO KEY UPDATE" in sql)
        assert reads[:lock]
        assert reads[lock + 1 :]
        assert all(f'"show"."id" IN ({cinema.show.pk})' in sql for sql in reads[lock + 1 :])

    def test_a_stale_version_changes_nothing(self, cinema: Cinema, card: PriceCard) -> None:
        with pytest.raises(ChangedMeanwhile):
            apply_card(actor=COMMAND, card_id=card.pk, version=card.version - 1, target=Target.ALL)
        cinema.show.refresh_from_db()
        assert cinema.show.price == Decimal(6)
