"""Runs the model checker spin, and reads its output."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MODEL = Path(__file__).with_name("booking.pml")
MAX_DEPTH = 100_000
MAX_MEGABYTES = 2_000

TRUNCATED = ("max search depth too small", "Search not completed", "out of memory", "aborted")
FOUND = re.compile(r"^pan:1: (?:assertion violated (?P<rule>\w+)|(?P<cycle>acceptance cycle))", re.MULTILINE)
UNREACHED = re.compile(r'^\s+.*\.pml:\d+, state \d+, "(.*)"$', re.MULTILINE)


@dataclass(frozen=True)
class CheckResult:
    """The result of a search."""

    output: str
    violated: str | None
    """The property that a counterexample violates; None without a counterexample."""

    @property
    def states(self) -> int:
        """The number of different states."""
        found = re.search(r"^\s*([\d.e+]+) states, stored", self.output, re.MULTILINE)
        assert found, self.output
        return int(float(found[1]))

    @property
    def is_complete(self) -> bool:
        """Whether the search was not cut off by depth or memory."""
        return "errors: 0" in self.output and not any(sign in self.output for sign in TRUNCATED)

    @property
    def unreached(self) -> set[str]:
        """Statements of the model that were not reached."""
        return set(UNREACHED.findall(self.output))


def check_safety(folder: Path, removed_guards: Sequence[str] = ()) -> CheckResult:
    """Check the safety properties in every reachable state."""
    _compile_checker(folder, removed_guards, "-DSAFETY")
    # Without a guard a process may block; `check_liveness` checks that, so ignore invalid end states here.
    options = ["-E"] if removed_guards else []
    output = _run(folder, "./pan", f"-m{MAX_DEPTH}", *options)
    found = FOUND.search(output)
    return CheckResult(output, found["rule"] if found else None)


def check_liveness(folder: Path, property_name: str, removed_guards: Sequence[str] = ()) -> CheckResult:
    """Search for an infinite run that violates a liveness property under weak fairness."""
    _compile_checker(folder, ["LIVENESS", *removed_guards], "-DNFAIR=3")
    output = _run(folder, "./pan", "-a", "-f", f"-m{MAX_DEPTH}", "-N", property_name)
    found = FOUND.search(output)
    return CheckResult(output, property_name if found and found["cycle"] else None)


def _compile_checker(folder: Path, defines: Sequence[str], mode: str) -> None:
    _run(folder, "spin", "-a", *(f"-D{name}" for name in defines), str(MODEL))
    flags = ("-O2", "-w", "-DCOLLAPSE", f"-DMEMLIM={MAX_MEGABYTES}", mode)
    _run(folder, "gcc", *flags, "-o", "pan", "pan.c")


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
