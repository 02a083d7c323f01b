"""How much one client may hold at once, so that no script can hold a hall."""

import math
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from matinee.booking.errors import TooManyHeld

HELD = """
SELECT count(*), count(*) FILTER (WHERE show_id = %(show)s),
    extract(epoch FROM min(locked_until) - clock_timestamp())
FROM booking
WHERE client = %(client)s AND status = 'LOCKED' AND locked_until > clock_timestamp()
"""

LEFT_BY_OTHERS = """
SELECT count(*) FROM seat JOIN show USING (hall_id, plan_version)
WHERE show.id = %(show)s AND in_service AND NOT EXISTS (
    SELECT FROM booking
    WHERE show_id = %(show)s AND seat_id = seat.id
        AND (status = 'BOOKED'
            OR locked_until > clock_timestamp() AND client IS DISTINCT FROM %(client)s))
"""


@lru_cache(4096)
def client_number(client: str) -> int:
    """A keyed digest of a client's address, as the books have it: nobody reads an address there."""
    digest = salted_hmac("matinee.client", client, algorithm="sha256").digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def refuse_too_many_held(*, client: int, show_id: int, new: int) -> None:
    """With `new` more, `client` may hold MAX_SEATS_PER_CLIENT seats, and half of what others left of a show.

    So the fuller a show is, the fewer; but always as many as one hold may have. Exact under
    `locking.lock_client`. 0 for MAX_SEATS_PER_CLIENT turns both off.

    Raises: TooManyHeld.
    """
    most, one_hold = settings.MAX_SEATS_PER_CLIENT, settings.MAX_SEATS_PER_HOLD
    if not most:
        return
    names = {"client": client, "show": show_id}
    with connection.cursor() as cursor:
        cursor.execute(HELD, names)
        held, held_here, seconds = cursor.fetchone()
        too_many = held + new > most
        if not too_many and held_here + new > one_hold:
            cursor.execute(LEFT_BY_OTHERS, names)
            (left,) = cursor.fetchone()
            too_many = held_here + new > max(one_hold, left // 2)
    if too_many:
        raise TooManyHeld(retry_after=max(1, math.ceil(seconds or 0)))
