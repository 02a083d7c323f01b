"""Changes of the team: invite, change roles, deactivate. The rights of the actor are read under the lock."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Lower

from matinee.audit.services import Actor, record
from matinee.core.email_address import comparison_form
from matinee.staff.errors import (
    AddressInUse,
    AdministratorAccount,
    CannotChangeYourself,
    ChangedMeanwhile,
    LastOwner,
    NotPermitted,
)
from matinee.staff.invitation_email import send_after_commit
from matinee.staff.invitations import invite
from matinee.staff.locking import lock_person_and_owners, lock_venues
from matinee.staff.models import ApprovalPin, RoleGrant, User
from matinee.staff.permissions import Access, Grant, Permission, Role, grants_json
from matinee.staff.queries import access_of, people_visible_to

PERSON = "person"
NO_PASSWORD = "!"  # noqa: S105 - the beginning of the hash of an account without a password


@transaction.atomic
def add_person(
    *,
    actor: Actor,
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
    lock_venues((grant.venue_id for grant in wanted), "roles")
    access = access_of(actor)
    _check_grants(access, wanted)
    person = _create(access, email, first_name, last_name)
    _store_grants(person, wanted)
    _record(actor, "person invited", person, wanted, {"after": {"roles": grants_json(wanted)}})
    send_after_commit(invite(person=person, actor=actor, language=language))
    return person


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    person_id: int,
    version: int,
    first_name: str | None = None,
    last_name: str | None = None,
    is_active: bool | None = None,
    grants: Iterable[Grant] | None = None,
) -> User:
    """Change the name, the roles, or whether the person can sign in. What is None stays.

    To change roles, one needs the right to give those that change; for the rest, all that the person has.

    Raises: PersonNotFound, ChangedMeanwhile, NotPermitted, AdministratorAccount, Invalid,
    CannotChangeYourself, LastOwner.
    """
    person = lock_person_and_owners(person_id)
    before = grants_of(person)
    wanted = before if grants is None else frozenset(grants)
    will_be_active = person.is_active if is_active is None else is_active
    lock_venues((grant.venue_id for grant in wanted - before), "roles")
    if person.version != version:
        raise ChangedMeanwhile(current={"version": person.version})
    changes_account = (first_name, last_name, is_active) != (None, None, None)
    _check_rights(access_of(actor), person, (before ^ wanted) | (before if changes_account else frozenset()))
    loses_rights = not will_be_active or not before <= wanted
    if loses_rights and actor.person_id == person.pk:
        raise CannotChangeYourself
    _check_owner_remains(person, before, wanted if will_be_active else frozenset())
    facts = _changes(person, before, wanted, will_be_active)
    person.first_name = person.first_name if first_name is None else first_name
    person.last_name = person.last_name if last_name is None else last_name
    person.is_active = will_be_active
    person.version = F("version") + 1
    person.save(update_fields=["first_name", "last_name", "is_active", "version"])
    _store_grants(person, wanted)
    _record(actor, "person changed", person, before | wanted, facts)
    person.refresh_from_db()
    return person


@transaction.atomic
def reset_sign_in(*, actor: Actor, person_id: int, language: str) -> User:
    """Invite a person again: the old password and second factor end when the new link is used.

    Not oneself: a session that was left open must not replace password and second factor.

    Raises: PersonNotFound, NotPermitted, AdministratorAccount, CannotChangeYourself.
    """
    person = lock_person_and_owners(person_id)
    grants = grants_of(person)
    _check_rights(access_of(actor), person, grants)
    if actor.person_id == person.pk:
        raise CannotChangeYourself
    _record(actor, "invitation renewed", person, grants, {})
    send_after_commit(invite(person=person, actor=actor, language=language))
    return person


@transaction.atomic
def remove_approval_pin(*, actor: Actor, person_id: int) -> User:
    """Remove the approval PIN of a person, locked or not. They can set a new one with their password.

    A person without a PIN stays as they are.

    Raises: PersonNotFound, NotPermitted, AdministratorAccount.
    """
    person = lock_person_and_owners(person_id)
    grants = grants_of(person)
    _check_rights(access_of(actor), person, grants)
    if ApprovalPin.objects.filter(user=person).delete()[0]:
        _record(actor, "approval pin removed", person, grants, {})
    return person


def grants_of(person: User) -> frozenset[Grant]:
    """The stored roles of a person."""
    return frozenset(one.grant for one in RoleGrant.objects.filter(user=person))


def _create(access: Access, email: str, first_name: str, last_name: str) -> User:
    """Raises: AddressInUse, with the person if the access can see them."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, first_name=first_name, last_name=last_name)
    except (ValidationError, IntegrityError) as error:
        same = people_visible_to(access).alias(address=Lower("email")).filter(address=comparison_form(email))
        raise AddressInUse(person_id=same.values_list("pk", flat=True).first()) from error


def _check_rights(access: Access, person: User, grants: frozenset[Grant]) -> None:
    """Check the right to change this person, and these roles.

    Raises: NotPermitted, AdministratorAccount.
    """
    _check_grants(access, grants | {one for one in grants_of(person) if one.role == Role.OWNER})
    if person.is_administrator and not access.is_administrator:
        raise AdministratorAccount


def _check_grants(access: Access, grants: Iterable[Grant]) -> None:
    for grant in grants:
        if not access.may_grant(grant):
            is_owner = grant.role == Role.OWNER
            raise NotPermitted.needs(Permission.MANAGE_OWNERS if is_owner else Permission.MANAGE_PEOPLE)
    if not access.may_somewhere(Permission.MANAGE_PEOPLE):
        raise NotPermitted.needs(Permission.MANAGE_PEOPLE)


def _check_owner_remains(person: User, before: frozenset[Grant], after: frozenset[Grant]) -> None:
    """Raises: LastOwner, unless another owner of all venues can sign in. Call it with all owners locked."""
    everywhere = Grant(Role.OWNER)
    if everywhere not in before or everywhere in after:
        return
    owners = RoleGrant.objects.filter(role=Role.OWNER, venue=None, user__is_active=True)
    if not owners.exclude(user=person).exclude(user__password__startswith=NO_PASSWORD).exists():
        raise LastOwner


def _store_grants(person: User, wanted: frozenset[Grant]) -> None:
    stored = {one.grant: one.pk for one in RoleGrant.objects.filter(user=person)}
    RoleGrant.objects.filter(pk__in=[pk for grant, pk in stored.items() if grant not in wanted]).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(user=person, role=grant.role, venue_id=grant.venue_id) for grant in wanted - stored.keys()
    )


def _changes(
    person: User, before: frozenset[Grant], wanted: frozenset[Grant], will_be_active: bool
) -> dict[str, Any]:
    """What changes, without names and addresses."""
    return {
        "before": {"roles": grants_json(before), "is_active": person.is_active},
        "after": {"roles": grants_json(wanted), "is_active": will_be_active},
    }


def _record(actor: Actor, action: str, person: User, grants: frozenset[Grant], facts: dict[str, Any]) -> None:
    """Record the action, at the venue if all roles are at one, so that its managers can read it."""
    venues = {grant.venue_id for grant in grants}
    venue_id = venues.pop() if len(venues) == 1 else None
    record(actor, action, object_type=PERSON, object_id=person.pk, venue_id=venue_id, facts=facts)
