"""Compares the received emails with the final state: recipient, order and show."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from tests.faults.histories.final_state import FinalState, Order
from tests.faults.histories.programme import Programme
from tests.mail_server import Mailbox, content

TICKETS, REFUND_REFUSED = "tickets", "refund_refused"
ABOUT_VOID_TICKETS = {"refund", "show_cancelled", "capture_failed"}


@dataclass(frozen=True)
class Email:
    """An email to a customer."""

    to: str
    subject: str
    text: str


def received_emails(mailbox: Mailbox) -> list[Email]:
    """The emails received so far."""
    emails: list[EmailMessage] = [*mailbox.messages]
    return [Email(str(email["To"]), str(email["Subject"]), content(email, "plain")) for email in emails]


def wrong_emails(final: FinalState, programme: Programme, emails: Sequence[Email]) -> Iterator[str]:
    """Emails that contradict the final state, and emails that are missing."""
    by_address = {order.email: order for order in final.orders if order.email}
    for email in emails:
        order = by_address.get(email.to)
        if order is None:
            yield f"Email to {email.to}, who has no order"
        else:
            yield from (
                f"Order {order.reference}, email: {wrong}" for wrong in _content(email, order, programme)
            )
    arrived = Counter(email.to for email in emails)
    for order in final.orders:
        if order.email:
            yield from (f"Order {order.reference}: {wrong}" for wrong in _missing(order, arrived))


def _content(email: Email, order: Order, programme: Programme) -> Iterator[str]:
    if order.reference not in email.text:
        yield f"does not contain the reference: {email.text}"
    for show in programme.shows:
        about = show.title in email.subject + email.text
        if about != (show.id == order.show):
            yield f"is about {show.title}, the order is for show {order.show}"
    if not order.paid and not order.payments:
        yield "was sent without a payment"


def _missing(order: Order, arrived: Counter[str]) -> Iterator[str]:
    """Every change writes its email to the outbox, so no fault loses an email. It may be sent twice."""
    if order.paid and not order.emails.get(TICKETS):
        yield "there is no email with its tickets"
    is_void = any(not ticket.is_valid for ticket in order.tickets)
    if is_void and not ABOUT_VOID_TICKETS & {*order.emails}:
        yield "tickets are void, and there is no email about it"
    is_refused = any("REFUSED" in payment.refunds for payment in order.payments)
    if is_refused and not order.emails.get(REFUND_REFUSED):
        yield "a refund was refused, and there is no email about it"
    states = [state for kind in order.emails.values() for state in kind]
    if "FAILED" in states:
        yield "an email could not be sent"
    if arrived[order.email] < states.count("SENT"):
        yield f"{states.count('SENT')} emails were sent, and {arrived[order.email]} arrived"
    if any(ticket.is_valid for ticket in order.tickets) and "NOT_NEEDED" in order.emails.get(TICKETS, []):
        yield "its tickets are valid, and were not sent"
