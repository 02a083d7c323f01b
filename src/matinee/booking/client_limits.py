"""Limits on the seats that one client holds at once, so that no script can hold a hall."""

import math
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from matinee.booking import sql
from matinee.booking.errors import TooManyHeld

HELD_BY_CLIENT = sql.statement("held_by_client")
LEFT_BY_OTHERS = sql.statement("left_by_others")


@lru_cache(4096)
def client_number(client: str) -> int:
    """Return a keyed digest of a client's address, so that the tables contain no address."""
    digest = salted_hmac("matinee.client", client, algorithm="sha256").digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def require_client_limits(*, client: int, show_id: int, new: int) -> None:
    """Check that `client` may hold `new` more seats.

    The limits are MAX_SEATS_PER_CLIENT in all, and of one show half of the seats that others left, but always
    as many as one hold may have. The counts are exact under `locking.lock_client`. 0 for MAX_SEATS_PER_CLIENT
    turns both limits off.

    Raises: TooManyHeld.
    """
    most, one_hold = settings.MAX_SEATS_PER_CLIENT, settings.MAX_SEATS_PER_HOLD
    if not most:
        return
    values = {"client": client, "show": show_id}
    with connection.cursor() as cursor:
        cursor.execute(HELD_BY_CLIENT, values)
        held, held_here, seconds = cursor.fetchone()
        is_over = held + new > most
        if not is_over and held_here + new > one_hold:
            cursor.execute(LEFT_BY_OTHERS, values)
            (left,) = cursor.fetchone()
            is_over = held_here + new > max(one_hold, left // 2)
    if is_over:
        raise TooManyHeld(retry_after=max(1, math.ceil(seconds or 0)))
