"""The user that runs PostgreSQL. PostgreSQL refuses root, so root switches to another user."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matinee.server.errors import OperatorError
from matinee.server.postgres.binaries import Binaries


class NoUnprivilegedUser(OperatorError):
    """Root found no other user that can run PostgreSQL."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL refuses to run as root, and no other user of this machine can run it. "
            "Run Matinee as a normal user, or set DATABASE_URL to a PostgreSQL server."
        )


@dataclass(frozen=True)
class Account:
    """The user that runs the server: a command prefix that switches the user, and the owner of the files."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def run(self, *command: str, cwd: Path = Path("/"), **more: Any) -> subprocess.CompletedProcess[str]:
        """Run `command` as this account. `more` is passed to `subprocess.run`, such as `input`."""
        return subprocess.run(  # noqa: S603
            [*self.prefix, *command],
            cwd=cwd,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            **more,
        )

    def can(self, *command: str) -> bool:
        """Whether `command` succeeds as this account."""
        try:
            return self.run(*command).returncode == 0
        except FileNotFoundError:
            return False

    def take_ownership(self, path: Path) -> None:
        """Make this account the owner of `path`."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def for_new_database(binaries: Binaries) -> Account:
    """Choose the account for a new database: the caller; for root, the first user that can run the programs.

    Raises: NoUnprivilegedUser.
    """
    if os.geteuid() != 0:
        return _caller()
    for account in _unprivileged_accounts():
        # Through a shell, because setpriv itself still looks up programs with the rights of root.
        if account.can("sh", "-c", '"$0" --version', binaries.program("initdb")):
            return account
    raise NoUnprivilegedUser


def owner_of(folder: Path) -> Account:
    """Return the account that runs the existing database in `folder`: its owner."""
    owner = folder.stat()
    if os.geteuid() != 0:
        return _caller()
    return _namespace() if owner.st_uid == 0 else _user(owner.st_uid, owner.st_gid)


def _unprivileged_accounts() -> Iterator[Account]:
    """Yield the accounts that root can switch to, best first."""
    for name in ("postgres", None, "nobody"):
        try:
            yield _namespace() if name is None else _user(*pwd.getpwnam(name)[2:4])
        except KeyError:
            continue


def _caller() -> Account:
    return Account((), os.geteuid(), os.getegid())


def _user(uid: int, gid: int) -> Account:
    return Account(("setpriv", f"--reuid={uid}", f"--regid={gid}", _groups(uid)), uid, gid)


def _groups(uid: int) -> str:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return "--clear-groups"
    return "--init-groups"


def _namespace() -> Account:
    """A user namespace: the process is not root inside it, but still owns and can read the files of root."""
    # initdb looks up the name of its user, so the user id must exist on this machine.
    uid = min((user.pw_uid for user in pwd.getpwall() if user.pw_uid), default=1000)
    return Account(("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}"), 0, 0)


def _environment() -> dict[str, str]:
    """Omit variables that would select another server or translate PostgreSQL's messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}
