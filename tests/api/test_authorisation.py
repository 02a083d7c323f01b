"""Access control: every path of the site for every kind of user. A path without a row fails."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from matinee.api.devices.urls import urlpatterns as device_urlpatterns
from matinee.api.staff.urls import urlpatterns as staff_urlpatterns
from matinee.staff.models import User
from tests.cinema import Cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OPEN = "open"
"""Public: equal responses for every user; a session has no effect."""

STAFF = "staff"
"""For logged-in staff, subject to their permissions on each table."""

SUPERUSER = "superuser"
"""For superusers and users with the permission on the table."""

DOOR = "door"
"""The log-in: for all users, or for users who passed the first step."""

STAFF_API = "staff API"
"""For people and programs by role, and for devices: tests/api/staff/test_authorisation.py."""

ADDRESSES = {
    "api/shows/": OPEN,
    "api/shows/<str:show_id>/best-seats/": OPEN,
    "api/shows/<str:show_id>/events/": OPEN,
    "api/movies/": OPEN,
    "api/movies/<str:movie_id>/": OPEN,
    "api/venues/": OPEN,
    "api/venues/<str:venue_id>/terms/": OPEN,
    "api/venues/<str:venue_id>/legal/<str:kind>/": OPEN,
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
    "api/orders/<str:secret>/email/": OPEN,
    "api/orders/<str:secret>/refund/": OPEN,
    "api/orders/<str:secret>/tickets.pdf": OPEN,
    "api/orders/<str:secret>/calendar.ics": OPEN,
    "api/orders/<str:secret>/tickets/<str:ticket_id>/qr.svg": OPEN,
    "api/payments/stripe/webhook/": OPEN,
    "api/config/": OPEN,
    r"^posters/(?P<digest>[0-9a-f]{32})-(?P<width>320|640|1280)\.webp$": OPEN,
    "api/schema/": OPEN,
    "api/docs/": OPEN,
    "healthz": OPEN,
    "readyz": OPEN,
    # For the same machine, or with a token: tests/api/test_observability.py.
    "metrics": OPEN,
    **{str(one.pattern): STAFF_API for one in [*staff_urlpatterns, *device_urlpatterns]},
    "^api(?:/|$)": OPEN,
    "": OPEN,
    "film/<int:film_id>": OPEN,
    "show/<int:show_id>": OPEN,
    "checkout": OPEN,
    "ticket/<str:secret>": OPEN,
    "find": OPEN,
    "legal/<int:venue_id>/<str:kind>": OPEN,
    # The page of the staff app is the same for all; what it shows comes from the API for staff.
    "staff/invitation/<str:token>": OPEN,
    "staff/setup/<str:token>": OPEN,
    "^staff(?:/[^.]*)?$": OPEN,
    "sw.js": OPEN,
    "robots.txt": OPEN,
    "sitemap.xml": OPEN,
    "^(?!(?:api|admin|staff|static)(?:/|$)|healthz|readyz)": OPEN,
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
    "admin/staff/user/<id>/password/": SUPERUSER,
}
TABLES = {
    "auth/group",
    "staff/user",
    "catalogue/movie",
    "checkout/legalpage",
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
"""The models of the admin; each has the same paths."""

MODEL_PATHS = (
    "",
    "add/",
    "<path:object_id>/history/",
    "<path:object_id>/delete/",
    "<path:object_id>/change/",
)
ADDRESSES |= {f"admin/{table}/{rest}": SUPERUSER for table in TABLES for rest in MODEL_PATHS}
ADDRESSES |= {f"admin/{table}/<path:object_id>/": SUPERUSER for table in TABLES}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, address)
        else:
            assert isinstance(one, URLPattern)
            yield re.sub(r"(?<=<app_label>)[a-z|_]+", "", address)


def test_every_path_has_a_row() -> None:
    found = set(patterns(get_resolver()))
    assert found == set(ADDRESSES)


PARAMETERS = {
    "<str:show_id>": "1",
    "<str:movie_id>": "1",
    "<str:secret>": "x" * 43,
    "<str:ticket_id>": "1",
    "<str:venue_id>": "1",
    "<int:venue_id>": "1",
    "<str:kind>": "imprint",
    "<int:film_id>": "1",
    "<int:show_id>": "1",
    "<path:content_type_id>": "1",
    "<path:object_id>": "1",
    "<id>": "1",
    "^api(?:/|$)": "api/none/",
    "^(?!(?:api|admin|staff|static)(?:/|$)|healthz|readyz)": "none",
    "<str:token>": "none",
    "^staff(?:/[^.]*)?$": "staff/people",
    "(?P<url>.*)$": "none",
    "^(?P<app_label>)/$": "shows/",
}


def path_of(address: str) -> str:
    for mark, value in PARAMETERS.items():
        address = address.replace(mark, value)
    return f"/{address}"


@pytest.fixture
def clients_by_role(cinema: Cinema) -> dict[str, Client]:  # noqa: ARG001 - rows for the pages
    """One client for each kind of user, logged in if it has an account."""
    users = {
        "stranger": None,
        "customer": User.objects.create_user("customer@example.org"),
        "inactive": User.objects.create_user("inactive@example.org", is_staff=True, is_active=False),
        "usher": User.objects.create_user("usher@example.org", is_staff=True),
        "superuser": User.objects.create_superuser("superuser@example.org"),
    }
    clients = {name: Client(raise_request_exception=False) for name in users}
    for name, user in users.items():
        if user:
            clients[name].force_login(user)
    return clients


def send(client: Client, method: str, path: str) -> Any:
    body = {"content_type": "application/json", "data": b"{}"} if path.startswith("/api/") else {}
    return getattr(client, method)(path, **(body if method == "post" else {}))


def paths_of(*kinds: str) -> list[str]:
    return [address for address, kind in ADDRESSES.items() if kind in kinds]


@pytest.mark.parametrize("method", ["get", "post"])
def test_public_paths_respond_alike_to_all_users(clients_by_role: dict[str, Client], method: str) -> None:
    for address in paths_of(OPEN):
        responses = {name: send(client, method, path_of(address)) for name, client in clients_by_role.items()}
        (status,) = {response.status_code for response in responses.values()}
        assert status not in {302, 401, 403, 500}, address
        assert not any(response.cookies for response in responses.values()), address


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_pages_redirect_others_to_the_login(clients_by_role: dict[str, Client], method: str) -> None:
    for address in paths_of(STAFF, SUPERUSER):
        for name in ("stranger", "customer", "inactive"):
            response = send(clients_by_role[name], method, path_of(address))
            where = response.get("Location", "").split("?")[0]
            assert (response.status_code, where) == (302, "/admin/login/"), (name, address)


def test_staff_can_open_staff_pages(clients_by_role: dict[str, Client]) -> None:
    for address in paths_of(STAFF):
        for name in ("usher", "superuser"):
            response = send(clients_by_role[name], "get", path_of(address))
            assert "/admin/login/" not in response.get("Location", ""), (name, address)


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_permission_are_denied(clients_by_role: dict[str, Client], method: str) -> None:
    for address in paths_of(SUPERUSER):
        path = path_of(address)
        response = send(clients_by_role["usher"], method, path)
        redirect = f"{path}change/" if address.endswith("<path:object_id>/") else "/admin/"
        is_denied = response.status_code == 403 or (response.status_code, response.get("Location")) == (
            302,
            redirect,
        )
        assert is_denied, (address, response.status_code)


def test_permission_opens_only_its_own_model(clients_by_role: dict[str, Client]) -> None:
    usher, permissions = (
        clients_by_role["usher"],
        User.objects.get(email="usher@example.org").user_permissions,
    )
    for table in sorted(TABLES):
        app, model = table.split("/")
        permissions.set([Permission.objects.get(content_type__app_label=app, codename=f"view_{model}")])
        opened = {one for one in TABLES if usher.get(f"/admin/{one}/").status_code == 200}
        assert opened == {table}
        assert usher.get(f"/admin/{table}/add/").status_code == 403
