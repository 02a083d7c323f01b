"""Runs commands in parallel: `python -m tests.run_parallel "NAME: COMMAND" …`.

Each line of output is printed as it arrives, after the name of its command. At the end, pytest's
failed tests are listed again.
"""
# ruff: noqa: S603, T201

import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def main(named: list[str]) -> int:
    """Run all commands to completion. Return the exit status of the first one that failed, else 0."""
    commands = {name: command for name, _, command in (one.partition(": ") for one in named)}
    width = max(map(len, commands))
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(_run, (name.ljust(width) for name in commands), commands.values()))
    for name, (status, lines) in zip(commands, results, strict=True):
        for line in lines:
            print(f"{name.ljust(width)} | {'failed' if status else 'passed'}: {line}")
    return next((status for status, _ in results if status), 0)


def _run(name: str, command: str) -> tuple[int, list[str]]:
    """Run one command. Return its exit status, and of its output the failed tests and the last line."""
    line, failed = "", []
    with subprocess.Popen(
        shlex.split(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            print(f"{name} | {line.rstrip()}", flush=True)
            if line.startswith(("FAILED ", "ERROR ")):
                failed.append(line.strip())
    return process.returncode, [*failed, line.strip()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
