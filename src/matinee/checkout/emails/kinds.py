"""The email for each event of an order (rule 19). An event that is not listed here cannot be recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matinee.checkout.models import EmailKind, OrderEvent
from matinee.checkout.order_page import valid_tickets
from matinee.shows.models import ShowStatus


@dataclass(frozen=True)
class NoEmail:
    """The customer gets no email, for this reason."""

    reason: str


EmailDecision = EmailKind | NoEmail
Rule = EmailDecision | Callable[[OrderEvent], EmailDecision]

SHOWN = NoEmail("The page shows it while the customer is there.")
CUSTOMER_EXPECTS_RESULT = {"pending", "needs_action", "authorised", "settled"}
"""After these events the customer may expect tickets or see an amount that the bank has reserved."""


def _refund(event: OrderEvent) -> EmailDecision:
    """A cancelled show sends one email, not a second one for the refund."""
    order = event.order
    if order.show.status == ShowStatus.CANCELLED and not valid_tickets(order):
        return EmailKind.SHOW_CANCELLED
    return EmailKind.REFUND


def _released(event: OrderEvent) -> EmailDecision:
    """A refund of a payment that pays for nothing. If the order ends, its own email contains the refund."""
    if event.facts.get("refund_id") and not event.facts.get("ends"):
        return EmailKind.PAYMENT_RETURNED
    return NoEmail("No money was taken, or the order ends and its own email contains the refund.")


def _expired(event: OrderEvent) -> EmailDecision:
    if event.order.events.filter(type__in=CUSTOMER_EXPECTS_RESULT).exists():
        return EmailKind.NOT_COMPLETED
    return NoEmail("No payment was in progress: the customer left or saw the decline.")


def _capture_failed(event: OrderEvent) -> EmailDecision:
    if event.facts.get("voided") == []:
        return NoEmail("The order had no valid tickets left, and nothing was charged.")
    return EmailKind.CAPTURE_FAILED


def _settled(event: OrderEvent) -> EmailDecision:
    """A settled payment, or an order that staff settled. Only the latter has an amount."""
    if Decimal(event.facts.get("amount", 0)):
        return EmailKind.REFUND_SETTLED
    return NoEmail("The tickets follow, or the email that the order was not completed; or no money was owed.")


def _refund_done(event: OrderEvent) -> EmailDecision:
    """A refund that was refused before has an amount."""
    if event.facts.get("amount"):
        return EmailKind.REFUND_SETTLED
    return NoEmail("The email about the refund announced the payment.")


def _needs_attention(event: OrderEvent) -> EmailDecision:
    if valid_tickets(event.order):
        return NoEmail("The tickets are valid: only the cinema has to act.")
    return EmailKind.NEEDS_ATTENTION


EMAIL_RULES: Mapping[str, Rule] = {
    "frozen": SHOWN,
    "pending": SHOWN,
    "needs_action": SHOWN,
    "authorised": NoEmail("The tickets follow, or the email that the order was not completed."),
    "declined": SHOWN,
    "paid": EmailKind.TICKETS,
    "tickets sent again": EmailKind.TICKETS,
    "tickets printed again": NoEmail("The customer has them on paper."),
    "email address corrected": EmailKind.TICKETS,
    "customer corrected": EmailKind.TICKETS,
    "notice to former address": EmailKind.ADDRESS_CORRECTED,
    "captured": NoEmail("The email with the tickets names the total."),
    "capture failed": _capture_failed,
    "released": _released,
    "expired": _expired,
    "refunded": _refund,
    "refund done": _refund_done,
    "refund tried again": NoEmail("The customer hears of the result."),
    "refund refused": EmailKind.REFUND_REFUSED,
    "settled": _settled,
    "processing failed": _needs_attention,
    "show moved": EmailKind.SHOW_MOVED,
    "link sent": EmailKind.LINK,
    "link included": NoEmail("The email of another booking of the customer contains the link."),
    "customer forgotten": NoEmail("The address is erased."),
}


def email_for_event(event: OrderEvent) -> EmailDecision:
    """Return the email for an event, or the reason why there is none.

    Raises: KeyError, for a type of event that is not listed.
    """
    rule: Any = EMAIL_RULES[event.type]
    decision: EmailDecision = rule if isinstance(rule, (EmailKind, NoEmail)) else rule(event)
    return decision
