"""Every refusal of the API for staff is a sentence in the language of the person: English or German."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.utils.translation import gettext, override
from rest_framework import serializers

import matinee
from matinee.api.framework.fields import StrictSerializer
from matinee.api.staff import urls
from matinee.core.problems import Problem
from matinee.staff.permissions import Role
from tests.api.staff.team import StaffClient, as_role, problem
from tests.cinema import Cinema

PACKAGE = Path(matinee.__file__).parent
OUTSIDE = (
    "admin/",
    "api/devices/",
    "api/framework/documentation.py",
    "api/public/",
    "booking/rules.py",
    "checkout/freeze.py",
    "demo/",
    "live/",
    "pages/",
    "server/",
)
"""Code that the API for staff does not run."""

REFUSALS = {*Problem.by_name, "ValidationError", "fail"}
MARKS = {"_", "gettext", "gettext_lazy"}


def problems() -> list[type[Problem]]:
    """All problems of the product."""
    assert urls.urlpatterns
    return [one for one in Problem.by_name.values() if one.__module__.startswith("matinee.")]


def serializer_classes(base: type[Any] = StrictSerializer) -> Iterator[type[StrictSerializer]]:
    """The serializers that read requests of staff."""
    for one in base.__subclasses__():
        if one.__module__.startswith(("matinee.api.staff", "matinee.api.framework")):
            yield one
        yield from serializer_classes(one)


def fields_in(field: serializers.Field[Any, Any, Any, Any]) -> Iterator[Any]:
    """The field, and all fields inside of it."""
    yield field
    inner: list[Any] = [getattr(field, "child", None), *getattr(field, "fields", {}).values()]
    for one in inner:
        if one is not None:
            yield from fields_in(one)


def messages_of_serializers() -> Iterator[tuple[str, Any]]:
    for one in sorted(set(serializer_classes()), key=str):
        for field in fields_in(one()):
            name = f"{one.__name__}.{field.field_name or type(field).__name__}"
            yield from ((name, text) for text in field.error_messages.values())
            yield from ((name, rule.message) for rule in field.validators if hasattr(rule, "message"))


def messages_of_tables() -> Iterator[tuple[str, Any]]:
    for table in apps.get_models():
        if table.__module__.startswith("matinee."):
            yield from messages_of_table(table)


def messages_of_table(table: type[Model]) -> Iterator[tuple[str, Any]]:
    # Services check relations themselves.
    for field in (one for one in table._meta.concrete_fields if not one.is_relation):
        name = f"{table.__name__}.{field.name}"
        yield from ((name, text) for text in field.error_messages.values())
        yield from ((name, rule.message) for rule in field.validators if hasattr(rule, "message"))


def english_only(messages: Callable[[], Iterable[tuple[str, Any]]]) -> dict[str, str]:
    """The messages without a German text, with a place of each.

    They are made once for each language, as for a request: DRF keeps a text in the first language that it
    was read in.
    """
    with override("en"):
        english = [(name, str(text)) for name, text in messages()]
    with override("de"):
        german = [str(text) for _, text in messages()]
    pairs = zip(english, german, strict=True)
    return {text: name for (name, text), other in pairs if text and text == other}


def test_every_problem_has_a_german_message() -> None:
    assert len(problems()) > 90
    with override("de"):
        assert [one.__name__ for one in problems() if gettext(detail_of(one)) == detail_of(one)] == []


def detail_of(one: type[Problem]) -> str:
    return one.detail.fget(one.__new__(one))  # type: ignore[attr-defined, no-any-return]


def test_every_message_of_a_field_has_a_german_text() -> None:
    assert english_only(messages_of_serializers) == {}


def test_german_messages_of_fields_are_formal() -> None:
    with override("de"):
        texts = {str(text) for _, text in messages_of_serializers()}
    assert [text for text in texts if re.search(r"\b(Stelle sicher|Gib|[Dd]u|[Dd]ein\w*)\b", text)] == []


def test_every_message_of_a_column_has_a_german_text() -> None:
    assert english_only(messages_of_tables) == {}


def test_a_message_without_a_german_text_is_found() -> None:
    assert english_only(lambda: [("x", "No popcorn here.")]) == {"No popcorn here.": "x"}
    source = 'raise ValidationError("No popcorn.", code="x")\nraise Invalid(errors={"a": [f"No {b}."]})'
    assert [line for line, _ in unmarked(ast.parse(source))] == [1, 2]
    source = 'raise ValidationError(_("No popcorn."), code="x")\nfound.append("No popcorn.")'
    assert [line for line, _ in unmarked(ast.parse(source))] == [2]


def test_code_marks_every_sentence_of_a_refusal_for_translation() -> None:
    found = {
        f"{path}:{line}": text
        for file in PACKAGE.rglob("*.py")
        if not (path := str(file.relative_to(PACKAGE))).startswith(OUTSIDE) and "/management/" not in path
        for line, text in unmarked(ast.parse(file.read_text()))
    }
    assert found == {}


def unmarked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The sentences in errors, and those that a function adds to a list of messages, that are not marked."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in {*REFUSALS, "append"}:
            yield from sentences(node)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            yield from sentences(node.value)


def sentences(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call) and name_of(node.func) in MARKS:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_sentence(node.value):
        yield node.lineno, node.value
    for inner in ast.iter_child_nodes(node):
        yield from sentences(inner)


def is_sentence(text: str) -> bool:
    """A part of an f-string has only its beginning, such as `No `, or its end."""
    return (text[:1].isupper() or text.endswith(".")) and " " in text


def name_of(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


@pytest.mark.django_db
class TestOverHttp:
    """The language of Accept-Language decides, for this API alone."""

    @pytest.fixture
    def german(self, cinema: Cinema) -> StaffClient:
        client = as_role(Role.PROGRAMMER, cinema.venue.pk)
        client.headers["Accept-Language"] = "de-AT,en;q=0.5"
        return client

    def test_the_message_of_a_problem(self, german: StaffClient) -> None:
        refused = german.get("/api/staff/price-cards/999/")
        assert problem(refused) == (404, "price-card-not-found")
        assert refused.json()["detail"] == "Diese Preiskarte gibt es in Ihren Kinos nicht."
        unknown = german.get("/api/staff/nothing/")
        assert unknown.json()["detail"].startswith("Unter dieser Adresse gibt es nichts.")

    def test_the_messages_of_fields_from_every_layer(self, german: StaffClient, cinema: Cinema) -> None:
        def refuse(**values: Any) -> dict[str, list[str]]:
            body = {"venue_id": cinema.venue.pk, "name": "Student", **values}
            errors: dict[str, list[str]] = german.post("/api/staff/ticket-types/", body).json()["errors"]
            return errors

        assert refuse(name="A\nB") == {"name": ["Das muss eine Zeile Text sein, ohne Steuerzeichen."]}
        assert refuse(name="Adult") == {
            "name": ["Dieser Name ist hier schon vergeben. Wählen Sie einen anderen."]
        }
        assert refuse(minimum_age=0) == {"minimum_age": ["Das muss mindestens 1 sein."]}
        assert refuse(venue_id="1") == {
            "venue_id": [f"Das muss eine ganze Zahl von 1 bis {2**63 - 1} sein."],
        }
        assert refuse(adjustment="0.001") == {
            "adjustment": ["Beträge in EUR haben höchstens 2 Stellen nach dem Komma."]
        }
        assert refuse(colour="red") == {"colour": ["Dieses Feld gibt es nicht."]}

    def test_other_apis_and_other_requests_are_in_english(self, client: Client, cinema: Cinema) -> None:
        public = client.get("/api/movies/999/", headers={"Accept-Language": "de"})
        assert public.json()["detail"].startswith("There is no such film.")
        staff = as_role(Role.PROGRAMMER, cinema.venue.pk).get("/api/staff/price-cards/999/")
        assert staff.json()["detail"] == "There is no such price card at your cinemas."
