"""Paths, links and settings that the documents name exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database_server import CHECKOUT

DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])
ROOTS = (CHECKOUT, CHECKOUT / "src" / "matinee", CHECKOUT / "web" / "src", CHECKOUT / "docs")
"""Folders that a path in a document may start from, beside the document's own."""

ELSEWHERE = {"postgres/", "postgres/postgres.log", "postgres/postgresql.conf", "run-PORT/"}
"""Paths in the data folder of a running site."""

NO_PATHS = {"application/json", "10.0.0.0/8"}
"""Text that only has the form of a path."""

PATH = re.compile(r"`((?:[\w.-]+/)+[\w.*-]*)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")

each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT))
)


def anchors(document: Path) -> set[str]:
    """The addresses of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def missing_paths(document: Path) -> Iterator[str]:
    for path in sorted(set(PATH.findall(document.read_text())) - ELSEWHERE - NO_PATHS):
        if not any(any(root.glob(path.rstrip("/"))) for root in (*ROOTS, document.parent)):
            yield path


def missing_links(document: Path) -> Iterator[str]:
    for path, anchor in LINK.findall(document.read_text()):
        target = document.parent / path if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield f"{path}#{anchor}"


@each_document
def test_every_path_exists(document: Path) -> None:
    assert [*missing_paths(document)] == []


@each_document
def test_every_link_leads_somewhere(document: Path) -> None:
    assert [*missing_links(document)] == []


def test_the_code_map_lists_every_package() -> None:
    text = (
        (CHECKOUT / "ARCHITECTURE.md")
        .read_text()
        .partition("## Code map")[2]
        .partition("Inside a package")[0]
    )
    listed = re.findall(r"`(\w+)/`", text)
    packages = {path.parent.name for path in (CHECKOUT / "src" / "matinee").glob("*/__init__.py")}
    assert sorted(listed) == sorted(packages)
