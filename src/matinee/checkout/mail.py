"""What we write to customers: in text and HTML, in the language of their order."""

from collections.abc import Mapping, Sequence
from smtplib import SMTPException
from typing import Any
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from matinee.checkout.calendar import calendar_of
from matinee.checkout.models import Customer, TicketOrder
from matinee.checkout.order_page import valid_tickets
from matinee.checkout.queries import page_url
from matinee.core.money import money_text
from matinee.core.times import clock_time, day, day_and_year, short_day
from matinee.tickets.files import tickets_pdf
from matinee.tickets.sheet import sheet_of


class MailNotSent(Exception):
    """The mail server did not take a mail; the job tries again later."""


def send_tickets(order_id: int) -> None:
    """The tickets of an order as they are now, with PDF and calendar file, to the address that was left."""
    order = _order(order_id)
    tickets = valid_tickets(order)
    if not tickets:
        return
    with override(order.language):
        sheet = sheet_of(reference=order.reference, total=order.total, tickets=tickets)
        attachments = [
            (f"{order.reference}.pdf", tickets_pdf(sheet), "application/pdf"),
            (f"{order.reference}.ics", calendar_of(order), "text/calendar"),
        ]
        _send(order, "tickets", {"sheet": sheet}, attachments)


def send_link(order_id: int) -> None:
    """Where the order's tickets are, to the address that was left."""
    order = _order(order_id)
    with override(order.language):
        _send(order, "link", {}, [])


def send_sorry(order_id: int) -> None:
    """That the payment failed for good, the tickets are void and nothing was charged."""
    order = _order(order_id)
    with override(order.language):
        _send(order, "sorry", {}, [])


def _order(order_id: int) -> TicketOrder:
    return TicketOrder.objects.select_related("show__movie", "show__hall__venue").get(pk=order_id)


def _send(
    order: TicketOrder, letter: str, more: Mapping[str, Any], attachments: Sequence[tuple[str, bytes, str]]
) -> None:
    customer = Customer.objects.filter(order=order).exclude(email="").first()
    if customer is None:
        return
    venue = order.show.hall.venue
    starts_at = order.show.starts_at.astimezone(ZoneInfo(venue.timezone))
    context = {
        "order": order,
        "film": order.show.movie.title,
        "hall": order.show.hall,
        "venue": venue,
        "day": day(starts_at),
        "short_day": short_day(starts_at),
        "day_and_year": day_and_year(starts_at),
        "time": clock_time(starts_at),
        "total": money_text(order.total, order.currency),
        "seller": ", ".join(filter(None, [order.seller_name, order.seller_tax_number])),
        "link": page_url(order),
        **more,
    }
    message = EmailMultiAlternatives(
        subject=render_to_string(f"checkout/{letter}.subject.txt", context).strip(),
        body=render_to_string(f"checkout/{letter}.txt", context),
        to=[customer.email],
        attachments=attachments,
    )
    message.attach_alternative(render_to_string(f"checkout/{letter}.html", context), "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        # What the server said may repeat the address, and this goes into the log.
        raise MailNotSent(order.pk, type(error).__name__) from None
