"""Reads of the team."""

from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices

from matinee.audit.models import AuditEntry
from matinee.audit.services import Actor
from matinee.staff.errors import PersonNotFound
from matinee.staff.models import ApiKey, ApprovalPin, RoleGrant, User
from matinee.staff.permissions import Access, Permission

Rows = TypeVar("Rows", bound=QuerySet[Any])


def at_venues_of(access: Access, permission: Permission, rows: Rows, venue: str = "venue") -> Rows:
    """The rows of the venues where the access has the permission. `venue` is the lookup of a row's venue."""
    venue_ids = access.venue_ids(permission)
    return rows if venue_ids is None else rows.filter(**{f"{venue}__in": venue_ids})


class PersonState(TextChoices):
    """Whether a person can sign in."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


def state_of(person: User) -> PersonState:
    """Whether a person can sign in. An account whose password is reset is not invited again."""
    if not person.is_active:
        return PersonState.DEACTIVATED
    return PersonState.ACTIVE if person.has_usable_password() else PersonState.INVITED


class PinState(TextChoices):
    """Whether a person has an approval PIN that works."""

    NONE = "none"
    SET = "set"
    LOCKED = "locked"


def pin_state_of(person: User) -> PinState:
    """Whether a person has an approval PIN that works."""
    pin: ApprovalPin | None = getattr(person, "approval_pin", None)
    if pin is None:
        return PinState.NONE
    return PinState.LOCKED if pin.is_locked else PinState.SET


def people_visible_to(access: Access) -> QuerySet[User]:
    """The people with a role at a venue whose people the access manages, or at all venues."""
    people = User.objects.select_related("approval_pin").prefetch_related("role_grants")
    venue_ids = access.venue_ids(Permission.MANAGE_PEOPLE)
    if venue_ids is None:
        return people
    there = RoleGrant.objects.filter(Q(venue=None) | Q(venue__in=venue_ids), user=OuterRef("pk"))
    return people.filter(Exists(there))


def person_visible_to(access: Access, person_id: int) -> User:
    """A person of that list.

    Raises: PersonNotFound.
    """
    person = people_visible_to(access).filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound
    return person


def api_keys_visible_to(access: Access) -> QuerySet[ApiKey]:
    """The keys for venues whose keys the access manages."""
    return at_venues_of(access, Permission.MANAGE_API_KEYS, ApiKey.objects.all())


def audit_visible_to(access: Access, venue_id: int | None = None) -> QuerySet[AuditEntry]:
    """The audit trail of the venues that the access may read, of one of them where given."""
    entries = at_venues_of(access, Permission.READ_AUDIT, AuditEntry.objects.all(), "venue_id")
    return entries if venue_id is None else entries.filter(venue_id=venue_id)


def access_of(actor: Actor) -> Access:
    """What an actor may do now. A command on the server may do everything."""
    if actor.person_id is not None:
        person = User.objects.filter(pk=actor.person_id, is_active=True).first()
        return person.access if person else Access.of([])
    if actor.api_key_id is not None:
        key = ApiKey.objects.filter(pk=actor.api_key_id, revoked_at=None).first()
        return Access.of([key.grant] if key else [], is_program=True)
    return Access.of_administrator()


def names_of(person_ids: set[int]) -> dict[int, str]:
    """The names of people, or their addresses where they have none."""
    people = User.objects.filter(pk__in=person_ids)
    return {person.pk: person.get_full_name() or person.email for person in people}
