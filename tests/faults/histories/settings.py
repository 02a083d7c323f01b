"""What staff had set, and when: a request may have been judged by anything that was so while it lasted."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from math import inf
from typing import Any, NamedTuple

from tests.faults.histories.history import Change
from tests.faults.histories.programme import Programme


class Span(NamedTuple):
    """Seconds of the monotonic clock."""

    start: float
    end: float


class Type(NamedTuple):
    """A ticket type as it was for a while."""

    name: str
    adjustment: Decimal


class Settings:
    """Everything that staff can change, as it was at the start and by each change."""

    def __init__(self, programme: Programme, changes: Iterable[Change]) -> None:
        self.programme = programme
        self._at_first: dict[str, Any] = {"supplement": programme.supplement, "tax rate": programme.tax_rate}
        for show in programme.shows:
            self._at_first |= {
                f"price of show {show.id}": show.price,
                f"sales of show {show.id}": "open",
                f"status of show {show.id}": "SCHEDULED",
                f"hall of show {show.id}": show.hall,
            }
        self._at_first |= {f"ticket type {pk}": about for pk, about in programme.types.items()}
        self._at_first |= {f"service of seat {seat}": True for seat in programme.seats}
        self._changes: dict[str, list[Change]] = {}
        for change in changes:
            self._changes.setdefault(change.subject, []).append(change)

    def possible(self, subject: str, span: Span) -> list[Any]:
        """What may have been set at some moment of the span, the oldest first; changes follow each other."""
        changes = self._changes.get(subject, [])
        values = [self._at_first.get(subject), *(change.value for change in changes)]
        starts = [-inf, *(change.start for change in changes)]
        ends = [*(change.end for change in changes), inf]
        return [
            value
            for value, start, end in zip(values, starts, ends, strict=True)
            if start <= span.end and span.start <= end
        ]

    def prices(self, show: int, span: Span) -> list[Decimal]:
        """What the show may have cost, before supplement and ticket type."""
        return [Decimal(price) for price in self.possible(f"price of show {show}", span)]

    def types(self, pk: int | None, span: Span) -> list[Type]:
        """What a ticket type may have been; the venue's first if none is named. Empty if it was not there."""
        found = self.possible(f"ticket type {pk or self.default_type}", span)
        return [Type(value[0], Decimal(value[1])) for value in found if value]

    def tax_rates(self, span: Span) -> list[Decimal]:
        """Per cent."""
        return [Decimal(rate) for rate in self.possible("tax rate", span)]

    @property
    def default_type(self) -> int:
        """The ticket type of seats for which none is named."""
        return min(self.programme.types)

    def seat_price(self, seat: int, base: Decimal, supplement: Decimal, adjustment: Decimal) -> Decimal:
        """The all-in price, never below zero."""
        extra = supplement if seat in self.programme.premium else Decimal(0)
        return max(Decimal(0), base + extra + adjustment)

    def seat_prices(self, seat: int, show: int, pk: int | None, span: Span) -> set[Decimal]:
        """What a ticket for a seat may have cost."""
        return {
            self.seat_price(seat, base, supplement, one.adjustment)
            for base, supplement, one in product(
                self.prices(show, span), self._supplements(span), self.types(pk, span)
            )
        }

    def totals(self, seats: Sequence[int], show: int, span: Span) -> set[Decimal]:
        """What seats may have cost together at the default ticket type."""
        return {
            sum((self.seat_price(seat, base, supplement, one.adjustment) for seat in seats), Decimal(0))
            for base, supplement, one in product(
                self.prices(show, span), self._supplements(span), self.types(None, span)
            )
        }

    def _supplements(self, span: Span) -> Iterator[Decimal]:
        return (Decimal(amount) for amount in self.possible("supplement", span))
