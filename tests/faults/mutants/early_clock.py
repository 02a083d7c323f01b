"""Mutant: reads the clock before it acquires the lock (B2)."""

import threading
from datetime import datetime
from typing import Any

from matinee.booking import services
from matinee.booking.locking import lock_hold
from matinee.core.clock import database_now
from tests.faults.mutants.statements import rewrite

LOCK = "FOR NO KEY UPDATE"

time_before_lock = threading.local()


def mutate() -> None:
    """Read the clock, then lock, then decide by that time. In SQL use the statement's start."""
    rewrite(lambda sql: sql.replace("clock_timestamp()", "statement_timestamp()") if LOCK in sql else sql)

    def read_clock_and_lock(**wanted: Any) -> Any:
        time_before_lock.value = database_now()
        return lock_hold(**wanted)

    def read_time_before_lock() -> datetime:
        moment: datetime = time_before_lock.value
        return moment

    services.lock_hold = read_clock_and_lock  # type: ignore[attr-defined]
    services.database_now = read_time_before_lock  # type: ignore[attr-defined]
