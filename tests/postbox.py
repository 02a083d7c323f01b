"""A mail server in tests: a real one, that keeps what comes in."""

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


class Postbox:
    """Keeps what comes in."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Take one mail."""
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        return "250 Taken"


@contextmanager
def running_postbox() -> Iterator[tuple[Postbox, str]]:
    """A real SMTP server on a free port, and the value of SMTP_URL that names it."""
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host, port = probe.getsockname()
    server = Controller(box, hostname=host, port=port)
    server.start()
    try:
        yield box, f"smtp://{host}:{port}?tls=off"
    finally:
        server.stop()


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    """The same, and Django told to use it."""
    with running_postbox() as (box, url):
        parts = urlsplit(url)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = parts.hostname, parts.port
        yield box


def content(mail: EmailMessage, kind: str) -> str:
    """The part of a mail that is `plain` or `html`, trimmed, its lines ended as Python ends them."""
    part = mail.get_body([kind])
    assert part is not None
    return "\n".join(part.get_content().splitlines()).strip()
