"""A key is looked up, but not claimed in the hold's own statement: of two requests at once both win (B15)."""

from matinee.booking.fast_hold.statement import KEY_IS_OURS
from tests.faults.mutants.statements import rewrite


def mutate() -> None:
    """Let a hold be made though another request has recorded its key meanwhile."""
    rewrite(lambda sql: sql.replace(KEY_IS_OURS, "true"))
