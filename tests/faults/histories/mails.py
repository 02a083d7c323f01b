"""Compares the mails that came in with the books: to whom, about which order, show, seats and amount."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from tests.faults.histories.books import Books, Order
from tests.faults.histories.history import Fault
from tests.faults.histories.programme import Programme
from tests.postbox import Postbox, content

TICKETS = "send_tickets"
UNDER_WAY = {"todo", "doing"}

LOSES_JOBS = {
    "kill the database",
    "kill a web worker",
    "kill the worker",
    "cut the database off",
    "fill the connection limit",
}
"""Between the commit of a sale and its job in the queue nothing keeps the mail (`core/jobs.py`)."""


@dataclass(frozen=True)
class Mail:
    """What a customer was sent."""

    to: str
    subject: str
    text: str


def mails_in(postbox: Postbox) -> list[Mail]:
    """Everything that came in so far."""
    mails: list[EmailMessage] = [*postbox.mails]
    return [Mail(str(mail["To"]), str(mail["Subject"]), content(mail, "plain")) for mail in mails]


def wrong_mails(
    books: Books, programme: Programme, mails: Sequence[Mail], faults: Sequence[Fault]
) -> Iterator[str]:
    """Mails that say something else than the books, and mails that are missing."""
    by_address = {order.email: order for order in books.orders if order.email}
    for mail in mails:
        order = by_address.get(mail.to)
        if order is None:
            yield f"Mail to {mail.to}, who has no order"
        else:
            yield from (
                f"Order {order.reference}, mail: {wrong}" for wrong in _content(mail, order, programme)
            )
    arrived = Counter(mail.to for mail in mails)
    may_be_lost = any(fault.name in LOSES_JOBS for fault in faults)
    for order in books.orders:
        if order.paid and order.email:
            yield from (
                f"Order {order.reference}: {wrong}" for wrong in _missing(order, arrived, may_be_lost)
            )


def _content(mail: Mail, order: Order, programme: Programme) -> Iterator[str]:
    if order.reference not in mail.text:
        yield f"does not name the reference: {mail.text}"
    for show in programme.shows:
        about = show.title in mail.subject + mail.text
        if about != (show.id == order.show):
            yield f"is about {show.title}, the order is for show {order.show}"
    if not order.paid and not order.payments:
        yield "was sent for nothing"


def _missing(order: Order, arrived: Counter[str], may_be_lost: bool) -> Iterator[str]:
    jobs = order.mails.get(TICKETS, [])
    if not jobs and not may_be_lost:
        yield "nobody was to send its tickets"
    if "failed" in jobs:
        yield "its tickets could not be mailed"
    was_valid = any(ticket.is_valid for ticket in order.tickets)
    if was_valid and jobs and not UNDER_WAY & {*jobs} and not arrived[order.email]:
        yield "its tickets were mailed, and did not arrive"
