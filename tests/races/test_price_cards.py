"""Two editors of a card, and a card that is applied while a customer pays."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from matinee.audit.services import COMMAND
from matinee.booking.card_prices import Target, apply_card
from matinee.booking.services import hold_seats
from matinee.checkout.models import OrderLine
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.pricing.card_prices import CardPrices
from matinee.pricing.models import PriceCard, PriceCardVersion
from matinee.pricing.price_cards import change_price_card
from tests.cinema import make_cinema
from tests.price_cards import change_card, give_card, make_card
from tests.races.concurrency import codes, run_concurrently

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20


def edit_at_once(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """Two people save different changes that they made from the same state. Return the errors."""
    card = make_card(make_cinema())
    edits = (
        partial(change_price_card, actor=COMMAND, card_id=card.pk, version=1, **values)
        for values in (first, second)
    )
    return codes(run_concurrently(*edits))


def test_the_second_of_two_editors_is_told() -> None:
    for _ in range(ROUNDS):
        prices = ({"prices": CardPrices(base=Decimal(amount))} for amount in (7, 8))
        assert edit_at_once(*prices) == ["changed-meanwhile"]
        card = PriceCard.objects.latest("pk")
        assert card.version == 2
        assert PriceCardVersion.objects.filter(card=card).count() == 2


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_an_edit_is_lost() -> None:
    assert any(edit_at_once({"name": "Cheap"}, {"name": "Dear"}) == [] for _ in range(ROUNDS))


Outcome = tuple[tuple[str, ...], Decimal, tuple[Decimal, ...]]
"""The errors, the price of the show, and the prices of its sold tickets."""

# Paid at 6.00 before, and the show counts as sold; or refused with the new price, and nothing is sold.
CONSISTENT: set[Outcome] = {
    ((), Decimal(6), (Decimal(6),)),
    (("hold-changed",), Decimal(9), ()),
}


def apply_during_payments() -> set[Outcome]:
    """Apply a card to shows without sales while a customer pays at the old price."""
    outcomes = set()
    for _ in range(ROUNDS):
        cinema = make_cinema()
        card = make_card(cinema)
        give_card(cinema.show, card)
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
        newest = change_card(card, base=Decimal(9))
        purchase = Purchase(token=hold.token, total=Decimal(6))
        apply = partial(
            apply_card, actor=COMMAND, card_id=card.pk, version=newest.version, target=Target.UNSOLD
        )
        errors = codes(run_concurrently(partial(book, purchase=purchase), apply))
        cinema.show.refresh_from_db()
        sold = list(OrderLine.objects.filter(order__show=cinema.show).values_list("gross", flat=True))
        outcomes.add((tuple(errors), cinema.show.price, tuple(sold)))
    return outcomes


def test_a_card_that_is_applied_during_a_payment_changes_no_agreed_price() -> None:
    assert apply_during_payments() <= CONSISTENT


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_a_sold_show_counts_as_unsold() -> None:
    assert not apply_during_payments() <= CONSISTENT
