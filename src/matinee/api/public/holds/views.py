"""Endpoints of holds: lock, extend, release, and read."""

from django.http import HttpResponse
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework.request import Request

from matinee.api.framework.documentation import KEY, REQUIRED_TOKEN, documented
from matinee.api.framework.parsing import PlainRequest, bearer_token, idempotency_key, read_body, read_query
from matinee.api.framework.rate_limits import check_rate_limit, client_number_for_holds
from matinee.api.framework.views import ApiView, json_response
from matinee.api.public.holds.examples import LOCK_SEATS
from matinee.api.public.holds.json import current_hold_json, hold_json
from matinee.api.public.holds.shapes import (
    CurrentHoldShape,
    ExtendLockRequest,
    HoldShape,
    LockOneSeatRequest,
    LockSeatRequest,
    LockSeatsRequest,
    ReleasedShape,
    ReleaseLockRequest,
)
from matinee.booking.errors import (
    AlreadyBooked,
    ExtensionLimit,
    HoldExpired,
    HoldFrozen,
    HoldNotFound,
    KeyMismatch,
    SeatNotFound,
    SeatOutOfService,
    SeatsTaken,
    TooManyHeld,
)
from matinee.booking.queries import current_hold
from matinee.booking.rules import Hold
from matinee.booking.services import extend_hold, hold_seats, release_seats
from matinee.booking.tokens import HoldToken
from matinee.checkout.queries import order_of_hold
from matinee.core.money import Money
from matinee.core.problems import Busy, TooManyRequests
from matinee.payments.errors import NotSoldOnline
from matinee.payments.providers import require_online_sales
from matinee.shows.errors import SalesClosed, SalesNotOpen, ShowCancelled, ShowNotFound
from matinee.shows.queries import price_of_seats

LOCK_BODY = PolymorphicProxySerializer(
    component_name="LockSeatRequest",
    serializers=[LockOneSeatRequest, LockSeatsRequest],
    resource_type_field_name=None,
)
"""Two types, not one with `oneOf` of required fields: client generators have no type for that."""


class LockSeatView(ApiView):
    """`/api/lock-seat/`"""

    @documented(
        "lock_seats",
        tag="Holds",
        body=LOCK_BODY,
        status=201,
        response=HoldShape,
        errors=[
            ShowNotFound,
            SeatNotFound,
            HoldNotFound,
            SeatsTaken,
            AlreadyBooked,
            HoldFrozen,
            SalesNotOpen,
            SalesClosed,
            NotSoldOnline,
            ShowCancelled,
            SeatOutOfService,
            HoldExpired,
            KeyMismatch,
            TooManyRequests,
            TooManyHeld,
            Busy,
        ],
        parameters=[KEY],
        examples=LOCK_SEATS,
    )
    def post(self, request: Request) -> HttpResponse:
        """Hold seats for a few minutes.

        All of them or none, for the `hold_seconds` of `/api/config/`. With a `hold_token` they are added to
        that hold, whose time starts again.
        """
        return lock_seats(request)


def lock_seats(request: Request | PlainRequest) -> HttpResponse:
    """Hold the seats of the request.

    Raises: TooManyRequests, Invalid, NotSoldOnline, and the errors of `hold_seats`.
    """
    check_rate_limit(request, "HOLDS_PER_MINUTE")
    if isinstance(request, Request):
        read_query(request)
    wanted = read_body(request, LockSeatRequest)
    token = HoldToken.read(wanted["hold_token"]) if "hold_token" in wanted else None
    require_online_sales()
    hold = hold_seats(
        show_id=wanted["show_id"],
        seat_ids=wanted["seat_ids"],
        token=token,
        idempotency_key=idempotency_key(request),
        client=client_number_for_holds(request),
    )
    return json_response(hold_json(hold, _total(hold)), status=201)


class ExtendLockView(ApiView):
    """`/api/extend-lock/`"""

    @documented(
        "extend_hold",
        tag="Holds",
        body=ExtendLockRequest,
        response=HoldShape,
        errors=[HoldNotFound, HoldExpired, AlreadyBooked, HoldFrozen, ExtensionLimit, Busy],
    )
    def post(self, request: Request) -> HttpResponse:
        """Extend a hold to its full time.

        At most ten times, and never past an hour from the first lock.
        """
        read_query(request)
        wanted = read_body(request, ExtendLockRequest)
        hold = extend_hold(token=HoldToken.read(wanted["hold_token"]))
        return json_response(hold_json(hold, _total(hold)))


class ReleaseLockView(ApiView):
    """`/api/release-lock/`"""

    @documented(
        "release_seats",
        tag="Holds",
        body=ReleaseLockRequest,
        response=ReleasedShape,
        errors=[HoldNotFound, SeatNotFound, AlreadyBooked, HoldFrozen, Busy],
    )
    def post(self, request: Request) -> HttpResponse:
        """Release a hold, or some of its seats.

        A repeat releases nothing, and is no error.
        """
        read_query(request)
        wanted = read_body(request, ReleaseLockRequest)
        token = HoldToken.read(wanted["hold_token"])
        return json_response({"released": release_seats(token=token, seat_ids=wanted["seat_ids"])})


class CurrentHoldView(ApiView):
    """`/api/holds/current/`"""

    @documented(
        "get_current_hold",
        tag="Holds",
        response=CurrentHoldShape,
        errors=[HoldNotFound, HoldExpired],
        parameters=[REQUIRED_TOKEN],
    )
    def get(self, request: Request) -> HttpResponse:
        """Get a hold.

        For a page that was reloaded: the seats, the time left, and the order if the seats were booked.
        """
        read_query(request)
        token = bearer_token(request)
        hold = current_hold(token)
        order = order_of_hold(hold_id=token.hold_id, show_id=token.show_id)
        return json_response(current_hold_json(hold, _total(hold), order))


def _total(hold: Hold) -> Money:
    """The price of the seats at the default ticket type."""
    return hold.total or price_of_seats(hold.show_id, hold.seat_ids)
