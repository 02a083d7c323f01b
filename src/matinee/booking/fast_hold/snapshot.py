"""What a wish for seats looks like before anything is locked: one query for all that is judged and told.

Nothing is given on its word. It answers for seats that somebody has, so that a rush on one seat never queues
for its lock, and it brings what the one statement of a hold needs. Whatever is out of the ordinary is left to
the plain transaction, which judges again under the lock (decision 0017).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, Self
from uuid import UUID

from matinee.booking.models import BookingStatus
from matinee.booking.rules import LONGEST_HOLD, Hold, is_available
from matinee.booking.tokens import HoldToken
from matinee.core.money import Money
from matinee.pricing.plan_prices import plan_prices
from matinee.runtime.prepared_statements import array_literal, fetch_all
from matinee.shows.rules import is_on_sale

LOOK = """
SELECT clock_timestamp(),
       show.hall_id, show.plan_version, show.status, show.sales_open_at, show.sales_close_at,
       show.price, edition,
       %(key)s::bytea IS NOT NULL AND EXISTS (SELECT FROM hold_key WHERE key_digest = %(key)s::bytea),
       seat.id, seat.in_service,
       booking.status, booking.locked_until, booking.hold_id,
       booking.hold_started_at, booking.extensions, booking.frozen_at
FROM show
JOIN plan_edition USING (hall_id, plan_version)
JOIN seat ON seat.hall_id = show.hall_id AND seat.plan_version = show.plan_version AND seat.id = ANY(
    %(seats)s::bigint[] || ARRAY(SELECT seat_id FROM booking WHERE hold_id = %(hold)s AND show_id = %(show)s)
)
LEFT JOIN booking ON booking.show_id = show.id AND booking.seat_id = seat.id
WHERE show.id = %(show)s
ORDER BY seat.id
"""


class SeenShow(NamedTuple):
    """What of the show matters to a hold."""

    hall_id: int
    plan_version: int
    status: str
    sales_open_at: datetime
    sales_close_at: datetime
    price: Decimal
    edition: UUID
    key_is_used: bool
    """Whether an earlier request came with the same idempotency key (B15)."""


class SeenSeat(NamedTuple):
    """A seat and who has it."""

    seat_id: int
    in_service: bool
    status: str
    locked_until: datetime | None
    hold_id: UUID | None
    started_at: datetime | None
    extensions: int | None
    frozen_at: datetime | None


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The wanted seats and those of the hold already, by id, as the database saw them at `now`."""

    show: SeenShow
    new: Sequence[SeenSeat]
    own: Sequence[SeenSeat]
    now: datetime

    @classmethod
    def at(
        cls, *, show_id: int, seat_ids: Collection[int], hold_id: UUID | None, key_digest: str | None
    ) -> Self | None:
        """Look; None where a seat or the show is not to be found. `hold_id` is the bearer's hold, if any."""
        found = fetch_all(
            LOOK, {"show": show_id, "seats": array_literal(seat_ids), "hold": hold_id, "key": key_digest}
        )
        after_show = 1 + len(SeenShow._fields)
        seats = [SeenSeat._make(row[after_show:]) for row in found]
        own = [seat for seat in seats if hold_id and seat.hold_id == hold_id]
        new = [seat for seat in seats if not hold_id or seat.hold_id != hold_id]
        if not {seat.seat_id for seat in seats}.issuperset(seat_ids):
            return None
        return cls(SeenShow._make(found[0][1:after_show]), new, own, found[0][0])

    @property
    def is_ordinary(self) -> bool:
        """New seats in service of a show on sale, for nobody yet or for a hold that may simply grow (B6)."""
        return (
            bool(self.new)
            and not self.show.key_is_used
            and is_on_sale(self.show, self.now)
            and all(seat.in_service for seat in self.new)
            and all(map(self._may_grow, self.own))
        )

    @property
    def taken(self) -> list[int]:
        """The wanted seats that others have."""
        return [seat.seat_id for seat in self.new if not self._is_available(seat)]

    def standing(self, token: HoldToken) -> Hold:
        """The bearer's hold as it may grow."""
        row = self.own[0]
        return Hold(
            bits=token.bits,
            show_id=token.show_id,
            seat_ids=[seat.seat_id for seat in self.own],
            status=BookingStatus.LOCKED,
            locked_until=row.locked_until,
            started_at=row.started_at or token.started_at,
            extensions=row.extensions or 0,
            frozen=False,
            server_time=self.now,
        )

    @property
    def total(self) -> Money:
        """What all these seats cost at the default ticket type."""
        show = self.show
        prices = plan_prices(show.hall_id, show.plan_version, show.edition)
        return prices.total(show.price, [seat.seat_id for seat in (*self.own, *self.new)])

    def _is_available(self, seat: SeenSeat) -> bool:
        return is_available(seat if seat.status else None, self.now)

    def _may_grow(self, seat: SeenSeat) -> bool:
        return (
            seat.status == BookingStatus.LOCKED
            and not self._is_available(seat)
            and seat.frozen_at is None
            and seat.started_at is not None
            and seat.locked_until is not None
            and seat.locked_until < seat.started_at + LONGEST_HOLD
        )
