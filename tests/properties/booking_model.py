"""What the rules say that customers have: the dictionary model that the booking machine compares with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from matinee.booking.tokens import HoldToken

CENT = Decimal("0.01")


@dataclass
class ModelOrder:
    """What was sold: the price of each seat with a valid ticket, and what the provider kept."""

    tickets: dict[int, Decimal]
    is_complete: bool = True
    refuses_refunds: bool = False
    refused: Decimal = Decimal(0)
    admitted: set[int] = field(default_factory=set)

    def give_back(self, seats: Iterable[int]) -> None:
        """Refund seats; a provider that refuses keeps their money."""
        amount = sum((self.tickets.pop(seat) for seat in seats), Decimal(0))
        self.is_complete = False
        self.refused += amount if self.refuses_refunds else Decimal(0)

    @property
    def status(self) -> str:
        """The status that the order has."""
        if self.refused:
            return "NEEDS_ATTENTION"
        if self.is_complete:
            return "PAID"
        return "PARTLY_REFUNDED" if self.tickets else "REFUNDED"


@dataclass
class ModelHold:
    """What its bearer has. Seats by number, times in seconds of the machine's clock."""

    show: int
    started: int
    until: int
    seats: set[int] = field(default_factory=set)
    extensions: int = 0
    paying_since: int | None = None
    order: ModelOrder | None = None

    def take_again(self, now: int, until: int, seats: set[int]) -> None:
        """Begin anew, under the same identity and with the order that it has."""
        self.started, self.until, self.seats = now, until, seats
        self.extensions, self.paying_since = 0, None

    @property
    def booked(self) -> bool:
        """Whether it has sold seats."""
        return self.order is not None and bool(self.order.tickets)


@dataclass(frozen=True)
class KeyUse:
    """What an Idempotency-Key was used for (B15): show, seats, the hold that they join; and the hold made."""

    show: int
    seats: frozenset[int]
    joins: HoldToken | None
    made: HoldToken

    def is_for(self, show: int, seats: Iterable[int], joins: HoldToken | None) -> bool:
        """Whether that is the same request."""
        return (self.show, self.seats, self.joins) == (show, frozenset(seats), joins)


@dataclass
class ModelPrices:
    """What tickets cost now, and are called."""

    shows: list[Decimal]
    types: dict[str, tuple[str, Decimal]]
    """Name and adjustment of `adult`, the default, and of `child`."""
    tax_rate: Decimal = Decimal(7)

    def price(self, show: int, ticket_type: str) -> Decimal:
        """All in, never below zero."""
        return max(Decimal(0), self.shows[show] + self.types[ticket_type][1])

    def lines(self, show: int, types: Mapping[int, str]) -> list[tuple[int, str, Decimal, Decimal, Decimal]]:
        """Seat, name, price, tax rate and tax, by seat."""
        return [
            (seat, self.types[kind][0], price := self.price(show, kind), self.tax_rate, self._tax(price))
            for seat, kind in sorted(types.items())
        ]

    def _tax(self, gross: Decimal) -> Decimal:
        return (gross * self.tax_rate / (100 + self.tax_rate)).quantize(CENT, ROUND_HALF_UP)
