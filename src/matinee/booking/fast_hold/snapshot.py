"""The seats of a request as they are before anything is locked, in one query.

A snapshot grants nothing: the statement and the transaction check again under the lock. It rejects requests
for taken seats, so that no client queues for their locks, and it has the values that `add_seats.sql` needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from time import monotonic
from typing import NamedTuple, cast
from uuid import UUID

from django.conf import settings

from matinee.booking.models import BookingStatus
from matinee.booking.requests import HoldRequest
from matinee.booking.rules import LONGEST_HOLD, Hold, is_available
from matinee.core.money import Money
from matinee.pricing.plan_prices import plan_prices
from matinee.runtime.prepared_statements import array_literal, fetch_all
from matinee.shows.rules import is_on_sale

SNAPSHOT = (files(__package__ or "") / "snapshot.sql").read_text("utf-8")

SHARED_SECONDS = 0.1
"""How long requests for the same stuck seats share one snapshot."""


class ShowRow(NamedTuple):
    """The columns of the show that a hold needs."""

    hall_id: int
    plan_version: int
    status: str
    sales_open_at: datetime
    sales_close_at: datetime
    price: Decimal
    price_card_version_id: int | None
    edition: UUID
    key_is_used: bool
    """Whether an earlier request had the same idempotency key (B15)."""


class SeatRow(NamedTuple):
    """A seat with its booking, if it has one."""

    seat_id: int
    in_service: bool
    status: str | None
    locked_until: datetime | None
    hold_id: UUID | None
    started_at: datetime | None
    extensions: int | None
    frozen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The wanted seats and those of the hold, by id, as the database saw them at `now`."""

    show: ShowRow
    new: Sequence[SeatRow]
    own: Sequence[SeatRow]
    now: datetime

    @property
    def is_ordinary(self) -> bool:
        """Whether the show is on sale, the new seats are in service, and the hold may be added to (B6)."""
        return (
            bool(self.new)
            and not self.show.key_is_used
            and is_on_sale(self.show, self.now)
            and len(self.own) + len(self.new) <= settings.MAX_SEATS_PER_HOLD
            and all(seat.in_service for seat in self.new)
            and all(map(self._may_be_added_to, self.own))
        )

    @property
    def taken(self) -> list[int]:
        """The wanted seats that others have."""
        return [seat.seat_id for seat in self.new if not self._is_available(seat)]

    @property
    def total(self) -> Money:
        """The price of all these seats at the default ticket type."""
        show = self.show
        prices = plan_prices(show.hall_id, show.plan_version, show.edition, show.price_card_version_id)
        return prices.total(show.price, [seat.seat_id for seat in (*self.own, *self.new)])

    def hold_of(self, request: HoldRequest) -> Hold:
        """The request's hold before seats are added."""
        row = self.own[0]
        return Hold(
            bits=request.bits,
            show_id=request.show_id,
            seat_ids=[seat.seat_id for seat in self.own],
            status=BookingStatus.LOCKED,
            locked_until=row.locked_until,
            started_at=cast("datetime", row.started_at),
            extensions=row.extensions or 0,
            frozen=False,
            server_time=self.now,
        )

    def _is_available(self, seat: SeatRow) -> bool:
        return seat.status is None or is_available(seat, self.now)

    def _may_be_added_to(self, seat: SeatRow) -> bool:
        return (
            seat.status == BookingStatus.LOCKED
            and not self._is_available(seat)
            and seat.frozen_at is None
            and seat.started_at is not None
            and seat.locked_until is not None
            and seat.locked_until < seat.started_at + LONGEST_HOLD
        )


def read_snapshot(request: HoldRequest) -> Snapshot | None:
    """Read the request's seats. None if the show, a seat or the hold is not found."""
    hold_id = request.hold_id if request.token else None
    found = fetch_all(
        SNAPSHOT,
        {
            "show": request.show_id,
            "seats": array_literal(request.seat_ids),
            "hold": hold_id,
            "key": request.key.digest if request.key else None,
        },
    )
    after_show = 1 + len(ShowRow._fields)
    seats = [SeatRow._make(row[after_show:]) for row in found]
    own = [seat for seat in seats if hold_id and seat.hold_id == hold_id]
    new = [seat for seat in seats if not hold_id or seat.hold_id != hold_id]
    if not {seat.seat_id for seat in seats}.issuperset(request.seat_ids) or bool(hold_id) != bool(own):
        return None
    return Snapshot(ShowRow._make(found[0][1:after_show]), new, own, found[0][0])


def read_shared_snapshot(request: HoldRequest) -> Snapshot | None:
    """Read the same for a request without a token, at most once per SHARED_SECONDS for the same seats."""
    return _shared_snapshot(request.show_id, tuple(request.seat_ids), int(monotonic() / SHARED_SECONDS))


@lru_cache(100)
def _shared_snapshot(show_id: int, seat_ids: tuple[int, ...], _period: int) -> Snapshot | None:
    return read_snapshot(HoldRequest(show_id, seat_ids))
