"""Rows of shows that are long over move to `booking_archive`, so that `booking` stays as small as what is on.

Orders and tickets stay where they are (B17): they are the history that people ask about.
"""

from collections import Counter
from datetime import datetime, timedelta

from django.db import connection, transaction

from matinee.booking.models import Booking
from matinee.core.clock import database_now
from matinee.runtime.failed_rows.services import each_row
from matinee.shows.models import Show

LOOP = "archive"

OVER_FOR = timedelta(days=30)
"""From the end of a show until its rows may go: no payment that looks for free seats is that late (B14)."""

COLUMNS = ", ".join(str(field.column) for field in Booking._meta.concrete_fields)

# Nobody books seats of a show that is over. What somebody has locked all the same waits for the next run.
MOVE = f"""
WITH moved AS (
    DELETE FROM booking WHERE id IN (
        SELECT id FROM booking WHERE show_id = %s ORDER BY id FOR UPDATE SKIP LOCKED
    )
    RETURNING {COLUMNS}
)
INSERT INTO booking_archive ({COLUMNS}) SELECT {COLUMNS} FROM moved
"""  # noqa: S608 - ours


def archive_shows(*, ended_before: datetime) -> int:
    """Move the rows of all shows that ended before then, and over 30 days ago; give their number.

    Each show is one short transaction, which locks no seat and no show: bookers of other shows don't notice.
    Stopped in between, it goes on where it stopped. A show that fails is set aside.
    """
    before = min(ended_before, database_now() - OVER_FOR)
    over = Show.objects.filter(starts_at__lt=before, ends_at__lt=before, bookings__isnull=False).distinct()
    moved = Counter[int]()

    def move(show_id: int) -> None:
        moved[show_id] = _move(show_id)

    each_row(LOOP, list(over.order_by("pk").values_list("pk", flat=True)), move)
    return moved.total()


@transaction.atomic
def _move(show_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [show_id])
        moved: int = cursor.rowcount
    return moved
