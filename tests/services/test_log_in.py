"""Staff log in with two factors: attempts are rate limited, and each code works once."""

import time
from base64 import b32decode
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from matinee.runtime import rate_limits
from matinee.staff import second_factor
from matinee.staff.models import User
from tests.authenticator_app import app_of, code_of

pytestmark = pytest.mark.django_db

PASSWORD = "a good long password"  # noqa: S105 - of a test
LOG_IN, SECOND, INDEX = "/admin/login/", "/admin/second-factor/", "/admin/"


@pytest.fixture(autouse=True)
def clear_rate_limits() -> Iterator[None]:
    """Clear the rate limits before and after each test."""
    rate_limits.counters.cache_clear()
    yield
    rate_limits.counters.cache_clear()


@pytest.fixture
def superuser() -> User:
    return User.objects.create_superuser("superuser@example.org", PASSWORD)


@pytest.fixture
def required(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def authenticator(superuser: User) -> TOTPDevice:
    """An authenticator app that is set up already."""
    return app_of(superuser)


def log_in(client: Client, password: str = PASSWORD) -> HttpResponse:
    response = client.post(LOG_IN, {"username": "superuser@example.org", "password": password, "next": INDEX})
    assert isinstance(response, HttpResponse)
    return response


def is_logged_in(client: Client) -> bool:
    return client.get(INDEX).status_code == 200


def test_a_password_is_enough_if_the_second_factor_is_optional(client: Client, superuser: User) -> None:  # noqa: ARG001
    log_in(client)
    assert is_logged_in(client)


@pytest.mark.usefixtures("superuser", "required")
def test_the_first_log_in_sets_up_an_authenticator_app(client: Client) -> None:
    log_in(client)
    assert not is_logged_in(client)
    assert client.get(INDEX, follow=True).redirect_chain[-1][0] == SECOND
    page = client.get(SECOND).content.decode()
    assert not TOTPDevice.objects.exists(), "the key is in the session until the first code"
    key = b32decode(page.split("Key: <code>")[1].split("<")[0])
    assert "data:image/svg+xml" in page
    assert "wrong" in client.post(SECOND, {"code": "000000"}).content.decode()
    assert not is_logged_in(client)
    assert not TOTPDevice.objects.exists()
    page = client.post(SECOND, {"code": code_of(key)}).content.decode()
    codes = list(StaticToken.objects.values_list("token", flat=True))
    assert len(codes) == second_factor.RECOVERY_CODES
    assert all(code in page for code in codes)
    assert is_logged_in(client)


class TestWithAnAuthenticatorApp:
    """Once it is set up, each log-in requires it."""

    def test_the_password_alone_is_not_enough(self, client: Client, authenticator: TOTPDevice) -> None:  # noqa: ARG002
        log_in(client)
        for path in (INDEX, "/admin/shows/show/", "/admin/staff/user/"):
            assert client.get(path).status_code == 302
        assert "Key:" not in client.get(SECOND).content.decode(), "no second app is set up"
        assert TOTPDevice.objects.count() == 1

    def test_a_code_works_once(self, client: Client, authenticator: TOTPDevice) -> None:
        code = code_of(authenticator.bin_key)
        log_in(client)
        key = client.session.session_key
        assert client.post(SECOND, {"code": f" {code[:3]} {code[3:]} "})["Location"] == INDEX
        assert is_logged_in(client)
        assert client.session.session_key != key
        another = Client()
        log_in(another)
        assert another.post(SECOND, {"code": code}).status_code == 200
        assert not is_logged_in(another)

    def test_a_recovery_code_works_once(self, client: Client, authenticator: TOTPDevice) -> None:  # noqa: ARG002
        code = StaticToken.objects.values_list("token", flat=True)[0]
        log_in(client)
        client.post(SECOND, {"code": code.upper()})
        assert is_logged_in(client)
        assert StaticToken.objects.count() == second_factor.RECOVERY_CODES - 1
        another = Client()
        log_in(another)
        another.post(SECOND, {"code": code})
        assert not is_logged_in(another)

    def test_a_wrong_code_delays_the_next_attempt(self, client: Client, authenticator: TOTPDevice) -> None:
        log_in(client)
        client.post(SECOND, {"code": "000000"})
        client.post(SECOND, {"code": code_of(authenticator.bin_key)})
        assert not is_logged_in(client)

    def test_the_code_of_another_user_is_rejected(self, client: Client, authenticator: TOTPDevice) -> None:
        other = User.objects.create_superuser("other@example.org", PASSWORD)
        app_of(other)
        client.post(LOG_IN, {"username": "other@example.org", "password": PASSWORD, "next": INDEX})
        client.post(SECOND, {"code": code_of(authenticator.bin_key)})
        assert not is_logged_in(client)

    def test_a_reset_user_logs_in_without_a_second_factor(
        self, client: Client, authenticator: TOTPDevice
    ) -> None:
        admin = Client()
        admin.force_login(User.objects.create_superuser("admin@example.org", PASSWORD))
        action = {
            "action": "reset_second_factor",
            "_selected_action": [authenticator.user.pk],
            "confirmed": "yes",
        }
        admin.post("/admin/staff/user/", action)
        log_in(client)
        assert is_logged_in(client)
        assert not TOTPDevice.objects.exists()
        assert not StaticToken.objects.exists()


def test_the_second_factor_page_requires_a_password_first(client: Client) -> None:
    for method in (client.get, client.post):
        assert method(SECOND)["Location"] == LOG_IN
    client.force_login(User.objects.create_user("customer@example.org", PASSWORD))
    assert client.get(SECOND)["Location"] == LOG_IN
    assert not TOTPDevice.objects.exists()


@pytest.mark.usefixtures("required")
def test_a_session_without_a_recent_password_sets_up_no_app(client: Client, superuser: User) -> None:
    client.force_login(superuser)
    for method in (client.get, client.post):
        assert method(SECOND)["Location"] in {LOG_IN, f"{LOG_IN}?next={SECOND}"}
        assert "_auth_user_id" not in client.session
    log_in(client, "wrong")
    assert second_factor.NEW_KEY not in client.session
    log_in(client)
    assert "Key:" in client.get(SECOND).content.decode()


@pytest.mark.parametrize("path", [LOG_IN, SECOND])
def test_attempts_are_rate_limited(
    client: Client, superuser: User, settings: LazySettings, path: str
) -> None:
    settings.LOGINS_PER_MINUTE = 3
    settings.SECOND_FACTOR_REQUIRED = path == SECOND
    client.force_login(superuser)
    session = client.session
    second_factor.begin_set_up(session)
    session.save()
    guess = {"username": "superuser@example.org", "password": "guess", "code": "000000"}
    assert [client.post(path, guess).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.post(path, guess)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert log_in(Client()).status_code == 429, "the correct password too"
    assert client.get(LOG_IN).status_code in {200, 302}, "reading the page is not limited"
    assert log_in(Client(REMOTE_ADDR="192.0.2.9")).status_code == 302


def test_the_session_ends_with_the_browser_and_after_twelve_hours(client: Client, superuser: User) -> None:  # noqa: ARG001
    log_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == "", "it ends with the browser"
    assert client.session.get_expiry_age() <= 12 * 3600
    assert client.session.get_expiry_date().timestamp() - time.time() <= 12 * 3600
