"""A show with a price card: its version decides the prices of the map, the hold and the order."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from matinee.checkout.models import OrderLine, TicketOrder
from matinee.checkout.queries import tickets_of_order
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.tickets.sheet import sheet_of
from matinee.venues.models import Seat
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema
from tests.price_cards import change_card, give_card, make_card

BOOK = "/api/book-seat/"


def layout(api: Api, cinema: Cinema, query: str = "") -> Any:
    return api.get(f"/api/hall-layout/{cinema.show.pk}/{query}").json()


def prices(api: Api, cinema: Cinema) -> dict[str, list[str]]:
    """The amounts in the order of the ticket types, by seat type."""
    return {kind: [one["amount"] for one in listed] for kind, listed in layout(api, cinema)["prices"].items()}


@pytest.fixture
def tuesday(cinema: Cinema) -> Cinema:
    """A show at 6.00 with a card: children pay 4.00, row A is 2.50 more, 3D 1.50 more."""
    Seat.objects.filter(hall=cinema.hall, row_letter="A").update(type="premium")
    card = make_card(
        cinema,
        fixed={cinema.child.pk: Decimal(4)},
        seat_types={"premium": Decimal("2.50")},
        formats={"3D": Decimal("1.50")},
    )
    give_card(cinema.show, card)
    return cinema


def test_the_card_decides_instead_of_the_venues_adjustments_and_supplements(
    api: Api, tuesday: Cinema
) -> None:
    assert prices(api, tuesday) == {"premium": ["8.50", "6.50"], "standard": ["6.00", "4.00"]}


def test_supplements_of_the_show_are_in_its_price_and_apply_to_fixed_prices(
    api: Api, tuesday: Cinema
) -> None:
    show = tuesday.show
    show.format = "3d"
    give_card(show, show.price_card_version.card)  # type: ignore[union-attr]
    show.save()
    seat_map = layout(api, tuesday)
    assert seat_map["show"]["price"] == "7.50"
    assert prices(api, tuesday) == {"premium": ["10.00", "8.00"], "standard": ["7.50", "5.50"]}


def test_a_fixed_price_has_no_adjustment(api: Api, tuesday: Cinema) -> None:
    TicketType.objects.filter(pk=tuesday.child.pk).update(needs_proof=True, minimum_age=4)
    adult, child = layout(api, tuesday)["ticket_types"]
    assert adult == {
        "id": tuesday.adult.pk,
        "name": "Adult",
        "adjustment": "0.00",
        "requires_proof": False,
        "minimum_age": None,
    }
    assert (child["adjustment"], child["requires_proof"], child["minimum_age"]) == (None, True, 4)


def test_map_hold_and_order_have_the_same_price(api: Api, tuesday: Cinema) -> None:
    hold = api.lock(tuesday, "A1", "B1")
    assert hold["total"] == "14.50"
    grown = api.lock(tuesday, "B2", hold_token=hold["hold_token"])
    assert grown["total"] == "20.50"
    a1, b1, b2 = tuesday.ids("A1", "B1", "B2")
    tickets = [{"seat_id": b2, "ticket_type": tuesday.child.pk}]
    assert api.book(hold, total="18.50", tickets=tickets)["order"]["total"] == "18.50"
    lines = dict(OrderLine.objects.values_list("seat", "gross"))
    assert lines == {a1: Decimal("8.50"), b1: Decimal(6), b2: Decimal(4)}


def test_a_new_version_changes_nothing_until_it_is_applied(api: Api, tuesday: Cinema) -> None:
    before = layout(api, tuesday)
    card = tuesday.show.price_card_version.card  # type: ignore[union-attr]
    change_card(card, base=Decimal(9))
    assert layout(api, tuesday) == before
    give_card(tuesday.show, card)
    assert prices(api, tuesday) == {"premium": ["9.00", "9.00"], "standard": ["9.00", "9.00"]}
    assert api.lock(tuesday, "A1")["total"] == "9.00"


def test_a_card_that_changes_during_a_sale_is_confirmed_by_the_customer(api: Api, tuesday: Cinema) -> None:
    hold = api.lock(tuesday, "B1")
    (b1,) = tuesday.ids("B1")
    card = tuesday.show.price_card_version.card  # type: ignore[union-attr]
    give_card(tuesday.show, change_card(card, base=Decimal(9)))
    confirmed = {"hold_token": hold["hold_token"], "seat_ids": [b1], "total": "6.00"}
    with nothing_changes():
        rejected = api.post(BOOK, confirmed)
    now = {"seat_ids": [b1], "total": "9.00", "currency": "EUR"}
    assert_problem(rejected, 409, "hold-changed", "Hold changed", **now)
    assert api.book(hold, total="9.00")["order"]["total"] == "9.00"


def test_a_ticket_type_that_the_card_does_not_name_costs_the_shows_price(api: Api, tuesday: Cinema) -> None:
    TicketType.objects.create(venue=tuesday.venue, name="Guest", adjustment=Decimal(-5), position=2)
    assert prices(api, tuesday)["standard"] == ["6.00", "4.00", "6.00"]


def test_no_price_is_below_zero(api: Api, tuesday: Cinema) -> None:
    card = tuesday.show.price_card_version.card  # type: ignore[union-attr]
    give_card(tuesday.show, change_card(card, adjustments={tuesday.child.pk: Decimal(-50)}))
    assert prices(api, tuesday)["standard"] == ["6.00", "0.00"]


@pytest.mark.parametrize("unsold", [{"counter_only": True}, {"archived": True}])
def test_a_type_that_is_not_sold_online_is_neither_offered_nor_accepted(
    api: Api, tuesday: Cinema, unsold: dict[str, bool]
) -> None:
    hold = api.lock(tuesday, "B1")
    (b1,) = tuesday.ids("B1")
    TicketType.objects.filter(pk=tuesday.child.pk).update(**unsold)
    assert [one["name"] for one in layout(api, tuesday)["ticket_types"]] == ["Adult"]
    assert prices(api, tuesday)["standard"] == ["6.00"]
    tickets = [{"seat_id": b1, "ticket_type": tuesday.child.pk}]
    with nothing_changes():
        rejected = api.post(BOOK, {"hold_token": hold["hold_token"], "tickets": tickets})
    assert_invalid(rejected, "tickets")


def test_the_default_ticket_type_is_the_first_that_is_sold_online(api: Api, tuesday: Cinema) -> None:
    TicketType.objects.filter(pk=tuesday.adult.pk).update(counter_only=True)
    assert api.lock(tuesday, "B1")["total"] == "4.00"


@pytest.mark.parametrize("with_card", [True, False])
def test_an_order_has_no_more_tickets_of_a_type_than_allowed(
    api: Api, tuesday: Cinema, with_card: bool
) -> None:
    if not with_card:
        Show.objects.update(price_card_version=None)
    TicketType.objects.filter(pk=tuesday.child.pk).update(most_per_order=1)
    hold = api.lock(tuesday, "B1", "B2")
    tickets = [{"seat_id": pk, "ticket_type": tuesday.child.pk} for pk in tuesday.ids("B1", "B2")]
    with nothing_changes():
        rejected = api.post(BOOK, {"hold_token": hold["hold_token"], "tickets": tickets})
    limit = {"ticket_type": tuesday.child.pk, "name": "Child", "most_per_order": 1}
    assert_problem(rejected, 409, "too-many-of-ticket-type", "Too many of a ticket type", **limit)
    assert api.book(hold, tickets=tickets[:1])["order"]["total"] == ("10.00" if with_card else "8.00")


def test_a_card_adds_no_statement_to_the_map_and_the_hold(api: Api, tuesday: Cinema) -> None:
    def statements(*seats: str) -> tuple[int, int]:
        """Of a map and a hold whose caches are warm."""
        layout(api, tuesday)
        api.lock(tuesday, seats[0])
        with CaptureQueriesContext(connection) as of_map:
            layout(api, tuesday)
        with CaptureQueriesContext(connection) as of_hold:
            api.lock(tuesday, seats[1])
        return len(of_map), len(of_hold)

    with_card = statements("B1", "B2")
    Show.objects.update(price_card_version=None)
    assert statements("C1", "C2") == with_card


def test_order_and_ticket_say_what_is_asked_for_at_the_entrance(api: Api, tuesday: Cinema) -> None:
    TicketType.objects.filter(pk=tuesday.child.pk).update(needs_proof=True, minimum_age=4)
    hold = api.lock(tuesday, "B1", "B2")
    tickets = [{"seat_id": tuesday.ids("B2")[0], "ticket_type": tuesday.child.pk}]
    secret = api.book(hold, tickets=tickets)["order"]["secret"]
    order = TicketOrder.objects.get()
    listed = api.get(f"/api/orders/{secret}/").json()["tickets"]
    asked = [(one["requires_proof"], one["minimum_age"]) for one in listed]
    assert asked == [(False, None), (True, 4)]
    for language, text in [
        ("en", "Child · from 4 years · with proof"),
        ("de", "Child · ab 4 Jahren · mit Nachweis"),
    ]:
        with override(language):
            sheet = sheet_of(reference="A", total=order.total, tickets=tickets_of_order(order))
        assert [one.type_name for one in sheet.tickets] == ["Adult", text]
