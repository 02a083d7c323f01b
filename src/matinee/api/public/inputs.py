"""What clients send, field by field."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from rest_framework import serializers

from matinee.api.framework.fields import (
    AmountField,
    EmailField,
    IdField,
    QueryCountField,
    QueryDateField,
    QueryIdField,
    SeatIdsField,
    StrictBooleanField,
    StrictSerializer,
    TextField,
    is_id,
)
from matinee.checkout.models import MAX_NAME_LENGTH
from matinee.core.email_address import MAX_LENGTH

DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 50, 200
HOLD_TOKEN_HELP = "What `lock-seat` gave you. Whoever bears it, has the hold."  # noqa: S105


class HoldTokenField(serializers.CharField):
    """Any string: whether it is a token, its signature tells."""

    def __init__(self, **options: Any) -> None:
        """Explain itself."""
        super().__init__(trim_whitespace=False, allow_blank=True, help_text=HOLD_TOKEN_HELP, **options)

    def to_internal_value(self, data: Any) -> str:
        """Take the string. Raises: ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class SeatChoice(StrictSerializer):
    """One seat, or several."""

    seat_id = IdField(required=False, help_text="One seat.")
    seat_ids = SeatIdsField(required=False, help_text="Several seats: all of them or none.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Make one list of both forms, None when neither is there.

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
        """The most frequent body of all: a show with a seat or some seats, and perhaps a token."""
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
        """Insist on seats. Raises: ValidationError."""
        values = super().validate(attrs)
        if values["seat_ids"] is None:
            raise serializers.ValidationError({"seat_ids": ["Name at least one seat."]})
        return values


# This and the next describe the two forms of `LockSeatRequest` in the schema.
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
    """A hold to give back: all of it, or the seats that are named."""

    # The token and one of the other two: generators of clients understand this, and no `not`.
    schema_extras = {"maxProperties": 2}

    hold_token = HoldTokenField()


class ExtendLockRequest(StrictSerializer):
    """A hold that needs more time."""

    hold_token = HoldTokenField()


class TicketChoice(StrictSerializer):
    """Who will sit on a seat."""

    seat_id = IdField()
    ticket_type = IdField(help_text="The id of one of the layout's `ticket_types`.")


class Customer(StrictSerializer):
    """Whom the tickets are for."""

    name = TextField(max_length=MAX_NAME_LENGTH, required=False)
    email = EmailField(max_length=MAX_LENGTH, required=False)


class TicketChoicesField(serializers.ListField):
    """Ticket types by seat, each seat once."""

    child = TicketChoice()
    default_error_messages = {"repeated": "Each seat can have only one ticket."}

    def __init__(self, **options: Any) -> None:
        """Bound the list by what a hold can have."""
        super().__init__(max_length=settings.MAX_SEATS_PER_HOLD, **options)

    def to_internal_value(self, data: Any) -> Any:
        """Take the list as seat id to ticket type id. Raises: ValidationError."""
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        choices = super().to_internal_value(data)
        by_seat = {choice["seat_id"]: choice["ticket_type"] for choice in choices}
        if len(by_seat) != len(choices):
            self.fail("repeated")
        return by_seat


class BookSeatRequest(StrictSerializer):
    """A hold to buy. `hold_token` alone is enough; what else is named must match the hold."""

    hold_token = HoldTokenField()
    seat_ids = SeatIdsField(required=False, help_text="The seats that the buyer saw.")
    total = AmountField(required=False, help_text="The total that the buyer saw.")
    tickets = TicketChoicesField(
        required=False, help_text="Seats that are not named get the venue's default ticket type."
    )
    customer = Customer(required=False)
    payment = serializers.DictField(
        required=False,
        help_text=(
            'How to pay. The demo provider takes `{"card": "4242 4242 4242 4242"}`, or nothing, which is the '
            'same. Stripe takes `{"confirmation_token": "ctoken_…"}`, made by its element in the browser.'
        ),
    )


class ChallengeRequest(StrictSerializer):
    """What the buyer decided at the demo provider's further step."""

    approve = StrictBooleanField()


class FindOrderRequest(StrictSerializer):
    """Whose booking is looked for."""

    email = EmailField(max_length=MAX_LENGTH, help_text="As it was left when booking, in any case.")
    reference = TextField(
        max_length=50, help_text="The order's, as people type it: small letters, spaces and dashes are fine."
    )


class RefundRequest(StrictSerializer):
    """Tickets to give back: all of the order, or those of the seats that are named."""

    seat_ids = SeatIdsField(required=False)


class BestSeatsQuery(StrictSerializer):
    """A party that wants to sit together."""

    count = QueryCountField(
        required=False,
        default=min(2, settings.MAX_SEATS_PER_HOLD),
        min_value=1,
        max_value=settings.MAX_SEATS_PER_HOLD,
        help_text="How many people. A sofa seats two.",
    )
    near = QueryIdField(required=False, help_text="A seat to stay close to, free or not.")


class SchemaQuery(StrictSerializer):
    """In which format the API's description is wanted."""

    format = serializers.ChoiceField(["json"], required=False)


class PageQuery(StrictSerializer):
    """Where to go on in a long list."""

    cursor = serializers.CharField(required=False, help_text="From `next` or `previous` of another page.")
    page_size = QueryCountField(
        required=False, default=DEFAULT_PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE
    )


class ShowsQuery(PageQuery):
    """What to look for in the programme."""

    date = QueryDateField(
        required=False,
        help_text="The venue's business day: a show at 00:15 belongs to the evening before.",
    )
    venue = QueryIdField(required=False)
    city = TextField(required=False, max_length=200, help_text="As the venue spells it, in any case.")
    movie = QueryIdField(required=False)
    q = TextField(required=False, max_length=200, help_text="Part of the film's title, in any case.")
