"""The server's message catalogues: `python tools/messages.py extract` and `python tools/messages.py check`.

Babel reads and writes them, so gettext is not needed. Messages in the code are English. Every other
language has a catalogue, whose `.po` file is committed.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src/matinee"
CATALOGUES = sorted(PACKAGE.glob("locale/*/LC_MESSAGES/django.po"))
WIDTH = 110
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "gettext_noop": None}
NO_PROBLEMS = {"Exception", "TypedDict", "Unreachable"}
"""Bases of classes in `errors.py` whose docstrings are no messages for people."""


def main(verb: str) -> None:
    """Run the command line. Exits with the list of errors."""
    messages = extracted()
    if verb == "extract":
        for path in CATALOGUES:
            update(path, messages)
    elif errors := [line for path in CATALOGUES for line in catalogue_errors(path, messages)]:
        sys.exit("\n".join([*errors, "Run `make messages`, and translate the new messages."]))


def extracted() -> Catalog:
    """Return all messages of code and templates, with their files."""
    catalogue = Catalog(charset="utf-8")
    methods: Any = [
        ("**/errors.py", extract_problems),
        ("core/problems.py", extract_problems),
        ("**.py", "python"),
        ("**/templates/**.*", extract_template),
    ]
    found = extract_from_dir(PACKAGE, methods, keywords=KEYWORDS, comment_tags=["Translators:"])
    for name, _, text, comments, context in found:
        catalogue.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogue


def extract_problems(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Extract the first paragraph of each problem's docstring, which is its message."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.ClassDef) and is_problem(node):
            text = " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
            yield node.lineno, None, text, []


def is_problem(node: ast.ClassDef) -> bool:
    """Whether the class is a problem, by its bases."""
    return any(isinstance(base, ast.Name) and base.id not in NO_PROBLEMS for base in node.bases)


def extract_template(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Extract from Django's Python version of a template. The brackets make its indentation valid."""
    python = f"(\n{templatize(file.read().decode())}\n)"
    return extract_python(BytesIO(python.encode()), keywords, comment_tags, options)


def update(path: Path, messages: Catalog) -> None:
    """Add new messages, remove unused ones, and keep all translations."""
    catalogue = read(path)
    catalogue.update(messages, no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_by_file=True, ignore_obsolete=True, include_lineno=False)


def catalogue_errors(path: Path, messages: Catalog) -> Iterator[str]:
    """Yield what is incomplete or wrong in a catalogue."""
    catalogue = read(path)
    for message in messages:
        if message.id and not is_translated(catalogue.get(message.id, message.context)):
            yield f"{path.name}, {catalogue.locale}: not translated: {message.id!r}"
    for message in catalogue:
        if message.id and messages.get(message.id, message.context) is None:
            yield f"{path.name}, {catalogue.locale}: unused: {message.id!r}"
        for error in message.check(catalogue):
            yield f"{path.name}, {catalogue.locale}: {error}: {message.id!r}"


def is_translated(message: Message | None) -> bool:
    """Whether every plural form has a text and the message is not fuzzy."""
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms)


def read(path: Path) -> Catalog:
    """Read a catalogue. Its folder names the language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain="django")


if __name__ == "__main__":
    main(sys.argv[1])
