"""Sign in and out: password, second factor, CSRF, rate limit."""

from base64 import b32decode

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django_otp.plugins.otp_totp.models import TOTPDevice

from matinee.core.clock import database_now
from matinee.staff import second_factor
from matinee.staff.models import User
from matinee.staff.permissions import Role
from tests.api.staff.team import PASSWORD, SESSION, StaffClient, person_with, problem
from tests.authenticator_app import app_of, code_of
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db

SECOND_FACTOR = "/api/staff/session/second-factor/"
CREDENTIALS = {"email": "cashier@example.org", "password": PASSWORD}


@pytest.fixture
def cashier() -> User:
    return person_with(Role.CASHIER)


@pytest.fixture
def device(cashier: User) -> TOTPDevice:
    """The cashier's authenticator app."""
    return app_of(cashier)


def is_signed_in(client: StaffClient) -> bool:
    response = client.get("/api/staff/roles/")
    return bool(response.status_code == 200)


def test_sign_in_and_out(cashier: User) -> None:
    client = StaffClient()
    response = client.post(SESSION, CREDENTIALS)
    assert response.status_code == 200
    session = response.json()
    assert session["user"] == {"id": cashier.pk, "email": cashier.email, "name": ""}
    assert session["roles"] == [{"role": "cashier", "venue_id": None}]
    assert {one["permission"] for one in session["permissions"]} == {
        "sell",
        "read-orders",
        "serve-customers",
        "refund-orders",
    }
    client.headers["X-CSRFToken"] = session["csrf_token"]
    assert is_signed_in(client)
    assert client.delete(SESSION).json()["user"] is None
    assert not is_signed_in(client)


def test_a_session_is_for_one_venue_where_the_role_is(cashier: User, cinema: Cinema) -> None:
    cashier.role_grants.update(venue=cinema.venue)
    session = StaffClient(cashier).get(SESSION).json()
    assert {tuple(one["venue_ids"]) for one in session["permissions"]} == {(cinema.venue.pk,)}


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"email": "nobody@example.org"}, {"password": PASSWORD.upper()}]
)
def test_wrong_credentials_are_not_told_apart(cashier: User, wrong: dict[str, str]) -> None:
    assert cashier.pk
    client = StaffClient()
    assert problem(client.post(SESSION, CREDENTIALS | wrong)) == (401, "wrong-credentials")
    assert not is_signed_in(client)


def test_a_deactivated_person_is_signed_out_at_once(cashier: User) -> None:
    client = StaffClient(cashier)
    assert is_signed_in(client)
    User.objects.filter(pk=cashier.pk).update(is_active=False)
    assert not is_signed_in(client)
    assert problem(StaffClient().post(SESSION, CREDENTIALS)) == (401, "wrong-credentials")


def test_sign_in_needs_the_csrf_token(cashier: User) -> None:
    client = StaffClient()
    client.headers = {}
    assert problem(client.post(SESSION, CREDENTIALS)) == (403, "csrf-failed")
    assert not Session.objects.exists()
    assert cashier.pk


def test_the_second_factor_is_asked_for_after_the_password(device: TOTPDevice) -> None:
    client = StaffClient()
    assert problem(client.post(SESSION, CREDENTIALS)) == (401, "second-factor-required")
    wrong = CREDENTIALS | {"password": "wrong", "code": code_of(device.bin_key)}
    assert problem(client.post(SESSION, wrong)) == (401, "wrong-credentials")
    assert problem(client.post(SESSION, CREDENTIALS | {"code": "000000"})) == (401, "wrong-credentials")
    assert not is_signed_in(client)


def test_a_code_signs_in_once(device: TOTPDevice) -> None:
    code = code_of(device.bin_key)
    client = StaffClient()
    assert client.post(SESSION, CREDENTIALS | {"code": code}).json()["second_factor"] == "verified"
    assert is_signed_in(client)
    assert problem(StaffClient().post(SESSION, CREDENTIALS | {"code": code})) == (401, "wrong-credentials")


def test_a_session_without_the_second_factor_is_not_enough(cashier: User, device: TOTPDevice) -> None:
    assert device.pk
    client = StaffClient(cashier)
    assert not is_signed_in(client)
    assert client.get(SESSION).json()["user"] is None


def test_a_required_second_factor_is_set_up_first(cashier: User, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = StaffClient()
    session = client.post(SESSION, CREDENTIALS).json()
    assert session["second_factor"] == "set-up-required"
    assert session["permissions"] == []
    assert not is_signed_in(client)
    client.headers["X-CSRFToken"] = session["csrf_token"]
    shown = client.post(SECOND_FACTOR, {}).json()
    assert shown["address"].startswith("otpauth://totp/Matinee")
    assert client.post(SECOND_FACTOR, {}).json() == shown
    assert problem(client.post(SECOND_FACTOR, {"code": "000000"})) == (401, "wrong-credentials")
    assert not TOTPDevice.objects.exists(), "a key that is not confirmed is in the session only"
    response = client.post(SECOND_FACTOR, {"code": code_of(b32decode(shown["key"]))})
    assert len(response.json()["recovery_codes"]) == second_factor.RECOVERY_CODES
    assert is_signed_in(client)
    assert TOTPDevice.objects.get().user == cashier


def test_a_key_that_a_thief_has_read_is_not_the_owners(cashier: User) -> None:
    """A thief with the password reads a key first; the owner then sets up the app with another one."""
    owner, thief = new_session(), new_session()
    stolen = b32decode(thief.post(SECOND_FACTOR, {}).json()["key"])
    key = b32decode(owner.post(SECOND_FACTOR, {}).json()["key"])
    assert stolen != key
    assert problem(owner.post(SECOND_FACTOR, {"code": code_of(stolen)})) == (401, "wrong-credentials")
    assert owner.post(SECOND_FACTOR, {"code": code_of(key)}).status_code == 200
    assert problem(thief.post(SECOND_FACTOR, {"code": code_of(stolen)})) == (401, "sign-in-required")
    attempt = StaffClient().post(SESSION, CREDENTIALS | {"code": code_of(stolen)})
    assert problem(attempt) == (401, "wrong-credentials")
    assert TOTPDevice.objects.get().user == cashier


def test_an_open_session_needs_the_password_to_set_up_an_app(
    cashier: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session may have been left open, or opened with a passkey that was removed since."""
    found = StaffClient(cashier)
    for body in ({}, {"code": "123456"}):
        response = found.post(SECOND_FACTOR, body)
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == ["password"]
    assert problem(found.post(SECOND_FACTOR, {"password": "wrong"})) == (401, "wrong-credentials")
    assert problem(found.post(SECOND_FACTOR, {})) == (400, "invalid")
    shown = found.post(SECOND_FACTOR, {"password": PASSWORD}).json()
    assert found.post(SECOND_FACTOR, {}).json() == shown
    late = database_now() + second_factor.NEW_KEY_VALID_FOR
    monkeypatch.setattr(second_factor, "database_now", lambda: late)
    assert problem(found.post(SECOND_FACTOR, {})) == (400, "invalid")
    code = code_of(b32decode(shown["key"]))
    assert problem(found.post(SECOND_FACTOR, {"code": code})) == (400, "invalid")
    assert not TOTPDevice.objects.exists()


def new_session() -> StaffClient:
    """A client that has signed in with the password."""
    client = StaffClient()
    client.headers["X-CSRFToken"] = client.post(SESSION, CREDENTIALS).json()["csrf_token"]
    return client


def test_a_second_factor_that_exists_is_not_replaced(cashier: User, device: TOTPDevice) -> None:
    """A session that has the password alone could otherwise get the key of the device."""
    assert device.pk
    assert problem(StaffClient(cashier).post(SECOND_FACTOR, {})) == (401, "sign-in-required")


def test_attempts_are_limited(cashier: User, settings: LazySettings) -> None:
    settings.LOGINS_PER_MINUTE = 3
    client = StaffClient()
    for _ in range(3):
        client.post(SESSION, CREDENTIALS | {"password": "wrong"})
    assert problem(client.post(SESSION, CREDENTIALS)) == (429, "too-many-requests")
    assert cashier.pk


def test_moviegoers_get_no_cookie_and_no_session(cashier: User, cinema: Cinema) -> None:
    client = StaffClient(cashier)
    client.client.cookies.clear()
    response = client.client.get(f"/api/hall-layout/{cinema.show.pk}/")
    assert response.status_code == 200
    assert not response.cookies
