"""Endpoints of an order: read it by its secret, refund or resend its tickets, or find orders by email."""

from collections.abc import Sequence

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import KEY, SECRET, documented
from matinee.api.framework.fields import LanguageQuery
from matinee.api.framework.parsing import idempotency_key, read_body, read_query, secret_of_path
from matinee.api.framework.rate_limits import check_rate_limit
from matinee.api.framework.views import ApiView, OrderPageView
from matinee.api.public.orders.json import order_page_json, refund_json
from matinee.api.public.orders.shapes import (
    AcceptedShape,
    FindOrdersRequest,
    RefundedOrderShape,
    RefundRequest,
    SendTicketsRequest,
    WholeOrderShape,
)
from matinee.booking.errors import KeyMismatch, SeatNotFound
from matinee.checkout.errors import KeyInFlight, NotRefundable, OrderNotFound, TicketsNotSendable
from matinee.checkout.models import TicketOrder
from matinee.checkout.order_lookup import request_booking_links
from matinee.checkout.order_page import order_page, refunded_seat_ids, refunds_of_order
from matinee.checkout.queries import order_by_secret, tickets_of_order
from matinee.checkout.refunds import refund_for_customer
from matinee.checkout.ticket_resend import send_tickets_for_holder
from matinee.core.problems import Busy, TooManyRequests


class OrderView(OrderPageView):
    """`/api/orders/{secret}/`"""

    @documented(
        "get_order",
        tag="Orders",
        response=WholeOrderShape,
        query=LanguageQuery,
        errors=[OrderNotFound, TooManyRequests],
        parameters=[SECRET],
    )
    def get(self, request: Request, secret: str) -> Response:
        """Get an order.

        With its show, lines, tickets, refunds and latest payment. Amounts are those of the sale. Without
        `lang`, all texts are in the language in which the order was made.
        """
        language = read_query(request, LanguageQuery).get("lang", "")
        order = order_by_secret(secret_of_path(secret))
        return Response(order_page_json(order_page(order), language))


class OrderRefundView(OrderPageView):
    """`/api/orders/{secret}/refund/`"""

    @documented(
        "refund_order",
        tag="Orders",
        body=RefundRequest,
        response=RefundedOrderShape,
        errors=[
            OrderNotFound,
            SeatNotFound,
            NotRefundable,
            KeyInFlight,
            KeyMismatch,
            TooManyRequests,
            Busy,
        ],
        parameters=[SECRET, KEY],
    )
    def post(self, request: Request, secret: str) -> Response:
        """Refund tickets.

        All of the order, or those of some seats, as long as the venue accepts them. The seats are free at
        once; the money follows. A repeat is no error and changes nothing.
        """
        read_query(request)
        key = idempotency_key(request)
        seat_ids = read_body(request, RefundRequest).get("seat_ids")
        order = order_by_secret(secret_of_path(secret))
        released = _released(order, seat_ids, key)
        order.refresh_from_db()
        refunds = [refund_json(refund, order.currency) for refund in refunds_of_order(order)]
        return Response({"status": order.status, "released": released, "refunds": refunds})


class OrderEmailView(OrderPageView):
    """`/api/orders/{secret}/email/`"""

    @documented(
        "send_tickets",
        tag="Orders",
        body=SendTicketsRequest,
        response=AcceptedShape,
        status=202,
        errors=[OrderNotFound, TicketsNotSendable, TooManyRequests, Busy],
        parameters=[SECRET],
    )
    def post(self, request: Request, secret: str) -> Response:
        """Send the tickets again.

        To the address of the order, at most once a minute. With another `email`, the address is corrected
        first, which is possible for a day after the purchase and a few times only. Responses never contain
        the address of an order.
        """
        read_query(request)
        wanted = read_body(request, SendTicketsRequest)
        order = order_by_secret(secret_of_path(secret))
        send_tickets_for_holder(order_id=order.pk, email=wanted.get("email"))
        return Response({"status": "ACCEPTED"}, status=202)


class FindOrderView(ApiView):
    """`/api/orders/find/`"""

    @documented(
        "find_orders",
        tag="Orders",
        body=FindOrdersRequest,
        response=AcceptedShape,
        status=202,
        errors=[TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Find bookings.

        If there are upcoming bookings with this email address, one email with the links of all of them is
        sent to it, at most one in ten minutes. The response is the same in any case, and takes as long.
        """
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
        read_query(request)
        request_booking_links(email=read_body(request, FindOrdersRequest)["email"])
        return Response({"status": "ACCEPTED"}, status=202)


def _released(order: TicketOrder, seat_ids: Sequence[int] | None, key: str | None) -> list[int]:
    """Refund the tickets that are not refunded yet. Returns the refunded seats of the request."""
    refunded_seat_ids(order, seat_ids)
    try:
        refund_for_customer(order=order, seat_ids=seat_ids, idempotency_key=key)
    except NotRefundable:
        done = refunded_seat_ids(order, seat_ids)
        requested = len(seat_ids or tickets_of_order(order))
        if not done or len(done) < requested:
            raise
    return refunded_seat_ids(order, seat_ids)
