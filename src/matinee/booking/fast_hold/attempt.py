"""The short way to a hold, which most take: a look where one would have to wait, then the one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from time import monotonic
from uuid import UUID

from django.conf import settings

from matinee.booking.errors import SeatsTaken
from matinee.booking.fast_hold.snapshot import FirstLook
from matinee.booking.fast_hold.statement import grown_hold, new_hold
from matinee.booking.hold_keys import RequestKey, is_used
from matinee.booking.rules import Hold
from matinee.booking.tokens import HoldToken, new_bits
from matinee.runtime.bulkhead import is_stuck, would_wait, write_permit

LATELY_SECONDS = 0.1


@dataclass(frozen=True)
class Asked:
    """A request to hold seats."""

    show_id: int
    seat_ids: Sequence[int]
    token: HoldToken | None
    idempotency_key: str | None
    client: int | None

    @cached_property
    def bits(self) -> UUID:
        """The random bits of the bearer's hold, or new ones."""
        return self.token.bits if self.token else new_bits()

    @cached_property
    def key(self) -> RequestKey | None:
        """The idempotency key, if the request came with one (B15)."""
        if self.idempotency_key is None:
            return None
        return RequestKey.of(self.idempotency_key, self.show_id, self.seat_ids, self.token)


def hold_at_once(asked: Asked) -> Hold | None:
    """The ordinary case in one statement or two; None for any other, with nothing changed.

    Raises: SeatsTaken, Busy.
    """
    # At the wall, look first: whoever wants a taken seat hears so even where all is stuck (B10).
    if not asked.token and not would_wait(asked.seat_ids) and (hold := _new_hold(asked)):
        return hold
    seen = look(asked)
    if seen is None:
        return None
    if not asked.token:
        hold = _new_hold(asked)
        if hold is None:
            # Lost while it waited. The plain transaction would wait again to find out.
            look(asked)
        return hold
    with write_permit(asked.seat_ids):
        return grown_hold(look=seen, standing=seen.standing(asked.token), client=asked.client, key=asked.key)


def look(asked: Asked) -> FirstLook | None:
    """What is seen without a lock, if it is of the ordinary kind.

    Raises: SeatsTaken.
    """
    seen = _seen(asked)
    if seen is None or not seen.is_ordinary or bool(asked.token) != bool(seen.own):
        return None
    if len(seen.own) + len(seen.new) > settings.MAX_SEATS_PER_HOLD:
        return None
    if seen.taken:
        raise SeatsTaken(seat_ids=seen.taken)
    return seen


def _seen(asked: Asked) -> FirstLook | None:
    if is_stuck(asked.seat_ids) and not asked.token and not (asked.key and is_used(asked.key)):
        return _seen_lately(asked.show_id, tuple(asked.seat_ids), int(monotonic() / LATELY_SECONDS))
    return FirstLook.at(
        show_id=asked.show_id,
        seat_ids=asked.seat_ids,
        hold_id=asked.token.hold_id if asked.token else None,
        key_digest=asked.key.digest if asked.key else None,
    )


@lru_cache(100)
def _seen_lately(show_id: int, seat_ids: tuple[int, ...], _when: int) -> FirstLook | None:
    """One look for all who storm the same seats, while none of them can have them anyway."""
    return FirstLook.at(show_id=show_id, seat_ids=seat_ids, hold_id=None, key_digest=None)


def _new_hold(asked: Asked) -> Hold | None:
    with write_permit(asked.seat_ids):
        return new_hold(
            show_id=asked.show_id,
            seat_ids=asked.seat_ids,
            bits=asked.bits,
            client=asked.client,
            key=asked.key,
        )
