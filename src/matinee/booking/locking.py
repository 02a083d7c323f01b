"""The row locks of bookings (B10, B11).

Every transaction locks in the same sequence: the order of a sale, then the show, then seats by ascending id,
each once. A wait longer than LOCK_WAIT_MS ends with Busy. The other row locks are in `fast_hold/*.sql` and
`upkeep.py`.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F, Model, QuerySet

from matinee.booking.errors import SeatNotFound
from matinee.booking.models import Booking
from matinee.core.metrics import LOCK_SECONDS
from matinee.core.problems import Busy
from matinee.runtime.bulkhead import write_permit
from matinee.shows.errors import ShowNotFound
from matinee.shows.models import Show
from matinee.venues.models import Seat

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Model)

ATTEMPTS = 10
"""Nine requests can have added a seat each to a hold of ten seats."""

CHANGED_CONCURRENTLY = (
    "unique_seat_per_show",
    "booking_of_show",
    "booking_of_seat_in_the_shows_hall",
    "order_line_ticket_type_id",
)
"""The constraints that fail if SQL without our locks took a seat (B9) or moved the show (B3), or if staff
deleted a ticket type after it was read."""

LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED, QUERY_CANCELED = "55P03", "40P01", "57014"
LOCK_TIMEOUT = {LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED, QUERY_CANCELED}


class HoldChangedConcurrently(Exception):
    """Another request added to the hold, or used its key, while this one waited. The transaction restarts."""


def locked_transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one transaction that waits at most LOCK_WAIT_MS for each lock.

    It restarts if the hold or a row that it refers to changed concurrently: then the checks find the error.

    Raises: Busy, with nothing changed.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(ATTEMPTS):
            try:
                with write_permit(), busy_after_lock_timeout(), transaction.atomic():
                    limit_lock_waits(settings.LOCK_WAIT_MS)
                    return function(*args, **kwargs)
            except HoldChangedConcurrently:
                continue
            except IntegrityError as error:
                if not any(constraint in str(error) for constraint in CHANGED_CONCURRENTLY):
                    raise
        raise Busy

    return LOCK_SECONDS.labels(function.__name__.lstrip("_")).time()(run)


@contextmanager
def busy_after_lock_timeout() -> Iterator[None]:
    """Turn a lock timeout or a deadlock into Busy.

    Raises: Busy.
    """
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) not in LOCK_TIMEOUT:
            raise
        raise Busy from error


def limit_lock_waits(milliseconds: int) -> None:
    """Limit each lock wait until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{milliseconds}ms"])


def lock_seats(*, show_id: int, seat_ids: Collection[int]) -> list[Seat]:
    """`SELECT … FOR NO KEY UPDATE` on seats of the show's hall and plan, by ascending id (B3, B10, B11).

    NO KEY excludes other bookers as FOR UPDATE does, but does not block the foreign keys of other bookings.

    Raises: SeatNotFound, ShowNotFound.
    """
    seats = list(
        Seat.objects.select_for_update(of=("self",), no_key=True)
        .filter(hall__shows=show_id, plan_version=F("hall__shows__plan_version"), id__in=seat_ids)
        .order_by("id")
    )
    missing = set(seat_ids) - {seat.pk for seat in seats}
    if missing and not Show.objects.filter(pk=show_id).exists():
        raise ShowNotFound(show_id=show_id)
    if missing:
        raise SeatNotFound(seat_ids=sorted(missing))
    return seats


def lock_hold(
    *, hold_id: UUID, show_id: int, seat_ids: Collection[int] = ()
) -> tuple[list[Seat], list[Booking]]:
    """Lock the seats of a hold, and those to be added to it, together; then read the hold's rows (B10).

    Raises: HoldChangedConcurrently, SeatNotFound, ShowNotFound.
    """
    rows = Booking.objects.of_hold(hold_id=hold_id, show_id=show_id)
    before = rows.values_list("seat_id", flat=True)
    seats = lock_seats(show_id=show_id, seat_ids={*seat_ids, *before})
    own = list(rows)
    if not {row.seat_id for row in own} <= {seat.pk for seat in seats}:
        raise HoldChangedConcurrently
    return seats, own


def lock_client(client: int) -> None:
    """Allow one hold of a client at a time until this transaction ends, so that its seats count exactly.

    Called before any row is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [client])


def share_show(show_id: int) -> None:
    """`FOR SHARE` on the show: it cannot be cancelled until this transaction ends (B12)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM show WHERE id = %s FOR SHARE", [show_id])


def lock_shows(shows: QuerySet[Show]) -> list[Show]:
    """`FOR NO KEY UPDATE` on shows, by ascending id: nobody can pay for their seats meanwhile (B13)."""
    return list(shows.select_for_update(of=("self",), no_key=True).order_by("pk"))


def lock_row(rows: QuerySet[M]) -> M | None:
    """`FOR UPDATE` on one row, such as an order, before any seat. None if there is none."""
    return rows.select_for_update(of=("self",)).first()


def lock_show(show_id: int) -> Show:
    """`FOR UPDATE` on the show, for cancelling it (B12).

    Raises: ShowNotFound.
    """
    show = Show.objects.select_for_update().filter(pk=show_id).first()
    if show is None:
        raise ShowNotFound(show_id=show_id)
    return show
