"""Lighthouse: what a phone on a slow line gets of the built site."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from tests.database_server import CHECKOUT
from tests.screens.chromium import FLAGS, chromium

PATIENCE_SECONDS = 120

TRIES = 3
"""Now and then it loses the beginning of its own trace and asks to be run again."""

SCRIPT = CHECKOUT / "web/tools/lighthouse/node_modules/lighthouse/cli/index.js"


@dataclass(frozen=True)
class Report:
    """What Lighthouse says of one visit."""

    raw: dict[str, Any]

    def score(self, category: str) -> int:
        """From 0 to 100."""
        return round(100 * float(self.raw["categories"][category]["score"]))

    def number(self, audit: str) -> float:
        """A measurement: milliseconds, or the shift of the layout."""
        return float(self.raw["audits"][audit]["numericValue"])

    def complaints(self, category: str) -> list[str]:
        """Why it isn't 100: title and places, one line for each audit."""
        audits = [
            self.raw["audits"][ref["id"]]
            for ref in self.raw["categories"][category]["auditRefs"]
            if ref["weight"]
        ]
        return [
            f"{audit['id']}: {audit['title']} {_places(audit)}"
            for audit in audits
            if audit["score"] is not None and audit["score"] < 1
        ]


def judge(url: str, *categories: str) -> Report:
    """Visit a page as Lighthouse's phone; it slows the processor and the line down by calculation."""
    command: list[str | Path] = [
        CHECKOUT / ".venv/bin/node",
        SCRIPT,
        url,
        "--quiet",
        "--output=json",
        # The seat map's feed never ends, so that the line is never quiet.
        "--max-wait-for-load=10000",
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
    ]
    for _ in range(TRIES):
        raw = _run(command)
        if "runtimeError" not in raw:
            return Report(raw)
    raise AssertionError(raw["runtimeError"])


def _run(command: list[str | Path]) -> dict[str, Any]:
    environ = {**os.environ, "CHROME_PATH": chromium()}
    # Into a file: Node ends before a pipe has taken more than 64 KiB.
    with TemporaryFile("w+") as said:
        done = subprocess.run(  # noqa: S603
            command,
            env=environ,
            stdout=said,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        said.seek(0)
        text = said.read()
    assert text, done.stderr
    found: dict[str, Any] = json.loads(text)
    return found


def _places(audit: dict[str, Any]) -> list[str]:
    items = audit.get("details", {}).get("items", [])
    return [str(item.get("node", {}).get("selector") or item.get("url") or item)[:200] for item in items[:5]]
