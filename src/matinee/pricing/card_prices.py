"""The amounts of a price card's version: plain values, and the JSON that stores them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matinee.core.money import validate_amount
from matinee.core.single_line import single_line
from matinee.venues.models import SeatType

ADJUSTMENT, FIXED = "adjustment", "fixed"
SEAT_TYPE, FORMAT, RUNNING_TIME = "seat-type", "format", "running-time"

MOST_LINES = 200
"""Amounts of a version, so that a row stays small."""

LONGEST_RUNNING_TIME = 1440
"""In minutes, as for a film."""

LONGEST_FORMAT = 40
"""Characters of a format's name."""


@dataclass(frozen=True)
class CardPrices:
    """Everything that a price card adds up to a price. Amounts are in the venue's currency.

    A ticket type costs the show's price and its adjustment. One with a fixed price costs that instead of the
    card's base price. One that is not named costs the show's price. Supplements are added to all of them.
    """

    base: Decimal
    adjustments: Mapping[int, Decimal] = field(default_factory=dict)
    """By id of the ticket type."""
    fixed: Mapping[int, Decimal] = field(default_factory=dict)
    """By id of the ticket type."""
    seat_types: Mapping[str, Decimal] = field(default_factory=dict)
    formats: Mapping[str, Decimal] = field(default_factory=dict)
    running_times: Mapping[int, Decimal] = field(default_factory=dict)
    """By the number of minutes from which the supplement applies."""

    def supplement_of_show(self, screen_format: str, minutes: int) -> Decimal:
        """What a show of this format, with a film of this length, costs in addition to the base price."""
        wanted = screen_format.casefold()
        of_format = next((amount for name, amount in self.formats.items() if name.casefold() == wanted), None)
        reached = [start for start in self.running_times if start <= minutes]
        of_length = self.running_times[max(reached)] if reached else Decimal(0)
        return (of_format or Decimal(0)) + of_length

    def show_price(self, screen_format: str, minutes: int) -> Decimal:
        """The price of such a show before ticket types and seats, never below zero."""
        return max(Decimal(0), self.base + self.supplement_of_show(screen_format, minutes))

    @property
    def lowest_show_price(self) -> Decimal:
        """The price of the cheapest show that can have this card."""
        lowest = [min([Decimal(0), *amounts.values()]) for amounts in (self.formats, self.running_times)]
        return max(Decimal(0), self.base + sum(lowest, Decimal(0)))

    def adjustment_of(self, ticket_type_id: int) -> Decimal:
        """What a ticket type adds to the show's price. A fixed price takes the place of the base price."""
        if ticket_type_id in self.fixed:
            return self.fixed[ticket_type_id] - self.base
        return self.adjustments.get(ticket_type_id, Decimal(0))

    def of_ticket_types(self, ticket_type_ids: Collection[int]) -> "CardPrices":
        """The same amounts without those of other ticket types."""
        adjustments = {pk: one for pk, one in self.adjustments.items() if pk in ticket_type_ids}
        fixed = {pk: one for pk, one in self.fixed.items() if pk in ticket_type_ids}
        return replace(self, adjustments=adjustments, fixed=fixed)

    def json(self) -> list[dict[str, Any]]:
        """The amounts except the base price, as they are stored."""
        return [{"kind": kind, "key": key, "amount": str(amount)} for kind, key, amount in self.lines()]

    @classmethod
    def read(cls, base: Decimal, stored: list[dict[str, Any]]) -> "CardPrices":
        """Read what `json` wrote."""
        by_kind: dict[str, dict[Any, Decimal]] = {}
        for line in stored:
            by_kind.setdefault(line["kind"], {})[line["key"]] = Decimal(line["amount"])
        return cls(
            base=base,
            adjustments=by_kind.get(ADJUSTMENT, {}),
            fixed=by_kind.get(FIXED, {}),
            seat_types=by_kind.get(SEAT_TYPE, {}),
            formats=by_kind.get(FORMAT, {}),
            running_times=by_kind.get(RUNNING_TIME, {}),
        )

    def lines(self) -> Iterator[tuple[str, int | str, Decimal]]:
        """Each amount except the base price, with its kind and what it is for, in a fixed order."""
        kinds: tuple[tuple[str, Mapping[Any, Decimal]], ...] = (
            (ADJUSTMENT, self.adjustments),
            (FIXED, self.fixed),
            (SEAT_TYPE, self.seat_types),
            (FORMAT, self.formats),
            (RUNNING_TIME, self.running_times),
        )
        for kind, amounts in kinds:
            for key in sorted(amounts):
                yield kind, key, amounts[key]


def problems_of(prices: CardPrices, currency: str, ticket_type_ids: frozenset[int]) -> dict[str, list[str]]:
    """What is wrong with these amounts, by field. `ticket_type_ids` are those of the venue."""
    found: dict[str, list[str]] = {}

    def check(name: str, amount: Decimal, *, below_zero: bool = True) -> None:
        try:
            validate_amount(amount, currency)
        except ValidationError as error:
            found.setdefault(name, []).extend(error.messages)
        if amount < 0 and not below_zero:
            found.setdefault(name, []).append(_("This cannot be below zero."))

    check("base", prices.base, below_zero=False)
    fields = {ADJUSTMENT: "ticket_types", FIXED: "ticket_types", SEAT_TYPE: "seat_types"}
    fields |= {FORMAT: "formats", RUNNING_TIME: "running_times"}
    for kind, key, amount in prices.lines():
        check(fields[kind], amount, below_zero=kind != FIXED)
        if problem := _problem_of_key(kind, key, ticket_type_ids):
            found.setdefault(fields[kind], []).append(problem)
    if twice := prices.adjustments.keys() & prices.fixed.keys():
        found.setdefault("ticket_types", []).append(
            _("Ticket type %(id)d has two prices.") % {"id": min(twice)}
        )
    if len({name.casefold() for name in prices.formats}) < len(prices.formats):
        found.setdefault("formats", []).append(_("Each format can be named only once."))
    if len(prices.json()) > MOST_LINES:
        found.setdefault("body", []).append(
            _("A price card has at most %(most)d amounts.") % {"most": MOST_LINES}
        )
    return found


def _problem_of_key(kind: str, key: Any, ticket_type_ids: frozenset[int]) -> str | None:
    if kind in {ADJUSTMENT, FIXED} and key not in ticket_type_ids:
        return _("This cinema has no ticket type %(id)d.") % {"id": key}
    if kind == SEAT_TYPE and key not in SeatType.values:
        return _("There is no seat type %(name)s.") % {"name": key}
    if kind == RUNNING_TIME and not 1 <= key <= LONGEST_RUNNING_TIME:
        return _("Enter 1 to %(most)d minutes.") % {"most": LONGEST_RUNNING_TIME}
    if kind == FORMAT:
        return _problem_of_format(key)
    return None


def _problem_of_format(name: str) -> str | None:
    try:
        single_line(name)
    except ValidationError as error:
        return str(error.messages[0])
    if 0 < len(name) <= LONGEST_FORMAT:
        return None
    return _("Name a format, of at most %(most)d characters.") % {"most": LONGEST_FORMAT}
