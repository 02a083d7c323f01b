"""The model of the booking rules with which the booking machine compares the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from matinee.booking.tokens import HoldToken

CENT = Decimal("0.01")


@dataclass
class ModelOrder:
    """An order: the price of each seat with a valid ticket, and the amount of refused refunds."""

    tickets: dict[int, Decimal]
    is_complete: bool = True
    refuses_refunds: bool = False
    refused: Decimal = Decimal(0)
    admitted: set[int] = field(default_factory=set)

    def refund(self, seats: Iterable[int]) -> None:
        """Refund seats. The provider may refuse to pay the amount back."""
        amount = sum((self.tickets.pop(seat) for seat in seats), Decimal(0))
        self.is_complete = False
        self.refused += amount if self.refuses_refunds else Decimal(0)

    @property
    def status(self) -> str:
        """The expected status of the order."""
        if self.refused:
            return "NEEDS_ATTENTION"
        if self.is_complete:
            return "PAID"
        return "PARTLY_REFUNDED" if self.tickets else "REFUNDED"


@dataclass
class ModelHold:
    """A hold. Seats are numbers, times are seconds of the machine's clock."""

    show: int
    started: int
    until: int
    seats: set[int] = field(default_factory=set)
    extensions: int = 0
    paying_since: int | None = None
    order: ModelOrder | None = None

    def hold_again(self, now: int, until: int, seats: set[int]) -> None:
        """Hold seats again after the end of the hold, with the same id and order."""
        self.started, self.until, self.seats = now, until, seats
        self.extensions, self.paying_since = 0, None

    @property
    def booked(self) -> bool:
        """Whether the hold has sold seats."""
        return self.order is not None and bool(self.order.tickets)


@dataclass(frozen=True)
class KeyUse:
    """The request of an Idempotency-Key (B15): show, seats and the extended hold; and the returned hold."""

    show: int
    seats: frozenset[int]
    added_to: HoldToken | None
    returned: HoldToken

    def is_for(self, show: int, seats: Iterable[int], added_to: HoldToken | None) -> bool:
        """Whether the request is the same."""
        return (self.show, self.seats, self.added_to) == (show, frozenset(seats), added_to)


@dataclass
class ModelPrices:
    """The current prices and names of tickets."""

    shows: list[Decimal]
    types: dict[str, tuple[str, Decimal]]
    """Name and adjustment of `adult`, the default, and of `child`."""
    tax_rate: Decimal = Decimal(7)

    def price(self, show: int, ticket_type: str) -> Decimal:
        """The total price of a ticket, at least zero."""
        return max(Decimal(0), self.shows[show] + self.types[ticket_type][1])

    def lines(self, show: int, types: Mapping[int, str]) -> list[tuple[int, str, Decimal, Decimal, Decimal]]:
        """Seat, name, price, tax rate and tax of each ticket."""
        return [
            (seat, self.types[kind][0], price := self.price(show, kind), self.tax_rate, self._tax(price))
            for seat, kind in sorted(types.items())
        ]

    def _tax(self, gross: Decimal) -> Decimal:
        return (gross * self.tax_rate / (100 + self.tax_rate)).quantize(CENT, ROUND_HALF_UP)
