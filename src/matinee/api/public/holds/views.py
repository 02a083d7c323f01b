"""Holding seats: lock, extend, release, and look again."""

from django.http import HttpResponse
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework.request import Request

from matinee.api.framework.documentation import KEY, REQUIRED_TOKEN, documented
from matinee.api.framework.parsing import PlainRequest, bearer_token, idempotency_key, read_body, read_query
from matinee.api.framework.rate_limits import check_rate_limit, holder_number
from matinee.api.framework.views import ApiView, json_response
from matinee.api.public.examples import LOCK_SEATS
from matinee.api.public.inputs import (
    ExtendLockRequest,
    LockOneSeatRequest,
    LockSeatRequest,
    LockSeatsRequest,
    ReleaseLockRequest,
)
from matinee.api.public.json import Json
from matinee.api.public.orders.json import current_hold_json, hold_json
from matinee.api.public.orders.shapes import CurrentHoldShape, HoldShape, ReleasedShape
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
"""Two types, not one with `oneOf` of required fields: client generators know no type for that."""


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

        All of them or none, for the `hold_seconds` of `/api/config/`. With a `hold_token` they join that
        hold, whose time starts anew.
        """
        return lock_seats(request)


def lock_seats(request: Request | PlainRequest) -> HttpResponse:
    """Hold what the body names.

    Raises: TooManyRequests, Invalid, NotSoldOnline, and whatever refusal `hold_seats` has.
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
        client=holder_number(request),
    )
    return json_response(_priced(hold), status=201)


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
        """Set a hold back to its whole time.

        At most ten times, and never past an hour from the first lock.
        """
        read_query(request)
        wanted = read_body(request, ExtendLockRequest)
        return json_response(_priced(extend_hold(token=HoldToken.read(wanted["hold_token"]))))


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
        """Give a hold back, or some of its seats.

        Doing it again gives nothing back, and is no error.
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
        """Look at a hold again.

        For a page that was loaded anew: the seats, the clock, and the order if the seats were booked.
        """
        read_query(request)
        token = bearer_token(request)
        hold = current_hold(token)
        order = order_of_hold(hold_id=token.hold_id, show_id=token.show_id)
        return json_response(current_hold_json(_priced(hold), order, frozen=hold.frozen))


def _priced(hold: Hold) -> Json:
    return hold_json(hold, hold.total or price_of_seats(hold.show_id, hold.seat_ids))
