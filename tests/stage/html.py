"""What is wrong with the HTML of pages: html-validate, and where Java is installed the W3C's checker."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PATIENCE_SECONDS = 120

CHECK = Path(__file__).resolve().parents[2] / "web/tools/html-check"
HTML_VALIDATE = CHECK / "node_modules/.bin/html-validate"
BESIDE_US = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
"""Where our own Node is, before the machine's."""

W3C = CHECK / "node_modules/vnu-jar/build/dist/vnu.jar"


def html_errors(pages: Mapping[str, str]) -> list[str]:
    """Errors and warnings of both checkers, one line each; `pages` is HTML by name."""
    return [*html_validate(pages), *_w3c(pages)]


def html_validate(pages: Mapping[str, str]) -> list[str]:
    """Errors and warnings of html-validate alone, which takes a second less."""
    with _files(pages) as files:
        options = ["--config", str(CHECK / ".htmlvalidate.json"), "--formatter", "json"]
        command = [str(HTML_VALIDATE), *options, *files]
        environ = {**os.environ, "PATH": BESIDE_US}
        done = subprocess.run(  # noqa: S603
            command, env=environ, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    assert done.stdout, done.stderr
    return [
        f"{Path(page['filePath']).stem}: {one['message']} ({one['ruleId']}, {one['selector']})"
        for page in json.loads(done.stdout)
        for one in page["messages"]
    ]


def _w3c(pages: Mapping[str, str]) -> list[str]:
    """Without Java this finds nothing; `tools/bootstrap.py html` says so."""
    java = shutil.which("java")
    if java is None:
        return []
    with _files(pages) as files:
        command = [java, "-jar", str(W3C), "--exit-zero-always", "--format", "json", *files]
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [
        f"{Path(one['url']).stem}: {one['message']} ({one.get('extract', '')!r})"
        for one in messages
        if one["type"] == "error" or one.get("subType") == "warning"
    ]


@contextmanager
def _files(pages: Mapping[str, str]) -> Iterator[list[str]]:
    """A file for each page."""
    with TemporaryDirectory(prefix="matinee-html-") as folder:
        files = {Path(folder, f"{name}.html"): html for name, html in pages.items()}
        for file, html in files.items():
            file.write_text(html)
        yield [str(file) for file in files]
