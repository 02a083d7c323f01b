"""Checks HTML with html-validate and, if Java is installed, with the W3C's checker."""

import atexit
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.database_server import CHECKOUT

TIMEOUT_SECONDS = 120

CHECK = CHECKOUT / "web/tools/html-check"
NODE = CHECKOUT / ".venv/bin/node"
W3C = CHECK / "node_modules/vnu-jar/build/dist/vnu.jar"

ALLOWED = "Attribute “aria-activedescendant” value should either refer to a descendant element"
"""The checker knows the combobox of ARIA 1.0. Since ARIA 1.2, `aria-controls` names the list of options."""


def html_errors(pages: Mapping[str, str]) -> list[str]:
    """Return the errors and warnings of both checkers, one line each. `pages` maps names to HTML."""
    return [*html_validate(pages), *w3c_errors(pages)]


def html_validate(pages: Mapping[str, str]) -> list[str]:
    """Return the errors and warnings of html-validate, which needs milliseconds for a page."""
    return [f"{name}: {error}" for name, html in pages.items() for error in _html_validate(html)]


def _html_validate(html: str) -> list[str]:
    process = _html_validate_process()
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{json.dumps(html)}\n")
    process.stdin.flush()
    errors: list[str] = json.loads(process.stdout.readline())
    return errors


@cache
def _html_validate_process() -> "subprocess.Popen[str]":
    """Start html-validate once for all pages, because its start takes a second."""
    process = subprocess.Popen(  # noqa: S603
        [NODE, "validate.mjs"], cwd=CHECK, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def stop() -> None:
        with process:
            process.terminate()

    atexit.register(stop)
    return process


def w3c_errors(pages: Mapping[str, str]) -> list[str]:
    """Return the errors and warnings of the W3C's checker. The list is empty if Java is not installed."""
    java = shutil.which("java")
    if java is None:
        return []
    with _files(pages) as files:
        command = [java, "-jar", str(W3C), "--exit-zero-always", "--format", "json", *files]
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS
        )
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [
        f"{Path(one['url']).stem}: {one['message']} ({one.get('extract', '')!r})"
        for one in messages
        if (one["type"] == "error" or one.get("subType") == "warning")
        and not one["message"].startswith(ALLOWED)
    ]


@contextmanager
def _files(pages: Mapping[str, str]) -> Iterator[list[str]]:
    """Write each page to a file. Yield the paths."""
    with TemporaryDirectory(prefix="matinee-html-") as folder:
        files = {Path(folder, f"{name}.html"): html for name, html in pages.items()}
        for file, html in files.items():
            file.write_text(html)
        yield [str(file) for file in files]
