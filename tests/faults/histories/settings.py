"""The settings of staff over time. A request may have been decided by any setting during its interval."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from math import inf
from typing import Any, NamedTuple

from tests.faults.histories.history import Change
from tests.faults.histories.programme import Programme


class Span(NamedTuple):
    """An interval of the monotonic clock, in seconds."""

    start: float
    end: float


class Type(NamedTuple):
    """One version of a ticket type."""

    name: str
    adjustment: Decimal


class Settings:
    """The initial value and all changes of everything that staff can change."""

    def __init__(self, programme: Programme, changes: Iterable[Change]) -> None:
        self.programme = programme
        self._initial: dict[str, Any] = {"supplement": programme.supplement, "tax rate": programme.tax_rate}
        for show in programme.shows:
            self._initial |= {
                f"price of show {show.id}": show.price,
                f"sales of show {show.id}": "open",
                f"status of show {show.id}": "SCHEDULED",
                f"hall of show {show.id}": show.hall,
            }
        self._initial |= {f"ticket type {pk}": about for pk, about in programme.types.items()}
        self._initial |= {f"service of seat {seat}": True for seat in programme.seats}
        self._changes: dict[str, list[Change]] = {}
        for change in changes:
            self._changes.setdefault(change.subject, []).append(change)

    def possible(self, subject: str, span: Span) -> list[Any]:
        """The possible values during the span, the oldest first. Changes of one subject do not overlap."""
        changes = self._changes.get(subject, [])
        values = [self._initial.get(subject), *(change.value for change in changes)]
        starts = [-inf, *(change.start for change in changes)]
        ends = [*(change.end for change in changes), inf]
        return [
            value
            for value, start, end in zip(values, starts, ends, strict=True)
            if start <= span.end and span.start <= end
        ]

    def prices(self, show: int, span: Span) -> list[Decimal]:
        """The possible prices of the show, without supplement and ticket type."""
        return [Decimal(price) for price in self.possible(f"price of show {show}", span)]

    def types(self, pk: int | None, span: Span) -> list[Type]:
        """The possible versions of a ticket type, by default the venue's first. Empty if it did not exist."""
        found = self.possible(f"ticket type {pk or self.default_type}", span)
        return [Type(value[0], Decimal(value[1])) for value in found if value]

    def tax_rates(self, span: Span) -> list[Decimal]:
        """The possible tax rates, in per cent."""
        return [Decimal(rate) for rate in self.possible("tax rate", span)]

    @property
    def default_type(self) -> int:
        """The ticket type of seats without a requested one."""
        return min(self.programme.types)

    def seat_price(self, seat: int, base: Decimal, supplement: Decimal, adjustment: Decimal) -> Decimal:
        """The all-in price, never below zero."""
        extra = supplement if seat in self.programme.premium else Decimal(0)
        return max(Decimal(0), base + extra + adjustment)

    def seat_prices(self, seat: int, show: int, pk: int | None, span: Span) -> set[Decimal]:
        """The possible prices of a ticket for a seat."""
        return {
            self.seat_price(seat, base, supplement, one.adjustment)
            for base, supplement, one in product(
                self.prices(show, span), self._supplements(span), self.types(pk, span)
            )
        }

    def totals(self, seats: Sequence[int], show: int, span: Span) -> set[Decimal]:
        """The possible totals of seats with the default ticket type."""
        return {
            sum((self.seat_price(seat, base, supplement, one.adjustment) for seat in seats), Decimal(0))
            for base, supplement, one in product(
                self.prices(show, span), self._supplements(span), self.types(None, span)
            )
        }

    def _supplements(self, span: Span) -> Iterator[Decimal]:
        return (Decimal(amount) for amount in self.possible("supplement", span))
