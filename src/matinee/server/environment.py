"""The settings that come from the environment: typed, checked, each described in docs/operations.md."""

import os
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matinee.core.clients import Networks, networks
from matinee.server.errors import CannotRun
from matinee.server.mail import MailServer

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
"""Every variable that Matinee reads, with what it is when unset or empty."""

SECRETS = (
    "DATABASE_URL",
    "SECRET_KEY",
    "TICKET_SIGNING_KEY",
    "SMTP_URL",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
)
"""For each of these, `…_FILE` may name a file that has the value."""

LIMITS_IN_PRODUCTION = {
    "HOLDS_PER_MINUTE": 1200,
    "MAX_SEATS_PER_CLIENT": 300,
    "LOOKUPS_PER_MINUTE": 600,
    "DECLINED_PAYMENTS_PER_HOUR": 60,
}
"""Elsewhere they are off: on one's own machine, tests and benchmarks come from one address."""

SAME_MACHINE = ("127.0.0.1", "::1")
LAST_PORT = 65535
SHORTEST_SECRET, FEWEST_SIGNS = 50, 10
SHORTEST_TOKEN = 20
TICKET_KEY_BYTES = 32
LOCAL_SENDER = "Matinee <matinee@localhost>"
PLAUSIBLE_SENDER = re.compile(r"[^@<>\r\n]+@[^@<>\s]+|[^@<>\r\n]*<[^@<>\s]+@[^@<>\s]+>")
CHECKOUT = Path(__file__).resolve().parents[3]


class BadSetting(CannotRun):
    """A variable has a value that can't be used."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}. See docs/operations.md.")


@dataclass(frozen=True)
class Environment:
    """What the operator decided."""

    database_url: str
    """A libpq URI; empty for the private PostgreSQL."""
    host: str
    port: int
    live_port: int
    """Where seat maps get their events."""
    site_url: str
    """Where the site is, for links in mails; no slash at the end."""
    allowed_hosts: tuple[str, ...]
    """Empty for any."""
    data_dir: Path
    production: bool
    secret_key: str
    """Empty for the one kept in the data folder."""
    hold_seconds: int
    max_seats_per_hold: int
    lock_wait_ms: int
    trusted_proxies: Networks
    """Whose word on the visitor's address and on HTTPS is believed."""
    holds_per_minute: int
    """This and the next four are for each client; 0 for any number."""
    max_seats_per_client: int
    lookups_per_minute: int
    logins_per_minute: int
    declined_payments_per_hour: int
    payment_attempts_per_hold: int
    second_factor_required: bool
    """Staff log in with a code from their telephone too; else only those who have set that up."""
    live_connections_per_client: int
    """0 for any number."""
    customer_data_days: int
    stripe_secret_key: str
    """Empty for the demo, which moves no money."""
    stripe_publishable_key: str
    stripe_webhook_secret: str
    mail_server: MailServer | None
    """None prints mails."""
    mail_from: str
    ticket_signing_key: bytes
    """The seed of an Ed25519 key; empty for the one kept in the data folder."""
    ticket_verify_keys: tuple[bytes, ...]
    """Former public keys, whose tickets are still good."""
    metrics_token: str
    """Who bears it may read `/metrics`."""
    stop_delay_seconds: int
    """How long the site goes on serving after `/readyz` says that it stops."""


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read and check the variables.

    Raises: BadSetting.
    """
    given = {name: _given(environ, name) or default for name, default in DEFAULTS.items()}
    production = _one_of(given, "MATINEE_ENV", ("local", "production")) == "production"
    limits = {name: str(usual if production else 0) for name, usual in LIMITS_IN_PRODUCTION.items()}
    usual = limits | {"SECOND_FACTOR": "required" if production else "optional"}
    given |= {name: given[name] or value for name, value in usual.items()}
    signing = given["TICKET_SIGNING_KEY"]
    port = _whole_number(given, "PORT", 1, LAST_PORT)
    environment = Environment(
        database_url=given["DATABASE_URL"],
        host=given["HOST"],
        port=port,
        live_port=_live_port(given, port),
        site_url=given["SITE_URL"].rstrip("/") or f"http://localhost:{given['PORT']}",
        allowed_hosts=_listed(given["ALLOWED_HOSTS"]),
        data_dir=_data_dir(given["MATINEE_DATA_DIR"]),
        production=production,
        secret_key=given["SECRET_KEY"],
        hold_seconds=_whole_number(given, "HOLD_SECONDS", 1, 3600),
        max_seats_per_hold=_whole_number(given, "MAX_SEATS_PER_HOLD", 1, 100),
        lock_wait_ms=_whole_number(given, "LOCK_WAIT_MS", 1, 60_000),
        trusted_proxies=_trusted(_listed(given["TRUSTED_PROXIES"]) or (SAME_MACHINE if production else ())),
        holds_per_minute=_whole_number(given, "HOLDS_PER_MINUTE", 0, 1_000_000),
        max_seats_per_client=_whole_number(given, "MAX_SEATS_PER_CLIENT", 0, 1_000_000),
        lookups_per_minute=_whole_number(given, "LOOKUPS_PER_MINUTE", 0, 1_000_000),
        payment_attempts_per_hold=_whole_number(given, "PAYMENT_ATTEMPTS_PER_HOLD", 1, 1000),
        declined_payments_per_hour=_whole_number(given, "DECLINED_PAYMENTS_PER_HOUR", 0, 1_000_000),
        logins_per_minute=_whole_number(given, "LOGINS_PER_MINUTE", 0, 1_000_000),
        second_factor_required=_one_of(given, "SECOND_FACTOR", ("required", "optional")) == "required",
        live_connections_per_client=_whole_number(given, "LIVE_CONNECTIONS_PER_CLIENT", 0, 1_000_000),
        customer_data_days=_whole_number(given, "CUSTOMER_DATA_DAYS", 1, 36_500),
        stripe_secret_key=given["STRIPE_SECRET_KEY"],
        stripe_publishable_key=given["STRIPE_PUBLISHABLE_KEY"],
        stripe_webhook_secret=given["STRIPE_WEBHOOK_SECRET"],
        mail_server=_mail_server(given["SMTP_URL"]),
        mail_from=given["MAIL_FROM"] or LOCAL_SENDER,
        ticket_signing_key=_ticket_key("TICKET_SIGNING_KEY", signing) if signing else b"",
        ticket_verify_keys=tuple(
            _ticket_key("TICKET_VERIFY_KEYS", key) for key in _listed(given["TICKET_VERIFY_KEYS"])
        ),
        metrics_token=given["METRICS_TOKEN"],
        stop_delay_seconds=_whole_number(given, "STOP_DELAY_SECONDS", 0, 300),
    )
    _check(environment)
    return environment


def _check(environment: Environment) -> None:
    if environment.database_url and not environment.database_url.startswith(("postgresql://", "postgres://")):
        raise BadSetting(
            "DATABASE_URL", "must be a PostgreSQL URI: postgresql://user:password@host:port/database"
        )
    _check_mail(environment)
    _check_stripe(environment)
    if environment.production:
        _check_production(environment)


def _check_mail(environment: Environment) -> None:
    if not PLAUSIBLE_SENDER.fullmatch(environment.mail_from):
        raise BadSetting("MAIL_FROM", "must be an address, such as Roxy <tickets@roxy.example>")
    if environment.mail_server and environment.mail_from == LOCAL_SENDER:
        raise BadSetting("MAIL_FROM", "must be set when SMTP_URL is")


def _check_stripe(environment: Environment) -> None:
    if environment.stripe_secret_key:
        for name in ("STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"):
            if not getattr(environment, name.lower()):
                raise BadSetting(name, "must be set when STRIPE_SECRET_KEY is")


def _check_production(environment: Environment) -> None:
    if not environment.secret_key:
        raise BadSetting("SECRET_KEY", "must be set when MATINEE_ENV is production")
    if len(environment.secret_key) < SHORTEST_SECRET or len(set(environment.secret_key)) < FEWEST_SIGNS:
        raise BadSetting(
            "SECRET_KEY", f"must be random and at least {SHORTEST_SECRET} characters in production"
        )
    if not environment.allowed_hosts:
        raise BadSetting("ALLOWED_HOSTS", "must name the site's host names when MATINEE_ENV is production")
    if not environment.ticket_signing_key:
        raise BadSetting(
            "TICKET_SIGNING_KEY",
            "must be set when MATINEE_ENV is production: openssl rand -base64 32 makes one",
        )
    if environment.metrics_token and len(environment.metrics_token) < SHORTEST_TOKEN:
        raise BadSetting("METRICS_TOKEN", f"must be at least {SHORTEST_TOKEN} characters in production")
    if not environment.mail_server:
        raise BadSetting("SMTP_URL", "must be set when MATINEE_ENV is production")


def _mail_server(url: str) -> MailServer | None:
    try:
        return MailServer.parse(url) if url else None
    except ValueError as error:
        # The value isn't repeated, as it has a password.
        raise BadSetting(
            "SMTP_URL", "must be smtp://user:password@host:587 or smtps://user:password@host:465"
        ) from error


def _given(environ: Mapping[str, str], name: str) -> str:
    """What the variable says; for a secret, else its file: container platforms hand secrets over so."""
    said = environ.get(name, "").strip()
    path = environ.get(f"{name}_FILE", "").strip()
    if said or not path or name not in SECRETS:
        return said
    try:
        return Path(path).read_text().strip()
    except (OSError, ValueError) as error:
        raise BadSetting(f"{name}_FILE", "must name a text file that can be read") from error


def _trusted(listed: Sequence[str]) -> Networks:
    try:
        return networks(listed)
    except ValueError as error:
        raise BadSetting("TRUSTED_PROXIES", "must be addresses or networks, such as 10.0.0.0/8") from error


def _listed(given: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in given.split(",") if one.strip())


def _whole_number(given: Mapping[str, str], name: str, lowest: int, highest: int) -> int:
    value = given[name]
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
        raise BadSetting(name, f"must be a whole number from {lowest} to {highest}, not {value!r}")
    return int(value)


def _live_port(given: Mapping[str, str], port: int) -> int:
    """Give the chosen port, else the site's neighbour."""
    if not given["LIVE_PORT"]:
        return port + 1 if port < LAST_PORT else port - 1
    chosen = _whole_number(given, "LIVE_PORT", 1, LAST_PORT)
    if chosen == port:
        raise BadSetting("LIVE_PORT", "must be another than PORT")
    return chosen


def _ticket_key(name: str, given: str) -> bytes:
    try:
        key = b64decode(given, validate=True)
    except ValueError:
        key = b""
    if len(key) != TICKET_KEY_BYTES:
        # The value may be the right key with a slip, so it isn't repeated.
        raise BadSetting(name, f"must be {TICKET_KEY_BYTES} bytes in base64")
    return key


def _one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    if given[name] not in choices:
        raise BadSetting(name, f"must be {' or '.join(choices)}, not {given[name]!r}")
    return given[name]


def _data_dir(chosen: str) -> Path:
    """Give the chosen folder, else the checkout's own, else the platform's for this user."""
    if chosen:
        return Path(chosen).expanduser().absolute()
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / ".data"
    from platformdirs import user_data_path

    return user_data_path("matinee")
