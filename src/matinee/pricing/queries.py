"""Reads about prices. A show is passed as values (its venue and base price), never as a model."""

from dataclasses import dataclass
from decimal import Decimal

from matinee.core.money import money_string, smallest_unit
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.pricing.rules import all_in_price
from matinee.venues.models import Venue


@dataclass(frozen=True)
class PriceList:
    """The price of each type of seat for one base price; amounts in `currency`."""

    currency: str
    base: Decimal
    supplements: dict[str, Decimal]
    ticket_types: list[TicketType]

    @property
    def default_ticket_type(self) -> TicketType | None:
        """The venue's first ticket type, if it has any."""
        return self.ticket_types[0] if self.ticket_types else None

    def price(self, seat_type: str, ticket_type: TicketType | None = None) -> Decimal:
        """The all-in price of a seat of this type, at the default ticket type unless another is given."""
        chosen = ticket_type or self.default_ticket_type
        adjustment = chosen.adjustment if chosen else Decimal(0)
        supplement = self.supplements.get(seat_type, Decimal(0))
        return all_in_price(self.base, supplement, adjustment, smallest_unit(self.currency))

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


def price_list(venue: Venue, base: Decimal) -> PriceList:
    """The prices of a show at `venue` whose own price is `base`, in two queries."""
    return PriceList(
        currency=venue.currency,
        base=base,
        supplements=dict(SeatSupplement.objects.filter(venue=venue).values_list("seat_type", "amount")),
        ticket_types=list(TicketType.objects.filter(venue=venue)),
    )
