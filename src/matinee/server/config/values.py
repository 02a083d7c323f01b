"""Parse the values of environment variables. Each parser raises BadSetting with the name of the variable."""

import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from matinee.core.client_address import Networks, parse_networks
from matinee.server.config.mail import MailServer
from matinee.server.errors import OperatorError

LAST_PORT = 65535
TICKET_KEY_BYTES = 32
MAX_QUOTED_LENGTH = 12
"""Longer values are not quoted in messages: a secret may be in the wrong variable."""

CHECKOUT = Path(__file__).resolve().parents[4]

HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE
)
ALLOWED_HOST = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.IGNORECASE)

ONE_HOST = r"(\[[0-9a-f:.]+\]|[^:,/?#@\[\]\s]*)(:[0-9]+)?"
DATABASE_URI = re.compile(
    rf"postgres(ql)?://([^:/?#@\s]*(:[^:/?#@\s]*)?@)?{ONE_HOST}(,{ONE_HOST})*(/[^/?#\s]*)?(\?[^#\s]*)?",
    re.IGNORECASE,
)
BROKEN_ESCAPE = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)

STRIPE_KEYS = {
    "STRIPE_SECRET_KEY": re.compile(r"[sr]k_[A-Za-z0-9_]+"),
    "STRIPE_PUBLISHABLE_KEY": re.compile(r"pk_[A-Za-z0-9_]+"),
    "STRIPE_WEBHOOK_SECRET": re.compile(r"whsec_[A-Za-z0-9_+/=-]+"),
}
STRIPE_PREFIXES = {
    "STRIPE_SECRET_KEY": "sk_ or rk_",
    "STRIPE_PUBLISHABLE_KEY": "pk_",
    "STRIPE_WEBHOOK_SECRET": "whsec_",
}


class BadSetting(OperatorError):
    """A variable is missing or invalid."""

    def __init__(self, name: str, reason: str) -> None:
        self.problems = [f"{name} {reason}"]
        super().__init__(f"{self.problems[0]}. See docs/operations.md.")


class BadSettings(BadSetting):
    """Several variables are missing or invalid. One message lists them all."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        text = f"{len(problems)} settings are missing or invalid: {'; '.join(problems)}"
        OperatorError.__init__(self, f"{text}. See docs/operations.md.")


def comma_separated(given: str) -> tuple[str, ...]:
    """Split a comma-separated list."""
    return tuple(one.strip() for one in given.split(",") if one.strip())


def text_or_file(environ: Mapping[str, str], name: str, *, secret: bool) -> str:
    """Return the variable. For a secret, fall back to the file that `…_FILE` names (container secrets).

    Raises: BadSetting.
    """
    value = environ.get(name, "").strip()
    path = environ.get(f"{name}_FILE", "").strip()
    if value or not path or not secret:
        return value
    try:
        return Path(path).read_text().strip()
    except (OSError, ValueError) as error:
        raise BadSetting(f"{name}_FILE", "must name a readable text file") from error


def whole_number(given: Mapping[str, str], name: str, lowest: int, highest: int) -> int:
    """Raises: BadSetting."""
    value = given[name]
    if not (value.isascii() and value.isdigit() and len(value) < 12 and lowest <= int(value) <= highest):
        raise BadSetting(name, f"must be a whole number from {lowest} to {highest}{_quoted(value)}")
    return int(value)


def one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """Raises: BadSetting."""
    if given[name] not in choices:
        raise BadSetting(name, f"must be {' or '.join(choices)}{_quoted(given[name])}")
    return given[name]


def live_port(given: Mapping[str, str]) -> int:
    """Return LIVE_PORT, by default PORT + 1. Raises: BadSetting."""
    if not given["LIVE_PORT"]:
        port = whole_number(given, "PORT", 1, LAST_PORT)
        return port + 1 if port < LAST_PORT else port - 1
    chosen = whole_number(given, "LIVE_PORT", 1, LAST_PORT)
    if str(chosen) == given["PORT"]:
        raise BadSetting("LIVE_PORT", "must be different from PORT")
    return chosen


def database_uri(given: str) -> str:
    """Check the URI, because libpq's own error messages may quote part of the password.

    Raises: BadSetting.
    """
    if given and (not DATABASE_URI.fullmatch(given) or BROKEN_ESCAPE.search(given)):
        raise BadSetting(
            "DATABASE_URL",
            "must be a PostgreSQL URI: postgresql://user:password@host:port/database, with "
            "characters such as @ and / in the password written as %40 and %2F",
        )
    return given


def site_url(given: str, *, production: bool) -> str:
    """Return the origin without a trailing slash. Raises: BadSetting."""
    example = "such as https://tickets.roxy.example"
    if not given:
        raise BadSetting("SITE_URL", f"must be set when MATINEE_ENV is production, {example}")
    try:
        parts = urlsplit(given)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    named = HOST_NAME.fullmatch(host) or (":" in host and re.fullmatch(r"\[[^]]+\](:[0-9]+)?", parts.netloc))
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in {"http", "https"} or not named or more or given != given.strip("?#"):
        raise BadSetting("SITE_URL", f"must be the site's address without a path, {example}")
    if production and parts.scheme != "https":
        raise BadSetting("SITE_URL", f"must begin with https:// when MATINEE_ENV is production, {example}")
    return given.rstrip("/")


def host_of(site: str) -> str:
    """Return the host of a SITE_URL."""
    return urlsplit(site).hostname or ""


def origin_of(site: str) -> str:
    """Return the origin of a SITE_URL as browsers write it: in lower case, without the usual port."""
    parts = urlsplit(site.lower())
    usual = {"http": 80, "https": 443}[parts.scheme]
    return site.lower().removesuffix(f":{usual}") if parts.port == usual else site.lower()


def allowed_hosts(given: str) -> tuple[str, ...]:
    """Raises: BadSetting."""
    hosts = comma_separated(given)
    if not all(ALLOWED_HOST.fullmatch(host) for host in hosts):
        raise BadSetting(
            "ALLOWED_HOSTS", "must be host names without scheme, port or path, separated by commas"
        )
    return hosts


def is_allowed(url: str, hosts: Sequence[str]) -> bool:
    """Whether ALLOWED_HOSTS permits the host of this URL. An empty list permits any host."""
    host = urlsplit(url).hostname or ""
    named = f"[{host}]" if ":" in host else host
    # The supervisor runs without Django unless there are hosts to compare.
    from django.utils.http import is_same_domain

    return not hosts or any(one == "*" or is_same_domain(named, one.lower()) for one in hosts)


def trusted_proxies(given: Sequence[str]) -> Networks:
    """Raises: BadSetting."""
    try:
        trusted = parse_networks(given)
    except ValueError as error:
        raise BadSetting("TRUSTED_PROXIES", "must be addresses or networks, such as 10.0.0.0/8") from error
    if any(network.prefixlen == 0 for network in trusted):
        raise BadSetting(
            "TRUSTED_PROXIES", "must not include every address: any visitor could fake any address"
        )
    return trusted


def mail_server(url: str) -> MailServer | None:
    """Raises: BadSetting."""
    try:
        return MailServer.parse(url) if url else None
    except ValueError as error:
        # The message does not quote the value, because it contains a password.
        raise BadSetting(
            "SMTP_URL", "must be smtp://user:password@host:587 or smtps://user:password@host:465"
        ) from error


def sender(given: str) -> str:
    """Raises: BadSetting."""
    # Imported here because it loads slowly and few processes need it.
    from django.core.exceptions import ValidationError

    from matinee.core.email_address import parse_mailbox

    try:
        parse_mailbox(given)
    except ValidationError as error:
        raise BadSetting("MAIL_FROM", "must be an address, such as Roxy <tickets@roxy.example>") from error
    return given


def ticket_key(name: str, given: str) -> bytes:
    """Raises: BadSetting."""
    try:
        key = b64decode(given, validate=True)
    except ValueError:
        key = b""
    if len(key) != TICKET_KEY_BYTES:
        # The message does not quote the value: it may be the real key with a typing error.
        raise BadSetting(name, f"must be {TICKET_KEY_BYTES} bytes in base64")
    return key


def stripe_key(given: Mapping[str, str], name: str) -> str:
    """Check the prefix of a key: a secret key set as the publishable key would be sent to every browser.

    Raises: BadSetting.
    """
    if given[name] and not STRIPE_KEYS[name].fullmatch(given[name]):
        # The message does not quote the value: it may be another secret.
        raise BadSetting(
            name, f"must begin with {STRIPE_PREFIXES[name]} and contain only the characters of a key"
        )
    return given[name]


def data_dir(chosen: str) -> Path:
    """Return the configured folder, else the checkout's `.data`, else the platform's data folder.

    Raises: BadSetting.
    """
    if chosen:
        try:
            return Path(chosen).expanduser().absolute()
        except RuntimeError as error:
            raise BadSetting("MATINEE_DATA_DIR", "must be a folder: the user does not exist") from error
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / ".data"
    from platformdirs import user_data_path

    return user_data_path("matinee")


def _quoted(value: str) -> str:
    return f", not {value!r}" if len(value) <= MAX_QUOTED_LENGTH else ""
