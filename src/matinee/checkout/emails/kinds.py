"""Which email follows a change of an order. Each type of order event is listed, or cannot be written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matinee.checkout.models import EmailKind, OrderEvent
from matinee.checkout.order_page import valid_tickets
from matinee.shows.models import ShowStatus


@dataclass(frozen=True)
class NoEmail:
    """The customer is not written to, for this reason."""

    reason: str


EmailDecision = EmailKind | NoEmail
Rule = EmailDecision | Callable[[OrderEvent], EmailDecision]

SHOWN = NoEmail("The page shows it while the customer waits.")
AWAITED = {"pending", "needs_action", "authorised", "settled"}
"""Events after which a customer may expect tickets, or sees an amount that the bank reserved."""


def _refund(event: OrderEvent) -> EmailDecision:
    """One email for a cancelled show, not a second one for its refund."""
    order = event.order
    if order.show.status == ShowStatus.CANCELLED and not valid_tickets(order):
        return EmailKind.SHOW_CANCELLED
    return EmailKind.REFUND


def _let_go(event: OrderEvent) -> EmailDecision:
    """Money of a payment that buys nothing. When the order ends with it, the email about that tells it."""
    if event.facts.get("refund_id") and not event.facts.get("ends"):
        return EmailKind.PAYMENT_RETURNED
    return NoEmail("Nothing was taken, or the order ends and its own email tells it.")


def _expired(event: OrderEvent) -> EmailDecision:
    if event.order.events.filter(type__in=AWAITED).exists():
        return EmailKind.NOT_COMPLETED
    return NoEmail("No payment was under way: the customer left, or was told that it was declined.")


def _capture_failed(event: OrderEvent) -> EmailDecision:
    if event.facts.get("voided") == []:
        return NoEmail("The order had no valid tickets left, and nothing was charged.")
    return EmailKind.CAPTURE_FAILED


def _settled(event: OrderEvent) -> EmailDecision:
    """A payment whose money was taken, or an order that a person settled: that one names an amount."""
    if Decimal(event.facts.get("amount", 0)):
        return EmailKind.REFUND_SETTLED
    return NoEmail("The tickets follow, or the email that the order was not completed; or nothing was owed.")


def _needs_attention(event: OrderEvent) -> EmailDecision:
    if valid_tickets(event.order):
        return NoEmail("The tickets are valid: this concerns the cinema alone.")
    return EmailKind.NEEDS_ATTENTION


EMAIL_RULES: Mapping[str, Rule] = {
    "frozen": SHOWN,
    "pending": SHOWN,
    "needs_action": SHOWN,
    "authorised": NoEmail("The tickets follow, or the email that the order was not completed."),
    "declined": SHOWN,
    "paid": EmailKind.TICKETS,
    "tickets sent again": EmailKind.TICKETS,
    "captured": NoEmail("The email with the tickets names the total."),
    "capture failed": _capture_failed,
    "let go": _let_go,
    "expired": _expired,
    "refunded": _refund,
    "refund done": NoEmail("The email about the refund said that the money is on its way."),
    "refund refused": EmailKind.REFUND_REFUSED,
    "settled": _settled,
    "set aside": _needs_attention,
    "show moved": EmailKind.SHOW_MOVED,
    "link sent": EmailKind.LINK,
    "customer forgotten": NoEmail("There is no address any more."),
}


def email_for_event(event: OrderEvent) -> EmailDecision:
    """The email that a change sends.

    Raises: KeyError, for a type of event that is not listed.
    """
    rule: Any = EMAIL_RULES[event.type]
    answer: EmailDecision = rule if isinstance(rule, (EmailKind, NoEmail)) else rule(event)
    return answer
