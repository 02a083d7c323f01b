"""Check licences and known vulnerabilities of the shipped packages: `python tools/audit.py`.

A licence outside `ALLOWED` or a known vulnerability is an error. An unreachable service is only reported,
because a machine may be offline. `python tools/audit.py list` prints every package with its licence.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB_LOCK = ROOT / "web" / "package-lock.json"
PYTHON_PACKAGES = "uv export --frozen --no-dev --no-hashes --no-header --no-annotate --no-emit-project"
PYTHON_AUDIT = "uv audit --frozen --no-dev --preview-features audit-command"
WEB_AUDIT = f"npm --prefix {ROOT / 'web'} audit --omit=dev --json --fetch-retries=0"
TIMEOUT_SECONDS = 60
PATH_WITH_VENV = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
ENVIRON = {**os.environ, "PATH": PATH_WITH_VENV, "UV_HTTP_RETRIES": "0"}

ALLOWED = {
    *(
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BlueOak-1.0.0",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
    ),
    *("OFL-1.1", "PSF-2.0", "PostgreSQL", "Python-2.0", "Unlicense", "Zlib", "CC-BY-4.0"),
    # Copyleft for their own source only. Matinee uses these packages unmodified.
    *("LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"),
}
"""SPDX identifiers of licences that an Apache-2.0 product may use."""

SPDX_NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PostgreSQL License": "PostgreSQL",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""SPDX identifiers of older licence names."""


def main(arguments: Sequence[str]) -> int:
    """Run the command line. Returns the exit status."""
    packages = {**dict(python_licences()), **dict(web_licences())}
    if arguments == ["list"]:
        report(*(f"{name}: {licence}" for name, licence in sorted(packages.items())))
        return 0
    wrong = [
        f"{name}: licence {licence!r} is not allowed"
        for name, licence in packages.items()
        if not is_allowed(licence)
    ]
    report(*wrong)
    outcomes = [
        vulnerabilities("PyPI", PYTHON_AUDIT, python_outcome),
        vulnerabilities("npm", WEB_AUDIT, web_outcome),
    ]
    return 1 if wrong or "vulnerable" in outcomes else 0


def is_allowed(licence: str) -> bool:
    """Whether every licence in the expression is allowed, even those joined by OR."""
    names = re.split(r"\s+(?:AND|OR)\s+", licence.replace("(", "").replace(")", ""))
    return all(SPDX_NAMES.get(name, name) in ALLOWED for name in names)


def python_licences() -> Iterator[tuple[str, str]]:
    """Yield each Python package of the product.

    Packages for other platforms are not installed, and skipped.
    """
    for line in run(PYTHON_PACKAGES).stdout.splitlines():
        name = line.partition("==")[0].strip()
        try:
            yield f"PyPI {name}", python_licence(metadata(name))
        except PackageNotFoundError:
            continue


def python_licence(about: PackageMetadata) -> str:
    """Return the licence of a package as an SPDX expression."""
    if about["License-Expression"]:
        return str(about["License-Expression"])
    classifiers = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License ::")
    ]
    names = [SPDX_NAMES.get(one, one) for one in classifiers if one != "OSI Approved"]
    first_line = (about["License"] or "").strip().partition("\n")[0]
    return " OR ".join(names) or first_line


def web_licences() -> Iterator[tuple[str, str]]:
    """Yield each package whose code is sent to the browser."""
    for path, package in json.loads(WEB_LOCK.read_text())["packages"].items():
        if path and not package.get("dev") and not package.get("devOptional"):
            yield f"npm {path.rpartition('node_modules/')[2]}", package.get("license", "")


def vulnerabilities(
    registry: str, command: str, outcome: Callable[["subprocess.CompletedProcess[str]"], str]
) -> str:
    """Query known vulnerabilities. Returns "clean", "vulnerable" or "unreachable"."""
    try:
        done = run(command)
    except subprocess.TimeoutExpired:
        found = "unreachable"
    else:
        found = outcome(done)
        if found == "vulnerable":
            report(done.stdout)
    if found == "unreachable":
        report(
            f"NOT CHECKED: {registry} is unreachable, so vulnerabilities are unknown. Run this again online."
        )
    return found


def python_outcome(done: "subprocess.CompletedProcess[str]") -> str:
    """`uv audit` exits with 1 for a vulnerability, with 2 if the service is unreachable."""
    return {0: "clean", 1: "vulnerable"}.get(done.returncode, "unreachable")


def web_outcome(done: "subprocess.CompletedProcess[str]") -> str:
    """`npm audit` exits with 1 in both cases. Its report contains the counts."""
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return "unreachable"
    if "metadata" not in report:
        return "unreachable"
    return "vulnerable" if report["metadata"]["vulnerabilities"]["total"] else "clean"


def run(command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command and capture its output."""
    return subprocess.run(  # noqa: S603 - constant arguments
        command.split(),
        env=ENVIRON,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )


def report(*lines: str) -> None:
    """Print lines to stderr."""
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
