"""The clock is read before the lock is won (B2, house rule "lock, then read the clock")."""

import threading
from datetime import datetime
from typing import Any

from matinee.booking import services
from matinee.booking.locking import lock_hold
from matinee.core.clock import database_now
from tests.faults.mutants.statements import rewrite

LOCK = "FOR NO KEY UPDATE"

before = threading.local()


def mutate() -> None:
    """Read the clock, then lock, then judge by what was read; in one statement, by the time of its start."""
    rewrite(lambda sql: sql.replace("clock_timestamp()", "statement_timestamp()") if LOCK in sql else sql)

    def read_clock_and_lock(**wanted: Any) -> Any:
        before.clock = database_now()
        return lock_hold(**wanted)

    def read_before() -> datetime:
        moment: datetime = before.clock
        return moment

    services.lock_hold = read_clock_and_lock  # type: ignore[attr-defined]
    services.database_now = read_before  # type: ignore[attr-defined]
