"""The setting of the mail server."""

import pytest

from matinee.server.config.environment import BadSetting, Environment, read
from matinee.server.config.mail import MailServer

SENDER = "Roxy <tickets@roxy.example>"


def given(**more: str) -> Environment:
    """Read an environment."""
    return read(more)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mx.example", MailServer("mx.example", 587, starttls=True)),
        ("smtp://a%40b:p%2Fw@mx.example:25", MailServer("mx.example", 25, "a@b", "p/w", starttls=True)),
        ("smtps://a:b@mx.example", MailServer("mx.example", 465, "a", "b", tls_from_start=True)),
        ("smtp://localhost:2525?tls=off", MailServer("localhost", 2525)),
        ("smtp://[::1]:2525?tls=off", MailServer("::1", 2525)),
    ],
)
def test_a_url_contains_all_settings(url: str, expected: MailServer) -> None:
    assert given(SMTP_URL=url, MAIL_FROM=SENDER).mail_server == expected


@pytest.mark.parametrize(
    "url",
    [
        "mx.example:25",
        "http://mx.example",
        "smtp://",
        "smtp://mx.example:port",
        "smtp://mx.example/folder",
        "smtp://mx.example?tls=on",
        "smtps://secret@mx.example?tls=off",
        "smtp://mx.example?timeout=3",
        "smtp://[mx.example",
    ],
)
def test_an_invalid_url_is_rejected_and_not_printed(url: str) -> None:
    with pytest.raises(BadSetting, match=r"^SMTP_URL must be smtp://") as refusal:
        given(SMTP_URL=url, MAIL_FROM=SENDER)
    assert "mx.example" not in str(refusal.value)


@pytest.mark.parametrize(
    "sender",
    ["tickets@roxy.example", SENDER, "Roxy, Berlin <tickets@roxy.example>", "Roxy <tickets@localhost>"],
)
def test_a_valid_sender(sender: str) -> None:
    assert given(MAIL_FROM=sender).mail_from == sender


MORE = [
    "a@roxy.example, b@roxy.example",
    "Ro\x0bxy <tickets@roxy.example>",
    "tic kets@roxy.example",
    "tickets@-roxy-.de",
    "postgresql://roxy:secret@db/matinee",
]


@pytest.mark.parametrize("sender", ["Roxy", "Roxy <tickets>", "a@b\nBcc: c@d", "<a@b> c", *MORE])
def test_an_invalid_sender_is_rejected(sender: str) -> None:
    with pytest.raises(BadSetting, match=r"^MAIL_FROM must be an address"):
        given(MAIL_FROM=sender)


def test_a_server_requires_a_sender() -> None:
    with pytest.raises(BadSetting, match=r"^MAIL_FROM must be set"):
        given(SMTP_URL="smtp://mx.example")


def test_mails_are_printed_unless_in_production() -> None:
    assert given().mail_server is None
    production = {
        "MATINEE_ENV": "production",
        "SECRET_KEY": "abcdefghij" * 5,
        "ALLOWED_HOSTS": "roxy.example",
        "SITE_URL": "https://roxy.example",
        "PAYMENTS": "counter-only",
        "TICKET_SIGNING_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    }
    with pytest.raises(BadSetting, match=r"^SMTP_URL must be set"):
        given(**production)
    assert given(**production, SMTP_URL="smtp://mx.example", MAIL_FROM=SENDER).production
