"""Reads about shows."""

from dataclasses import dataclass
from decimal import Decimal

from matinee.core.money import money_string
from matinee.shows.errors import ShowNotFound
from matinee.shows.models import SeatSupplement, Show, TicketType
from matinee.shows.rules import all_in_price


def get_show(show_id: int) -> Show:
    """One show with its movie, hall and venue.

    Raises: ShowNotFound.
    """
    show = Show.objects.select_related("movie", "hall__venue").filter(pk=show_id).first()
    if show is None:
        raise ShowNotFound(show_id=show_id)
    return show


@dataclass(frozen=True)
class PriceList:
    """What each seat of one show costs; amounts in `currency`."""

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
        return all_in_price(self.base, self.supplements.get(seat_type, Decimal(0)), adjustment)

    def string(self, amount: Decimal) -> str:
        """`amount` with the currency's own number of digits."""
        return money_string(amount, self.currency)


def price_list(show: Show) -> PriceList:
    """The prices of a show, in two queries."""
    venue = show.hall.venue
    return PriceList(
        currency=venue.currency,
        base=show.price,
        supplements=dict(SeatSupplement.objects.filter(venue=venue).values_list("seat_type", "amount")),
        ticket_types=list(TicketType.objects.filter(venue=venue)),
    )
