"""Changes of the team: invite, change roles, deactivate."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower

from matinee.audit.services import Actor, record
from matinee.staff.errors import (
    AddressInUse,
    CannotChangeYourself,
    ChangedMeanwhile,
    LastOwner,
    NotPermitted,
)
from matinee.staff.invitation_email import send_after_commit
from matinee.staff.invitations import invite
from matinee.staff.locking import lock_person_and_owners
from matinee.staff.models import RoleGrant, User
from matinee.staff.permissions import Access, Grant, Permission, Role
from matinee.staff.queries import check_venues

PERSON = "person"


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    access: Access,
    email: str,
    first_name: str,
    last_name: str,
    grants: Iterable[Grant],
    language: str,
) -> User:
    """Add a person and invite them. The account has no password until the invitation is accepted.

    The email with the link is in this language.

    Raises: AddressInUse, NotPermitted, Invalid.
    """
    wanted = frozenset(grants)
    _check_grants(access, wanted)
    check_venues((grant.venue_id for grant in wanted), "roles")
    if User.objects.alias(address=Lower("email")).filter(address=email.lower()).exists():
        raise AddressInUse
    person = User.objects.create_user(email, first_name=first_name, last_name=last_name, is_staff=True)
    _store_grants(person, wanted)
    record(actor, "person invited", object_type=PERSON, object_id=person.pk, facts={"after": _json(wanted)})
    send_after_commit(invite(person, actor, language))
    return person


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    access: Access,
    person_id: int,
    version: int,
    first_name: str | None = None,
    last_name: str | None = None,
    is_active: bool | None = None,
    grants: Iterable[Grant] | None = None,
) -> User:
    """Change the name, the roles, or whether the person can sign in. What is None stays.

    To change roles, one needs the right to give those that change; for the rest, all that the person has.

    Raises: PersonNotFound, ChangedMeanwhile, NotPermitted, Invalid, CannotChangeYourself, LastOwner.
    """
    person = lock_person_and_owners(person_id)
    before = grants_of(person)
    wanted = before if grants is None else frozenset(grants)
    will_be_active = person.is_active if is_active is None else is_active
    check_venues((grant.venue_id for grant in wanted), "roles")
    if person.version != version:
        raise ChangedMeanwhile(current={"version": person.version})
    changes_account = (first_name, last_name, is_active) != (None, None, None)
    owned = person.access.grants
    _check_grants(access, (before ^ wanted) | (owned if changes_account else _owner_grants(owned)))
    loses_rights = not will_be_active or not before <= wanted
    if loses_rights and actor.person_id == person.pk:
        raise CannotChangeYourself
    _check_owner_remains(person, wanted if will_be_active else frozenset())
    facts = _changes(person, before, wanted, will_be_active)
    person.first_name = person.first_name if first_name is None else first_name
    person.last_name = person.last_name if last_name is None else last_name
    person.is_active = will_be_active
    person.version = F("version") + 1
    person.save(update_fields=["first_name", "last_name", "is_active", "version"])
    person.refresh_from_db(fields=["version"])
    _store_grants(person, wanted)
    record(actor, "person changed", object_type=PERSON, object_id=person.pk, facts=facts)
    return person


@transaction.atomic
def reset_sign_in(*, actor: Actor, access: Access, person_id: int, language: str) -> User:
    """Invite a person again: the old password and second factor end when the new link is used.

    Raises: PersonNotFound, NotPermitted.
    """
    person = lock_person_and_owners(person_id)
    _check_grants(access, person.access.grants)
    record(actor, "invitation renewed", object_type=PERSON, object_id=person.pk)
    send_after_commit(invite(person, actor, language))
    return person


def grants_of(person: User) -> frozenset[Grant]:
    """The stored roles of a person."""
    return frozenset(one.grant for one in person.role_grants.all())


def _check_grants(access: Access, grants: Iterable[Grant]) -> None:
    for grant in grants:
        if not access.may_grant(grant):
            is_owner = grant.role == Role.OWNER
            raise NotPermitted.needs(Permission.MANAGE_OWNERS if is_owner else Permission.MANAGE_PEOPLE)
    if not access.may_somewhere(Permission.MANAGE_PEOPLE):
        raise NotPermitted.needs(Permission.MANAGE_PEOPLE)


def _owner_grants(grants: Iterable[Grant]) -> frozenset[Grant]:
    """Those that only owners may touch: a person who has one is changed by owners only."""
    return frozenset(grant for grant in grants if grant.role == Role.OWNER)


def _check_owner_remains(person: User, wanted: frozenset[Grant]) -> None:
    """Raises: LastOwner. Call it with all owners locked."""
    everywhere = Grant(Role.OWNER)
    if everywhere not in grants_of(person) or everywhere in wanted:
        return
    others = RoleGrant.objects.filter(role=Role.OWNER, venue=None, user__is_active=True)
    if not others.exclude(user=person).exists():
        raise LastOwner


def _store_grants(person: User, wanted: frozenset[Grant]) -> None:
    stored = {one.grant: one.pk for one in person.role_grants.all()}
    RoleGrant.objects.filter(pk__in=[pk for grant, pk in stored.items() if grant not in wanted]).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(user=person, role=grant.role, venue_id=grant.venue_id) for grant in wanted - stored.keys()
    )


def _changes(
    person: User, before: frozenset[Grant], wanted: frozenset[Grant], will_be_active: bool
) -> dict[str, Any]:
    """What changes, without names and addresses."""
    return {
        "before": {"roles": _json(before), "is_active": person.is_active},
        "after": {"roles": _json(wanted), "is_active": will_be_active},
    }


def _json(grants: Iterable[Grant]) -> list[dict[str, Any]]:
    ordered = sorted(grants, key=lambda one: (one.role, one.venue_id or 0))
    return [{"role": one.role.value, "venue_id": one.venue_id} for one in ordered]
