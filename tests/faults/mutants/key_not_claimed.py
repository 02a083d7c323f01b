"""Mutant: does not claim a key, so that two concurrent requests with one key both hold seats (B15)."""

from matinee.booking.fast_hold.statements import WITH_KEY
from tests.faults.mutants.statements import rewrite


def mutate() -> None:
    """Create a hold even if a concurrent request has recorded the key."""
    rewrite(lambda sql: sql.replace(WITH_KEY["key_is_new"], "true"))
