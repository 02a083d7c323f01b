"""Compose an email: text and HTML in the order's language, attachments and headers."""

import logging
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from matinee.checkout.calendar import order_calendar
from matinee.checkout.emails.contents import Contents, email_contents
from matinee.checkout.emails.headers import all_one_line, deliverable, one_line, sender
from matinee.checkout.models import Customer, EmailKind, OrderEmail, TicketOrder
from matinee.core.metrics import EMAIL_ATTACHMENTS_FAILED
from matinee.core.row_failures import describe_error
from matinee.tickets.files import tickets_pdf
from matinee.tickets.models import Ticket
from matinee.tickets.sheet import sheet_of

Attachment = tuple[str, bytes, str]

log = logging.getLogger(__name__)


def compose(email: OrderEmail) -> EmailMultiAlternatives | None:
    """Return the message, or None if it has no recipient or is no longer true.

    Raises: UnsafeAddress.
    """
    order = email.order
    address = _recipient(email)
    if not address:
        return None
    to = deliverable(address)
    with override(order.language):
        contents = email_contents(email)
        if contents is None:
            return None
        files = list(_files(order, contents))
        values = {
            **all_one_line(contents.values),
            "incomplete": any(file is None for file in files),
        }
        message = EmailMultiAlternatives(
            subject=one_line(_text(f"{email.kind}.subject", values)),
            body=_text(email.kind, values).strip() + "\n",
            from_email=sender(settings.DEFAULT_FROM_EMAIL),
            to=[to],
            attachments=[file for file in files if file is not None],
            headers={"Message-ID": _message_id(email), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"checkout/{email.kind}.html", values), "text/html")
    return message


def _recipient(email: OrderEmail) -> str:
    """Return the address, or "" if it is erased or the customer has none."""
    if email.kind == EmailKind.ADDRESS_CORRECTED:
        return email.former_address
    return Customer.objects.filter(order=email.order).values_list("email", flat=True).first() or ""


def _text(template: str, values: dict[str, object]) -> str:
    """Render a plain text template with the engine that does not escape."""
    return render_to_string(f"checkout/{template}.txt", values, using="text")


def _message_id(email: OrderEmail) -> str:
    """Return a stable Message-ID, so that mail programs show an email that was sent twice only once."""
    digest = salted_hmac(__name__, str(email.pk), algorithm="sha256").hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _files(order: TicketOrder, contents: Contents) -> Iterator[Attachment | None]:
    """Yield the attachments, and None for each that failed. The email is sent without it."""
    if contents.tickets_to_attach:
        yield _file(order, "pdf", "application/pdf", lambda: _pdf(order, contents.tickets_to_attach))
    if contents.calendar:
        yield _file(order, "ics", "text/calendar", lambda: order_calendar(order))


def _pdf(order: TicketOrder, tickets: Sequence[Ticket]) -> bytes:
    return tickets_pdf(sheet_of(reference=order.reference, total=order.total, tickets=tickets))


def _file(order: TicketOrder, ending: str, media_type: str, make: Callable[[], bytes]) -> Attachment | None:
    try:
        return f"{order.reference}.{ending}", make(), media_type
    except Exception as error:
        EMAIL_ATTACHMENTS_FAILED.labels(ending).inc()
        log.error("Email without its %s: order %s, %s", ending, order.pk, describe_error(error))
        return None
