"""Queries and responses of the seat map."""

from typing import Annotated, NotRequired, TypedDict

from django.conf import settings

from matinee.api.framework.fields import QueryCountField, QueryIdField, StrictSerializer
from matinee.api.framework.shapes import Currency, Money
from matinee.api.public.programme.shapes import HallShape, ShowShape
from matinee.booking.models import BookingStatus
from matinee.core.json_schema import Id, Keywords, OneOf
from matinee.venues.models import SeatType

TakenStatus = Annotated[str, OneOf("TakenStatus", *BookingStatus.values)]
SeatStatus = Annotated[str, OneOf("SeatStatus", "AVAILABLE", *BookingStatus.values)]
TypeOfSeat = Annotated[str, OneOf("SeatType", *SeatType.values)]
Mine = Annotated[bool, "True on the seats of the X-Hold-Token."]
DefaultPrice = Annotated[Money, "All-in, at the default ticket type."]


class BestSeatsQuery(StrictSerializer):
    """A party that wants to sit together."""

    count = QueryCountField(
        required=False,
        default=min(2, settings.MAX_SEATS_PER_HOLD),
        min_value=1,
        max_value=settings.MAX_SEATS_PER_HOLD,
        help_text="The number of people. A sofa seats two.",
    )
    near = QueryIdField(required=False, help_text="A seat to stay close to, free or not.")


class TicketTypeShape(TypedDict):
    """A ticket type. The first of the list is the default."""

    id: Id
    name: Annotated[str, "In the language of the request."]
    adjustment: Annotated[
        Money | None, "What it adds to a seat's price; negative for a reduction, null for a fixed price."
    ]
    requires_proof: Annotated[bool, "Whether something must be shown at the entrance, such as a card."]
    minimum_age: Annotated[int | None, "In years; null for none."]


class PriceShape(TypedDict):
    """The price of a seat for one ticket type."""

    ticket_type: Annotated[Id | None, "Null where the venue has no ticket types."]
    amount: Annotated[Money, "All-in."]
    provider_amount: NotRequired[
        Annotated[
            int,
            Keywords(minimum=0),
            "The same amount in the payment provider's unit, for its form in the browser. Missing where the "
            "provider has no such form. Add up those of the seats; convert nothing.",
        ]
    ]


class TakenSeatShape(TypedDict):
    """A seat that nobody else can have."""

    id: Id
    status: TakenStatus
    mine: NotRequired[Mine]


class SeatShape(TypedDict):
    """A seat on the map."""

    id: Id
    row: str
    number: int
    type: TypeOfSeat
    x: Annotated[float, "Centre, in seat widths from the left wall."]
    y: Annotated[float, "Centre, in row pitches from the screen."]
    price: DefaultPrice
    in_service: Annotated[bool, "False: the seat is not offered."]
    status: SeatStatus
    mine: NotRequired[Mine]


class HallLayoutShape(TypedDict):
    """A show with every seat of its hall, row by row."""

    show: ShowShape
    hall: HallShape
    ticket_types: list[TicketTypeShape]
    seat_type_names: Annotated[
        dict[str, str],
        "The cinema's own names of seat types, by the seat's `type`. A missing type has its usual name.",
    ]
    prices: Annotated[
        dict[str, list[PriceShape]],
        "Every price, by the seat's `type`; within one in the order of `ticket_types`.",
    ]
    seats: list[SeatShape]


class AvailabilityShape(TypedDict):
    """The taken seats of a show; all others are free."""

    show_id: Id
    seats: list[TakenSeatShape]


class BestSeatShape(TypedDict):
    """A proposed seat."""

    id: Id
    row: str
    number: int
    type: TypeOfSeat
    price: DefaultPrice


class BestSeatsShape(TypedDict):
    """Free seats for a party, row by row and from the left; none where nothing fits."""

    show_id: Id
    count: Annotated[int, "The `count` of the request."]
    together: Annotated[bool, "Whether they are side by side in one row."]
    seats: list[BestSeatShape]
    seat_ids: Annotated[list[Id], "The ids of `seats`, for `lock-seat`."]
    total: DefaultPrice
    currency: Currency
