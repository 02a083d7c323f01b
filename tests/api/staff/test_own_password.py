"""A person changes their own password."""

from typing import Any

import pytest
from django.conf import LazySettings

from matinee.audit.models import AuditEntry
from matinee.staff.errors import WrongCredentials
from matinee.staff.models import User
from matinee.staff.passwords import change_password
from matinee.staff.permissions import Role
from tests.api.staff.team import PASSWORD, SESSION, StaffClient, as_program, person_with, problem
from tests.authenticator_app import app_of, code_of

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "another long password"  # noqa: S105 - of a test


@pytest.fixture
def person() -> User:
    return person_with(Role.CASHIER)


def change(client: StaffClient, **values: str) -> Any:
    return client.post(f"{SESSION}password/", {"password": PASSWORD, "new_password": NEW_PASSWORD, **values})


def is_signed_in(client: StaffClient) -> bool:
    return bool(client.get("/api/staff/roles/").status_code == 200)


def sign_in(person: User, password: str, **values: str) -> StaffClient:
    client = StaffClient()
    response = client.post(SESSION, {"email": person.email, "password": password, **values})
    client.headers["X-CSRFToken"] = response.json().get("csrf_token", "")
    return client


def assert_unchanged(person: User) -> None:
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not AuditEntry.objects.exists()


def test_this_session_stays_and_the_others_end(person: User) -> None:
    here, elsewhere = StaffClient(person), StaffClient(person)
    assert is_signed_in(elsewhere)
    before = here.client.cookies["sessionid"].value
    response = change(here)
    assert response.status_code == 200
    assert response.json()["user"]["id"] == person.pk
    assert is_signed_in(here)
    assert here.client.cookies["sessionid"].value != before
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(sign_in(person, PASSWORD))
    assert is_signed_in(sign_in(person, NEW_PASSWORD))
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.person_id, entry.facts) == ("password changed", person.pk, {})


def test_the_second_factor_of_this_session_stays(person: User) -> None:
    client = sign_in(person, PASSWORD, code=code_of(app_of(person).bin_key))
    assert change(client).json()["second_factor"] == "verified"
    assert is_signed_in(client)


def test_it_needs_the_password(person: User) -> None:
    client = StaffClient(person)
    assert problem(change(client, password="wrong")) == (401, "wrong-credentials")  # noqa: S106
    assert is_signed_in(client)
    assert_unchanged(person)


def test_attempts_are_limited(person: User, settings: LazySettings) -> None:
    settings.LOGINS_PER_MINUTE = 1
    client = StaffClient(person)
    change(client, password="wrong")  # noqa: S106
    assert problem(change(client)) == (429, "too-many-requests")
    assert_unchanged(person)


def test_a_weak_password_says_why_in_the_persons_language(person: User) -> None:
    client = StaffClient(person)
    client.headers["Accept-Language"] = "de"
    response = change(client, new_password="cashier")  # noqa: S106
    assert problem(response) == (400, "invalid")
    assert list(response.json()["errors"]) == ["new_password"]
    messages = " ".join(response.json()["errors"]["new_password"])
    assert "mindestens 10 Zeichen" in messages
    assert "zu ähnlich" in messages, "to the email address"
    assert is_signed_in(client)
    assert_unchanged(person)


def test_a_password_that_was_replaced_meanwhile_changes_nothing(person: User) -> None:
    """Such as by a link that resets the sign-in, while the old password is being checked."""
    checked = User.objects.get(pk=person.pk)
    person.set_password("of the link, and long")
    person.save()
    with pytest.raises(WrongCredentials):
        change_password(person=checked, new_password=NEW_PASSWORD)
    person.refresh_from_db()
    assert person.check_password("of the link, and long")


def test_the_password_that_the_site_prints_stays(person: User) -> None:
    User.objects.filter(pk=person.pk).update(local_only=True)
    assert problem(change(StaffClient(person))) == (409, "demo-account")
    assert_unchanged(person)


def test_a_program_and_a_session_without_its_second_factor_are_refused(person: User) -> None:
    app_of(person)
    for client in (as_program(Role.OWNER), StaffClient(person)):
        assert problem(change(client)) == (401, "sign-in-required")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
