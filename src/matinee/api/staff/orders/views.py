"""Endpoints of the orders desk: find and read orders, and what staff do to them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import KEY
from matinee.api.framework.paging import NEWEST_FIRST, page_of
from matinee.api.framework.parsing import idempotency_key, read_body, read_query
from matinee.api.public.orders.file_views import PDF, PdfRenderer, file_response
from matinee.api.staff.access import StaffView, with_current_state
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.orders.json import (
    attendees_json,
    found_order_json,
    order_record_json,
    refund_preview_json,
)
from matinee.api.staff.orders.shapes import (
    AttendeesQuery,
    AttendeesShape,
    CustomerRequest,
    FoundOrderPageShape,
    OrderRecordShape,
    OrdersQuery,
    PrintRequest,
    RefundByStaffRequest,
    RefundPreviewQuery,
    RefundPreviewShape,
    SettleRequest,
    VersionRequest,
)
from matinee.booking.errors import KeyMismatch, SeatNotFound
from matinee.checkout.customer_correction import correct_customer
from matinee.checkout.errors import (
    CannotRetry,
    CannotSettle,
    CustomerForgotten,
    KeyInFlight,
    NothingToPrint,
    NothingToRefund,
    NothingToSend,
    OrderNotFound,
)
from matinee.checkout.models import TicketOrder
from matinee.checkout.order_record import order_record
from matinee.checkout.order_search import attendees_of, find_orders, order_of_reference
from matinee.checkout.refund_preview import preview_refund
from matinee.checkout.refund_retry import retry_refunds
from matinee.checkout.services import resend_tickets
from matinee.checkout.settlement import settle_order
from matinee.checkout.staff_refunds import refund_for_staff
from matinee.checkout.ticket_copies import print_copies
from matinee.core.problems import Busy
from matinee.shows.errors import ShowNotFound
from matinee.staff.errors import ApprovalInvalid, ChangedMeanwhile, NeedsApproval
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

        `q` finds by reference, short or signed ticket code, whole email address, the beginnings of words of
        the customer's name, in any case and without accents, and the last four digits of a card, such as
        `4242` or `…4242`. Finds each order that matches at least one of them.
        """
        query = read_query(request, OrdersQuery)
        orders = find_orders(
            self.caller.access,
            text=query.get("q"),
            venue_id=query.get("venue"),
            show_id=query.get("show"),
            needs_attention=query.get("attention", False),
            refund_refused=query.get("refused", False),
            email_failed=query.get("email_failed", False),
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

    def state(self, reference: str) -> dict[str, Any]:
        """The record of the order, as it is now."""
        order = order_of_reference(self.caller.access, reference)
        return {**order_record_json(order_record(order, self.caller.access))}

    def record(self, reference: str) -> Response:
        """The record of the order, as it is now, as a response."""
        return Response(self.state(reference))


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
        order_id = self.order(reference).pk
        resend_tickets(order_id=order_id, actor=self.caller.actor, permission=self.permission)
        return self.record(reference)


class PrintView(OneOrderView):
    """`/api/staff/orders/{reference}/print/`"""

    permission = Permission.SERVE_CUSTOMERS
    renderer_classes = [PdfRenderer]

    @staff_documented(
        "print_tickets",
        tag=TAG,
        body=PrintRequest,
        response=OpenApiResponse(OpenApiTypes.BINARY, description="One page per ticket."),
        media=PDF,
        errors=[OrderNotFound, SeatNotFound, NothingToPrint, Busy],
        parameters=[REFERENCE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Print the valid tickets of an order again, or those of some seats.

        Each page says that it is a copy. The codes stay the same, and each admits one person, once.
        """
        read_query(request)
        seat_ids = read_body(request, PrintRequest).get("seat_ids")
        order = self.order(reference)
        copies = print_copies(order=order, seat_ids=seat_ids, actor=self.caller.actor)
        return file_response(copies, f"copy-{order.reference}.pdf")


class CustomerView(OneOrderView):
    """`/api/staff/orders/{reference}/customer/`"""

    permission = Permission.SERVE_CUSTOMERS

    @staff_documented(
        "correct_customer",
        tag=TAG,
        body=CustomerRequest,
        response=OrderRecordShape,
        errors=[OrderNotFound, ChangedMeanwhile, CustomerForgotten, Busy],
        parameters=[REFERENCE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Correct the customer's email address or name, and send the tickets.

        The former address gets a notice. Values that are correct already change nothing and send nothing.
        `version` is required: a correction of an order that has changed since it was read is refused.
        """
        read_query(request)
        values = read_body(request, CustomerRequest)
        order_id = self.order(reference).pk
        with with_current_state(lambda: self.state(reference)):
            correct_customer(order_id=order_id, actor=self.caller.actor, **values)
        return self.record(reference)


class RefundByStaffView(OneOrderView):
    """`/api/staff/orders/{reference}/refund/`"""

    permission = Permission.REFUND_ORDERS

    @staff_documented(
        "preview_refund_by_staff",
        tag=TAG,
        query=RefundPreviewQuery,
        response=RefundPreviewShape,
        errors=[OrderNotFound, SeatNotFound, NothingToRefund],
        parameters=[REFERENCE],
    )
    def get(self, request: Request, reference: str) -> Response:
        """See what a refund would pay back, where to, and whether you may do it. Nothing changes."""
        seat_ids = read_query(request, RefundPreviewQuery).get("seat_ids")
        order = self.order(reference)
        preview = preview_refund(access=self.caller.access, order=order, seat_ids=seat_ids)
        return Response(refund_preview_json(preview, order.currency))

    @staff_documented(
        "refund_order_by_staff",
        tag=TAG,
        body=RefundByStaffRequest,
        response=OrderRecordShape,
        errors=[
            *(OrderNotFound, SeatNotFound, ChangedMeanwhile, NothingToRefund, KeyInFlight, KeyMismatch, Busy),
            *(NeedsApproval, ApprovalInvalid),
        ],
        parameters=[REFERENCE, KEY],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Refund all valid tickets of an order, or those of some seats.

        The seats are free at once; the money follows to where it came from. Admitted tickets, and more than
        the cinema's limit per order, need `refund-any-order`. Without it, a person is told who can approve
        the refund; the request is then sent again with the `approval`.
        """
        read_query(request)
        key = idempotency_key(request)
        values = read_body(request, RefundByStaffRequest)
        order = self.order(reference)
        with with_current_state(lambda: self.state(reference)):
            refund_for_staff(
                actor=self.caller.actor,
                order=order,
                seat_ids=values.get("seat_ids"),
                reason=values["reason"],
                idempotency_key=key,
                version=values.get("version"),
                approval=values.get("approval"),
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
        errors=[OrderNotFound, ChangedMeanwhile, CannotSettle, Busy],
        parameters=[REFERENCE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Record how an order that needs attention was settled.

        All its refused refunds count as paid in that way.
        """
        read_query(request)
        values = read_body(request, SettleRequest)
        order = self.order(reference)
        with with_current_state(lambda: self.state(reference)):
            settle_order(reference=order.reference, actor=self.caller.actor, **values)
        return self.record(reference)


class RetryView(OneOrderView):
    """`/api/staff/orders/{reference}/retry/`"""

    permission = Permission.SETTLE_ORDERS

    @staff_documented(
        "retry_refunds",
        tag=TAG,
        body=VersionRequest,
        response=OrderRecordShape,
        errors=[OrderNotFound, ChangedMeanwhile, CannotRetry, Busy],
        parameters=[REFERENCE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Try the refused refunds of an order again at the payment provider.

        Each as a new attempt, from two minutes after the refusal on. If it succeeds, the order needs no
        attention any more, unless there is another reason for it.
        """
        read_query(request)
        values = read_body(request, VersionRequest)
        order_id = self.order(reference).pk
        with with_current_state(lambda: self.state(reference)):
            retry_refunds(order_id=order_id, actor=self.caller.actor, **values)
        return self.record(reference)
