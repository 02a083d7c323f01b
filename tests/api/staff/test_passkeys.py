"""Passkeys: register, sign in alone or after the password, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.contrib.sessions.models import Session
from django.db.models import F
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp_webauthn.models import WebAuthnCredential

from matinee.audit.models import AuditEntry
from matinee.staff import second_factor
from matinee.staff.models import PasskeyChallenge, User
from matinee.staff.permissions import Role
from tests.api.staff.authenticator import Authenticator, encode
from tests.api.staff.team import PASSWORD, SESSION, StaffClient, person_with, problem

pytestmark = pytest.mark.django_db

PASSKEYS = f"{SESSION}passkeys/"
BEGIN = f"{PASSKEYS}begin/"
SIGN_IN = f"{SESSION}passkey/"
BEGIN_SIGN_IN = f"{SIGN_IN}begin/"
CREDENTIALS = {"email": "cashier@example.org", "password": PASSWORD}
REFUSED = (401, "passkey-refused")


@pytest.fixture
def cashier() -> User:
    return person_with(Role.CASHIER)


def authenticator(**options: Any) -> Authenticator:
    """An authenticator on a page of this site."""
    (origin,) = settings.OTP_WEBAUTHN_ALLOWED_ORIGINS
    return Authenticator(origin, settings.OTP_WEBAUTHN_RP_ID, **options)


def begin(client: StaffClient) -> dict[str, Any]:
    """The options for a registration."""
    found: dict[str, Any] = client.post(BEGIN, {"password": PASSWORD}).json()["options"]
    return found


def register(client: StaffClient, key: Authenticator, name: str = "Phone") -> Any:
    """Register the key, with the session of the client."""
    options = begin(client)
    return client.post(PASSKEYS, {"name": name, "credential": key.create(options)})


@pytest.fixture
def key(cashier: User) -> Authenticator:
    """The cashier's passkey."""
    key = authenticator()
    assert register(StaffClient(cashier), key).status_code == 201
    return key


def options_for(client: StaffClient, **credentials: str) -> dict[str, Any]:
    """The options for a sign-in, alone or after the password."""
    found: dict[str, Any] = client.post(BEGIN_SIGN_IN, credentials).json()["options"]
    return found


def sign_in(client: StaffClient, key: Authenticator, **credentials: str) -> Any:
    return client.post(SIGN_IN, {"credential": key.get(options_for(client, **credentials))})


def is_signed_in(client: StaffClient) -> bool:
    return bool(client.get("/api/staff/roles/").status_code == 200)


def remove(client: StaffClient) -> Any:
    """Remove the first passkey, with the password."""
    passkey = WebAuthnCredential.objects.earliest("pk")
    return client.post(f"{PASSKEYS}{passkey.pk}/remove/", {"password": PASSWORD})


def adopt(client: StaffClient, response: Any) -> None:
    """Use the CSRF token of a new session."""
    client.headers["X-CSRFToken"] = response.json()["csrf_token"]


class TestRegister:
    """A person who is signed in registers passkeys."""

    def test_the_first_one_comes_with_recovery_codes_and_verifies_the_session(self, cashier: User) -> None:
        client = StaffClient(cashier)
        before = client.client.cookies["sessionid"].value
        response = register(client, authenticator())
        assert response.status_code == 201
        body = response.json()
        assert (body["name"], body["last_used_at"]) == ("Phone", None)
        assert len(body["recovery_codes"]) == second_factor.RECOVERY_CODES
        assert client.client.cookies["sessionid"].value != before
        assert client.get(SESSION).json()["second_factor"] == "verified"
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.person_id, entry.facts) == ("passkey registered", cashier.pk, {})

    def test_it_needs_the_password(self, cashier: User) -> None:
        """Otherwise a session that was left open could give access for ever."""
        client = StaffClient(cashier)
        response = client.post(BEGIN)
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == ["password"]
        assert problem(client.post(BEGIN, {"password": "wrong"})) == (401, "wrong-credentials")
        assert not PasskeyChallenge.objects.exists()

    def test_a_further_one_brings_no_codes(self, cashier: User, key: Authenticator) -> None:
        client = StaffClient()
        adopt(client, sign_in(client, key))
        response = register(client, authenticator(), "Laptop")
        assert response.json()["recovery_codes"] == []
        listed = client.get(PASSKEYS).json()["passkeys"]
        assert [one["name"] for one in listed] == ["Phone", "Laptop"]
        assert cashier.pk

    def test_the_options_are_for_this_site_whatever_the_request_says(
        self, cashier: User, settings: LazySettings
    ) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        client = StaffClient(cashier)
        client.headers |= {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        options = begin(client)
        assert options["rp"]["id"] == settings.OTP_WEBAUTHN_RP_ID == "localhost"
        assert options["authenticatorSelection"]["userVerification"] == "required"
        evil = Authenticator("https://evil.example", "evil.example")
        response = client.post(PASSKEYS, {"name": "Evil", "credential": evil.create(options)})
        assert problem(response) == (409, "passkey-not-registered")
        assert not WebAuthnCredential.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"origin": "http://localhost:1"}, {"host": "example"}, {"verifies": False}]
    )
    def test_another_origin_site_or_no_verification_is_refused(
        self, cashier: User, wrong: dict[str, Any]
    ) -> None:
        key = authenticator()
        vars(key).update(wrong)
        response = register(StaffClient(cashier), key)
        assert problem(response) == (409, "passkey-not-registered")
        assert not WebAuthnCredential.objects.exists()
        assert not StaticDevice.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_a_challenge_is_for_its_person(self, cashier: User) -> None:
        options = begin(StaffClient(cashier))
        other = StaffClient(person_with(Role.STEWARD))
        # The other person has copied the browser's cookie too.
        PasskeyChallenge.objects.update(browser=b"x")
        begin(other)
        PasskeyChallenge.objects.filter(user=cashier).update(
            browser=PasskeyChallenge.objects.latest("pk").browser
        )
        body = {"name": "Phone", "credential": authenticator().create(options)}
        assert problem(other.post(PASSKEYS, body)) == (409, "passkey-not-registered")
        assert not WebAuthnCredential.objects.exists()

    def test_a_session_before_its_second_factor_registers_none(
        self, cashier: User, key: Authenticator
    ) -> None:
        """Otherwise a stolen password would be enough to add a passkey."""
        assert key.id
        client = StaffClient(cashier)
        assert problem(client.post(BEGIN, {"password": PASSWORD})) == (401, "sign-in-required")
        assert problem(client.get(PASSKEYS)) == (401, "sign-in-required")

    def test_a_required_second_factor_can_be_a_passkey(self, cashier: User, settings: LazySettings) -> None:
        settings.SECOND_FACTOR_REQUIRED = True
        client = StaffClient()
        adopt(client, client.post(SESSION, CREDENTIALS))
        assert not is_signed_in(client)
        assert register(client, authenticator()).status_code == 201
        assert is_signed_in(client)
        assert cashier.pk

    def test_the_same_key_twice(self, cashier: User, key: Authenticator) -> None:
        client = StaffClient()
        adopt(client, sign_in(client, key))
        response = register(client, key)
        assert problem(response) == (409, "passkey-not-registered")
        assert WebAuthnCredential.objects.get().user == cashier


class TestSignIn:
    """With a passkey alone."""

    def test_a_passkey_alone_signs_in(self, cashier: User, key: Authenticator) -> None:
        client = StaffClient()
        response = sign_in(client, key)
        assert response.status_code == 200
        assert response.json()["user"]["id"] == cashier.pk
        assert response.json()["second_factor"] == "verified"
        assert is_signed_in(client)
        assert WebAuthnCredential.objects.get().last_used_at

    def test_the_options_name_no_account(self, key: Authenticator) -> None:
        options = options_for(StaffClient())
        assert options["allowCredentials"] == []
        assert (options["rpId"], options["userVerification"]) == ("localhost", "required")
        assert key.id

    def test_the_session_gets_a_new_key(self, key: Authenticator) -> None:
        client = StaffClient()
        fixed = person_with(Role.STEWARD)
        client.client.force_login(fixed)
        adopt(client, client.get(SESSION))
        before = client.client.cookies["sessionid"].value
        assert sign_in(client, key).status_code == 200
        assert client.client.cookies["sessionid"].value != before
        assert not Session.objects.filter(session_key=before).exists()

    def test_a_response_signs_in_once(self, key: Authenticator) -> None:
        client = StaffClient()
        credential = key.get(options_for(client))
        adopt(client, client.post(SIGN_IN, {"credential": credential}))
        adopt(client, client.delete(SESSION))
        WebAuthnCredential.objects.update(sign_count=0)
        assert problem(client.post(SIGN_IN, {"credential": credential})) == REFUSED
        assert not is_signed_in(client)

    def test_a_wrong_response_uses_the_challenge_up(self, key: Authenticator) -> None:
        client = StaffClient()
        options = options_for(client)
        assert problem(client.post(SIGN_IN, {"credential": authenticator().get(options)})) == REFUSED
        assert problem(client.post(SIGN_IN, {"credential": key.get(options)})) == REFUSED
        assert not PasskeyChallenge.objects.exists()

    def test_a_challenge_ends(self, key: Authenticator) -> None:
        client = StaffClient()
        options = options_for(client)
        PasskeyChallenge.objects.update(expires_at=F("expires_at") - timedelta(minutes=5))
        assert problem(client.post(SIGN_IN, {"credential": key.get(options)})) == REFUSED

    def test_a_challenge_is_for_its_browser(self, key: Authenticator) -> None:
        credential = key.get(options_for(StaffClient()))
        assert problem(StaffClient().post(SIGN_IN, {"credential": credential})) == REFUSED

    def test_a_challenge_for_registration_signs_nobody_in(self, key: Authenticator) -> None:
        client = StaffClient()
        adopt(client, sign_in(client, key))
        options = begin(client)
        assert problem(client.post(SIGN_IN, {"credential": key.get(options)})) == REFUSED

    @pytest.mark.parametrize(
        "wrong",
        [
            {"origin": "https://localhost.evil.example"},
            {"host": "evil.example"},
            {"verifies": False},
            {"id": b"another"},
            {"handle": b"of another account"},
            {"counter": -1},
        ],
    )
    def test_whatever_is_wrong_gets_the_same_answer(self, key: Authenticator, wrong: dict[str, Any]) -> None:
        """A counter that does not grow is that of a copy."""
        WebAuthnCredential.objects.update(sign_count=1)
        vars(key).update({"counter": 1, **wrong})
        client = StaffClient()
        response = sign_in(client, key)
        assert problem(response) == REFUSED
        assert not is_signed_in(client)

    def test_an_unknown_passkey_and_a_deactivated_person(self, cashier: User, key: Authenticator) -> None:
        unknown = sign_in(StaffClient(), authenticator())
        User.objects.filter(pk=cashier.pk).update(is_active=False)
        deactivated = sign_in(StaffClient(), key)
        assert unknown.json() == deactivated.json()
        assert problem(unknown) == REFUSED

    def test_the_demos_account_signs_in_on_its_machine_only(self, cashier: User, key: Authenticator) -> None:
        User.objects.filter(pk=cashier.pk).update(local_only=True)
        client = StaffClient()
        client.headers["X-Forwarded-For"] = "192.0.2.1"
        assert problem(sign_in(client, key)) == REFUSED

    def test_it_needs_the_csrf_token(self, key: Authenticator) -> None:
        client = StaffClient()
        credential = key.get(options_for(client))
        client.headers = {}
        assert problem(client.post(BEGIN_SIGN_IN)) == (403, "csrf-failed")
        assert problem(client.post(SIGN_IN, {"credential": credential})) == (403, "csrf-failed")

    def test_attempts_are_limited(self, key: Authenticator, settings: LazySettings) -> None:
        settings.LOGINS_PER_MINUTE = 3
        client = StaffClient()
        for _ in range(2):
            assert problem(sign_in(client, authenticator())) == REFUSED
        # The registration of the key was the first one.
        assert problem(sign_in(client, key)) == (429, "too-many-requests")


class TestSecondFactor:
    """After the password."""

    def test_the_password_alone_says_that_there_is_a_passkey(self, key: Authenticator) -> None:
        response = StaffClient().post(SESSION, CREDENTIALS)
        assert problem(response) == (401, "second-factor-required")
        assert response.json()["passkey"]
        assert key.id

    def test_password_and_passkey_sign_in_without_verification(self, key: Authenticator) -> None:
        key.verifies = False
        client = StaffClient()
        assert sign_in(client, key, **CREDENTIALS).json()["second_factor"] == "verified"
        assert is_signed_in(client)

    def test_a_wrong_password_gets_no_options(self, key: Authenticator) -> None:
        for wrong in ({"password": "wrong"}, {"email": "nobody@example.org"}):
            response = StaffClient().post(BEGIN_SIGN_IN, CREDENTIALS | wrong)
            assert problem(response) == (401, "wrong-credentials")
        assert not PasskeyChallenge.objects.exists()
        assert key.id

    def test_the_passkey_of_another_person_is_refused(self, cashier: User, key: Authenticator) -> None:
        other = authenticator()
        register(StaffClient(person_with(Role.STEWARD)), other)
        client = StaffClient()
        assert problem(sign_in(client, other, **CREDENTIALS)) == REFUSED
        assert not is_signed_in(client)
        assert cashier.pk
        assert key.id

    def test_a_recovery_code_replaces_the_passkey(self, key: Authenticator) -> None:
        code = StaticToken.objects.earliest("pk").token
        client = StaffClient()
        assert client.post(SESSION, CREDENTIALS | {"code": code}).status_code == 200
        assert is_signed_in(client)
        assert key.id


class TestOwnPasskeys:
    """Name and remove them."""

    def test_another_name(self, key: Authenticator) -> None:
        client = StaffClient()
        adopt(client, sign_in(client, key))
        path = f"{PASSKEYS}{WebAuthnCredential.objects.get().pk}/"
        assert client.patch(path, {"name": "Work phone"}).json()["name"] == "Work phone"
        for name in ("", "two\nlines", "x" * 65, None, "\x00"):
            assert problem(client.patch(path, {"name": name})) == (400, "invalid")
        assert AuditEntry.objects.filter(action="passkey renamed").count() == 1

    def test_those_of_others_are_unknown(self, key: Authenticator) -> None:
        client = StaffClient(person_with(Role.OWNER))
        path = f"{PASSKEYS}{WebAuthnCredential.objects.get().pk}/"
        assert problem(client.patch(path, {"name": "Mine"})) == (404, "passkey-not-found")
        assert problem(remove(client)) == (404, "passkey-not-found")
        assert client.get(PASSKEYS).json()["passkeys"] == []
        assert WebAuthnCredential.objects.get().name == "Phone"
        assert key.id

    def test_removal_ends_the_other_sessions_of_the_passkey(self, key: Authenticator) -> None:
        first, other, second = StaffClient(), StaffClient(), authenticator()
        adopt(first, sign_in(first, key))
        adopt(other, sign_in(other, key))
        register(first, second, "Laptop")
        adopt(first, remove(first))
        assert is_signed_in(first)
        assert not is_signed_in(other)
        assert problem(sign_in(StaffClient(), key)) == REFUSED
        assert AuditEntry.objects.filter(action="passkey removed").count() == 1

    def test_with_the_last_one_the_recovery_codes_go(self, key: Authenticator) -> None:
        client = StaffClient()
        adopt(client, sign_in(client, key))
        response = remove(client)
        assert response.json()["second_factor"] == "none"
        assert not StaticDevice.objects.exists()

    def test_removal_needs_the_password(self, key: Authenticator) -> None:
        """Otherwise a person who finds a session open could replace the second factor."""
        client = StaffClient()
        adopt(client, sign_in(client, key))
        path = f"{PASSKEYS}{WebAuthnCredential.objects.get().pk}/remove/"
        assert list(client.post(path).json()["errors"]) == ["password"]
        assert problem(client.post(path, {"password": "wrong"})) == (401, "wrong-credentials")
        assert WebAuthnCredential.objects.exists()
        assert not AuditEntry.objects.filter(action="passkey removed").exists()

    def test_a_reset_of_the_sign_in_removes_them(self, cashier: User, key: Authenticator) -> None:
        owner = StaffClient(person_with(Role.OWNER))
        link = owner.post(f"/api/staff/people/{cashier.pk}/invitation/").json()["link"]
        body = {"token": link.rpartition("/")[2], "password": PASSWORD}
        assert StaffClient().post("/api/staff/invitations/accept/", body).status_code == 200
        assert problem(sign_in(StaffClient(), key)) == REFUSED
        assert not WebAuthnCredential.objects.exists()


@pytest.mark.parametrize(
    "response",
    [
        {},
        {"clientDataJSON": 1},
        {"clientDataJSON": ""},
        {"clientDataJSON": "é"},
        {"clientDataJSON": "e30"},
        {"clientDataJSON": "W10"},
        {"clientDataJSON": "eyJjaGFsbGVuZ2UiOm51bGx9"},
        pytest.param({"clientDataJSON": encode(b"[" * 5000)}, id="nested too deeply"),
    ],
)
def test_nonsense_is_refused_like_any_other_passkey(cashier: User, response: dict[str, Any]) -> None:
    client = StaffClient(cashier)
    assert problem(client.post(SIGN_IN, {"credential": {"response": response}})) == REFUSED
    body = {"name": "Phone", "credential": {"response": response}}
    assert problem(client.post(PASSKEYS, body)) == (409, "passkey-not-registered")


@pytest.mark.parametrize("field", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", [None, 1, [], {}, "", "é", "\x00", "AAAA", "A" * 9000])
def test_nonsense_with_a_valid_challenge_is_refused_too(key: Authenticator, field: str, value: Any) -> None:
    client = StaffClient()
    credential = key.get(options_for(client))
    credential["response"][field] = value
    response = client.post(SIGN_IN, {"credential": credential})
    # Authenticators may leave out whose passkey it is.
    assert (
        problem(response) == REFUSED if response.status_code != 200 else field == "userHandle" and not value
    )


@pytest.mark.parametrize("value", [None, 1, [], {}, "", "é", "AAAA", "o2NmbXRmcGFja2Vk", "A" * 9000])
def test_a_nonsensical_attestation_registers_nothing(cashier: User, value: Any) -> None:
    client = StaffClient(cashier)
    credential = authenticator().create(begin(client))
    credential["response"]["attestationObject"] = value
    response = client.post(PASSKEYS, {"name": "Phone", "credential": credential})
    assert problem(response) == (409, "passkey-not-registered")
    assert not WebAuthnCredential.objects.exists()


@pytest.mark.parametrize("body", [{}, {"credential": 1}, {"credential": {}}, {"credential": {"response": 1}}])
def test_a_malformed_request_names_the_field(cashier: User, body: dict[str, Any]) -> None:
    response = StaffClient(cashier).post(SIGN_IN, body)
    assert problem(response) == (400, "invalid")
    assert list(response.json()["errors"]) == ["credential"]


@pytest.mark.parametrize("missing", ["email", "password"])
def test_email_address_and_password_belong_together(missing: str) -> None:
    body = {name: value for name, value in CREDENTIALS.items() if name != missing}
    response = StaffClient().post(BEGIN_SIGN_IN, body)
    assert problem(response) == (400, "invalid")
    assert list(response.json()["errors"]) == [missing]
