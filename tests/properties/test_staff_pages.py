"""Whatever staff type into a form, search for or choose: the page answers, and no exception is unforeseen."""

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
    max_examples=500 if LONG else 5,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)

MADE_UP = ["", "0", "-1", "on", "\0", "{}", "[1]", "null", "9" * 20, "1e400", "2026-13-40", "25:00"]
MADE_UP += ['{"a": "\\u0000"}', '{"\\ud800": "a"}', "[" * 5_000]

ODD = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.decimals().map(str),
    st.datetimes().map(str),
    st.sampled_from(MADE_UP),
)

TABLES = sorted(admin.site._registry, key=lambda table: table._meta.label)

OURS = {"csrfmiddlewaretoken"}


class Form(HTMLParser):
    """The fields of a page by name, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field."""
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and ("selected" in said or self._select not in self.fields):
            self.fields[self._select] = said.get("value", "")
        if tag == "textarea":
            self._textarea = name
        if tag == "textarea" or (tag == "input" and said.get("type") not in {"checkbox", "submit", "button"}):
            self.fields[name] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        """Take what stands in a text area; browsers leave its first new line out."""
        if self._textarea:
            self.fields[self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        """A select or a text area is over."""
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""


@pytest.fixture(scope="module")
def boss(django_db_setup: Tables, django_db_blocker: DjangoDbBlocker) -> Iterator[Client]:
    """Somebody who may do everything, in a cinema with some of everything. All tests share both."""
    with django_db_blocker.unblock():
        populate_database()
        client = Client()
        client.force_login(User.objects.create_superuser("boss@example.org", "secret"))
        yield client
        django_db_setup.empty()


def address(table: type[Model], page: str, *keys: object) -> str:
    """Of one of the table's pages."""
    return reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_{page}", args=keys)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.model_name)
def test_forms(boss: Client, table: type[Model]) -> None:
    rows = table._default_manager.order_by("pk")
    pages = [address(table, "add"), *(address(table, "change", row.pk) for row in rows[:1])]
    forms = {
        page: Form(answer.content.decode()).fields
        for page in pages
        if (answer := boss.get(page)).status_code == 200
    }

    @fuzzed
    @given(st.data())
    def send(data: st.DataObject) -> None:
        page = data.draw(st.sampled_from(sorted(forms)))
        names = sorted(forms[page].keys() - OURS)
        odd = data.draw(st.dictionaries(st.sampled_from(names), ODD, max_size=5))
        assert boss.post(page, forms[page] | odd).status_code in {200, 302, 400, 403}

    send()


# An address written by hand may have no time zone; Django uses the cinema's.
@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime:RuntimeWarning")
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.model_name)
def test_lists(boss: Client, table: type[Model]) -> None:
    filters = [str(one) for one in admin.site._registry[table].list_filter]
    columns = [field.name for field in table._meta.fields]
    names = ["q", "o", "p", "e", "all", "_facets", "action", *filters]
    names += [f"{name}__{how}" for name in [*filters, *columns] for how in ("exact", "gte", "isnull", "in")]

    @fuzzed
    @given(st.dictionaries(st.sampled_from(names), ODD, max_size=3))
    def look(odd: dict[str, str]) -> None:
        assert boss.get(address(table, "changelist"), odd).status_code in {200, 302, 400}
        assert boss.post(address(table, "changelist"), odd).status_code in {200, 302, 400}

    look()
