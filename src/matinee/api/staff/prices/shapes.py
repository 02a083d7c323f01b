"""Requests and responses of ticket types, price cards and price rules."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from matinee.api.framework.fields import (
    AmountField,
    IdField,
    QueryDateField,
    QueryIdField,
    StrictBooleanField,
    StrictSerializer,
    TextField,
)
from matinee.api.framework.paging import PageQuery
from matinee.api.framework.shapes import Currency, Money, PageShape
from matinee.api.public.seat_map.shapes import TypeOfSeat
from matinee.api.staff.prices.fields import (
    DayField,
    LocalTimeField,
    NamesField,
    NumberField,
    SignedAmountField,
)
from matinee.booking.card_prices import Target
from matinee.core.json_schema import Id
from matinee.core.single_line import MAX_LENGTH
from matinee.pricing.card_prices import LONGEST_FORMAT, LONGEST_RUNNING_TIME, MOST_LINES, CardPrices
from matinee.pricing.models.price_rule import MOST_RULES
from matinee.pricing.models.ticket_type import MOST_PER_ORDER, OLDEST
from matinee.venues.models import SeatType

MAX_POSITION = 32_767
TWICE = gettext_lazy("This is named twice.")


class OfVenueQuery(PageQuery):
    """A page of a list, of one cinema if `venue` is given."""

    venue = QueryIdField(required=False)


class TicketTypeFields(StrictSerializer):
    """What can be left out."""

    translations = NamesField(required=False, help_text='Such as {"en": {"name": "Adult"}}.')
    position = NumberField(
        min_value=0, max_value=MAX_POSITION, required=False, help_text="The lowest is the default."
    )
    minimum_age = NumberField(min_value=1, max_value=OLDEST, allow_null=True, required=False)
    needs_proof = StrictBooleanField(required=False)
    counter_only = StrictBooleanField(required=False)
    most_per_order = NumberField(min_value=1, max_value=MOST_PER_ORDER, allow_null=True, required=False)


class TicketTypeRequest(TicketTypeFields):
    """A new ticket type. Without a position it is the last."""

    venue_id = IdField()
    name = TextField(max_length=MAX_LENGTH)
    adjustment = SignedAmountField(default=Decimal(0), help_text="For shows without a price card.")


class AdjustmentQuery(StrictSerializer):
    """An adjustment of a ticket type that is not saved."""

    venue = QueryIdField()
    adjustment = SignedAmountField()


class TicketTypeChanges(TicketTypeFields):
    """What changes. `version` is that of the state that the change was made from."""

    version = IdField()
    name = TextField(max_length=MAX_LENGTH, required=False)
    adjustment = SignedAmountField(required=False)
    archived = StrictBooleanField(required=False, help_text="True: not sold any more.")


class TicketTypePriceField(StrictSerializer):
    """What a ticket type adds to the show's price, or the fixed price that it has instead."""

    ticket_type = IdField()
    adjustment = SignedAmountField(required=False)
    fixed = AmountField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises: ValidationError."""
        if len(attrs.keys() & {"adjustment", "fixed"}) != 1:
            raise serializers.ValidationError(_("Give `adjustment` or `fixed`."))
        return attrs


class SeatTypeSupplementField(StrictSerializer):
    """What a type of seat adds to the price."""

    seat_type = serializers.ChoiceField(choices=SeatType.values)
    amount = SignedAmountField()


class FormatSupplementField(StrictSerializer):
    """What a format adds to the price of a show."""

    format = TextField(max_length=LONGEST_FORMAT)
    amount = SignedAmountField()


class RunningTimeSupplementField(StrictSerializer):
    """What a film of at least this length adds to the price of a show. The longest length reached counts."""

    from_minutes = NumberField(min_value=1, max_value=LONGEST_RUNNING_TIME)
    amount = SignedAmountField()


class PricesFields(StrictSerializer):
    """The amounts of a price card."""

    ticket_types = TicketTypePriceField(many=True, required=False)
    seat_types = SeatTypeSupplementField(many=True, required=False)
    formats = FormatSupplementField(many=True, required=False)
    running_times = RunningTimeSupplementField(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises: ValidationError, for an entry that is named twice or a list that is too long."""
        keys = {"ticket_types": "ticket_type", "seat_types": "seat_type"}
        keys |= {"formats": "format", "running_times": "from_minutes"}
        for name, key in keys.items():
            entries = attrs.get(name, [])
            if len(entries) > MOST_LINES:
                raise serializers.ValidationError(
                    {name: _("This list has at most %(most)d entries.") % {"most": MOST_LINES}}
                )
            if len({one[key] for one in entries}) < len(entries):
                raise serializers.ValidationError({name: TWICE})
        return attrs


class NewPricesFields(PricesFields):
    """The amounts of a new price card."""

    venue_id = IdField()
    base = AmountField()


class PriceCardPreviewRequest(NewPricesFields):
    """The amounts of a card that is not saved."""


class PriceCardRequest(NewPricesFields):
    """A new price card."""

    name = TextField(max_length=MAX_LENGTH)


class PriceCardChanges(PricesFields):
    """What changes. A list that is given replaces the whole list. `version` is that of the card."""

    version = IdField()
    name = TextField(max_length=MAX_LENGTH, required=False)
    archived = StrictBooleanField(required=False)
    base = AmountField(required=False)


class ApplyRequest(StrictSerializer):
    """Which future shows get the newest prices of the card."""

    version = IdField()
    to = serializers.ChoiceField(choices=Target.values)
    by_rules = StrictBooleanField(
        default=False,
        help_text="True: also shows without this card, if the price rules choose it for them.",
    )
    dry_run = StrictBooleanField(default=False, help_text="True: change nothing, and say what would change.")


class PriceRuleFields(StrictSerializer):
    """The conditions of a rule. One that is null or empty is met by every show."""

    hall_id = IdField(allow_null=True, required=False)
    weekdays = serializers.ListField(
        child=NumberField(min_value=1, max_value=7),
        max_length=7,
        required=False,
        help_text="From 1 for Monday to 7 for Sunday, as business days.",
    )
    starts_from = LocalTimeField(allow_null=True, required=False)
    starts_before = LocalTimeField(allow_null=True, required=False, help_text="May be after midnight.")
    first_day = DayField(allow_null=True, required=False)
    last_day = DayField(allow_null=True, required=False)
    holidays = StrictBooleanField(
        allow_null=True, required=False, help_text="True: only public holidays. False: only other days."
    )
    movie_id = IdField(allow_null=True, required=False)
    format = TextField(max_length=LONGEST_FORMAT, allow_blank=True, required=False)


class PriceRuleRequest(PriceRuleFields):
    """A new rule. It is tried after all others."""

    venue_id = IdField()
    card_id = IdField()


class PriceRuleChanges(PriceRuleFields):
    """What changes. `version` is that of the state that the change was made from."""

    version = IdField()
    card_id = IdField(required=False)


class PriceRuleOrderRequest(StrictSerializer):
    """All rules of a cinema: in the order that the change was made from, and in their new order."""

    venue_id = IdField()
    former_rule_ids = serializers.ListField(child=IdField(), max_length=MOST_RULES)
    rule_ids = serializers.ListField(child=IdField(), max_length=MOST_RULES)


class GridQuery(StrictSerializer):
    """The week that begins with a day. Without hall, movie or format: for shows that no such rule is for."""

    venue = QueryIdField()
    week = QueryDateField()
    hall = QueryIdField(required=False)
    movie = QueryIdField(required=False)
    format = TextField(max_length=LONGEST_FORMAT, required=False)


class TicketTypeOfStaffShape(TypedDict):
    """A ticket type."""

    id: Id
    venue_id: Id
    name: str
    translations: dict[str, dict[str, str]]
    adjustment: Annotated[Money, "For shows without a price card."]
    currency: Currency
    position: int
    minimum_age: int | None
    needs_proof: bool
    counter_only: bool
    most_per_order: int | None
    archived: bool
    version: int


class AdjustmentPreviewShape(TypedDict):
    """What an adjustment does to the cheapest seat of the shows on sale without a price card."""

    clamped: Annotated[bool, "Whether its price would be below zero. It is zero instead."]


class TicketTypePageShape(PageShape):
    """A page of ticket types, the default one first."""

    results: list[TicketTypeOfStaffShape]


class ShowCountsShape(TypedDict):
    """How many future shows have the newest prices of a card, and how many have older ones."""

    newest: int
    older: int


class PriceCardSummaryShape(TypedDict):
    """A price card, without its amounts."""

    id: Id
    venue_id: Id
    name: str
    archived: bool
    version: int
    number: Annotated[int, "Of its newest prices, from 1."]
    base: Money
    currency: Currency
    priced_at: Annotated[datetime, "When the newest prices were saved."]
    shows: ShowCountsShape


class PriceCardPageShape(PageShape):
    """A page of price cards, by name."""

    results: list[PriceCardSummaryShape]


class TicketTypePriceShape(TypedDict):
    """An adjustment or a fixed price; the other one is null."""

    ticket_type: Id
    adjustment: Money | None
    fixed: Money | None


class SeatTypeSupplementShape(TypedDict):
    """What a type of seat adds."""

    seat_type: TypeOfSeat
    amount: Money


class FormatSupplementShape(TypedDict):
    """What a format adds."""

    format: str
    amount: Money


class RunningTimeSupplementShape(TypedDict):
    """What a film of at least this length adds."""

    from_minutes: int
    amount: Money


class CardPriceShape(TypedDict):
    """The price of a seat at a show without supplements of its own."""

    ticket_type: Annotated[Id | None, "Null where the cinema has no ticket types."]
    amount: Money
    clamped: Annotated[bool, "Whether some prices of this kind would be below zero. They are zero instead."]


class PriceTableShape(TypedDict):
    """Every price of a card."""

    prices: Annotated[dict[str, list[CardPriceShape]], "By seat type."]
    currency: Currency


class PriceCardShape(PriceCardSummaryShape):
    """A price card with its newest amounts, and what they add up to."""

    ticket_types: list[TicketTypePriceShape]
    seat_types: list[SeatTypeSupplementShape]
    formats: list[FormatSupplementShape]
    running_times: list[RunningTimeSupplementShape]
    prices: Annotated[dict[str, list[CardPriceShape]], "By seat type."]


class RepricedShowShape(TypedDict):
    """A show that gets new prices."""

    id: Id
    movie: str
    hall: str
    starts_at: datetime
    before: Annotated[Money, "Its price until now."]
    card_before: Annotated[str | None, "The name of its card until now. Null: it had a price of its own."]
    price: Money
    has_sales: Annotated[bool, "Whether seats are sold or being paid for. They keep their prices."]


class AppliedShape(TypedDict):
    """The shows that got new prices, or would get them."""

    dry_run: bool
    number: Annotated[int, "Of the prices."]
    currency: Currency
    shows: list[RepricedShowShape]


class PriceRuleShape(TypedDict):
    """A price rule."""

    id: Id
    venue_id: Id
    position: int
    card_id: Id
    hall_id: Id | None
    weekdays: list[int]
    starts_from: Annotated[str | None, "HH:MM"]
    starts_before: Annotated[str | None, "HH:MM"]
    first_day: Annotated[str | None, "YYYY-MM-DD"]
    last_day: Annotated[str | None, "YYYY-MM-DD"]
    holidays: bool | None
    movie_id: Id | None
    format: str
    version: int


class PriceRulePageShape(PageShape):
    """A page of price rules, in the order in which they are tried."""

    results: list[PriceRuleShape]


class PriceRuleOrderShape(TypedDict):
    """The rules of a cinema, in their order."""

    rule_ids: list[Id]


class BandShape(TypedDict):
    """A part of a business day. Without a card it is a gap: no rule applies."""

    starts_from: str
    starts_before: str
    card_id: Id | None
    rule_id: Id | None
    special: Annotated[list[Id], "Rules for some halls, films or formats that are tried before it."]


class GridDayShape(TypedDict):
    """A business day."""

    day: str
    holiday: Annotated[str | None, "The name of the public holiday."]
    bands: list[BandShape]


class GridShape(TypedDict):
    """Which card applies when, in one week."""

    days: list[GridDayShape]


def prices_of(values: Mapping[str, Any], before: CardPrices | None = None) -> CardPrices:
    """The amounts of a request. What it does not name stays as it was before."""
    old = before or CardPrices(base=Decimal(0))
    types: Sequence[Mapping[str, Any]] | None = values.get("ticket_types")
    return CardPrices(
        base=values.get("base", old.base),
        adjustments=old.adjustments if types is None else _by(types, "ticket_type", "adjustment"),
        fixed=old.fixed if types is None else _by(types, "ticket_type", "fixed"),
        seat_types=_given(values.get("seat_types"), "seat_type", old.seat_types),
        formats=_given(values.get("formats"), "format", old.formats),
        running_times=_given(values.get("running_times"), "from_minutes", old.running_times),
    )


def _given(entries: Sequence[Mapping[str, Any]] | None, key: str, old: Mapping[Any, Decimal]) -> Any:
    return old if entries is None else _by(entries, key, "amount")


def _by(entries: Sequence[Mapping[str, Any]], key: str, amount: str) -> dict[Any, Decimal]:
    return {one[key]: one[amount] for one in entries if amount in one}


def day_text(day: date | None) -> str | None:
    """YYYY-MM-DD."""
    return day.isoformat() if day else None
