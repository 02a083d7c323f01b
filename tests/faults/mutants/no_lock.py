"""Mutant: no SELECT locks a seat (B11). The constraint stays."""

import re

from tests.faults.mutants.statements import rewrite

LOCK = re.compile(r"FOR NO KEY UPDATE( OF \S+)?")


def mutate() -> None:
    """Remove the lock from every statement."""
    rewrite(lambda sql: LOCK.sub("", sql))
