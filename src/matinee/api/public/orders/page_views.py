"""Endpoints of an order: read it by its secret, refund its tickets, or find it by email."""

from collections.abc import Sequence

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import KEY, SECRET, documented
from matinee.api.framework.parsing import idempotency_key, read_body, read_query, secret_of_path
from matinee.api.framework.rate_limits import check_rate_limit
from matinee.api.framework.views import ApiView, OrderPageView
from matinee.api.public.orders.json import order_page_json, refund_json
from matinee.api.public.orders.shapes import (
    FindingOrderShape,
    FindOrderRequest,
    RefundedOrderShape,
    RefundRequest,
    WholeOrderShape,
)
from matinee.booking.errors import KeyMismatch, SeatNotFound
from matinee.checkout.errors import KeyInFlight, NotRefundable, OrderNotFound
from matinee.checkout.models import TicketOrder
from matinee.checkout.order_lookup import request_order_link
from matinee.checkout.order_page import order_page, refunded_seat_ids, refunds_of_order
from matinee.checkout.queries import order_by_secret, tickets_of_order
from matinee.checkout.refunds import refund_for_customer
from matinee.core.problems import Busy, TooManyRequests


class OrderView(OrderPageView):
    """`/api/orders/{secret}/`"""

    @documented(
        "get_order",
        tag="Orders",
        response=WholeOrderShape,
        errors=[OrderNotFound, TooManyRequests],
        parameters=[SECRET],
    )
    def get(self, request: Request, secret: str) -> Response:
        """Get an order.

        With its show, lines, tickets, refunds and latest payment. Amounts are those of the sale.
        """
        read_query(request)
        order = order_by_secret(secret_of_path(secret))
        return Response(order_page_json(order_page(order)))


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


class FindOrderView(ApiView):
    """`/api/orders/find/`"""

    @documented(
        "find_order",
        tag="Orders",
        body=FindOrderRequest,
        response=FindingOrderShape,
        status=202,
        errors=[TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Find a booking.

        If email address and reference are those of a paid order, an email with the order's link is sent to
        that address, at most one in ten minutes. The response is the same in any case, and takes as long.
        """
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
        read_query(request)
        wanted = read_body(request, FindOrderRequest)
        request_order_link(email=wanted["email"], reference=wanted["reference"])
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
