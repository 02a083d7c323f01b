"""Mutant: no constraint and no lock. Each alone ensures one owner of a seat (B9, tests/races)."""

import re

from tests.faults.mutants import no_lock
from tests.faults.mutants.statements import rewrite

SCHEMA = "ALTER TABLE booking DROP CONSTRAINT unique_seat_per_show"
ON_CONFLICT = re.compile(r"ON CONFLICT \(show_id, seat_id\) DO UPDATE SET.*?(?=RETURNING)", re.DOTALL)


def mutate() -> None:
    """Remove the lock and ON CONFLICT. The test drops the constraint from the schema."""
    no_lock.mutate()
    rewrite(lambda sql: ON_CONFLICT.sub("", sql))
