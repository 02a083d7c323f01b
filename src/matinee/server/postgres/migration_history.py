"""Which version of Matinee made a database, by the migrations that it applied."""

from collections.abc import Collection

from matinee.server.errors import OperatorError

EARLIER = "was made by an earlier development version of Matinee, which this version cannot read"


class OldDatabase(OperatorError):
    """The database has another schema than this version's migrations can continue from."""

    def __init__(self, *, is_embedded: bool) -> None:
        start_over = (
            "This database {}. Start over with: matinee db reset"
            if is_embedded
            else "The database in DATABASE_URL {}. Start over with: "
            'psql "$DATABASE_URL" -c "DROP SCHEMA public CASCADE" -c "CREATE SCHEMA public"'
        )
        super().__init__(start_over.format(EARLIER))


def is_from_earlier_version(applied: Collection[tuple[str, str]]) -> bool:
    """Whether an earlier development version applied these migrations (app, name).

    The migrations were rewritten when prices got a package of their own. Since then, `shows` depends on
    `pricing`.
    """
    return ("shows", "0001_initial") in applied and ("pricing", "0001_initial") not in applied
