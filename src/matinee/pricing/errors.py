"""The errors of prices. Each docstring is the message for people."""

from typing import Annotated

from matinee.core.json_schema import Id
from matinee.core.problems import Invalid, Problem


class TicketTypeNotFound(Problem):
    """There is no such ticket type at your cinemas."""

    code = "ticket-type-not-found"
    title = "Ticket type not found"
    status = 404


class LastTicketType(Problem):
    """This is the only ticket type that is sold online. Add or restore another one first."""

    code = "last-ticket-type"
    title = "Last ticket type"
    status = 409


class PriceCardNotFound(Problem):
    """There is no such price card at your cinemas."""

    code = "price-card-not-found"
    title = "Price card not found"
    status = 404


class PriceCardInUse(Problem):
    """Price rules choose this card. Change or delete them first, then archive the card."""

    code = "price-card-in-use"
    title = "Price card in use"
    status = 409

    rule_ids: Annotated[list[Id], "The rules, in their order."]


class PriceRuleNotFound(Problem):
    """There is no such price rule at your cinemas."""

    code = "price-rule-not-found"
    title = "Price rule not found"
    status = 404


class NoPriceRule(Invalid):
    """No price rule applies to this show. Give a price or a price card, or add a rule."""
