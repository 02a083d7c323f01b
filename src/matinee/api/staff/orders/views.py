"""Endpoints of the orders desk: find and read orders, and what staff do to them."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import KEY
from matinee.api.framework.paging import NEWEST_FIRST, page_of
from matinee.api.framework.parsing import idempotency_key, read_body, read_query
from matinee.api.staff.access import StaffView
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.orders.json import attendees_json, found_order_json, order_record_json
from matinee.api.staff.orders.shapes import (
    AttendeesQuery,
    AttendeesShape,
    CustomerRequest,
    FoundOrderPageShape,
    OrderRecordShape,
    OrdersQuery,
    RefundByStaffRequest,
    SettleRequest,
)
from matinee.booking.errors import KeyMismatch, SeatNotFound
from matinee.checkout.customer_correction import correct_customer
from matinee.checkout.errors import (
    CannotRetry,
    CannotSettle,
    CustomerForgotten,
    KeyInFlight,
    NothingToRefund,
    NothingToSend,
    OrderNotFound,
)
from matinee.checkout.models import TicketOrder
from matinee.checkout.order_record import order_record
from matinee.checkout.order_search import attendees_of, find_orders, order_of_reference
from matinee.checkout.refund_retry import retry_refunds
from matinee.checkout.services import resend_tickets
from matinee.checkout.settlement import settle_order
from matinee.checkout.staff_refunds import refund_for_staff
from matinee.core.problems import Busy
from matinee.shows.errors import ShowNotFound
from matinee.staff.permissions import Permission

TAG = "Orders"
REFERENCE = OpenApiParameter(
    "reference", str, OpenApiParameter.PATH, description="In any case, with or without spaces and dashes."
)


class OrdersView(StaffView):
    """`/api/staff/orders/`"""

    permission = Permission.READ_ORDERS

    @staff_documented("list_orders", tag=TAG, response=FoundOrderPageShape, query=OrdersQuery)
    def get(self, request: Request) -> Response:
        """Find orders of your cinemas, the newest first.

        `q` finds by reference, short or signed ticket code, whole email address, and the beginnings of words
        of the customer's name, in any case and without accents.
        """
        query = read_query(request, OrdersQuery)
        orders = find_orders(
            self.caller.access,
            text=query.get("q"),
            venue_id=query.get("venue"),
            show_id=query.get("show"),
            needs_attention=query.get("attention", False),
        )
        return Response(page_of(orders, NEWEST_FIRST, query).json(request, found_order_json))


class AttendeesView(StaffView):
    """`/api/staff/orders/attendees/`"""

    permission = Permission.READ_ORDERS

    @staff_documented(
        "list_attendees", tag=TAG, response=AttendeesShape, query=AttendeesQuery, errors=[ShowNotFound]
    )
    def get(self, request: Request) -> Response:
        """List the valid tickets of a show, by seat."""
        show_id = read_query(request, AttendeesQuery)["show"]
        return Response(attendees_json(*attendees_of(self.caller.access, show_id)))


class OneOrderView(StaffView):
    """A view of one order. Each response is the order's record."""

    def order(self, reference: str) -> TicketOrder:
        """The order, if the caller has the view's permission at its venue.

        Raises: OrderNotFound, NotPermitted.
        """
        return order_of_reference(self.caller.access, reference, self.permission or Permission.READ_ORDERS)

    def record(self, reference: str) -> Response:
        """The record of the order, as it is now."""
        order = order_of_reference(self.caller.access, reference)
        return Response(order_record_json(order_record(order, self.caller.access)))


class OrderRecordView(OneOrderView):
    """`/api/staff/orders/{reference}/`"""

    permission = Permission.READ_ORDERS

    @staff_documented(
        "get_order_record", tag=TAG, response=OrderRecordShape, errors=[OrderNotFound], parameters=[REFERENCE]
    )
    def get(self, request: Request, reference: str) -> Response:
        """Get everything about an order, and what you can do with it now."""
        read_query(request)
        return self.record(reference)


class ResendView(OneOrderView):
    """`/api/staff/orders/{reference}/resend/`"""

    permission = Permission.SERVE_CUSTOMERS

    @staff_documented(
        "resend_tickets",
        tag=TAG,
        response=OrderRecordShape,
        errors=[OrderNotFound, NothingToSend, Busy],
        parameters=[REFERENCE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Send the valid tickets to the customer again."""
        read_query(request)
        resend_tickets(order_id=self.order(reference).pk, actor=self.caller.actor)
        return self.record(reference)


class CustomerView(OneOrderView):
    """`/api/staff/orders/{reference}/customer/`"""

    permission = Permission.SERVE_CUSTOMERS

    @staff_documented(
        "correct_customer",
        tag=TAG,
        body=CustomerRequest,
        response=OrderRecordShape,
        errors=[OrderNotFound, CustomerForgotten, Busy],
        parameters=[REFERENCE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Correct the customer's email address or name, and send the tickets.

        The former address gets a notice. Values that are correct already change nothing and send nothing.
        """
        read_query(request)
        values = read_body(request, CustomerRequest)
        correct_customer(order_id=self.order(reference).pk, actor=self.caller.actor, **values)
        return self.record(reference)


class RefundByStaffView(OneOrderView):
    """`/api/staff/orders/{reference}/refund/`"""

    permission = Permission.REFUND_ORDERS

    @staff_documented(
        "refund_order_by_staff",
        tag=TAG,
        body=RefundByStaffRequest,
        response=OrderRecordShape,
        errors=[OrderNotFound, SeatNotFound, NothingToRefund, KeyInFlight, KeyMismatch, Busy],
        parameters=[REFERENCE, KEY],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Refund all valid tickets of an order, or those of some seats.

        The seats are free at once; the money follows to where it came from. Admitted tickets, and more than
        the cinema's limit per order, need `refund-any-order`.
        """
        read_query(request)
        key = idempotency_key(request)
        values = read_body(request, RefundByStaffRequest)
        refund_for_staff(
            actor=self.caller.actor,
            access=self.caller.access,
            order=self.order(reference),
            seat_ids=values.get("seat_ids"),
            reason=values["reason"],
            idempotency_key=key,
        )
        return self.record(reference)


class SettleView(OneOrderView):
    """`/api/staff/orders/{reference}/settle/`"""

    permission = Permission.SETTLE_ORDERS

    @staff_documented(
        "settle_order",
        tag=TAG,
        body=SettleRequest,
        response=OrderRecordShape,
        errors=[OrderNotFound, CannotSettle, Busy],
        parameters=[REFERENCE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Record how an order that needs attention was settled.

        All its refused refunds count as paid in that way.
        """
        read_query(request)
        how = read_body(request, SettleRequest)["how"]
        settle_order(reference=self.order(reference).reference, how=how, actor=self.caller.actor)
        return self.record(reference)


class RetryView(OneOrderView):
    """`/api/staff/orders/{reference}/retry/`"""

    permission = Permission.SETTLE_ORDERS

    @staff_documented(
        "retry_refunds",
        tag=TAG,
        response=OrderRecordShape,
        errors=[OrderNotFound, CannotRetry, Busy],
        parameters=[REFERENCE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Try the refused refunds of an order again at the payment provider.

        Each as a new attempt, from two minutes after the refusal on. If it succeeds, the order needs no
        attention any more, unless there is another reason for it.
        """
        read_query(request)
        retry_refunds(order_id=self.order(reference).pk, actor=self.caller.actor)
        return self.record(reference)
