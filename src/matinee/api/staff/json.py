"""JSON of several endpoints for staff."""

from collections.abc import Iterable

from matinee.api.staff.shapes import GrantShape
from matinee.staff.permissions import Grant


def grants_json(grants: Iterable[Grant]) -> list[GrantShape]:
    """The roles, in a fixed order."""
    ordered = sorted(grants, key=lambda one: (one.role, one.venue_id or 0))
    return [{"role": one.role.value, "venue_id": one.venue_id} for one in ordered]
