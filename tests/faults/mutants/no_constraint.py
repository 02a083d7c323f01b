"""The constraint is removed, and the lock with it: each alone keeps a seat to one owner (B9, tests/races)."""

import re

from tests.faults.mutants import no_lock
from tests.faults.mutants.statements import rewrite

SCHEMA = "ALTER TABLE booking DROP CONSTRAINT unique_seat_per_show"
REFEREE = re.compile(r"ON CONFLICT \(show_id, seat_id\) DO UPDATE SET.*?(?=RETURNING)", re.DOTALL)


def mutate() -> None:
    """Leave the lock out, and what rests on the constraint; the constraint is out of the schema."""
    no_lock.mutate()
    rewrite(lambda sql: REFEREE.sub("", sql))
