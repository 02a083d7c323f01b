"""The environment: every missing or malformed variable in one message, and no secret in it."""

import re
from collections.abc import Mapping

import pytest

from matinee.server.config.environment import MIN_TOKEN_LENGTH, BadSetting, Environment, read
from matinee.server.config.values import allowed_hosts, is_allowed

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


def refusal(environ: Mapping[str, str]) -> str:
    """Read settings that are refused; give the message."""
    with pytest.raises(BadSetting) as refused:
        read(environ)
    return str(refused.value)


def names(message: str) -> list[str]:
    """The variables that a message complains about."""
    return re.findall(r"\b([A-Z]+_?[A-Z_]+) must ", message)


def test_a_complete_production_is_accepted() -> None:
    environment = read(PRODUCTION)
    assert (environment.production, environment.sells_online) == (True, True)
    assert environment.site_url == "https://tickets.roxy.example"
    assert environment.hsts == "host"


def test_one_message_names_everything_that_is_missing() -> None:
    message = refusal({"MATINEE_ENV": "production"})
    assert sorted(names(message)) == sorted(REQUIRED)
    assert message.startswith("6 settings are missing or invalid: ")
    assert "\n" not in message
    assert message.count("docs/operations.md") == 1


def test_the_message_has_what_is_malformed_beside_what_is_missing() -> None:
    malformed = {"PORT": "http", "HOLD_SECONDS": "0", "TRUSTED_PROXIES": "x", "HSTS": "on", "PAYMENTS": "no"}
    message = refusal({"MATINEE_ENV": "production", **malformed})
    assert sorted(names(message)) == sorted([*REQUIRED, *malformed])


@pytest.mark.parametrize("name", REQUIRED)
def test_each_is_required_in_production(name: str) -> None:
    missing = STRIPE if name == "STRIPE_SECRET_KEY" else (name,)
    message = refusal({key: value for key, value in PRODUCTION.items() if key not in missing})
    assert names(message) == [name]


def test_counter_only_needs_no_provider() -> None:
    environment = read({**WITHOUT_STRIPE, "PAYMENTS": "counter-only"})
    assert (environment.sells_online, environment.stripe_secret_key) == (False, "")


def test_nothing_is_required_on_one_s_own_machine() -> None:
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
def test_an_address_that_is_none_is_refused_everywhere(environ: Mapping[str, str], url: str) -> None:
    message = refusal({**environ, "SITE_URL": url})
    assert names(message) == ["SITE_URL"]
    assert "geheim" not in message


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://roxy.example/", "https://roxy.example"),
        ("https://roxy.example:8443", "https://roxy.example:8443"),
        ("HTTPS://Roxy.example", "HTTPS://Roxy.example"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://192.0.2.1", "https://192.0.2.1"),
    ],
)
def test_an_address_is_kept_without_its_last_slash(url: str, kept: str) -> None:
    assert read({**PRODUCTION, "SITE_URL": url}).site_url == kept


def test_links_in_production_are_https() -> None:
    assert "SITE_URL must begin with https://" in refusal({**PRODUCTION, "SITE_URL": "http://roxy.example"})
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
    message = refusal({**environ, **keys, name: value})
    assert names(message) == [name]
    assert not any(part in message for part in value.split())


def test_swapped_stripe_keys_are_both_named_and_not_repeated() -> None:
    secret, publishable = PRODUCTION["STRIPE_SECRET_KEY"], PRODUCTION["STRIPE_PUBLISHABLE_KEY"]
    swapped = {"STRIPE_SECRET_KEY": publishable, "STRIPE_PUBLISHABLE_KEY": secret}
    message = refusal({**PRODUCTION, **swapped})
    assert names(message) == ["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY"]
    assert not any(key in message for key in (secret, publishable))


@pytest.mark.parametrize(("name", "kind"), [("STRIPE_SECRET_KEY", "sk"), ("STRIPE_PUBLISHABLE_KEY", "pk")])
def test_test_and_live_keys_are_not_mixed(name: str, kind: str) -> None:
    message = refusal({**PRODUCTION, name: f"{kind}_test_4eC39HqLyjWDarjtT1zdp7dc"})
    assert "of the same mode" in message


def test_a_restricted_key_will_do() -> None:
    key = "rk_live_4eC39HqLyjWDarjtT1zdp7dc"
    assert read({**PRODUCTION, "STRIPE_SECRET_KEY": key}).stripe_secret_key == key


@pytest.mark.parametrize("name", STRIPE)
def test_a_stripe_key_wants_the_other_two(name: str) -> None:
    message = refusal({name: PRODUCTION[name]})
    assert set(names(message)) == set(STRIPE) - {name}


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
def test_a_database_that_is_none_and_whose_password_is_not_repeated(url: str) -> None:
    message = refusal({"DATABASE_URL": url})
    assert names(message) == ["DATABASE_URL"]
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
def test_a_database(url: str) -> None:
    assert read({"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("hosts", ["https://roxy.example", "roxy.example:8000", "roxy.example/", "a b"])
def test_host_names_are_host_names(hosts: str) -> None:
    assert names(refusal({"ALLOWED_HOSTS": hosts})) == ["ALLOWED_HOSTS"]


def test_a_secret_in_the_wrong_variable_is_not_repeated() -> None:
    secret = PRODUCTION["STRIPE_SECRET_KEY"]
    for name in ("MATINEE_ENV", "PORT", "PAYMENTS", "HSTS", "SECOND_FACTOR", "HOLD_SECONDS", "LIVE_PORT"):
        message = refusal({name: secret})
        assert name in names(message)
        assert secret not in message


@pytest.mark.parametrize("hsts", ["host", "subdomains", "preload"])
def test_hsts_goes_as_far_as_told(hsts: str) -> None:
    environment: Environment = read({**PRODUCTION, "HSTS": hsts})
    assert environment.hsts == hsts


@pytest.mark.parametrize("given", ["0.0.0.0/0", "::/0", "10.0.0.0/8, 0.0.0.0/0"])
def test_nobody_trusts_every_address(given: str) -> None:
    message = refusal({**PRODUCTION, "TRUSTED_PROXIES": given})
    assert names(message) == ["TRUSTED_PROXIES"]
    assert "must not include every address" in message


def test_a_metrics_token_in_the_wrong_variable_is_not_repeated() -> None:
    token = "q8Zt3Lw0vB7nYx5Rk2Pd"  # noqa: S105
    assert len(token) == MIN_TOKEN_LENGTH
    for name in ("PORT", "MATINEE_ENV", "HSTS", "HOLD_SECONDS"):
        assert token not in refusal({name: token})
    assert "not 'eighty'" in refusal({"PORT": "eighty"})


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
def test_links_lead_to_a_host_that_is_answered(url: str, hosts: str, allowed: bool) -> None:
    assert is_allowed(url, allowed_hosts(hosts)) is allowed
