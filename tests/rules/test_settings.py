"""The environment: every missing or malformed variable in one message, and no secret in it."""

import re
from collections.abc import Mapping

import pytest

from matinee.server.config.environment import MIN_TOKEN_LENGTH, BadSetting, Environment, read
from matinee.server.config.values import allowed_hosts, host_of, is_allowed, origin_of

PRODUCTION = {
    "MATINEE_ENV": "production",
    "SITE_URL": "https://tickets.roxy.example",
    "ALLOWED_HOSTS": "tickets.roxy.example",
    "SECRET_KEY": "q8Zt3Lw0vB7nYx5Rk2Pd9Hs6Jf1Mc4Ga" * 2,
    "TICKET_SIGNING_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "SMTP_URL": "smtp://user:geheim@mx.example",
    "MAIL_FROM": "Roxy <tickets@roxy.example>",
    "STRIPE_SECRET_KEY": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_TYooMQauvdEDq54NiTphI7jx",
    "STRIPE_WEBHOOK_SECRET": "whsec_9fK2mQx7vB1nYc5Rk2Pd9Hs6Jf1Mc4Ga",
}
STRIPE = ("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET")
WITHOUT_STRIPE = {name: value for name, value in PRODUCTION.items() if name not in STRIPE}
REQUIRED = ("SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "TICKET_SIGNING_KEY", "SMTP_URL", "STRIPE_SECRET_KEY")


def error_message(environ: Mapping[str, str]) -> str:
    """Return the error message for invalid settings."""
    with pytest.raises(BadSetting) as caught:
        read(environ)
    return str(caught.value)


def named_variables(message: str) -> list[str]:
    """Return the variables that a message names."""
    return re.findall(r"\b([A-Z]+_?[A-Z_]+) must ", message)


def test_a_complete_production_is_accepted() -> None:
    environment = read(PRODUCTION)
    assert (environment.production, environment.sells_online) == (True, True)
    assert environment.site_url == "https://tickets.roxy.example"
    assert environment.hsts == "host"


def test_one_message_names_everything_that_is_missing() -> None:
    message = error_message({"MATINEE_ENV": "production"})
    assert sorted(named_variables(message)) == sorted(REQUIRED)
    assert message.startswith("6 settings are missing or invalid: ")
    assert "\n" not in message
    assert message.count("docs/operations.md") == 1


def test_one_message_names_missing_and_malformed_variables() -> None:
    malformed = {"PORT": "http", "HOLD_SECONDS": "0", "TRUSTED_PROXIES": "x", "HSTS": "on", "PAYMENTS": "no"}
    message = error_message({"MATINEE_ENV": "production", **malformed})
    assert sorted(named_variables(message)) == sorted([*REQUIRED, *malformed])


@pytest.mark.parametrize("name", REQUIRED)
def test_each_variable_is_required_in_production(name: str) -> None:
    missing = STRIPE if name == "STRIPE_SECRET_KEY" else (name,)
    message = error_message({key: value for key, value in PRODUCTION.items() if key not in missing})
    assert named_variables(message) == [name]


def test_counter_only_needs_no_provider() -> None:
    environment = read({**WITHOUT_STRIPE, "PAYMENTS": "counter-only"})
    assert (environment.sells_online, environment.stripe_secret_key) == (False, "")


def test_nothing_is_required_outside_production() -> None:
    environment = read({})
    assert (environment.production, environment.sells_online) == (False, True)
    assert environment.site_url == "http://localhost:8000"


@pytest.mark.parametrize(
    "url",
    [
        "tickets.roxy.example",
        "ftp://roxy.example",
        "https://",
        "https:///",
        "https://roxy.example/tickets",
        "https://roxy.example?a=b",
        "https://roxy.example?",
        "https://roxy.example#a",
        "https://user:geheim@roxy.example",
        "https://roxy example",
        "https://roxy..example",
        "https://-roxy.example",
        "https://roxy.example:port",
        "https://roxy.example:99999",
        "https://[::1",
        "https://[::1]roxy.example",
        "javascript:alert(1)",
    ],
)
@pytest.mark.parametrize("environ", [{}, PRODUCTION], ids=["local", "production"])
def test_an_invalid_site_url_is_rejected(environ: Mapping[str, str], url: str) -> None:
    message = error_message({**environ, "SITE_URL": url})
    assert named_variables(message) == ["SITE_URL"]
    assert "geheim" not in message


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://roxy.example/", "https://roxy.example"),
        ("https://roxy.example:8443", "https://roxy.example:8443"),
        ("HTTPS://Roxy.example", "HTTPS://Roxy.example"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://192.0.2.1", "https://192.0.2.1"),
    ],
)
def test_the_site_url_has_no_trailing_slash(url: str, stored: str) -> None:
    assert read({**PRODUCTION, "SITE_URL": url}).site_url == stored


def test_links_in_production_are_https() -> None:
    assert "SITE_URL must begin with https://" in error_message(
        {**PRODUCTION, "SITE_URL": "http://roxy.example"}
    )
    assert read({"SITE_URL": "http://192.0.2.1:8000"}).site_url == "http://192.0.2.1:8000"


@pytest.mark.parametrize("environ", [{}, PRODUCTION], ids=["local", "production"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STRIPE_SECRET_KEY", "pk_live_TYooMQauvdEDq54NiTphI7jx"),
        ("STRIPE_SECRET_KEY", "whsec_9fK2mQx7vB1nYc5Rk2Pd9Hs6Jf1Mc4Ga"),
        ("STRIPE_SECRET_KEY", "4eC39HqLyjWDarjtT1zdp7dc"),
        ("STRIPE_SECRET_KEY", "sk_live_4eC39HqLyjWDarjtT1zdp7dc pk_live_TYooMQauvdEDq54NiTphI7jx"),
        ("STRIPE_PUBLISHABLE_KEY", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
        ("STRIPE_PUBLISHABLE_KEY", "rk_live_4eC39HqLyjWDarjtT1zdp7dc"),
        ("STRIPE_PUBLISHABLE_KEY", "SK_LIVE_4eC39HqLyjWDarjtT1zdp7dc"),
        ("STRIPE_WEBHOOK_SECRET", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
        ("STRIPE_WEBHOOK_SECRET", "we_1NqXyz2eZvKYlo2C"),
    ],
)
def test_a_stripe_key_of_the_wrong_kind(environ: Mapping[str, str], name: str, value: str) -> None:
    keys = {key: PRODUCTION[key] for key in STRIPE}
    message = error_message({**environ, **keys, name: value})
    assert named_variables(message) == [name]
    assert not any(part in message for part in value.split())


def test_swapped_stripe_keys_are_both_named_and_not_printed() -> None:
    secret, publishable = PRODUCTION["STRIPE_SECRET_KEY"], PRODUCTION["STRIPE_PUBLISHABLE_KEY"]
    swapped = {"STRIPE_SECRET_KEY": publishable, "STRIPE_PUBLISHABLE_KEY": secret}
    message = error_message({**PRODUCTION, **swapped})
    assert named_variables(message) == ["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY"]
    assert not any(key in message for key in (secret, publishable))


@pytest.mark.parametrize(("name", "kind"), [("STRIPE_SECRET_KEY", "sk"), ("STRIPE_PUBLISHABLE_KEY", "pk")])
def test_test_and_live_keys_are_not_mixed(name: str, kind: str) -> None:
    message = error_message({**PRODUCTION, name: f"{kind}_test_4eC39HqLyjWDarjtT1zdp7dc"})
    assert "of the same mode" in message


def test_a_restricted_key_is_accepted() -> None:
    key = "rk_live_4eC39HqLyjWDarjtT1zdp7dc"
    assert read({**PRODUCTION, "STRIPE_SECRET_KEY": key}).stripe_secret_key == key


@pytest.mark.parametrize("name", STRIPE)
def test_a_stripe_key_requires_the_other_two(name: str) -> None:
    message = error_message({name: PRODUCTION[name]})
    assert set(named_variables(message)) == set(STRIPE) - {name}


@pytest.mark.parametrize(
    "url",
    [
        "mysql://localhost",
        "postgresql://roxy:ge/heim@db.example/matinee",
        "postgresql://roxy:ge@heim@db.example/matinee",
        "postgresql://roxy:ge#heim@db.example/matinee",
        "postgresql://roxy:ge?heim@db.example/matinee",
        "postgresql://roxy:ge%heim@db.example/matinee",
        "postgresql://roxy:geheim@db.example:port/matinee",
    ],
)
def test_an_invalid_database_url_is_rejected_and_not_printed(url: str) -> None:
    message = error_message({"DATABASE_URL": url})
    assert named_variables(message) == ["DATABASE_URL"]
    assert "ge@" not in message
    assert "heim" not in message


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://roxy:ge%2Fheim@db.example:5432/matinee?sslmode=require",
        "postgres://db.example",
        "postgresql:///matinee?host=/var/run/postgresql",
        "postgresql://roxy@/matinee?host=%2Fvar%2Frun%2Fpostgresql",
        "postgresql://a.example:5432,b.example:5433/matinee?target_session_attrs=primary",
        "postgresql://roxy@[2001:db8::1]:5432/matinee",
    ],
)
def test_a_valid_database_url(url: str) -> None:
    assert read({"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("hosts", ["https://roxy.example", "roxy.example:8000", "roxy.example/", "a b"])
def test_allowed_hosts_are_names_only(hosts: str) -> None:
    assert named_variables(error_message({"ALLOWED_HOSTS": hosts})) == ["ALLOWED_HOSTS"]


def test_a_secret_in_the_wrong_variable_is_not_printed() -> None:
    secret = PRODUCTION["STRIPE_SECRET_KEY"]
    for name in ("MATINEE_ENV", "PORT", "PAYMENTS", "HSTS", "SECOND_FACTOR", "HOLD_SECONDS", "LIVE_PORT"):
        message = error_message({name: secret})
        assert name in named_variables(message)
        assert secret not in message


@pytest.mark.parametrize("hsts", ["host", "subdomains", "preload"])
def test_hsts_has_three_scopes(hsts: str) -> None:
    environment: Environment = read({**PRODUCTION, "HSTS": hsts})
    assert environment.hsts == hsts


@pytest.mark.parametrize("given", ["0.0.0.0/0", "::/0", "10.0.0.0/8, 0.0.0.0/0"])
def test_trusted_proxies_may_not_include_every_address(given: str) -> None:
    message = error_message({**PRODUCTION, "TRUSTED_PROXIES": given})
    assert named_variables(message) == ["TRUSTED_PROXIES"]
    assert "must not include every address" in message


def test_a_metrics_token_in_the_wrong_variable_is_not_printed() -> None:
    token = "q8Zt3Lw0vB7nYx5Rk2Pd"  # noqa: S105
    assert len(token) == MIN_TOKEN_LENGTH
    for name in ("PORT", "MATINEE_ENV", "HSTS", "HOLD_SECONDS"):
        assert token not in error_message({name: token})
    assert "not 'eighty'" in error_message({"PORT": "eighty"})


@pytest.mark.parametrize(
    ("url", "hosts", "allowed"),
    [
        ("https://roxy.example", "roxy.example", True),
        ("https://Roxy.example:8443", "other.example,ROXY.example", True),
        ("https://tickets.roxy.example", ".roxy.example", True),
        ("https://roxy.example", "*", True),
        ("https://roxy.example", "", True),
        ("https://[2001:db8::1]", "[2001:db8::1]", True),
        ("https://roxy.example", "tickets.roxy.example", False),
        ("https://tickets.roxy.example", "roxy.example", False),
    ],
)
def test_the_site_url_must_be_an_allowed_host(url: str, hosts: str, allowed: bool) -> None:
    assert is_allowed(url, allowed_hosts(hosts)) is allowed


@pytest.mark.parametrize(
    ("url", "origin", "host"),
    [
        ("https://Tickets.Roxy.example", "https://tickets.roxy.example", "tickets.roxy.example"),
        ("https://roxy.example:443", "https://roxy.example", "roxy.example"),
        ("https://roxy.example:8443", "https://roxy.example:8443", "roxy.example"),
        ("http://localhost:8000", "http://localhost:8000", "localhost"),
        ("http://localhost:80", "http://localhost", "localhost"),
    ],
)
def test_passkeys_belong_to_the_site_as_browsers_name_it(url: str, origin: str, host: str) -> None:
    assert (origin_of(url), host_of(url)) == (origin, host)
