"""The sequential model of one seat: which event may follow in which state (B1, B4, B6, B7, B14, B17)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import NamedTuple

SLACK = 0.05
"""Tolerance in seconds for the estimate of the database's clock."""


class EventKind(StrEnum):
    """A seat's state according to a response."""

    HELD = "held"
    """The hold has the seat, which was available or already its own."""
    EXTENDED = "extended"
    """The hold keeps the seat and gets a new expiry."""
    FROZEN = "frozen"
    """The hold keeps the seat during a payment, after which the seat may become BOOKED or free."""
    BOOKED = "booked"
    """The seat is sold to the hold; it was its own or available."""
    FREED = "freed"
    """The hold released or refunded the seat."""
    NOT_OWNED = "not owned"
    """The hold does not have the seat: released or expired."""
    EXPIRED_ROW_DELETED = "expired row deleted"
    """An expired row was deleted (B8)."""
    OBSERVED_TAKEN = "observed taken"
    """Another hold has the seat."""
    FINALLY_BOOKED = "finally booked"
    """In the final state the seat is sold to the hold."""
    FINALLY_UNSOLD = "finally unsold"
    """In the final state the seat is not sold."""


@dataclass(frozen=True)
class SeatEvent:
    """An event of a seat that took effect once between `start` and `end` of the monotonic clock."""

    kind: EventKind
    hold: str
    start: float
    end: float
    clock: tuple[float, float]
    """The lowest and the highest possible time of the database's clock, as Unix times."""
    until: tuple[float, float] = (inf, inf)
    """The earliest and the latest expiry of the hold after the event."""
    optional: bool = False
    source: int = 0
    """The number of the operation that reported the event."""


class Owner(NamedTuple):
    """Which hold has the seat, its earliest and latest expiry, and whether the seat is sold."""

    hold: str = ""
    """Empty if no hold has the seat."""
    earliest: float = -inf
    latest: float = -inf
    sold: bool = False


FREE = Owner()


@dataclass(frozen=True)
class SeatModel:
    """The transitions of the model; `may_have_ended` contains holds that may have ended without a request.

    Either the order of the hold expired unpaid (B14), or the hold was acknowledged just before the database
    crashed (B16). The value is the time since when.
    """

    may_have_ended: Mapping[str, float]

    def step(self, owner: Owner, event: SeatEvent) -> Iterator[Owner]:
        """The possible owners after the event. Empty if the event is impossible for this owner."""
        own = owner.hold == event.hold
        alive = owner.sold or owner.latest > event.clock[0] - SLACK
        expired = not owner.sold and owner.earliest <= event.clock[1] + SLACK
        over = expired or self.may_have_ended.get(owner.hold, inf) <= event.end
        possible = {
            EventKind.HELD: own or over,
            EventKind.EXTENDED: own and alive,
            EventKind.FROZEN: own and alive,
            EventKind.BOOKED: own or over,
            EventKind.FREED: own and alive,
            EventKind.NOT_OWNED: over or not own,
            EventKind.EXPIRED_ROW_DELETED: expired,
            EventKind.OBSERVED_TAKEN: alive and not own,
            EventKind.FINALLY_BOOKED: own and owner.sold,
            EventKind.FINALLY_UNSOLD: over or not owner.sold,
        }
        if possible[event.kind]:
            yield _after(owner, event)
            if event.kind is EventKind.NOT_OWNED and own:
                # The expired row may remain until the next access, or be deleted (B8).
                yield FREE


def _after(owner: Owner, event: SeatEvent) -> Owner:
    match event.kind:
        case EventKind.HELD | EventKind.EXTENDED:
            return Owner(event.hold, *event.until, sold=event.kind is EventKind.EXTENDED and owner.sold)
        case EventKind.FROZEN:
            # A payment never shortens a hold (B13).
            earliest, latest = map(max, (owner.earliest, owner.latest), event.until)
            return owner._replace(earliest=earliest, latest=latest)
        case EventKind.BOOKED:
            return Owner(event.hold, sold=True)
        case EventKind.FREED | EventKind.EXPIRED_ROW_DELETED:
            return FREE
        case _:
            return owner
