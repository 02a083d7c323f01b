"""Concurrent invitations of one address, uses of one link, and set-ups of one second factor."""

from functools import partial

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from matinee.audit.services import Actor
from matinee.staff.invitations import accept_invitation, token_of
from matinee.staff.models import RoleGrant, User
from matinee.staff.people import add_person, reset_sign_in
from matinee.staff.permissions import Grant, Role
from tests.authenticator_app import set_up
from tests.races.concurrency import codes, run_concurrently, winners

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5
PASSWORD = "a good long password"  # noqa: S105 - of a test


@pytest.fixture
def owner() -> Actor:
    person = User.objects.create_user("owner@example.org", PASSWORD)
    RoleGrant.objects.create(user=person, role=Role.OWNER)
    return Actor(person_id=person.pk)


def invite(owner: Actor, email: str) -> User:
    return add_person(
        actor=owner, email=email, first_name="", last_name="", grants=[Grant(Role.STEWARD)], language="en"
    )


def test_an_address_is_invited_once(owner: Actor) -> None:
    for number in range(ROUNDS):
        email = f"new{number}@example.org"
        outcomes = run_concurrently(*[partial(invite, owner, email)] * 4)
        assert (len(winners(outcomes)), codes(outcomes)) == (1, ["address-in-use"] * 3)
        assert User.objects.filter(email=email).count() == 1


def test_a_link_is_used_once(owner: Actor) -> None:
    for number in range(ROUNDS):
        token = token_of(invite(owner, f"new{number}@example.org").invitation)
        outcomes = run_concurrently(*[partial(accept_invitation, token=token, password=PASSWORD)] * 4)
        assert (len(winners(outcomes)), codes(outcomes)) == (1, ["invitation-invalid"] * 3)


def test_a_link_that_is_used_and_replaced_at_once_causes_no_deadlock(owner: Actor) -> None:
    for number in range(ROUNDS):
        person = invite(owner, f"new{number}@example.org")
        accept = partial(accept_invitation, token=token_of(person.invitation), password=PASSWORD)
        renew = partial(reset_sign_in, actor=owner, person_id=person.pk, language="en")
        accepted, renewed = run_concurrently(accept, renew)
        assert isinstance(renewed, User)
        assert isinstance(accepted, User) or codes([accepted]) == ["invitation-invalid"]


def test_two_set_ups_of_a_second_factor_leave_one_app(owner: Actor) -> None:
    for number in range(ROUNDS):
        person = invite(owner, f"new{number}@example.org")
        outcomes = run_concurrently(*[partial(set_up, person)] * 4)
        (key,) = winners(outcomes)
        assert codes(outcomes) == ["sign-in-required"] * 3
        assert TOTPDevice.objects.get(user=person).key == key


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_there_are_two_apps(owner: Actor) -> None:
    keys = []
    for number in range(4 * ROUNDS):
        person = invite(owner, f"new{number}@example.org")
        run_concurrently(*[partial(set_up, person)] * 4)
        keys.append(TOTPDevice.objects.filter(user=person).count())
    assert max(keys) > 1
