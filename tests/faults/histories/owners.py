"""A seat's owners: what may follow upon what (B1, B4, B6, B7, B14, B17)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import NamedTuple

SLACK = 0.05
"""Seconds by which our idea of the database's clock may be wrong."""


class Deed(StrEnum):
    """What an answer says about a seat."""

    HELD = "held"
    """The hold has the seat now: it was available, or the hold's already."""
    EXTENDED = "extended"
    """The hold has the seat and had it before; its clock was set."""
    FROZEN = "frozen"
    """The same, and it is being paid for: it may turn into BOOKED, or go, by itself."""
    BOOKED = "booked"
    """Sold: the seat was the hold's or available."""
    FREED = "freed"
    """The hold had the seat and gave it back."""
    NOT_OWN = "not own"
    """The hold does not have the seat: it gave it back, or its time has run out."""
    WIPED = "wiped"
    """Somebody deleted rows whose time had run out (B8)."""
    SEEN_TAKEN = "seen taken"
    """Somebody else has the seat."""
    SEEN_BOOKED = "seen booked"
    """At the end, in the books: sold to the hold."""
    SEEN_UNSOLD = "seen unsold"
    """At the end, in the books: sold to nobody."""


@dataclass(frozen=True)
class SeatEvent:
    """Something that happened to a seat at one moment from `start` to `end`, by the monotonic clock."""

    deed: Deed
    hold: str
    start: float
    end: float
    clock: tuple[float, float]
    """Between what the database's clock can have shown then, as Unix times."""
    until: tuple[float, float] = (inf, inf)
    """From when to when the hold's time runs out after that."""
    optional: bool = False
    source: int = 0
    """The number of the operation that tells of it."""


class Owner(NamedTuple):
    """Which hold has the seat, until when at the least and at the most, and whether it is sold."""

    hold: str = ""
    """Empty for none, whose time ran out long ago."""
    least: float = -inf
    most: float = -inf
    sold: bool = False


FREE = Owner()


@dataclass(frozen=True)
class Rules:
    """What may follow upon what; `gone` are the holds that may have ended by themselves, and since when.

    Either their payment came to nothing, so that the house let the seats go (B14), or they were acknowledged
    just before the database crashed (B16).
    """

    gone: Mapping[str, float]

    def step(self, owner: Owner, event: SeatEvent) -> Iterator[Owner]:
        """Whose the seat can be after the event; nothing if it cannot have happened to that owner."""
        own = owner.hold == event.hold
        alive = owner.sold or owner.most > event.clock[0] - SLACK
        ran_out = not owner.sold and owner.least <= event.clock[1] + SLACK
        over = ran_out or self.gone.get(owner.hold, inf) <= event.end
        possible = {
            Deed.HELD: own or over,
            Deed.EXTENDED: own and alive,
            Deed.FROZEN: own and alive,
            Deed.BOOKED: own or over,
            Deed.FREED: own and alive,
            Deed.NOT_OWN: over or not own,
            Deed.WIPED: ran_out,
            Deed.SEEN_TAKEN: alive and not own,
            Deed.SEEN_BOOKED: own and owner.sold,
            Deed.SEEN_UNSOLD: over or not owner.sold,
        }
        if possible[event.deed]:
            yield _after(owner, event)
            if event.deed is Deed.NOT_OWN and own:
                # Its row may stand until the next access, or be wiped (B8).
                yield FREE


def _after(owner: Owner, event: SeatEvent) -> Owner:
    match event.deed:
        case Deed.HELD | Deed.EXTENDED:
            return Owner(event.hold, *event.until, sold=event.deed is Deed.EXTENDED and owner.sold)
        case Deed.FROZEN:
            # Paying never takes time away (B13).
            least, most = map(max, (owner.least, owner.most), event.until)
            return owner._replace(least=least, most=most)
        case Deed.BOOKED:
            return Owner(event.hold, sold=True)
        case Deed.FREED | Deed.WIPED:
            return FREE
        case _:
            return owner
