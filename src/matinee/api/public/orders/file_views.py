"""Tickets as files: a PDF to print, a calendar entry, a QR code."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import SECRET, documented
from matinee.api.framework.fields import digits
from matinee.api.framework.parsing import read_query, secret_of_path
from matinee.api.framework.views import OrderPageView
from matinee.checkout.calendar import order_calendar
from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import TicketOrder
from matinee.checkout.order_page import valid_tickets
from matinee.checkout.queries import order_by_secret
from matinee.core.json_schema import ID_SCHEMA
from matinee.core.problems import TooManyRequests
from matinee.tickets.files import qr_svg, tickets_pdf
from matinee.tickets.sheet import Sheet, sheet_of

PDF, CALENDAR, SVG = "application/pdf", "text/calendar", "image/svg+xml"
TICKET_ID = OpenApiParameter("ticket_id", ID_SCHEMA, OpenApiParameter.PATH)


class FileRenderer(BaseRenderer):
    """Sends the bytes of a file."""

    charset: str | None = None
    render_style = "binary"

    def render(
        self,
        data: bytes,
        accepted_media_type: str | None = None,  # noqa: ARG002 - the framework's signature
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        """The file."""
        return data


class PdfRenderer(FileRenderer):
    """PDF."""

    media_type = PDF
    format = "pdf"


class CalendarRenderer(FileRenderer):
    """iCalendar."""

    media_type = CALENDAR
    format = "ics"
    charset = "utf-8"


class SvgRenderer(FileRenderer):
    """SVG."""

    media_type = SVG
    format = "svg"


class TicketsPdfView(OrderPageView):
    """`/api/orders/{secret}/tickets.pdf`"""

    renderer_classes = [PdfRenderer]

    @documented(
        "get_tickets_pdf",
        tag="Orders",
        response=OpenApiResponse(OpenApiTypes.BINARY, description="One page per ticket."),
        media=PDF,
        errors=[OrderNotFound, TooManyRequests],
        parameters=[SECRET],
    )
    def get(self, request: Request, secret: str) -> Response:
        """Get the tickets to print.

        The valid ones. An order without valid tickets has no such file.
        """
        read_query(request)
        order = order_by_secret(secret_of_path(secret))
        with override(order.language):
            file = tickets_pdf(_sheet(order))
        return file_response(file, f"tickets-{order.reference}.pdf")


class CalendarView(OrderPageView):
    """`/api/orders/{secret}/calendar.ics`"""

    renderer_classes = [CalendarRenderer]

    @documented(
        "get_calendar_entry",
        tag="Orders",
        response=OpenApiResponse(OpenApiTypes.STR, description="One event."),
        media=CALENDAR,
        errors=[OrderNotFound, TooManyRequests],
        parameters=[SECRET],
    )
    def get(self, request: Request, secret: str) -> Response:
        """Get the visit as a calendar entry.

        From the advertised start to the end of the film, in UTC. `SEQUENCE` increases with every change of
        the order. After a refund of all tickets, or when the show is cancelled, the entry cancels itself.
        """
        read_query(request)
        order = order_by_secret(secret_of_path(secret))
        with override(order.language):
            file = order_calendar(order)
        return file_response(file, f"cinema-{order.reference}.ics")


class TicketQrView(OrderPageView):
    """`/api/orders/{secret}/tickets/{ticket_id}/qr.svg`"""

    renderer_classes = [SvgRenderer]

    @documented(
        "get_ticket_qr",
        tag="Orders",
        response=OpenApiResponse(OpenApiTypes.STR, description="Black on white, in any size."),
        media=SVG,
        errors=[OrderNotFound, TooManyRequests],
        parameters=[SECRET, TICKET_ID],
    )
    def get(self, request: Request, secret: str, ticket_id: str) -> Response:
        """Get the code of a valid ticket for the door to scan."""
        read_query(request)
        order = order_by_secret(secret_of_path(secret))
        for ticket in valid_tickets(order):
            if ticket.pk == digits(ticket_id):
                with override(order.language):
                    return Response(qr_svg(ticket.code))
        raise OrderNotFound


def _sheet(order: TicketOrder) -> Sheet:
    tickets = valid_tickets(order)
    if not tickets:
        raise OrderNotFound
    return sheet_of(reference=order.reference, total=order.total, tickets=tickets)


def file_response(content: bytes, name: str) -> Response:
    """A file that the browser stores under this name."""
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})
