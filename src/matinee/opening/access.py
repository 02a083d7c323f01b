"""The right of an actor at a venue, read in the transaction of the action."""

from matinee.audit.services import Actor
from matinee.staff.errors import NotPermitted
from matinee.staff.permissions import Permission
from matinee.staff.queries import access_of


def require(actor: Actor, permission: Permission, venue_id: int | None) -> None:
    """Check the permission at a venue; without one, at all venues. Call it after the lock.

    Raises: NotPermitted.
    """
    if not access_of(actor).may(permission, venue_id):
        raise NotPermitted.needs(permission)
