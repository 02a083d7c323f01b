"""Who may do what: every address of the site, every kind of visitor. An address without a row fails."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from matinee.staff.models import User
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db

OPEN = "open"
"""For everybody, and alike: no session counts."""

STAFF = "staff"
"""For staff who are logged in; what each table allows, its permissions say."""

BOSS = "boss"
"""For superusers, or whoever has the permission of the table."""

DOOR = "door"
"""The way in: for everybody, or for those who took the first step."""

ADDRESSES = {
    "api/shows/": OPEN,
    "api/shows/<str:show_id>/best-seats/": OPEN,
    "api/shows/<str:show_id>/events/": OPEN,
    "api/movies/": OPEN,
    "api/movies/<str:movie_id>/": OPEN,
    "api/venues/": OPEN,
    "api/hall-layout/<str:show_id>/": OPEN,
    "api/hall-layout/<str:show_id>/availability/": OPEN,
    "api/lock-seat/": OPEN,
    "api/extend-lock/": OPEN,
    "api/release-lock/": OPEN,
    "api/holds/current/": OPEN,
    "api/book-seat/": OPEN,
    "api/orders/find/": OPEN,
    "api/orders/<str:secret>/": OPEN,
    "api/orders/<str:secret>/payment/": OPEN,
    "api/orders/<str:secret>/refund/": OPEN,
    "api/orders/<str:secret>/tickets.pdf": OPEN,
    "api/orders/<str:secret>/calendar.ics": OPEN,
    "api/orders/<str:secret>/tickets/<str:ticket_id>/qr.svg": OPEN,
    "api/payments/stripe/webhook/": OPEN,
    "api/config/": OPEN,
    "api/schema/": OPEN,
    "api/docs/": OPEN,
    "healthz": OPEN,
    "readyz": OPEN,
    # To programs of this machine, or with a token: tests/api/test_observability.py.
    "metrics": OPEN,
    "^api(?:/|$)": OPEN,
    "": OPEN,
    "film/<int:film_id>": OPEN,
    "show/<int:show_id>": OPEN,
    "checkout": OPEN,
    "ticket/<str:secret>": OPEN,
    "find": OPEN,
    "sw.js": OPEN,
    "robots.txt": OPEN,
    "sitemap.xml": OPEN,
    "^(?!(?:api|admin|static)(?:/|$)|healthz|readyz)": OPEN,
    "admin/login/": DOOR,
    "admin/logout/": DOOR,
    "admin/second-factor/": DOOR,
    "admin/": STAFF,
    "admin/password_change/": STAFF,
    "admin/password_change/done/": STAFF,
    "admin/autocomplete/": STAFF,
    "admin/jsi18n/": STAFF,
    "admin/(?P<url>.*)$": STAFF,
    "admin/^(?P<app_label>)/$": STAFF,
    "admin/staff/user/<id>/password/": BOSS,
}
TABLES = {
    "auth/group",
    "staff/user",
    "catalogue/movie",
    "checkout/seller",
    "checkout/ticketorder",
    "checkout/venueterms",
    "procrastinate/procrastinatejob",
    "pricing/seatsupplement",
    "shows/show",
    "pricing/tickettype",
    "venues/hall",
    "venues/venue",
}
"""What the admin shows; each with the same addresses."""

OF_A_TABLE = ("", "add/", "<path:object_id>/history/", "<path:object_id>/delete/", "<path:object_id>/change/")
ADDRESSES |= {f"admin/{table}/{rest}": BOSS for table in TABLES for rest in OF_A_TABLE}
ADDRESSES |= {f"admin/{table}/<path:object_id>/": BOSS for table in TABLES}


def patterns(of: URLResolver, before: str = "") -> Iterator[str]:
    for one in of.url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, address)
        else:
            assert isinstance(one, URLPattern)
            yield re.sub(r"(?<=<app_label>)[a-z|_]+", "", address)


def test_no_address_without_a_row() -> None:
    found = set(patterns(get_resolver()))
    assert found == set(ADDRESSES)


FILLED = {
    "<str:show_id>": "1",
    "<str:movie_id>": "1",
    "<str:secret>": "x" * 43,
    "<str:ticket_id>": "1",
    "<int:film_id>": "1",
    "<int:show_id>": "1",
    "<path:content_type_id>": "1",
    "<path:object_id>": "1",
    "<id>": "1",
    "^api(?:/|$)": "api/none/",
    "^(?!(?:api|admin|static)(?:/|$)|healthz|readyz)": "none",
    "(?P<url>.*)$": "none",
    "^(?P<app_label>)/$": "shows/",
}


def path_of(address: str) -> str:
    for mark, value in FILLED.items():
        address = address.replace(mark, value)
    return f"/{address}"


@pytest.fixture
def visitors(cinema: Cinema) -> dict[str, Client]:  # noqa: ARG001 - something to look at
    """Everybody who might come, logged in where they can be."""
    users = {
        "stranger": None,
        "customer": User.objects.create_user("customer@example.org"),
        "fired": User.objects.create_user("fired@example.org", is_staff=True, is_active=False),
        "usher": User.objects.create_user("usher@example.org", is_staff=True),
        "boss": User.objects.create_superuser("boss@example.org"),
    }
    clients = {name: Client(raise_request_exception=False) for name in users}
    for name, user in users.items():
        if user:
            clients[name].force_login(user)
    return clients


def asked(client: Client, method: str, path: str) -> Any:
    body = {"content_type": "application/json", "data": b"{}"} if path.startswith("/api/") else {}
    return getattr(client, method)(path, **(body if method == "post" else {}))


def those(*kinds: str) -> list[str]:
    return [address for address, kind in ADDRESSES.items() if kind in kinds]


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_open_is_open_alike(visitors: dict[str, Client], method: str) -> None:
    for address in those(OPEN):
        answers = {name: asked(client, method, path_of(address)) for name, client in visitors.items()}
        (status,) = {answer.status_code for answer in answers.values()}
        assert status not in {302, 401, 403, 500}, address
        assert not any(answer.cookies for answer in answers.values()), address


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_staff_comes_in(visitors: dict[str, Client], method: str) -> None:
    for address in those(STAFF, BOSS):
        for name in ("stranger", "customer", "fired"):
            answer = asked(visitors[name], method, path_of(address))
            where = answer.get("Location", "").split("?")[0]
            assert (answer.status_code, where) == (302, "/admin/login/"), (name, address)


def test_staff_come_in(visitors: dict[str, Client]) -> None:
    for address in those(STAFF):
        for name in ("usher", "boss"):
            answer = asked(visitors[name], "get", path_of(address))
            assert "/admin/login/" not in answer.get("Location", ""), (name, address)


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_need_the_permission(visitors: dict[str, Client], method: str) -> None:
    for address in those(BOSS):
        path = path_of(address)
        answer = asked(visitors["usher"], method, path)
        onwards = f"{path}change/" if address.endswith("<path:object_id>/") else "/admin/"
        refused = answer.status_code == 403 or (answer.status_code, answer.get("Location")) == (302, onwards)
        assert refused, (address, answer.status_code)


def test_a_permission_opens_its_table_alone(visitors: dict[str, Client]) -> None:
    usher, permissions = visitors["usher"], User.objects.get(email="usher@example.org").user_permissions
    for table in sorted(TABLES):
        app, model = table.split("/")
        permissions.set([Permission.objects.get(content_type__app_label=app, codename=f"view_{model}")])
        opened = {one for one in TABLES if usher.get(f"/admin/{one}/").status_code == 200}
        assert opened == {table}
        assert usher.get(f"/admin/{table}/add/").status_code == 403
