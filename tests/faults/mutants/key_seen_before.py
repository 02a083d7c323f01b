"""A key is looked up, but not claimed in the hold's own statement: of two requests at once both win (B15)."""

from matinee.booking.fast_hold.statements import WITH_KEY
from tests.faults.mutants.statements import rewrite


def mutate() -> None:
    """Let a hold be made though another request has recorded its key meanwhile."""
    rewrite(lambda sql: sql.replace(WITH_KEY["key_is_new"], "true"))
