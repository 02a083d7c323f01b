"""Spin, which makes a checker of a model, and what the checker found."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MODEL = Path(__file__).with_name("booking.pml")
DEEPEST = 100_000
MEGABYTES = 2_000

TRUNCATED = ("max search depth too small", "Search not completed", "out of memory", "aborted")
FOUND = re.compile(r"^pan:1: (?:assertion violated (?P<rule>\w+)|(?P<cycle>acceptance cycle))", re.MULTILINE)
UNREACHED = re.compile(r'^\s+.*\.pml:\d+, state \d+, "(.*)"$', re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """What a run came to."""

    output: str
    broken: str | None
    """The rule that a counterexample breaks; None without one."""

    @property
    def states(self) -> int:
        """How many different states were seen."""
        found = re.search(r"^\s*([\d.e+]+) states, stored", self.output, re.MULTILINE)
        assert found, self.output
        return int(float(found[1]))

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out, neither for depth nor for memory."""
        return "errors: 0" in self.output and not any(sign in self.output for sign in TRUNCATED)

    @property
    def unreached(self) -> set[str]:
        """Statements of the model that no run comes to."""
        return set(UNREACHED.findall(self.output))


def check_rules(folder: Path, guards_off: Sequence[str] = ()) -> Verdict:
    """Safety: look at the rules in every state that can be reached."""
    _make_checker(folder, guards_off, "-DSAFETY")
    # A broken clock may leave a customer waiting; whether somebody waits for ever is asked below.
    options = ["-E"] if guards_off else []
    output = _run(folder, "./pan", f"-m{DEEPEST}", *options)
    found = FOUND.search(output)
    return Verdict(output, found["rule"] if found else None)


def check_promise(folder: Path, promise: str, guards_off: Sequence[str] = ()) -> Verdict:
    """Liveness: look for a run that never keeps the promise, though every process that can go on does."""
    _make_checker(folder, ["LIVENESS", *guards_off], "-DNFAIR=3")
    output = _run(folder, "./pan", "-a", "-f", f"-m{DEEPEST}", "-N", promise)
    found = FOUND.search(output)
    return Verdict(output, promise if found and found["cycle"] else None)


def _make_checker(folder: Path, defines: Sequence[str], mode: str) -> None:
    _run(folder, "spin", "-a", *(f"-D{name}" for name in defines), str(MODEL))
    flags = ("-O2", "-w", "-DCOLLAPSE", f"-DMEMLIM={MEGABYTES}", mode)
    _run(folder, "gcc", *flags, "-o", "pan", "pan.c")


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
