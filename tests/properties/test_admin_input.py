"""Admin pages respond to random input in forms, searches and filters without an unhandled exception."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from matinee.staff.models import User
from tests.empty_tables import Tables
from tests.populated_database import populate_database
from tests.properties.test_openapi import LONG

fuzzed = settings(
    max_examples=500 if LONG else 3,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)

INVALID_VALUES = ["", "0", "-1", "on", "\0", "{}", "[1]", "null", "9" * 20, "1e400", "2026-13-40", "25:00"]
INVALID_VALUES += ['{"a": "\\u0000"}', '{"\\ud800": "a"}', "[" * 5_000]

RANDOM_VALUES = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.decimals().map(str),
    st.datetimes().map(str),
    st.sampled_from(INVALID_VALUES),
)

TABLES = sorted(admin.site._registry, key=lambda table: table._meta.label)

KEPT_FIELDS = {"csrfmiddlewaretoken"}


class Form(HTMLParser):
    """The fields of a page's form by name, as a browser sends them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read a field."""
        attributes = {name: value or "" for name, value in attrs}
        name = attributes.get("name", "")
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and ("selected" in attributes or self._select not in self.fields):
            self.fields[self._select] = attributes.get("value", "")
        if tag == "textarea":
            self._textarea = name
        if tag == "textarea" or (
            tag == "input" and attributes.get("type") not in {"checkbox", "submit", "button"}
        ):
            self.fields[name] = attributes.get("value", "")

    def handle_data(self, data: str) -> None:
        """Read the content of a text area. Browsers ignore its first line break."""
        if self._textarea:
            self.fields[self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a select or a text area."""
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""


@pytest.fixture(scope="module")
def administrator(django_db_setup: Tables, django_db_blocker: DjangoDbBlocker) -> Iterator[Client]:
    """A client of a superuser, with rows in every table. All tests share both."""
    with django_db_blocker.unblock():
        populate_database()
        client = Client()
        client.force_login(User.objects.create_superuser("administrator@example.org", "secret"))
        yield client
        django_db_setup.empty()


def page_url(table: type[Model], page: str, *keys: object) -> str:
    """The URL of an admin page of the table."""
    return reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_{page}", args=keys)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.model_name)
def test_forms_respond_to_random_input(administrator: Client, table: type[Model]) -> None:
    rows = table._default_manager.order_by("pk")
    pages = [page_url(table, "add"), *(page_url(table, "change", row.pk) for row in rows[:1])]
    forms = {
        page: Form(response.content.decode()).fields
        for page in pages
        if (response := administrator.get(page)).status_code == 200
    }

    @fuzzed
    @given(st.data())
    def send(data: st.DataObject) -> None:
        page = data.draw(st.sampled_from(sorted(forms)))
        names = sorted(forms[page].keys() - KEPT_FIELDS)
        random_values = data.draw(st.dictionaries(st.sampled_from(names), RANDOM_VALUES, max_size=5))
        assert administrator.post(page, forms[page] | random_values).status_code in {200, 302, 400, 403}

    send()


# A date in a URL may have no time zone; Django then uses the cinema's.
@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime:RuntimeWarning")
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.model_name)
def test_lists_respond_to_random_parameters(administrator: Client, table: type[Model]) -> None:
    filters = [str(one) for one in admin.site._registry[table].list_filter]
    columns = [field.name for field in table._meta.fields]
    names = ["q", "o", "p", "e", "all", "_facets", "action", *filters]
    names += [f"{name}__{how}" for name in [*filters, *columns] for how in ("exact", "gte", "isnull", "in")]

    @fuzzed
    @given(st.dictionaries(st.sampled_from(names), RANDOM_VALUES, max_size=3))
    def request_list(parameters: dict[str, str]) -> None:
        assert administrator.get(page_url(table, "changelist"), parameters).status_code in {200, 302, 400}
        assert administrator.post(page_url(table, "changelist"), parameters).status_code in {200, 302, 400}

    request_list()
