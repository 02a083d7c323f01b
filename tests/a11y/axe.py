"""axe-core on the current state of a page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "web/node_modules/axe-core/axe.min.js"

ALL = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
"""WCAG 2.2, with the size of targets, is off by default."""

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, rules: dict[str, list[str]] = ALL) -> list[str]:
    """Return axe's violations, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run({...rules, resultTypes: ['violations']}).then(result => result.violations)", rules
    )
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
