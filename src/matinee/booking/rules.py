"""Decisions about holds that need neither the database nor a clock, numbered as in docs/booking-rules.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, Self, cast
from uuid import UUID

from django.conf import settings

from matinee.booking.errors import ExtensionLimit, TooManySeats
from matinee.booking.models import Booking, BookingStatus
from matinee.booking.tokens import HoldToken
from matinee.core.money import Money

LONGEST_HOLD = timedelta(minutes=60)
"""B6: neither adding nor extending goes past this from the first lock."""

TIME_TO_PAY = timedelta(minutes=10)
"""B13: from the press of Pay."""

TIME_TO_TRY_AGAIN = timedelta(minutes=3)
"""B13: after a declined payment."""

LONGEST_PAYMENT = timedelta(minutes=30)
"""B13: from the first press of Pay."""

MAX_EXTENSIONS = 10
"""B6, after WCAG 2.2.1: a time limit can be extended at least ten times."""


class BookingRow(Protocol):
    """The columns that decide whether a seat is available."""

    @property
    def status(self) -> str | None: ...
    @property
    def locked_until(self) -> datetime | None: ...


@dataclass(frozen=True)
class Hold:
    """The seats of one show that one bearer has, as the database saw them at `server_time`."""

    bits: UUID
    show_id: int
    seat_ids: Sequence[int]
    status: str
    locked_until: datetime | None
    started_at: datetime
    extensions: int
    frozen: bool
    server_time: datetime
    total: Money | None = None
    """The price of the seats at the default ticket type, if the query returned it."""

    @classmethod
    def of(cls, rows: Sequence[Booking], server_time: datetime) -> Self:
        """Describe a hold by its rows: at least one, with the same values except for the seat."""
        row = rows[0]
        return cls(
            bits=cast("UUID", row.hold_bits),
            show_id=row.show_id,
            seat_ids=sorted(row.seat_id for row in rows),
            status=row.status,
            locked_until=row.locked_until,
            started_at=cast("datetime", row.hold_started_at),
            extensions=row.extensions,
            frozen=row.frozen,
            server_time=server_time,
        )

    @property
    def token(self) -> HoldToken:
        """The token of its bearer."""
        return HoldToken(self.bits, self.show_id, self.started_at)

    @property
    def hold_id(self) -> UUID:
        """The hold's id, which contains its show (B15)."""
        return self.token.hold_id

    @property
    def extensions_left(self) -> int:
        """How many more times the bearer may extend the hold (B6)."""
        return MAX_EXTENSIONS - self.extensions


def is_available(row: BookingRow | None, now: datetime) -> bool:
    """B1: no row, or LOCKED with `locked_until <= now`."""
    if row is None:
        return True
    return row.locked_until is not None and row.status == BookingStatus.LOCKED and row.locked_until <= now


def hold_duration() -> timedelta:
    """B2: how long a hold lasts."""
    return timedelta(seconds=settings.HOLD_SECONDS)


def deadline(now: datetime, started_at: datetime, hold_for: timedelta) -> datetime:
    """B2, B6: `hold_for` from now, but never past an hour from the first lock."""
    return min(now + hold_for, started_at + LONGEST_HOLD)


def payment_deadline(
    now: datetime, frozen_at: datetime, locked_until: datetime, at_least: timedelta
) -> datetime:
    """B13: `at_least` from now, but payment keeps a hold alive for half an hour in all."""
    return max(locked_until, min(now + at_least, frozen_at + LONGEST_PAYMENT))


def payment_began(rows: Sequence[Booking]) -> datetime | None:
    """B13: when Pay was first pressed for a hold; None if it never was."""
    return min((row.frozen_at for row in rows if row.frozen_at), default=None)


def extended(hold: Hold, hold_for: timedelta) -> Hold:
    """B6: the hold with a new expiry time and one more extension used.

    Raises: ExtensionLimit, if none is left or the hour is used up.
    """
    until = deadline(hold.server_time, hold.started_at, hold_for)
    gains_nothing = hold.locked_until is not None and until <= hold.locked_until
    if gains_nothing or not hold.extensions_left:
        raise ExtensionLimit(seat_ids=list(hold.seat_ids), extensions_left=hold.extensions_left)
    return replace(hold, locked_until=until, extensions=hold.extensions + 1)


def require_seat_count(seat_ids: Sequence[int], most: int) -> None:
    """B3: 1 to `most` seats, each named once.

    Raises: TooManySeats.
    """
    if len(set(seat_ids)) != len(seat_ids):
        raise TooManySeats(errors={"seat_ids": ["Each seat can be named only once."]})
    if not 1 <= len(seat_ids) <= most:
        raise TooManySeats(errors={"seat_ids": [f"A hold has 1 to {most} seats."]})
