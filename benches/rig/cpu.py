"""CPU time by the operating system's accounting: /proc/PID/stat."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Tree:
    """A process and all that it started."""

    pid: int

    def seconds(self) -> float:
        """User and system time so far, of processes that ended too."""
        return sum(_ticks(pid) for pid in self._members()) / TICKS

    def child(self, word: bytes) -> "Tree":
        """The one that this process itself started with the word in its command line."""
        mine = (pid for pid, fields in _all_fields() if int(fields[1]) == self.pid)
        (pid,) = (pid for pid in mine if word in _read(pid, "cmdline"))
        return Tree(pid)

    def _members(self) -> Iterator[int]:
        parents = {pid: int(fields[1]) for pid, fields in _all_fields()}
        known = {self.pid}
        # Children mostly have the higher number, but numbers start again one day.
        while more := {pid for pid, parent in parents.items() if parent in known} - known:
            known |= more
        yield from known


def _all_fields() -> Iterator[tuple[int, list[bytes]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _fields(int(folder.name))):
            yield int(folder.name), fields


def _ticks(pid: int) -> int:
    """Its own time and that of its ended, awaited children."""
    return sum(map(int, _fields(pid)[11:15]))


def _fields(pid: int) -> list[bytes]:
    """What follows the command's name; nothing once the process is gone."""
    return _read(pid, "stat").rpartition(b")")[2].split()


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
