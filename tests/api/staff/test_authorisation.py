"""Who may do what: every address of the API for staff, with every method, for every role."""

import re
from typing import Any

import pytest

from matinee.api.devices.urls import urlpatterns as device_urlpatterns
from matinee.api.staff.urls import urlpatterns
from matinee.staff.permissions import FOR_PEOPLE_ONLY, PERMISSIONS, Permission, Role
from tests.api.staff.team import StaffClient, as_program, as_role, problem

pytestmark = pytest.mark.django_db

PUBLIC = "public"
"""Also without a session: sign-in, and what an invitation's link gives access to."""

PERSON = "person"
"""Everybody with a session, for their own account. Programs have none."""

ANYBODY = "anybody"
"""Everybody with a session or a key."""

DEVICE = "device"
"""A paired device with its token."""

Access = Permission | str

ADDRESSES: dict[str, dict[str, Access]] = {
    "session/": {"GET": PUBLIC, "POST": PUBLIC, "DELETE": PUBLIC},
    "session/second-factor/": {"POST": PUBLIC},
    "session/passkey/": {"POST": PUBLIC},
    "session/passkey/begin/": {"POST": PUBLIC},
    "session/passkeys/": {"GET": PERSON, "POST": PERSON},
    "session/passkeys/begin/": {"POST": PERSON},
    "session/passkeys/<str:passkey_id>/": {"PATCH": PERSON},
    "session/passkeys/<str:passkey_id>/remove/": {"POST": PERSON},
    "session/password/": {"POST": PERSON},
    "session/approval-pin/": {"GET": PERSON, "POST": PERSON},
    "approvals/": {"POST": PERSON},
    "approvals/passkey/": {"POST": PERSON},
    "invitations/read/": {"POST": PUBLIC},
    "invitations/accept/": {"POST": PUBLIC},
    "schema/": {"GET": PUBLIC},
    "setup/": {"POST": PUBLIC},
    "venues/": {"GET": Permission.MANAGE_VENUE, "POST": Permission.MANAGE_VENUE},
    "venues/choices/": {"GET": Permission.MANAGE_VENUE},
    "venues/<str:venue_id>/": {"GET": Permission.MANAGE_VENUE, "PATCH": Permission.MANAGE_VENUE},
    "venues/<str:venue_id>/readiness/": {"GET": Permission.MANAGE_VENUE},
    "venues/<str:venue_id>/email/": {"GET": Permission.MANAGE_VENUE},
    "venues/<str:venue_id>/test-email/": {"POST": Permission.MANAGE_VENUE},
    "venues/<str:venue_id>/payments/": {"GET": Permission.MANAGE_VENUE},
    "halls/": {"GET": Permission.MANAGE_HALLS, "POST": Permission.MANAGE_HALLS},
    "shows/": {"POST": Permission.MANAGE_PROGRAMME},
    "roles/": {"GET": ANYBODY},
    "today/": {"GET": ANYBODY},
    "people/": {"GET": Permission.MANAGE_PEOPLE},
    "people/<str:person_id>/": {"GET": Permission.MANAGE_PEOPLE, "PATCH": Permission.MANAGE_PEOPLE},
    "people/<str:person_id>/invitation/": {"POST": Permission.MANAGE_PEOPLE},
    "people/<str:person_id>/approval-pin/": {"DELETE": Permission.MANAGE_PEOPLE},
    "invitations/": {"POST": Permission.MANAGE_PEOPLE},
    "api-keys/": {"GET": Permission.MANAGE_API_KEYS, "POST": Permission.MANAGE_API_KEYS},
    "api-keys/<str:key_id>/": {"DELETE": Permission.MANAGE_API_KEYS},
    "devices/": {"GET": Permission.MANAGE_DEVICES, "POST": Permission.MANAGE_DEVICES},
    "devices/<str:device_id>/": {"GET": Permission.MANAGE_DEVICES, "DELETE": Permission.MANAGE_DEVICES},
    "devices/<str:device_id>/confirm/": {"POST": Permission.MANAGE_DEVICES},
    "audit/": {"GET": Permission.READ_AUDIT},
    "age-ratings/": {"GET": Permission.MANAGE_FILMS},
    "movies/": {"GET": Permission.MANAGE_FILMS, "POST": Permission.MANAGE_FILMS},
    "movies/import/": {"POST": Permission.MANAGE_FILMS},
    "movies/<str:movie_id>/": {
        "GET": Permission.MANAGE_FILMS,
        "PATCH": Permission.MANAGE_FILMS,
        "DELETE": Permission.MANAGE_FILMS,
    },
    "movies/<str:movie_id>/poster/": {"PUT": Permission.MANAGE_FILMS, "DELETE": Permission.MANAGE_FILMS},
    "orders/": {"GET": Permission.READ_ORDERS},
    "orders/attendees/": {"GET": Permission.READ_ORDERS},
    "orders/<str:reference>/": {"GET": Permission.READ_ORDERS},
    "orders/<str:reference>/resend/": {"POST": Permission.SERVE_CUSTOMERS},
    "orders/<str:reference>/print/": {"POST": Permission.SERVE_CUSTOMERS},
    "orders/<str:reference>/customer/": {"POST": Permission.SERVE_CUSTOMERS},
    "orders/<str:reference>/refund/": {
        "GET": Permission.REFUND_ORDERS,
        "POST": Permission.REFUND_ORDERS,
    },
    "orders/<str:reference>/settle/": {"POST": Permission.SETTLE_ORDERS},
    "orders/<str:reference>/retry/": {"POST": Permission.SETTLE_ORDERS},
    "ticket-types/": {"GET": Permission.MANAGE_PRICES, "POST": Permission.MANAGE_PRICES},
    "ticket-types/preview/": {"GET": Permission.MANAGE_PRICES},
    "ticket-types/<str:ticket_type_id>/": {
        "GET": Permission.MANAGE_PRICES,
        "PATCH": Permission.MANAGE_PRICES,
    },
    "price-cards/": {"GET": Permission.MANAGE_PRICES, "POST": Permission.MANAGE_PRICES},
    "price-cards/preview/": {"POST": Permission.MANAGE_PRICES},
    "price-cards/<str:card_id>/": {"GET": Permission.MANAGE_PRICES, "PATCH": Permission.MANAGE_PRICES},
    "price-cards/<str:card_id>/apply/": {"POST": Permission.MANAGE_PRICES},
    "price-rules/": {"GET": Permission.MANAGE_PRICES, "POST": Permission.MANAGE_PRICES},
    "price-rules/order/": {"POST": Permission.MANAGE_PRICES},
    "price-rules/grid/": {"GET": Permission.MANAGE_PRICES},
    "price-rules/<str:rule_id>/": {"PATCH": Permission.MANAGE_PRICES, "DELETE": Permission.MANAGE_PRICES},
}
REQUESTS = [
    (method, "/api/staff/" + re.sub(r"<\w+:\w+>", "999999", address), access)
    for address, methods in ADDRESSES.items()
    for method, access in methods.items()
]


def served_addresses(patterns: list[Any], prefix: str) -> dict[str, set[str]]:
    """The methods of each address, without OPTIONS and HEAD."""
    served = {}
    for one in patterns:
        callback: Any = one.callback
        view = callback.view_class
        methods = {name.upper() for name in view.http_method_names if hasattr(view, name)}
        served[str(one.pattern).removeprefix(prefix)] = methods - {"OPTIONS", "HEAD"}
    return served


def test_every_address_and_method_has_a_row() -> None:
    served = served_addresses(urlpatterns, "api/staff/")
    assert served == {address: set(methods) for address, methods in ADDRESSES.items()}


def check_requests(
    client: StaffClient, permissions: frozenset[Permission], *, is_person: bool = True
) -> None:
    """Assert that the client is refused exactly what it lacks the permission for."""
    for method, path, access in REQUESTS:
        if access == PUBLIC:
            continue
        response = client.send(method, path, None if method in {"GET", "DELETE"} else {})
        if access == PERSON and not is_person:
            assert problem(response) == (401, "sign-in-required"), (method, path)
        elif access in {ANYBODY, PERSON} or access in permissions:
            assert response.status_code not in {401, 403}, (method, path, response.content)
        else:
            assert problem(response) == (403, "not-permitted"), (method, path)
            assert response.json()["permission"] == access


@pytest.mark.slow
@pytest.mark.parametrize("role", Role)
def test_a_person_may_do_what_the_role_says(role: Role) -> None:
    check_requests(as_role(role), PERMISSIONS[role])


@pytest.mark.parametrize("role", Role)
def test_a_program_may_do_what_the_role_says_except_what_is_for_people(role: Role) -> None:
    check_requests(as_program(role), PERMISSIONS[role] - FOR_PEOPLE_ONLY, is_person=False)


def test_without_a_session_everything_else_needs_a_sign_in() -> None:
    client = StaffClient()
    for method, path, access in REQUESTS:
        response = client.send(method, path, None if method in {"GET", "DELETE"} else {})
        if access == PUBLIC:
            assert response.status_code != 403, (method, path)
        else:
            assert problem(response) == (401, "sign-in-required"), (method, path)


@pytest.mark.parametrize("role", Role)
def test_a_session_cannot_write_without_the_csrf_token(role: Role) -> None:
    client = as_role(role)
    client.headers = {}
    for method, path, access in REQUESTS:
        if method != "GET" and (access == PERSON or access in PERMISSIONS[role]):
            response = client.send(method, path, None if method == "DELETE" else {})
            assert problem(response) == (403, "csrf-failed"), (method, path)


DEVICE_ADDRESSES = {
    "pair/": {"POST": PUBLIC},
    "current/": {"GET": DEVICE},
    "schema/": {"GET": PUBLIC},
}


def test_every_address_of_devices_has_a_row() -> None:
    served = served_addresses(device_urlpatterns, "api/devices/")
    assert served == {address: set(methods) for address, methods in DEVICE_ADDRESSES.items()}


@pytest.mark.parametrize("role", Role)
def test_no_person_and_no_program_is_a_device(role: Role) -> None:
    for client in (as_role(role), as_program(role)):
        for address, methods in DEVICE_ADDRESSES.items():
            for method, access in methods.items():
                if access == DEVICE:
                    response = client.send(method, f"/api/devices/{address}")
                    assert problem(response) == (401, "device-token-invalid"), (method, address)


def test_the_owner_alone_has_every_permission_and_every_permission_has_an_owner() -> None:
    assert [role for role, granted in PERMISSIONS.items() if granted == frozenset(Permission)] == [Role.OWNER]
    assert PERMISSIONS[Role.MANAGER] == frozenset(Permission) - {Permission.MANAGE_OWNERS}
