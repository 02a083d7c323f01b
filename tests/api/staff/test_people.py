"""The team: invitations, roles, stale saves, and the last owner."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.audit.models import AuditEntry
from matinee.staff.invitations import VALID_FOR
from matinee.staff.models import Invitation, RoleGrant, User
from matinee.staff.permissions import Role
from tests.api.staff.team import SESSION, StaffClient, as_role, person_with, problem
from tests.authenticator_app import app_of
from tests.cinema import Cinema, make_cinema
from tests.jobs import RunJobs
from tests.mail_server import Mailbox

pytestmark = pytest.mark.django_db

PEOPLE, INVITATIONS, ACCEPT = (
    "/api/staff/people/",
    "/api/staff/invitations/",
    "/api/staff/invitations/accept/",
)
NEW_PASSWORD = "another long password"  # noqa: S105 - of a test


def everywhere(role: Role) -> dict[str, Any]:
    return {"role": role.value, "venue_id": None}


def invite(client: StaffClient, *roles: dict[str, Any], email: str = "new@example.org") -> Any:
    return client.post(INVITATIONS, {"email": email, "first_name": "Ada", "roles": list(roles)})


def token_in(response: Any) -> str:
    return str(response.json()["link"].rpartition("/")[2])


def accept(token: str, password: str = NEW_PASSWORD) -> Any:
    return StaffClient().post(ACCEPT, {"token": token, "password": password})


def test_an_invited_person_sets_a_password_and_signs_in() -> None:
    owner = as_role(Role.OWNER)
    response = invite(owner, everywhere(Role.PROGRAMMER))
    assert response.status_code == 201
    assert response.json()["state"] == "invited"
    assert accept(token_in(response)).json() == {"email": "new@example.org"}
    assert owner.get(f"{PEOPLE}{response.json()['id']}/").json()["state"] == "active"
    client = StaffClient()
    session = client.post(SESSION, {"email": "new@example.org", "password": NEW_PASSWORD}).json()
    assert session["roles"] == [everywhere(Role.PROGRAMMER)]


def test_an_invitation_is_for_one_use_and_a_week() -> None:
    owner = as_role(Role.OWNER)
    token = token_in(invite(owner, everywhere(Role.STEWARD)))
    assert accept(token).status_code == 200
    assert problem(accept(token)) == (410, "invitation-invalid")
    late = token_in(invite(owner, everywhere(Role.STEWARD), email="late@example.org"))
    late_row = Invitation.objects.get(user__email="late@example.org")
    Invitation.objects.update(expires_at=late_row.expires_at - VALID_FOR)
    assert problem(accept(late)) == (410, "invitation-invalid")


def test_an_open_invitation_says_whose_it_is() -> None:
    owner = as_role(Role.OWNER)
    token = token_in(invite(owner, everywhere(Role.STEWARD)))

    def read(token: str) -> Any:
        return StaffClient().post("/api/staff/invitations/read/", {"token": token})

    for _ in range(2):
        found = read(token).json()
        assert (found["email"], found["roles"]) == ("new@example.org", [everywhere(Role.STEWARD)])
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), "1-abc", "x" * 200):
        response = read(wrong)
        assert problem(response) == (410, "invitation-invalid")
        assert "example.org" not in response.content.decode()
    assert accept(token).status_code == 200
    assert problem(read(token)) == (410, "invitation-invalid")


def test_a_new_invitation_ends_the_earlier_link_and_then_the_old_password() -> None:
    owner = as_role(Role.OWNER)
    cashier = person_with(Role.CASHIER)
    address = f"{PEOPLE}{cashier.pk}/invitation/"
    first, second = token_in(owner.post(address)), token_in(owner.post(address))
    assert problem(accept(first)) == (410, "invitation-invalid")
    before = cashier.password
    assert accept(second).status_code == 200
    cashier.refresh_from_db()
    assert cashier.password != before


@pytest.mark.parametrize("token", ["", "x", "1.x", "1-AAAA.x" * 40])
def test_a_forged_link_is_rejected(token: str) -> None:
    expected = (400, "invalid") if not token or len(token) > 200 else (410, "invitation-invalid")
    assert problem(accept(token)) == expected


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("header", "subject"),
    [("en", "Your account for the cinema's staff"), ("de-AT", "Ihr Konto für das Team des Kinos")],
)
def test_the_link_is_sent_in_the_language_of_the_inviter(
    mailbox: Mailbox, run_jobs: RunJobs, header: str, subject: str
) -> None:
    owner = as_role(Role.OWNER)
    owner.headers["Accept-Language"] = header
    link = invite(owner, everywhere(Role.STEWARD)).json()["link"]
    run_jobs()
    (message,) = mailbox.messages
    assert (mailbox.recipients, message["Subject"]) == (["new@example.org"], subject)
    assert link in message.get_content()


@pytest.mark.django_db(transaction=True)
def test_an_accepted_invitation_is_not_sent(mailbox: Mailbox, run_jobs: RunJobs) -> None:
    accept(token_in(invite(as_role(Role.OWNER), everywhere(Role.STEWARD))))
    run_jobs()
    assert mailbox.messages == []


def test_a_weak_password_says_why() -> None:
    token = token_in(invite(as_role(Role.OWNER), everywhere(Role.STEWARD)))
    response = accept(token, "123")
    assert problem(response) == (400, "invalid")
    messages = response.json()["errors"]["password"]
    assert any("at least 10 characters" in one for one in messages)
    client = StaffClient()
    client.headers["Accept-Language"] = "de"
    in_german = client.post(ACCEPT, {"token": token, "password": "123"}).json()["errors"]["password"]
    assert len(in_german) == len(messages) >= 2
    assert any("mindestens 10 Zeichen" in one for one in in_german)
    assert accept(token).status_code == 200


def test_an_address_is_invited_once() -> None:
    owner = as_role(Role.OWNER)
    assert invite(owner, everywhere(Role.STEWARD)).status_code == 201
    again = invite(owner, everywhere(Role.MANAGER), email="NEW@example.org")
    assert problem(again) == (409, "address-in-use")
    assert again.json()["person_id"] == User.objects.get(email="new@example.org").pk
    assert User.objects.filter(email__iexact="new@example.org").count() == 1


def test_the_address_of_somebody_elsewhere_is_in_use_without_saying_whose(cinema: Cinema) -> None:
    elsewhere = person_with(Role.CASHIER, make_cinema().venue.pk, email="new@example.org")
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    again = invite(manager, {"role": "cashier", "venue_id": cinema.venue.pk})
    assert problem(again) == (409, "address-in-use")
    assert "person_id" not in again.json()
    assert [one.role for one in elsewhere.role_grants.all()] == ["cashier"]


def test_the_team_takes_the_same_number_of_queries_for_any_number_of_people() -> None:
    owner = as_role(Role.OWNER)
    counts = []
    for role in (Role.CASHIER, Role.STEWARD, Role.ACCOUNTS):
        person = person_with(role)
        if role == Role.STEWARD:
            app_of(person)
        with CaptureQueriesContext(connection) as queries:
            people = owner.get(PEOPLE).json()["results"]
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert {one["email"]: one["second_factor"] for one in people} == {
        "owner@example.org": False,
        "cashier@example.org": False,
        "steward@example.org": True,
        "accounts@example.org": False,
    }


def test_a_manager_invites_no_owner_and_changes_none() -> None:
    manager = as_role(Role.MANAGER)
    owner = person_with(Role.OWNER)
    people = list(User.objects.order_by("pk").values())
    assert problem(invite(manager, everywhere(Role.OWNER))) == (403, "not-permitted")
    changes: list[dict[str, Any]] = [{"is_active": False}, {"roles": []}, {"last_name": "Changed"}]
    for change in changes:
        response = manager.patch(f"{PEOPLE}{owner.pk}/", {"version": 1, **change})
        assert problem(response) == (403, "not-permitted")
        assert response.json()["permission"] == "manage-owners"
    assert problem(manager.post(f"{PEOPLE}{owner.pk}/invitation/")) == (403, "not-permitted")
    assert list(User.objects.order_by("pk").values()) == people
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
def test_the_sign_in_of_an_administrator_is_reset_by_administrators_only(role: Role) -> None:
    client = as_role(role)
    superuser = User.objects.create_superuser("admin@example.org", "a good long password")
    helper = person_with(Role.STEWARD)
    helper.user_permissions.add(Permission.objects.earliest("pk"))
    for person in (superuser, helper):
        address = f"{PEOPLE}{person.pk}/"
        assert problem(client.post(f"{address}invitation/")) == (403, "administrator-account")
        for change in ({"is_active": False}, {"last_name": "Changed"}):
            response = client.patch(address, {"version": 1, **change})
            assert problem(response) == (403, "administrator-account")
    assert not Invitation.objects.exists()


def test_people_do_not_reset_their_own_sign_in() -> None:
    """Otherwise a person who finds a session open could replace its password and second factor."""
    for role in (Role.OWNER, Role.MANAGER):
        person = person_with(role)
        client = StaffClient(person)
        assert problem(client.post(f"{PEOPLE}{person.pk}/invitation/")) == (409, "cannot-change-yourself")
    assert not Invitation.objects.exists()


def test_a_link_gives_no_more_than_its_sender_may_give_when_it_is_used(cinema: Cinema) -> None:
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    owner = as_role(Role.OWNER)
    steward = person_with(Role.STEWARD, cinema.venue.pk)
    token = token_in(manager.post(f"{PEOPLE}{steward.pk}/invitation/"))
    change = {"version": 1, "roles": [everywhere(Role.OWNER)]}
    assert owner.patch(f"{PEOPLE}{steward.pk}/", change).status_code == 200
    assert problem(accept(token)) == (410, "invitation-invalid")


@pytest.mark.parametrize("who", ["sender", "person"])
def test_a_link_ends_with_the_account_of_its_sender_and_of_the_person(who: str) -> None:
    sender, steward = person_with(Role.MANAGER), person_with(Role.STEWARD)
    token = token_in(StaffClient(sender).post(f"{PEOPLE}{steward.pk}/invitation/"))
    ended = sender if who == "sender" else steward
    User.objects.filter(pk=ended.pk).update(is_active=False)
    assert problem(accept(token)) == (410, "invitation-invalid")


def test_an_invited_owner_is_not_an_owner_who_remains() -> None:
    owner = person_with(Role.OWNER)
    client = StaffClient(User.objects.create_superuser("admin@example.org", "a good long password"))
    invite(client, everywhere(Role.OWNER))
    response = client.patch(f"{PEOPLE}{owner.pk}/", {"version": 1, "roles": []})
    assert problem(response) == (409, "last-owner")


def test_taking_away_the_only_role_at_a_cinema_is_answered(cinema: Cinema) -> None:
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    cashier = person_with(Role.CASHIER, cinema.venue.pk)
    response = manager.patch(f"{PEOPLE}{cashier.pk}/", {"version": 1, "roles": []})
    assert (response.status_code, response.json()["roles"]) == (200, [])


def test_a_manager_of_one_cinema_gives_roles_there_only(cinema: Cinema) -> None:
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    here = {"role": "cashier", "venue_id": cinema.venue.pk}
    assert invite(manager, here).status_code == 201
    elsewhere = invite(manager, everywhere(Role.CASHIER), email="other@example.org")
    assert problem(elsewhere) == (403, "not-permitted")


def test_a_manager_of_one_cinema_does_not_see_the_people_of_another(cinema: Cinema) -> None:
    from matinee.venues.models import Venue

    other = Venue.objects.create(name="Lux", address="Street 1", city="Bonn")
    stranger = person_with(Role.CASHIER, other.pk)
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    assert [one["email"] for one in manager.get(PEOPLE).json()["results"]] == ["manager@example.org"]
    assert problem(manager.get(f"{PEOPLE}{stranger.pk}/")) == (404, "person-not-found")
    change = {"version": 1, "is_active": False}
    assert problem(manager.patch(f"{PEOPLE}{stranger.pk}/", change)) == (404, "person-not-found")


def test_a_stale_save_changes_nothing_and_gets_the_current_state() -> None:
    owner = as_role(Role.OWNER)
    cashier = person_with(Role.CASHIER)
    address = f"{PEOPLE}{cashier.pk}/"
    first = owner.patch(address, {"version": 1, "last_name": "Lovelace"})
    assert first.json()["version"] == 2
    second = owner.patch(address, {"version": 1, "last_name": "Byron"})
    assert problem(second) == (409, "changed-meanwhile")
    assert second.json()["current"]["last_name"] == "Lovelace"
    cashier.refresh_from_db()
    assert cashier.last_name == "Lovelace"


def test_roles_are_replaced() -> None:
    owner = as_role(Role.OWNER)
    cashier = person_with(Role.CASHIER)
    change = {"version": 1, "roles": [everywhere(Role.STEWARD), everywhere(Role.ACCOUNTS)]}
    response = owner.patch(f"{PEOPLE}{cashier.pk}/", change)
    assert response.json()["roles"] == [everywhere(Role.ACCOUNTS), everywhere(Role.STEWARD)]
    entry = AuditEntry.objects.get()
    assert entry.facts["before"]["roles"] == [everywhere(Role.CASHIER)]


def test_the_last_owner_remains() -> None:
    owner = person_with(Role.OWNER)
    administrator = User.objects.create_superuser("admin@example.org", "a good long password")
    client = StaffClient(administrator)
    changes: list[dict[str, Any]] = [{"is_active": False}, {"roles": []}]
    for change in changes:
        response = client.patch(f"{PEOPLE}{owner.pk}/", {"version": 1, **change})
        assert problem(response) == (409, "last-owner")
    person_with(Role.OWNER, email="second@example.org")
    assert client.patch(f"{PEOPLE}{owner.pk}/", {"version": 1, "roles": []}).status_code == 200


def test_nobody_takes_away_their_own_rights() -> None:
    owner = person_with(Role.OWNER)
    person_with(Role.OWNER, email="second@example.org")
    client = StaffClient(owner)
    changes: list[dict[str, Any]] = [{"is_active": False}, {"roles": [everywhere(Role.MANAGER)]}]
    for change in changes:
        response = client.patch(f"{PEOPLE}{owner.pk}/", {"version": 1, **change})
        assert problem(response) == (409, "cannot-change-yourself")
    assert RoleGrant.objects.filter(role=Role.OWNER).count() == 2


@pytest.mark.parametrize("person_id", ["999999", "0", "x", "9" * 30])
def test_an_unknown_person(person_id: str) -> None:
    assert problem(as_role(Role.OWNER).get(f"{PEOPLE}{person_id}/")) == (404, "person-not-found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "new@example.org", "roles": []}, "roles"),
        ({"email": "new@example.org", "roles": [{"role": "king"}]}, "roles.0.role"),
        ({"email": "new@example.org", "roles": [{"role": "steward"}] * 2}, "roles"),
        ({"email": "not an address", "roles": [{"role": "steward"}]}, "email"),
        ({"email": "new@example.org", "roles": [{"role": "steward", "venue_id": "1"}]}, "roles.0.venue_id"),
        ({"email": "new@example.org", "roles": [{"role": "steward", "venue_id": 999}]}, "roles"),
        ({"email": "new@example.org", "roles": [{"role": "steward"}], "is_superuser": True}, "is_superuser"),
    ],
)
def test_a_bad_invitation_names_the_field(body: dict[str, Any], field: str) -> None:
    response = as_role(Role.OWNER).post(INVITATIONS, body)
    assert problem(response) == (400, "invalid")
    assert list(response.json()["errors"]) == [field]
    assert not User.objects.filter(email="new@example.org").exists()
