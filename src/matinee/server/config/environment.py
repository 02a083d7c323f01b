"""Settings from environment variables: typed and validated. docs/operations.md describes each of them."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from matinee.core.client_address import Networks
from matinee.server.config import values as values
from matinee.server.config.mail import MailServer
from matinee.server.config.values import CHECKOUT, LAST_PORT, BadSetting, BadSettings

__all__ = ["CHECKOUT", "DEFAULTS", "BadSetting", "BadSettings", "Environment", "read"]

T = TypeVar("T")

DEFAULTS = {
    "DATABASE_URL": "",
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "LIVE_PORT": "",
    "ALLOWED_HOSTS": "",
    "SITE_URL": "",
    "MATINEE_DATA_DIR": "",
    "MATINEE_ENV": "local",
    "SECRET_KEY": "",
    "HOLD_SECONDS": "300",
    "MAX_SEATS_PER_HOLD": "10",
    "LOCK_WAIT_MS": "3000",
    "TRUSTED_PROXIES": "",
    "HOLDS_PER_MINUTE": "",
    "MAX_SEATS_PER_CLIENT": "",
    "LOOKUPS_PER_MINUTE": "",
    "PAYMENT_ATTEMPTS_PER_HOLD": "10",
    "DECLINED_PAYMENTS_PER_HOUR": "",
    "LOGINS_PER_MINUTE": "10",
    "SECOND_FACTOR": "",
    "LIVE_CONNECTIONS_PER_CLIENT": "500",
    "CUSTOMER_DATA_DAYS": "365",
    "PAYMENTS": "online",
    "HSTS": "host",
    "MATINEE_DEMO": "yes",
    "STRIPE_SECRET_KEY": "",
    "STRIPE_PUBLISHABLE_KEY": "",
    "STRIPE_WEBHOOK_SECRET": "",
    "SMTP_URL": "",
    "MAIL_FROM": "",
    "TICKET_SIGNING_KEY": "",
    "TICKET_VERIFY_KEYS": "",
    "METRICS_TOKEN": "",
    "STOP_DELAY_SECONDS": "0",
}
"""Every variable that Matinee reads, with its default if unset or empty."""

SECRETS = (
    "DATABASE_URL",
    "SECRET_KEY",
    "TICKET_SIGNING_KEY",
    "SMTP_URL",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
)
"""For each of these, `…_FILE` may name a file that contains the value."""

LIMITS_IN_PRODUCTION = {
    "HOLDS_PER_MINUTE": 1200,
    "MAX_SEATS_PER_CLIENT": 300,
    "LOOKUPS_PER_MINUTE": 600,
    "DECLINED_PAYMENTS_PER_HOUR": 60,
}
"""Off elsewhere, because local tests and benchmarks share one address."""

SAME_MACHINE = ("127.0.0.1", "::1")
MIN_SECRET_LENGTH, MIN_DISTINCT_CHARACTERS = 50, 10
MIN_TOKEN_LENGTH = 20
LOCAL_SENDER = "Matinee <matinee@localhost>"


@dataclass(frozen=True)
class Environment:
    """The validated settings of an installation."""

    database_url: str
    """A libpq URI. Empty for the embedded PostgreSQL."""
    host: str
    port: int
    live_port: int
    """Port of the live-event process."""
    site_url: str
    """Origin of the site, for links in emails, without a trailing slash."""
    allowed_hosts: tuple[str, ...]
    """Empty means any host."""
    data_dir: Path
    production: bool
    demo: bool
    """Whether a start may create the demo's cinemas. Never in production."""
    secret_key: str
    """Empty means the key stored in the data folder."""
    hold_seconds: int
    max_seats_per_hold: int
    lock_wait_ms: int
    trusted_proxies: Networks
    """Proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted."""
    holds_per_minute: int
    """This limit and the next four are per client. 0 means unlimited."""
    max_seats_per_client: int
    lookups_per_minute: int
    logins_per_minute: int
    declined_payments_per_hour: int
    payment_attempts_per_hold: int
    second_factor_required: bool
    """Whether every staff member needs a second factor. If False, only those who have set one up."""
    live_connections_per_client: int
    """0 means unlimited."""
    customer_data_days: int
    sells_online: bool
    """False if tickets are sold only at the counter."""
    hsts: str
    """Scope of Strict-Transport-Security: `host`, `subdomains`, or `preload` (both, for the preload list)."""
    stripe_secret_key: str
    """Empty means the demo provider, which moves no money."""
    stripe_publishable_key: str
    stripe_webhook_secret: str
    mail_server: MailServer | None
    """None prints emails to the console."""
    mail_from: str
    ticket_signing_key: bytes
    """The seed of an Ed25519 key. Empty means the key stored in the data folder."""
    ticket_verify_keys: tuple[bytes, ...]
    """Former public keys. Tickets signed with them stay valid."""
    metrics_token: str
    """Bearer token for `/metrics`."""
    stop_delay_seconds: int
    """How long the site keeps serving after `/readyz` reports the shutdown."""


class _Problems:
    """Collects the errors, so that one message lists all of them."""

    def __init__(self) -> None:
        self._found: list[BadSetting] = []

    def try_to(self, parse: Callable[[], T], placeholder: T) -> T:
        """Return the result of `parse`. On BadSetting, record the error and return the placeholder."""
        try:
            return parse()
        except BadSetting as bad:
            self._found.append(bad)
            return placeholder

    def add(self, name: str, reason: str) -> None:
        """Record that a setting is missing or contradicts another."""
        self._found.append(BadSetting(name, reason))

    def raise_if_any(self) -> None:
        """Raises: BadSetting."""
        if len(self._found) > 1:
            raise BadSettings([problem for bad in self._found for problem in bad.problems])
        if self._found:
            raise self._found[0]


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read and check the variables.

    Raises: BadSetting, which lists every missing or malformed variable.
    """
    problems = _Problems()
    environment = _parse(environ, problems)
    for name, reason in _missing(environment):
        problems.add(name, reason)
    problems.raise_if_any()
    return environment


def _parse(environ: Mapping[str, str], problems: _Problems) -> Environment:
    given = _given(environ, problems)
    try_to = problems.try_to

    def choice(name: str, *choices: str) -> str:
        return try_to(lambda: values.one_of(given, name, choices), choices[0])

    def number(name: str, lowest: int, highest: int) -> int:
        return try_to(lambda: values.whole_number(given, name, lowest, highest), lowest)

    def stripe_key(name: str) -> str:
        return try_to(lambda: values.stripe_key(given, name), given[name])

    production = choice("MATINEE_ENV", "local", "production") == "production"
    limits = {name: str(usual if production else 0) for name, usual in LIMITS_IN_PRODUCTION.items()}
    usual = limits | {"SECOND_FACTOR": "required" if production else "optional"}
    given |= {name: given[name] or value for name, value in usual.items()}
    site, signing = given["SITE_URL"], given["TICKET_SIGNING_KEY"]
    proxies = values.comma_separated(given["TRUSTED_PROXIES"]) or (SAME_MACHINE if production else ())
    port = number("PORT", 1, LAST_PORT)
    return Environment(
        database_url=try_to(lambda: values.database_uri(given["DATABASE_URL"]), ""),
        host=given["HOST"],
        port=port,
        live_port=try_to(lambda: values.live_port({**given, "PORT": str(port)}), port),
        site_url=try_to(lambda: values.site_url(site, production=production), site)
        if site or production
        else f"http://localhost:{port}",
        allowed_hosts=try_to(lambda: values.allowed_hosts(given["ALLOWED_HOSTS"]), ("*",)),
        data_dir=try_to(lambda: values.data_dir(given["MATINEE_DATA_DIR"]), CHECKOUT),
        production=production,
        demo=choice("MATINEE_DEMO", "yes", "no") == "yes" and not production,
        secret_key=given["SECRET_KEY"],
        hold_seconds=number("HOLD_SECONDS", 1, 3600),
        max_seats_per_hold=number("MAX_SEATS_PER_HOLD", 1, 100),
        lock_wait_ms=number("LOCK_WAIT_MS", 1, 60_000),
        trusted_proxies=try_to(lambda: values.trusted_proxies(proxies), ()),
        holds_per_minute=number("HOLDS_PER_MINUTE", 0, 1_000_000),
        max_seats_per_client=number("MAX_SEATS_PER_CLIENT", 0, 1_000_000),
        lookups_per_minute=number("LOOKUPS_PER_MINUTE", 0, 1_000_000),
        payment_attempts_per_hold=number("PAYMENT_ATTEMPTS_PER_HOLD", 1, 1000),
        declined_payments_per_hour=number("DECLINED_PAYMENTS_PER_HOUR", 0, 1_000_000),
        logins_per_minute=number("LOGINS_PER_MINUTE", 0, 1_000_000),
        second_factor_required=choice("SECOND_FACTOR", "required", "optional") == "required",
        live_connections_per_client=number("LIVE_CONNECTIONS_PER_CLIENT", 0, 1_000_000),
        customer_data_days=number("CUSTOMER_DATA_DAYS", 1, 36_500),
        sells_online=choice("PAYMENTS", "online", "counter-only") == "online",
        hsts=choice("HSTS", "host", "subdomains", "preload"),
        stripe_secret_key=stripe_key("STRIPE_SECRET_KEY"),
        stripe_publishable_key=stripe_key("STRIPE_PUBLISHABLE_KEY"),
        stripe_webhook_secret=stripe_key("STRIPE_WEBHOOK_SECRET"),
        mail_server=_mail_server(given["SMTP_URL"], problems),
        mail_from=try_to(lambda: values.sender(given["MAIL_FROM"]), "")
        if given["MAIL_FROM"]
        else LOCAL_SENDER,
        ticket_signing_key=try_to(lambda: values.ticket_key("TICKET_SIGNING_KEY", signing), b"?")
        if signing
        else b"",
        ticket_verify_keys=tuple(
            try_to(lambda key=key: values.ticket_key("TICKET_VERIFY_KEYS", key), b"")  # type: ignore[misc]
            for key in values.comma_separated(given["TICKET_VERIFY_KEYS"])
        ),
        metrics_token=given["METRICS_TOKEN"],
        stop_delay_seconds=number("STOP_DELAY_SECONDS", 0, 300),
    )


def _mail_server(url: str, problems: _Problems) -> MailServer | None:
    unusable: MailServer | None = MailServer("", 0)
    return problems.try_to(lambda: values.mail_server(url), unusable)


def _given(environ: Mapping[str, str], problems: _Problems) -> dict[str, str]:
    """Return the value of each variable, or its default."""
    return {
        name: problems.try_to(
            lambda name=name: values.text_or_file(environ, name, secret=name in SECRETS),  # type: ignore[misc]
            "",
        )
        or default
        for name, default in DEFAULTS.items()
    }


def _missing(environment: Environment) -> Iterator[tuple[str, str]]:
    """Yield the name and the error of each setting that is missing or contradicts another."""
    if environment.mail_server and environment.mail_from == LOCAL_SENDER:
        yield "MAIL_FROM", "must be set when SMTP_URL is"
    yield from _missing_of_stripe(environment)
    if environment.production:
        yield from _missing_in_production(environment)


def _missing_of_stripe(environment: Environment) -> Iterator[tuple[str, str]]:
    names = ("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET")
    keys = {name: str(getattr(environment, name.lower())) for name in names}
    first = next((name for name in names if keys[name]), None)
    if first:
        yield from ((name, f"must be set when {first} is") for name in names if not keys[name])
    modes = {mode for key in keys.values() for mode in ("test", "live") if key[3:].startswith(f"{mode}_")}
    if len(modes) > 1:
        yield (
            "STRIPE_PUBLISHABLE_KEY",
            "must be of the same mode as STRIPE_SECRET_KEY: one is for tests, the other is live",
        )


def _missing_in_production(environment: Environment) -> Iterator[tuple[str, str]]:
    when = "when MATINEE_ENV is production"
    if not environment.secret_key:
        yield "SECRET_KEY", f"must be set {when}"
    elif (
        len(environment.secret_key) < MIN_SECRET_LENGTH
        or len(set(environment.secret_key)) < MIN_DISTINCT_CHARACTERS
    ):
        yield "SECRET_KEY", f"must be random and at least {MIN_SECRET_LENGTH} characters in production"
    if not environment.allowed_hosts:
        yield "ALLOWED_HOSTS", f"must name the site's host names {when}"
    if not environment.ticket_signing_key:
        yield "TICKET_SIGNING_KEY", f"must be set {when}: openssl rand -base64 32 makes one"
    if environment.metrics_token and len(environment.metrics_token) < MIN_TOKEN_LENGTH:
        yield "METRICS_TOKEN", f"must be at least {MIN_TOKEN_LENGTH} characters in production"
    if not environment.mail_server:
        yield "SMTP_URL", f"must be set {when}"
    if environment.sells_online and not environment.stripe_secret_key:
        yield "STRIPE_SECRET_KEY", f"must be set {when}, unless PAYMENTS is counter-only"
