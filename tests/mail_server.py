"""A real SMTP server for tests. It stores each message that it receives."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.conf import LazySettings


class Mailbox:
    """The messages that the mail server has received, oldest first."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Store one message. aiosmtpd calls this method by its name."""
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@contextmanager
def run_mail_server() -> Iterator[tuple[Mailbox, str]]:
    """Run an SMTP server on a free port. Yield its mailbox and the value of SMTP_URL."""
    mailbox = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host, port = probe.getsockname()
    server = Controller(mailbox, hostname=host, port=port)
    server.start()
    try:
        yield mailbox, f"smtp://{host}:{port}?tls=off"
    finally:
        server.stop()


@pytest.fixture
def sends_email(settings: LazySettings) -> None:
    """Let the site have a mail server. Without `mailbox`, emails are in `django.core.mail.outbox`."""
    settings.SENDS_EMAIL = True


@pytest.fixture
def mailbox(settings: LazySettings, sends_email: None) -> Iterator[Mailbox]:  # noqa: ARG001
    """The mailbox of a mail server that Django sends its email to."""
    with run_mail_server() as (mailbox, url):
        parts = urlsplit(url)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = parts.hostname, parts.port
        yield mailbox


def content(message: EmailMessage, kind: str) -> str:
    """Return the `plain` or `html` part of a message, stripped, with `\\n` as line ending."""
    part = message.get_body([kind])
    assert part is not None
    return "\n".join(part.get_content().splitlines()).strip()
