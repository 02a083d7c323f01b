"""Keys of a `local` installation. They are stored, so that holds and tickets stay valid after a restart."""

import os
import secrets
import tempfile
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path

SEED_BYTES = 32
"""An Ed25519 private key."""


def create_if_missing(data: Path) -> None:
    """Create the secret key if it does not exist."""
    _write_if_missing(_path(data), secrets.token_urlsafe(48))


def create_ticket_key_if_missing(data: Path) -> None:
    """Create the key that signs tickets if it does not exist."""
    _write_if_missing(_ticket_path(data), b64encode(secrets.token_bytes(SEED_BYTES)).decode())


def demo_password(data: Path) -> str:
    """Read the password of the demo's staff account. Create it if it does not exist."""
    path = data / "demo_password"
    _write_if_missing(path, secrets.token_urlsafe(12))
    return path.read_text()


def read_or_temporary(data: Path) -> str:
    """Read the stored key. Without one, return a temporary key: type checkers load settings."""
    try:
        return _path(data).read_text()
    except FileNotFoundError:
        return secrets.token_urlsafe(48)


def read_or_temporary_ticket_key(data: Path) -> bytes:
    """Read the stored seed for signing tickets. If there is none, return a temporary one."""
    try:
        return b64decode(_ticket_path(data).read_text())
    except FileNotFoundError:
        return secrets.token_bytes(SEED_BYTES)


def _write_if_missing(path: Path, key: str) -> None:
    """Write the key atomically. If several processes do this at once, the first one wins."""
    if path.exists():
        return
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    with suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()


def _path(data: Path) -> Path:
    return data / "secret_key"


def _ticket_path(data: Path) -> Path:
    return data / "ticket_signing_key"
