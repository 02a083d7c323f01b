"""CPU time by the operating system's accounting: /proc/PID/stat."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class ProcessTree:
    """A process with all its descendants."""

    pid: int

    def seconds(self) -> float:
        """User and system time so far, including that of processes that ended."""
        return sum(_ticks(pid) for pid in self._members()) / TICKS

    def child(self, word: bytes) -> "ProcessTree":
        """The child process whose command line contains the word, with its descendants."""
        children = (pid for pid, fields in _all_fields() if int(fields[1]) == self.pid)
        (pid,) = (pid for pid in children if word in _read(pid, "cmdline"))
        return ProcessTree(pid)

    def _members(self) -> Iterator[int]:
        parents = {pid: int(fields[1]) for pid, fields in _all_fields()}
        known = {self.pid}
        # A child mostly has a higher pid than its parent, but pids are reused.
        while more := {pid for pid, parent in parents.items() if parent in known} - known:
            known |= more
        yield from known


def _all_fields() -> Iterator[tuple[int, list[bytes]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _fields(int(folder.name))):
            yield int(folder.name), fields


def _ticks(pid: int) -> int:
    """Its own time, and that of children that ended and were waited for."""
    return sum(map(int, _fields(pid)[11:15]))


def _fields(pid: int) -> list[bytes]:
    """The fields after the command's name; empty if the process has ended."""
    return _read(pid, "stat").rpartition(b")")[2].split()


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
