"""The mail server, configured by one URL."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT_SECONDS = 10
"""Per network operation, so that an unreachable mail server delays a job only briefly."""


@dataclass(frozen=True)
class MailServer:
    """An SMTP server, with credentials and transport security."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls_from_start: bool = False
    starttls: bool = False

    @classmethod
    def parse(cls, url: str) -> "MailServer":
        """Parse `smtps://…` (implicit TLS) or `smtp://…` (STARTTLS, unless it has `?tls=off`).

        Raises: ValueError.
        """
        parts = urlsplit(url)
        options = parse_qs(parts.query, keep_blank_values=True)
        known = options == {} or (options == {"tls": ["off"]} and parts.scheme == "smtp")
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or not known:
            raise ValueError
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls_from_start=parts.scheme == "smtps",
            starttls=parts.scheme == "smtp" and not options,
        )
