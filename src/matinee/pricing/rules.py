"""The one formula of a price, and the choice of a card. They need neither database nor clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal


def all_in_price(base: Decimal, supplement: Decimal, adjustment: Decimal, unit: Decimal) -> Decimal:
    """Show price + the seat type's supplement + the ticket type's adjustment, never below zero.

    It is a multiple of `unit`, the currency's smallest amount: the sum of displayed prices is the amount
    charged.
    """
    return max(Decimal(0), base + supplement + adjustment).quantize(unit, ROUND_HALF_UP)


@dataclass(frozen=True)
class Conditions:
    """What a price rule requires of a show. An empty condition is met by every show."""

    rule_id: int
    card_id: int
    hall_id: int | None = None
    weekdays: frozenset[int] = frozenset()
    """From 1 for Monday to 7 for Sunday."""
    starts_from: time | None = None
    starts_before: time | None = None
    """Times of the clock. The span goes over midnight if it does not end later than it begins."""
    first_day: date | None = None
    last_day: date | None = None
    holidays: bool | None = None
    movie_id: int | None = None
    format: str = ""

    @property
    def is_general(self) -> bool:
        """Whether it applies in every hall, to every film and format."""
        return self.hall_id is None and self.movie_id is None and not self.format


@dataclass(frozen=True)
class Occasion:
    """A show, as far as rules are concerned. `day` is the business day, `at` the local time of its start."""

    day: date
    at: time
    is_holiday: bool = False
    hall_id: int | None = None
    movie_id: int | None = None
    format: str = ""


def first_match(rules: Iterable[Conditions], occasion: Occasion) -> Conditions | None:
    """The first rule, in their order, whose conditions the show meets."""
    return next((rule for rule in rules if matches(rule, occasion)), None)


def matches(rule: Conditions, occasion: Occasion) -> bool:
    """Whether a show meets all conditions of a rule."""
    return applies_at(rule, occasion) and (
        rule.hall_id in {None, occasion.hall_id}
        and rule.movie_id in {None, occasion.movie_id}
        and (not rule.format or rule.format.casefold() == occasion.format.casefold())
    )


def applies_at(rule: Conditions, occasion: Occasion) -> bool:
    """Whether a rule applies at this day and time, at least to some shows."""
    return (
        (not rule.weekdays or occasion.day.isoweekday() in rule.weekdays)
        and (rule.first_day is None or rule.first_day <= occasion.day)
        and (rule.last_day is None or occasion.day <= rule.last_day)
        and (rule.holidays is None or rule.holidays == occasion.is_holiday)
        and _in_span(occasion.at, rule.starts_from, rule.starts_before)
    )


def _in_span(at: time, start: time | None, end: time | None) -> bool:
    if start is None or end is None:
        return True
    return start <= at < end if start < end else at >= start or at < end


@dataclass(frozen=True)
class Band:
    """A part of a business day in which the same rule applies to a kind of shows."""

    starts_from: time
    starts_before: time
    """The start of the next business day for the last band."""
    rule: Conditions | None
    """None: no rule applies. This is a gap."""
    special: tuple[Conditions, ...] = ()
    """Rules for some halls, films or formats alone that are tried before it."""


def bands_of_day(rules: Sequence[Conditions], occasion: Occasion, day_starts_at: time) -> list[Band]:
    """Divide a business day into bands, for shows like `occasion` at any time of that day.

    A condition that the occasion leaves open (hall, film, format) makes a rule special.
    """
    ends = {moment for rule in rules for moment in (rule.starts_from, rule.starts_before) if moment}
    starts = sorted({day_starts_at, *ends}, key=lambda moment: (moment < day_starts_at, moment))
    bands: list[Band] = []
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else day_starts_at
        band = _band(rules, _at(occasion, start), start, end)
        if bands and (bands[-1].rule, bands[-1].special) == (band.rule, band.special):
            band = Band(bands.pop().starts_from, end, band.rule, band.special)
        bands.append(band)
    return bands


def _band(rules: Sequence[Conditions], occasion: Occasion, start: time, end: time) -> Band:
    special: list[Conditions] = []
    for rule in rules:
        if matches(rule, occasion):
            return Band(start, end, rule, tuple(special))
        if applies_at(rule, occasion) and _may_match(rule, occasion):
            special.append(rule)
    return Band(start, end, None, tuple(special))


def _may_match(rule: Conditions, occasion: Occasion) -> bool:
    """Whether the rule fails only because the occasion leaves hall, film or format open."""
    return (
        (occasion.hall_id is None or rule.hall_id in {None, occasion.hall_id})
        and (occasion.movie_id is None or rule.movie_id in {None, occasion.movie_id})
        and (not occasion.format or not rule.format or rule.format.casefold() == occasion.format.casefold())
    )


def _at(occasion: Occasion, at: time) -> Occasion:
    return replace(occasion, at=at)
