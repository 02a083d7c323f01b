"""Reads about prices. A show is passed as values (its venue, price and card), never as a model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from matinee.core.money import money_string, smallest_unit
from matinee.pricing.card_prices import CardPrices
from matinee.pricing.models import PriceCard, PriceCardVersion, PriceRule, SeatSupplement, TicketType
from matinee.pricing.rules import all_in_price
from matinee.staff.permissions import Access, Permission
from matinee.staff.queries import at_venues_of
from matinee.venues.errors import VenueNotFound
from matinee.venues.models import Seat, SeatType, Venue

NOTHING = Decimal(0)


@dataclass(frozen=True)
class PriceList:
    """The price of each type of seat for one price of a show; amounts in `currency`."""

    currency: str
    base: Decimal
    """The show's own price."""
    supplements: Mapping[str, Decimal]
    ticket_types: list[TicketType]
    """Those sold online."""
    adjustments: Mapping[int, Decimal]
    """What a ticket type adds to the show's price, by its id; one that is missing adds nothing."""
    fixed: frozenset[int] = field(default_factory=frozenset)
    """The ids of ticket types with a fixed price."""

    @property
    def default_ticket_type(self) -> TicketType | None:
        """The venue's first ticket type, if it has any."""
        return self.ticket_types[0] if self.ticket_types else None

    def price(self, seat_type: str, ticket_type: TicketType | None = None) -> Decimal:
        """The all-in price of a seat of this type, at the default ticket type unless another is given."""
        chosen = ticket_type or self.default_ticket_type
        adjustment = self.adjustments.get(chosen.pk, NOTHING) if chosen else NOTHING
        supplement = self.supplements.get(seat_type, NOTHING)
        return all_in_price(self.base, supplement, adjustment, smallest_unit(self.currency))

    def adjustment(self, ticket_type: TicketType) -> Decimal | None:
        """What a ticket type adds to the price of a seat. None for a fixed price, which adds to nothing."""
        return None if ticket_type.pk in self.fixed else self.adjustments.get(ticket_type.pk, NOTHING)

    def by_ticket_type(self, seat_type: str) -> list[tuple[int | None, Decimal]]:
        """Every price of a seat of this type with its ticket type's id, the default first.

        A venue without ticket types has one price: that of None.
        """
        if not self.ticket_types:
            return [(None, self.price(seat_type))]
        return [(one.pk, self.price(seat_type, one)) for one in self.ticket_types]

    def string(self, amount: Decimal) -> str:
        """`amount` with the currency's own number of digits."""
        return money_string(amount, self.currency)


def ticket_types_online(venue: Venue) -> list[TicketType]:
    """The ticket types that a customer can choose; the first is the default."""
    return list(TicketType.objects.filter(venue=venue, archived=False, counter_only=False))


def price_list(venue: Venue, base: Decimal, card_version_id: int | None) -> PriceList:
    """The prices of a show at `venue` whose own price is `base`, in two queries.

    The version of its card decides what ticket types and seats add; without a card, the venue does.
    """
    ticket_types = ticket_types_online(venue)
    if card_version_id is None:
        return PriceList(
            currency=venue.currency,
            base=base,
            supplements=dict(SeatSupplement.objects.filter(venue=venue).values_list("seat_type", "amount")),
            ticket_types=ticket_types,
            adjustments={one.pk: one.adjustment for one in ticket_types},
        )
    prices = PriceCardVersion.objects.get(pk=card_version_id).prices
    return PriceList(
        currency=venue.currency,
        base=base,
        supplements=prices.seat_types,
        ticket_types=ticket_types,
        adjustments={one.pk: prices.adjustment_of(one.pk) for one in ticket_types},
        fixed=frozenset(prices.fixed),
    )


def amounts_of_cards(venue_id: int) -> list[Decimal]:
    """Every amount of the newest version of each card of the venue."""
    return [amount for version in newest_versions(venue_id) for amount in amounts_of(version.prices)]


def newest_versions(venue_id: int) -> QuerySet[PriceCardVersion]:
    """The newest version of each card of the venue."""
    versions = PriceCardVersion.objects.filter(card__venue=venue_id)
    return versions.order_by("card_id", "-number").distinct("card_id")


def amounts_of(prices: CardPrices) -> list[Decimal]:
    """Every amount of these prices."""
    return [prices.base, *(amount for _, _, amount in prices.lines())]


def ticket_types_visible_to(access: Access) -> QuerySet[TicketType]:
    """The ticket types of the cinemas whose prices the access manages, archived ones too."""
    return at_venues_of(access, Permission.MANAGE_PRICES, TicketType.objects.all())


def price_cards_visible_to(access: Access) -> QuerySet[PriceCard]:
    """The cards of those cinemas, each with its newest version as the only one of `versions.all()`."""
    newest = PriceCardVersion.objects.order_by("card_id", "-number").distinct("card_id")
    cards = PriceCard.objects.select_related("venue")
    cards = cards.prefetch_related(Prefetch("versions", newest))
    return at_venues_of(access, Permission.MANAGE_PRICES, cards)


def price_rules_visible_to(access: Access) -> QuerySet[PriceRule]:
    """The rules of those cinemas."""
    return at_venues_of(access, Permission.MANAGE_PRICES, PriceRule.objects.all())


def newest_prices(card: PriceCard) -> CardPrices:
    """The newest amounts of a card of that list, without those of ticket types that were deleted since."""
    known = frozenset(TicketType.objects.filter(venue=card.venue_id).values_list("pk", flat=True))
    return card.newest_of_list.prices.of_ticket_types(known)


def venue_with_prices(access: Access, venue_id: int) -> Venue:
    """A cinema whose prices the access manages.

    Raises: VenueNotFound.
    """
    venue = Venue.objects.filter(pk=venue_id).first()
    if venue is None or not access.may(Permission.MANAGE_PRICES, venue_id):
        raise VenueNotFound
    return venue


@dataclass(frozen=True)
class CardPrice:
    """What a seat costs with a card at a show without supplements of its own."""

    ticket_type_id: int | None
    amount: Decimal
    is_clamped: bool
    """Whether the amounts add up to less than zero, at least for some shows. The price is zero then."""


def table_of(venue: Venue, prices: CardPrices) -> dict[str, list[CardPrice]]:
    """Every price of a card, by seat type of the venue's halls and by ticket type."""
    ticket_types = list(TicketType.objects.filter(venue=venue, archived=False).values_list("pk", flat=True))
    seat_types = set(Seat.objects.filter(hall__venue=venue).values_list("type", flat=True).distinct())
    shown = [
        one for one in SeatType.values if one in seat_types | {SeatType.STANDARD} | prices.seat_types.keys()
    ]
    columns: list[int | None] = [*ticket_types] or [None]
    return {kind: [_card_price(venue, prices, kind, one) for one in columns] for kind in shown}


def _card_price(venue: Venue, prices: CardPrices, seat_type: str, ticket_type_id: int | None) -> CardPrice:
    adjustment = prices.adjustment_of(ticket_type_id) if ticket_type_id else NOTHING
    supplement = prices.seat_types.get(seat_type, NOTHING)
    return CardPrice(
        ticket_type_id,
        all_in_price(prices.base, supplement, adjustment, smallest_unit(venue.currency)),
        prices.lowest_show_price + supplement + adjustment < 0,
    )
