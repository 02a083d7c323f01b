"""Check the licences and known vulnerabilities of the packages that we ship: `python tools/audit.py`.

A licence outside `FREE` and a known vulnerability fail. A service that can't be reached is told of, and fails
nothing: a machine may be offline. `python tools/audit.py list` prints every package with its licence.
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
SECONDS = 60
BESIDE_US = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
ENVIRON = {**os.environ, "PATH": BESIDE_US, "UV_HTTP_RETRIES": "0"}

FREE = {
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
    # Used as they are, and their own source stays theirs.
    *("LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"),
}
"""SPDX names of licences that let an Apache-2.0 product use the package."""

OLD_NAMES = {
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
"""How packages said it before SPDX."""


def main(words: Sequence[str]) -> int:
    """Do what the command line says; give the exit status."""
    packages = {**dict(python_licences()), **dict(web_licences())}
    if words == ["list"]:
        report(*(f"{name}: {licence}" for name, licence in sorted(packages.items())))
        return 0
    wrong = [
        f"{name}: licence {said!r} isn't allowed" for name, said in packages.items() if not is_free(said)
    ]
    report(*wrong)
    outcomes = [ask("PyPI", PYTHON_AUDIT, python_outcome), ask("npm", WEB_AUDIT, web_outcome)]
    return 1 if wrong or "vulnerable" in outcomes else 0


def is_free(licence: str) -> bool:
    """Whether every licence that an expression names is free, even where we might choose."""
    names = re.split(r"\s+(?:AND|OR)\s+", licence.replace("(", "").replace(")", ""))
    return all(OLD_NAMES.get(name, name) in FREE for name in names)


def python_licences() -> Iterator[tuple[str, str]]:
    """Each Python package of the product; those of other platforms aren't installed here and are left out."""
    for line in run(PYTHON_PACKAGES).stdout.splitlines():
        name = line.partition("==")[0].strip()
        try:
            yield f"PyPI {name}", python_licence(metadata(name))
        except PackageNotFoundError:
            continue


def python_licence(about: PackageMetadata) -> str:
    """What a package says of its licence, as an SPDX expression."""
    if about["License-Expression"]:
        return str(about["License-Expression"])
    told = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License ::")
    ]
    said = [OLD_NAMES.get(one, one) for one in told if one != "OSI Approved"]
    first_line = (about["License"] or "").strip().partition("\n")[0]
    return " OR ".join(said) or first_line


def web_licences() -> Iterator[tuple[str, str]]:
    """Each package whose code reaches the browser."""
    for place, facts in json.loads(WEB_LOCK.read_text())["packages"].items():
        if place and not facts.get("dev") and not facts.get("devOptional"):
            yield f"npm {place.rpartition('node_modules/')[2]}", facts.get("license", "")


def ask(registry: str, command: str, outcome: Callable[["subprocess.CompletedProcess[str]"], str]) -> str:
    """Ask for known vulnerabilities; say what was found."""
    try:
        done = run(command)
    except subprocess.TimeoutExpired:
        found = "unreachable"
    else:
        found = outcome(done)
        if found == "vulnerable":
            report(done.stdout)
    if found == "unreachable":
        report(f"NOT CHECKED: no answer on vulnerabilities of packages from {registry}. Ask again online.")
    return found


def python_outcome(done: "subprocess.CompletedProcess[str]") -> str:
    """`uv audit` ends with 1 for a vulnerability, with 2 when it got no answer."""
    return {0: "clean", 1: "vulnerable"}.get(done.returncode, "unreachable")


def web_outcome(done: "subprocess.CompletedProcess[str]") -> str:
    """`npm audit` ends with 1 for both; its report has the numbers."""
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return "unreachable"
    if "metadata" not in report:
        return "unreachable"
    return "vulnerable" if report["metadata"]["vulnerabilities"]["total"] else "clean"


def run(command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of ours."""
    return subprocess.run(  # noqa: S603 - none of its words come from outside
        command.split(),
        env=ENVIRON,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def report(*lines: str) -> None:
    """Tell whoever runs it."""
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
