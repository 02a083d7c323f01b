"""The row locks of people: the person who is changed, and all owners, in ascending order."""

from django.db.models import Exists, OuterRef, Q

from matinee.staff.errors import PersonNotFound
from matinee.staff.models import RoleGrant, User
from matinee.staff.permissions import Role


def lock_person_and_owners(person_id: int) -> User:
    """Lock them until the end of the transaction, so that two owners cannot remove each other.

    Raises: PersonNotFound.
    """
    owner = RoleGrant.objects.filter(user=OuterRef("pk"), role=Role.OWNER, venue=None)
    people = User.objects.select_for_update(no_key=True).filter(Q(pk=person_id) | Exists(owner))
    person = next((one for one in people.order_by("pk") if one.pk == person_id), None)
    if person is None:
        raise PersonNotFound
    return person
