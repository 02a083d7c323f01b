"""The folders of the embedded database and its socket."""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from matinee.server.errors import OperatorError
from matinee.server.postgres.account import Account

SHARED_ROOT = Path("/var/lib/matinee")
"""For databases started by root, if the database user cannot access the data folder."""

SHORT_ROOT = Path("/tmp")  # noqa: S108 - uses a private subfolder, and checks its owner and mode
MAX_SOCKET_PATH = 100
"""Bytes. The kernel allows 107 on Linux and 103 on macOS."""


class FolderNotWritable(OperatorError):
    """The caller cannot use the data folder."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The data folder {folder} can't be used: {reason}. Run Matinee as the user that owns it, or set "
            "MATINEE_DATA_DIR to a writable folder."
        )


def prepare(data: Path) -> None:
    """Create the data folder. If root creates it, other users may traverse it, as the database user must.

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
    """Return the folder of the existing database of `data`, or None.

    Raises: FolderNotWritable.
    """
    folders = [data / "postgres"]
    if os.geteuid() == 0:
        folders.append(_shared(data))
    try:
        return next((folder for folder in folders if (folder / "PG_VERSION").exists()), None)
    except PermissionError as error:
        raise FolderNotWritable(data, "it belongs to another user") from error


def for_new_database(data: Path, account: Account) -> Path:
    """Choose the folder of a new database: in `data`, or under /var/lib if `account` cannot access `data`.

    Never loosens the permissions of existing folders.
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
    """Return the folder of the socket: the data folder, or a short one in /tmp if libpq cannot use its path.

    libpq rejects long paths and treats a comma as a separator of hosts.

    Raises: FolderNotWritable, if the short folder exists but is not private to the account.
    """
    if len(os.fsencode(database / ".s.PGSQL.5432")) <= MAX_SOCKET_PATH and "," not in str(database):
        return database
    short = SHORT_ROOT / f"matinee-{_digest(database)}"
    with suppress(FileNotFoundError):
        found = short.lstat()
        if (found.st_uid, found.st_mode) != (account.uid, stat.S_IFDIR | 0o700):
            raise FolderNotWritable(short, "it is not private to this account")
    return short


def make_socket_folder(database: Path, account: Account) -> None:
    """Create the folder of the socket, private to the account, if it does not exist.

    Raises: FolderNotWritable.
    """
    folder = socket_folder(database, account)
    if not folder.exists():
        folder.mkdir(mode=0o700)
        account.take_ownership(folder)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
