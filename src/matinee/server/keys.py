"""The secret key of a `local` installation: made once and kept, so that holds outlive a restart."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def make_once(data: Path) -> None:
    """Make the key if there is none. Of several processes one wins, and nobody sees half a key."""
    kept = _path(data)
    if kept.exists():
        return
    descriptor, draft = tempfile.mkstemp(dir=data, prefix="secret_key.")
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, kept)
    Path(draft).unlink()


def kept_or_passing(data: Path) -> str:
    """Give the kept key; where none was made, one for this process alone, as type checkers need."""
    try:
        return _path(data).read_text()
    except FileNotFoundError:
        return secrets.token_urlsafe(48)


def _path(data: Path) -> Path:
    return data / "secret_key"
