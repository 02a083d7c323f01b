"""Runs Lighthouse, which simulates a phone with a slow connection."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from tests.database_server import CHECKOUT
from tests.screens.chromium import FLAGS, chromium

TIMEOUT_SECONDS = 120

MAX_ATTEMPTS = 3
"""Lighthouse sometimes loses the start of its trace and reports a runtime error."""

SCRIPT = CHECKOUT / "web/tools/lighthouse/node_modules/lighthouse/cli/index.js"


@dataclass(frozen=True)
class Report:
    """The report of one run."""

    raw: dict[str, Any]

    def score(self, category: str) -> int:
        """Return the score of a category, from 0 to 100."""
        return round(100 * float(self.raw["categories"][category]["score"]))

    def number(self, audit: str) -> float:
        """Return the value of an audit: milliseconds, or the cumulative layout shift."""
        return float(self.raw["audits"][audit]["numericValue"])

    def failed_audits(self, category: str) -> list[str]:
        """Return the failed audits of a category, one line each with title and elements."""
        audits = [
            self.raw["audits"][ref["id"]]
            for ref in self.raw["categories"][category]["auditRefs"]
            if ref["weight"]
        ]
        return [
            f"{audit['id']}: {audit['title']} {_elements(audit)}"
            for audit in audits
            if audit["score"] is not None and audit["score"] < 1
        ]


def run_lighthouse(url: str, *categories: str) -> Report:
    """Run Lighthouse on a page with its mobile settings, which simulate a slow processor and connection."""
    command: list[str | Path] = [
        CHECKOUT / ".venv/bin/node",
        SCRIPT,
        url,
        "--quiet",
        "--output=json",
        # The event stream of the seat map never ends, so the network is never idle.
        "--max-wait-for-load=10000",
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
    ]
    for _ in range(MAX_ATTEMPTS):
        raw = _run(command)
        if "runtimeError" not in raw:
            return Report(raw)
    raise AssertionError(raw["runtimeError"])


def _run(command: list[str | Path]) -> dict[str, Any]:
    environ = {**os.environ, "CHROME_PATH": chromium()}
    # Write to a file, because Node exits before it has written more than 64 KiB to a pipe.
    with TemporaryFile("w+") as output:
        done = subprocess.run(  # noqa: S603
            command,
            env=environ,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=TIMEOUT_SECONDS,
        )
        output.seek(0)
        text = output.read()
    assert text, done.stderr
    report: dict[str, Any] = json.loads(text)
    return report


def _elements(audit: dict[str, Any]) -> list[str]:
    items = audit.get("details", {}).get("items", [])
    return [str(item.get("node", {}).get("selector") or item.get("url") or item)[:200] for item in items[:5]]
