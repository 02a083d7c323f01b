"""The keys of a `local` installation: made once and kept, so that holds and tickets outlive a restart."""

import os
import secrets
import tempfile
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path

SEED_BYTES = 32
"""An Ed25519 private key."""


def create_if_missing(data: Path) -> None:
    """Make the secret key if there is none."""
    _keep_once(_path(data), secrets.token_urlsafe(48))


def create_ticket_key_if_missing(data: Path) -> None:
    """Make the key that signs tickets if there is none."""
    _keep_once(_ticket_path(data), b64encode(secrets.token_bytes(SEED_BYTES)).decode())


def read_or_temporary(data: Path) -> str:
    """Give the kept key; where none was made, one for this process alone, as type checkers need."""
    try:
        return _path(data).read_text()
    except FileNotFoundError:
        return secrets.token_urlsafe(48)


def read_or_temporary_ticket_key(data: Path) -> bytes:
    """Give the kept seed for signing tickets; where none was made, one for this process alone."""
    try:
        return b64decode(_ticket_path(data).read_text())
    except FileNotFoundError:
        return secrets.token_bytes(SEED_BYTES)


def _keep_once(kept: Path, key: str) -> None:
    """Write a key that isn't there. Of several processes one wins, and nobody sees half a key."""
    if kept.exists():
        return
    descriptor, draft = tempfile.mkstemp(dir=kept.parent, prefix=f"{kept.name}.")
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    with suppress(FileExistsError):
        os.link(draft, kept)
    Path(draft).unlink()


def _path(data: Path) -> Path:
    return data / "secret_key"


def _ticket_path(data: Path) -> Path:
    return data / "ticket_signing_key"
