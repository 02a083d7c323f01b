"""Runs the tests in two halves side by side, one for each core: `python -m tests.halves`.

Each line is printed as it arrives, after the name of its half. Options are passed on to both.
"""
# ruff: noqa: S603, T201

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

PROCESSES = ("tests/faults", "tests/properties")
"""Folders whose tests start processes of their own. They take about as long as all others together."""

HALVES = {
    "processes": PROCESSES,
    "others": tuple(f"--ignore={folder}" for folder in PROCESSES),
}


def main() -> int:
    """Run both halves to their ends. Give an exit status: that of the first half that failed."""
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(_run, HALVES))
    for half, (_, summary) in zip(HALVES, results, strict=True):
        print(f"{half:9} | {summary}")
    return next((status for status, _ in results if status), 0)


def _run(half: str) -> tuple[int, str]:
    """Run one half. Give its exit status and the last line that it printed."""
    line = ""
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *HALVES[half], *sys.argv[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            print(f"{half:9} | {line}", end="", flush=True)
    return process.returncode, line.rstrip()


if __name__ == "__main__":
    sys.exit(main())
