"""Two people who order the price rules of one cinema at once."""

from functools import partial

import pytest

from matinee.audit.models import AuditEntry
from matinee.audit.services import COMMAND
from matinee.core.problems import Problem
from matinee.pricing.models import PriceRule
from matinee.pricing.price_rules import create_price_rule, order_price_rules
from tests.cinema import make_cinema
from tests.price_cards import make_card
from tests.races.concurrency import run_concurrently

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 10


def order_at_once() -> tuple[list[int], list[int | Problem]]:
    """Two people move another rule to the top of the same list. Return the new order and outcomes.

    An outcome is the rule at the top, or the error.
    """
    cinema = make_cinema()
    card = make_card(cinema)
    first, second, third = (
        create_price_rule(actor=COMMAND, venue_id=cinema.venue.pk, card_id=card.pk).pk for _ in range(3)
    )

    def move(top: int, others: list[int]) -> int:
        order_price_rules(
            actor=COMMAND,
            venue_id=cinema.venue.pk,
            former_rule_ids=[first, second, third],
            rule_ids=[top, *others],
        )
        return top

    outcomes = run_concurrently(partial(move, second, [first, third]), partial(move, third, [first, second]))
    order = list(PriceRule.objects.filter(venue=cinema.venue).values_list("pk", flat=True))
    return order, outcomes


def test_of_two_orders_one_is_saved() -> None:
    for number in range(1, ROUNDS + 1):
        order, outcomes = order_at_once()
        (top,) = (one for one in outcomes if not isinstance(one, Problem))
        (refused,) = (one for one in outcomes if isinstance(one, Problem))
        assert order[0] == top
        assert (refused.code, refused.data["current"]) == ("changed-meanwhile", {"rule_ids": order})
        assert AuditEntry.objects.filter(action="price rules ordered").count() == number


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_an_order_is_lost() -> None:
    assert any(not any(isinstance(one, Problem) for one in order_at_once()[1]) for _ in range(4 * ROUNDS))
