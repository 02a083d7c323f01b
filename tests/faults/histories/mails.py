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
class Mail:
    """An email to a customer."""

    to: str
    subject: str
    text: str


def mails_in(mailbox: Mailbox) -> list[Mail]:
    """The emails received so far."""
    mails: list[EmailMessage] = [*mailbox.messages]
    return [Mail(str(mail["To"]), str(mail["Subject"]), content(mail, "plain")) for mail in mails]


def wrong_mails(final: FinalState, programme: Programme, mails: Sequence[Mail]) -> Iterator[str]:
    """Emails that contradict the final state, and emails that are missing."""
    by_address = {order.email: order for order in final.orders if order.email}
    for mail in mails:
        order = by_address.get(mail.to)
        if order is None:
            yield f"Email to {mail.to}, who has no order"
        else:
            yield from (
                f"Order {order.reference}, email: {wrong}" for wrong in _content(mail, order, programme)
            )
    arrived = Counter(mail.to for mail in mails)
    for order in final.orders:
        if order.email:
            yield from (f"Order {order.reference}: {wrong}" for wrong in _missing(order, arrived))


def _content(mail: Mail, order: Order, programme: Programme) -> Iterator[str]:
    if order.reference not in mail.text:
        yield f"does not contain the reference: {mail.text}"
    for show in programme.shows:
        about = show.title in mail.subject + mail.text
        if about != (show.id == order.show):
            yield f"is about {show.title}, the order is for show {order.show}"
    if not order.paid and not order.payments:
        yield "was sent without a payment"


def _missing(order: Order, arrived: Counter[str]) -> Iterator[str]:
    """Every change writes its email to the outbox, so no fault loses an email. It may be sent twice."""
    if order.paid and not order.mails.get(TICKETS):
        yield "there is no email with its tickets"
    is_void = any(not ticket.is_valid for ticket in order.tickets)
    if is_void and not ABOUT_VOID_TICKETS & {*order.mails}:
        yield "tickets are void, and there is no email about it"
    is_refused = any("REFUSED" in payment.refunds for payment in order.payments)
    if is_refused and not order.mails.get(REFUND_REFUSED):
        yield "a refund was refused, and there is no email about it"
    states = [state for kind in order.mails.values() for state in kind]
    if "FAILED" in states:
        yield "an email could not be sent"
    if arrived[order.email] < states.count("SENT"):
        yield f"{states.count('SENT')} emails were sent, and {arrived[order.email]} arrived"
    if any(ticket.is_valid for ticket in order.tickets) and "NOT_NEEDED" in order.mails.get(TICKETS, []):
        yield "its tickets are valid, and were not sent"
