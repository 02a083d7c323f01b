"""Requests and responses of holds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypedDict

from django.conf import settings
from rest_framework import serializers

from matinee.api.framework.fields import HoldTokenField, IdField, SeatIdsField, StrictSerializer, is_id
from matinee.api.framework.shapes import Currency
from matinee.api.public.orders.shapes import OrderSummaryShape
from matinee.api.public.seat_map.shapes import DefaultPrice, TakenStatus
from matinee.core.json_schema import Id, Keywords, OneOf


class SeatChoice(StrictSerializer):
    """One seat, or several."""

    seat_id = IdField(required=False, help_text="One seat.")
    seat_ids = SeatIdsField(required=False, help_text="Several seats: all of them or none.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Turn both forms into the list `seat_ids`, None where the request names no seat.

        Raises: ValidationError.
        """
        if "seat_id" in attrs and "seat_ids" in attrs:
            raise serializers.ValidationError({"seat_ids": ["Name seats by seat_id or seat_ids, not both."]})
        one = attrs.pop("seat_id", None)
        return {**attrs, "seat_ids": attrs.get("seat_ids") if one is None else [one]}


class LockSeatRequest(SeatChoice):
    """Seats to hold, by `seat_id` or by `seat_ids`."""

    show_id = IdField()
    hold_token = HoldTokenField(required=False)

    @classmethod
    def fast_valid(cls, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """The values of the most frequent body: a show with a seat or some seats, and perhaps a token."""
        rest = dict(data)
        seat_ids = [rest.pop("seat_id")] if "seat_id" in rest else rest.pop("seat_ids", None)
        if not isinstance(seat_ids, list) or not 1 <= len(seat_ids) <= settings.MAX_SEATS_PER_HOLD:
            return None
        good_ids = all(map(is_id, [rest.get("show_id"), *seat_ids])) and len(set(seat_ids)) == len(seat_ids)
        token = rest.get("hold_token", "")
        good_token = isinstance(token, str) and "\x00" not in token
        known = rest.keys() <= {"show_id", "hold_token"}
        return {**rest, "seat_ids": seat_ids} if good_ids and good_token and known else None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require seats. Raises: ValidationError."""
        values = super().validate(attrs)
        if values["seat_ids"] is None:
            raise serializers.ValidationError({"seat_ids": ["Name at least one seat."]})
        return values


# This class and the next describe the two forms of `LockSeatRequest` in the OpenAPI document.
class LockOneSeatRequest(StrictSerializer):
    """One seat to hold."""

    show_id = IdField()
    seat_id = IdField(help_text="One seat.")
    hold_token = HoldTokenField(required=False)


class LockSeatsRequest(StrictSerializer):
    """Several seats to hold: all of them or none."""

    show_id = IdField()
    seat_ids = SeatIdsField()
    hold_token = HoldTokenField(required=False)


class ReleaseLockRequest(SeatChoice):
    """A hold to release: all of it, or some of its seats."""

    # The token and one of the other two. Client generators understand this, but no `not`.
    schema_extras = {"maxProperties": 2}

    hold_token = HoldTokenField()


class ExtendLockRequest(StrictSerializer):
    """A hold to extend."""

    hold_token = HoldTokenField()


class HoldFactsShape(TypedDict):
    """The members that every hold has."""

    hold_token: Annotated[str, Keywords(maxLength=200), "Opaque. It gives access to the hold."]
    show_id: Id
    seat_ids: list[Id]
    expires_in: Annotated[int, "Whole seconds from `server_time` to `locked_until`."]
    server_time: Annotated[datetime, "By the clock that decides whether the hold has expired."]
    extensions_left: int
    total: DefaultPrice
    currency: Currency


class HoldShape(HoldFactsShape):
    """A hold."""

    status: Annotated[str, OneOf("LockedStatus", "LOCKED")]
    locked_until: datetime


class CurrentHoldShape(HoldFactsShape):
    """The current state of a hold, or the order that it became."""

    status: TakenStatus
    locked_until: Annotated[datetime | None, "Null once the seats are booked."]
    frozen: Annotated[bool, "Whether it is being paid for."]
    order: OrderSummaryShape | None


class ReleasedShape(TypedDict):
    """The seats that were released; none when the hold had none of them."""

    released: list[Id]
