"""Books the seats of a hold."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import KEY, LANGUAGE, documented
from matinee.api.framework.parsing import idempotency_key, language, read_body, read_query
from matinee.api.framework.rate_limits import client_number_for_declines
from matinee.api.framework.views import ApiView
from matinee.api.public.orders.examples import BOOK_SEATS
from matinee.api.public.orders.json import booking_json, pending_json
from matinee.api.public.orders.shapes import BookingShape, BookSeatRequest, PendingShape
from matinee.booking.errors import (
    AlreadyBooked,
    HoldChanged,
    HoldExpired,
    HoldFrozen,
    HoldNotFound,
    KeyMismatch,
    SeatNotFound,
    SeatOutOfService,
    SeatsTaken,
)
from matinee.booking.tokens import HoldToken
from matinee.checkout.errors import (
    KeyInFlight,
    PaymentDeclined,
    TooManyAttempts,
    TooManyDeclines,
    TooManyOfTicketType,
)
from matinee.checkout.purchase import Purchase
from matinee.checkout.queries import latest_payment, tickets_of_order
from matinee.checkout.services import book
from matinee.core.problems import Busy
from matinee.payments.errors import NotSoldOnline
from matinee.shows.errors import SalesClosed, SalesNotOpen, ShowCancelled


class BookSeatView(ApiView):
    """`/api/book-seat/`"""

    @documented(
        "book_seats",
        tag="Orders",
        body=BookSeatRequest,
        status=201,
        response=BookingShape,
        also={202: PendingShape},
        errors=[
            HoldNotFound,
            SeatNotFound,
            HoldChanged,
            AlreadyBooked,
            SalesNotOpen,
            SalesClosed,
            NotSoldOnline,
            ShowCancelled,
            SeatOutOfService,
            KeyInFlight,
            HoldExpired,
            HoldFrozen,
            SeatsTaken,
            TooManyOfTicketType,
            PaymentDeclined,
            KeyMismatch,
            TooManyAttempts,
            TooManyDeclines,
            Busy,
        ],
        parameters=[KEY, LANGUAGE],
        examples=BOOK_SEATS,
    )
    def post(self, request: Request) -> Response:
        """Book the seats of a hold.

        The whole hold is booked, or nothing. `seat_ids` and `total`, where given, must match the hold. The
        seats stay held after a declined payment: try again with another `payment` and another
        Idempotency-Key. The attempts for one hold are limited, as are the declined payments of one client.
        """
        read_query(request)
        wanted = read_body(request, BookSeatRequest)
        customer = wanted.get("customer", {})
        purchase = Purchase(
            token=HoldToken.read(wanted["hold_token"]),
            seat_ids=wanted.get("seat_ids"),
            total=wanted.get("total"),
            ticket_types=wanted.get("tickets", {}),
            customer_name=customer.get("name", ""),
            customer_email=customer.get("email", ""),
            method=wanted.get("payment", {}),
            language=language(request),
        )
        order = book(
            purchase=purchase,
            idempotency_key=idempotency_key(request),
            client=client_number_for_declines(request),
        )
        if order.paid_at is None:
            return Response(pending_json(order, latest_payment(order)), status=202)
        return Response(booking_json(order, tickets_of_order(order)), status=201)
