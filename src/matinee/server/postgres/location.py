"""Where the private database lives, and where its socket is."""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from matinee.server.errors import OperatorError
from matinee.server.postgres.account import Account

SHARED_ROOT = Path("/var/lib/matinee")
"""For databases that root owns, and whose user can't reach the data folder."""

SHORT_ROOT = Path("/tmp")  # noqa: S108 - a folder of our own in it, whose owner and mode are checked
LONGEST_SOCKET_PATH = 100
"""Bytes. The kernel allows 107 on Linux and 103 on macOS."""


class FolderNotWritable(OperatorError):
    """The data folder can't be used by the caller."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The data folder {folder} can't be used: {reason}. Run Matinee as the user that owns it, or set "
            "MATINEE_DATA_DIR to a folder that you may write."
        )


def prepare(data: Path) -> None:
    """Make the data folder; root's may be passed through, so that the database's user reaches its part.

    Raises: FolderNotWritable.
    """
    try:
        if not data.is_dir():
            data.mkdir(parents=True)
            data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise FolderNotWritable(data, error.strerror or str(error)) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise FolderNotWritable(data, "Permission denied")


def existing(data: Path) -> Path | None:
    """Find the database that belongs to `data`, if there is one.

    Raises: FolderNotWritable.
    """
    places = [data / "postgres"]
    if os.geteuid() == 0:
        places.append(_shared(data))
    try:
        return next((place for place in places if (place / "PG_VERSION").exists()), None)
    except PermissionError as error:
        raise FolderNotWritable(data, "it belongs to another user") from error


def for_new_database(data: Path, account: Account) -> Path:
    """Choose the folder of a new database: in `data`, or under /var/lib where `account` can't reach that.

    Permissions of existing folders are never loosened.
    """
    prepare(data)
    if account.can("test", "-x", str(data)):
        return data / "postgres"
    if not SHARED_ROOT.exists():
        SHARED_ROOT.mkdir(parents=True)
        SHARED_ROOT.chmod(0o755)
    return _shared(data)


def _shared(data: Path) -> Path:
    name = data.parent.name if data.name.startswith(".") else data.name
    return SHARED_ROOT / f"{name}-{_digest(data)}"


def socket_folder(database: Path, account: Account) -> Path:
    """Give the folder of the socket: the database's own, or a short one where its path suits no client.

    libpq reads a comma in a host as the end of it.

    Raises: FolderNotWritable, if the short one isn't the account's alone.
    """
    if len(os.fsencode(database / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH and "," not in str(database):
        return database
    short = SHORT_ROOT / f"matinee-{_digest(database)}"
    with suppress(FileNotFoundError):
        found = short.lstat()
        if (found.st_uid, found.st_mode) != (account.uid, stat.S_IFDIR | 0o700):
            raise FolderNotWritable(short, "it isn't ours alone")
    return short


def make_socket_folder(database: Path, account: Account) -> None:
    """See to it that the socket's folder exists, for the account alone.

    Raises: FolderNotWritable.
    """
    folder = socket_folder(database, account)
    if not folder.exists():
        folder.mkdir(mode=0o700)
        account.take(folder)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
