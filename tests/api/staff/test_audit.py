"""Each write of staff has one audit entry, in its transaction; the trail is append-only."""

from base64 import b32decode
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection
from django.db.transaction import TransactionManagementError
from django_otp_webauthn.models import WebAuthnCredential

from matinee.audit.models import AuditEntry
from matinee.audit.services import COMMAND, Actor, record
from matinee.checkout.order_version import version_of
from matinee.staff.approval_pin import set_pin
from matinee.staff.approvals import refusal
from matinee.staff.devices import pair_device
from matinee.staff.errors import NeedsApproval
from matinee.staff.models import ApiKey, RoleGrant, User
from matinee.staff.permissions import Permission, Role
from matinee.staff.setup_link import new_setup_link
from tests.api.staff.pictures import a_film, picture
from tests.api.staff.sales import order_with_refused_refund, sold_order
from tests.api.staff.team import PASSWORD, StaffClient, Upload, as_role, person_with, problem
from tests.api.staff.test_authorisation import ADDRESSES
from tests.api.staff.test_passkeys import authenticator, begin, register
from tests.api.staff.venue_values import NEW_VENUE
from tests.authenticator_app import code_of
from tests.cinema import Cinema, make_cinema
from tests.price_cards import make_card

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PIN = "274916"


@pytest.fixture(autouse=True)
def _with_mail_server(settings: LazySettings) -> None:
    settings.SENDS_EMAIL = True


Write = tuple[str, Any]
"""The path and the body of a request that changes something."""

NO_ENTRY = {
    "POST session/": "the person's row has the time of the last sign-in",
    "DELETE session/": "only the session changes",
    "POST invitations/read/": "nothing is saved",
    "POST price-cards/preview/": "nothing is saved",
    "POST session/passkey/": "the person's row has the time of the last sign-in",
    "POST session/passkey/begin/": "a challenge for the browser",
    "POST session/passkeys/begin/": "a challenge for the browser",
    "POST approvals/passkey/": "a challenge for the browser",
}
"""Writes without an entry, and why."""

NEW_PERSON = {"email": "new@example.org", "roles": [{"role": "steward"}]}


def invite(_: StaffClient) -> Write:
    return "invitations/", NEW_PERSON


def accept_invitation(client: StaffClient) -> Write:
    link = client.post("/api/staff/invitations/", NEW_PERSON).json()["link"]
    return "invitations/accept/", {"token": link.rpartition("/")[2], "password": PASSWORD}


def change_person(_: StaffClient) -> Write:
    return f"people/{person_with(Role.CASHIER).pk}/", {"version": 1, "is_active": False}


def renew_invitation(_: StaffClient) -> Write:
    return f"people/{person_with(Role.CASHIER).pk}/invitation/", {}


def create_api_key(_: StaffClient) -> Write:
    return "api-keys/", {"name": "Website", "role": "accounts"}


def revoke_api_key(client: StaffClient) -> Write:
    client.post("/api/staff/api-keys/", create_api_key(client)[1])
    return f"api-keys/{ApiKey.objects.get().pk}/", None


def set_up_second_factor(client: StaffClient) -> Write:
    key = b32decode(client.post("/api/staff/session/second-factor/", {"password": PASSWORD}).json()["key"])
    return "session/second-factor/", {"code": code_of(key)}


def add_film(_: StaffClient) -> Write:
    return "movies/", {"title": "Alien", "duration_minutes": 117, "director": "Ada Lovelace"}


def change_film(_: StaffClient) -> Write:
    return f"movies/{a_film().pk}/", {"version": 1, "cast": ["Ada Lovelace"]}


def delete_film(_: StaffClient) -> Write:
    return f"movies/{a_film().pk}/?version=1", None


def set_poster(_: StaffClient) -> Write:
    return f"movies/{a_film().pk}/poster/", Upload(picture(), {"version": "1"})


def remove_poster(client: StaffClient) -> Write:
    path, body = set_poster(client)
    assert client.send("PUT", f"/api/staff/{path}", body).status_code == 200
    return f"{path}?version=2", None


def import_films(_: StaffClient) -> Write:
    return "movies/import/", Upload(b"Titel;Jahr;Laufzeit;Regie\nAlien;1979;1h 57min;Ada Lovelace\n")


def new_passkey(client: StaffClient) -> Write:
    options = begin(client)
    return "session/passkeys/", {"name": "Ada's phone", "credential": authenticator().create(options)}


def passkey_of(client: StaffClient) -> WebAuthnCredential:
    assert register(client, authenticator()).status_code == 201
    return WebAuthnCredential.objects.get()


def rename_passkey(client: StaffClient) -> Write:
    return f"session/passkeys/{passkey_of(client).pk}/", {"name": "Ada's phone"}


def remove_passkey(client: StaffClient) -> Write:
    return f"session/passkeys/{passkey_of(client).pk}/remove/", {"password": PASSWORD}


def change_own_password(_: StaffClient) -> Write:
    return "session/password/", {"password": PASSWORD, "new_password": "another long password"}


def set_own_pin(_: StaffClient) -> Write:
    return "session/approval-pin/", {"password": PASSWORD, "pin": PIN}


def manager_with_pin() -> User:
    person = person_with(Role.MANAGER)
    set_pin(person=person, password=PASSWORD, pin=PIN)
    return person


def remove_pin(_: StaffClient) -> Write:
    return f"people/{manager_with_pin().pk}/approval-pin/", None


def approve(_: StaffClient) -> Write:
    person, manager = User.objects.get(), manager_with_pin()
    refused = refusal(
        Actor(person_id=person.pk), Permission.SELL, make_cinema().venue.pk, "sell", {"amount": "1"}
    )
    assert isinstance(refused, NeedsApproval)
    return "approvals/", {"approver_id": manager.pk, "pin": PIN, "action": refused.action}


def create_pairing_code(_: StaffClient) -> Write:
    return "devices/", {"kind": "door", "venue_id": make_cinema().venue.pk}


def paired_device(client: StaffClient) -> int:
    created = client.post("/api/staff/devices/", create_pairing_code(client)[1]).json()
    device, _ = pair_device(code=created["code"], name="Ada's phone")
    return device.pk


def confirm_device(client: StaffClient) -> Write:
    return f"devices/{paired_device(client)}/confirm/", None


def revoke_device(client: StaffClient) -> Write:
    return f"devices/{paired_device(client)}/", None


def send_again(_: StaffClient) -> Write:
    return f"orders/{sold_order().reference}/resend/", None


def print_again(_: StaffClient) -> Write:
    return f"orders/{sold_order().reference}/print/", {}


def correct_customer(_: StaffClient) -> Write:
    order = sold_order()
    body = {"version": version_of(order), "email": "new@example.org", "name": "Grace"}
    return f"orders/{order.reference}/customer/", body


def refund(_: StaffClient) -> Write:
    return f"orders/{sold_order().reference}/refund/", {"reason": "ill"}


def settle(_: StaffClient) -> Write:
    return f"orders/{order_with_refused_refund().reference}/settle/", {"how": "in cash, receipt 17"}


def retry(_: StaffClient) -> Write:
    return f"orders/{order_with_refused_refund().reference}/retry/", None


def create_first_owner(_: StaffClient) -> Write:
    RoleGrant.objects.all().delete()
    token = new_setup_link().rpartition("/")[2]
    return "setup/", {"token": token, "email": "first@example.org", "password": PASSWORD}


def open_venue(_: StaffClient) -> Write:
    return "venues/", NEW_VENUE


def change_venue(_: StaffClient) -> Write:
    seller = {"legal_name": "Ada Lovelace", "tax_number": "12"}
    return f"venues/{make_cinema().venue.pk}/", {
        "version": 1,
        "phone": "030 1",
        "seller": seller,
        "ticket_tax_rate": "7",
    }


def send_test_email(_: StaffClient) -> Write:
    return f"venues/{make_cinema().venue.pk}/test-email/", None


def create_hall(_: StaffClient) -> Write:
    return "halls/", {"venue_id": make_cinema().venue.pk, "name": "Two", "rows": 2, "seats_per_row": 3}


def schedule_show(_: StaffClient) -> Write:
    cinema = make_cinema()
    show = {"hall_id": cinema.hall.pk, "movie_id": cinema.movie.pk, "starts_at": "2100-05-04T20:15"}
    return "shows/", {**show, "price": "9.50"}


def create_ticket_type(_: StaffClient) -> Write:
    return "ticket-types/", {"venue_id": make_cinema().venue.pk, "name": "Student"}


def change_ticket_type(_: StaffClient) -> Write:
    return f"ticket-types/{make_cinema().child.pk}/", {"version": 1, "adjustment": "-5.00"}


def create_card(_: StaffClient) -> Write:
    return "price-cards/", {"venue_id": make_cinema().venue.pk, "name": "Tuesday", "base": "6.00"}


def change_card(_: StaffClient) -> Write:
    return f"price-cards/{make_card(make_cinema()).pk}/", {"version": 1, "base": "7.00"}


def apply_card(_: StaffClient) -> Write:
    return f"price-cards/{make_card(make_cinema()).pk}/apply/", {"version": 1, "to": "all"}


def create_rule(_: StaffClient) -> Write:
    card = make_card(make_cinema())
    return "price-rules/", {"venue_id": card.venue_id, "card_id": card.pk, "weekdays": [2]}


def change_rule(client: StaffClient) -> Write:
    rule = client.post("/api/staff/price-rules/", create_rule(client)[1]).json()
    return f"price-rules/{rule['id']}/", {"version": 1, "holidays": False}


def delete_rule(client: StaffClient) -> Write:
    return f"{change_rule(client)[0]}?version=1", None


def order_rules(client: StaffClient) -> Write:
    rule = client.post("/api/staff/price-rules/", create_rule(client)[1]).json()
    order = [rule["id"]]
    return "price-rules/order/", {
        "venue_id": rule["venue_id"],
        "former_rule_ids": order,
        "rule_ids": order,
    }


WRITES: dict[str, Callable[[StaffClient], Write]] = {
    "POST session/second-factor/": set_up_second_factor,
    "POST setup/": create_first_owner,
    "POST venues/": open_venue,
    "PATCH venues/<str:venue_id>/": change_venue,
    "POST venues/<str:venue_id>/test-email/": send_test_email,
    "POST halls/": create_hall,
    "POST shows/": schedule_show,
    "POST session/passkeys/": new_passkey,
    "PATCH session/passkeys/<str:passkey_id>/": rename_passkey,
    "POST session/passkeys/<str:passkey_id>/remove/": remove_passkey,
    "POST session/password/": change_own_password,
    "POST session/approval-pin/": set_own_pin,
    "DELETE people/<str:person_id>/approval-pin/": remove_pin,
    "POST approvals/": approve,
    "POST devices/": create_pairing_code,
    "POST devices/<str:device_id>/confirm/": confirm_device,
    "DELETE devices/<str:device_id>/": revoke_device,
    "POST invitations/": invite,
    "POST invitations/accept/": accept_invitation,
    "PATCH people/<str:person_id>/": change_person,
    "POST people/<str:person_id>/invitation/": renew_invitation,
    "POST api-keys/": create_api_key,
    "DELETE api-keys/<str:key_id>/": revoke_api_key,
    "POST movies/": add_film,
    "PATCH movies/<str:movie_id>/": change_film,
    "DELETE movies/<str:movie_id>/": delete_film,
    "PUT movies/<str:movie_id>/poster/": set_poster,
    "DELETE movies/<str:movie_id>/poster/": remove_poster,
    "POST movies/import/": import_films,
    "POST orders/<str:reference>/resend/": send_again,
    "POST orders/<str:reference>/print/": print_again,
    "POST orders/<str:reference>/customer/": correct_customer,
    "POST orders/<str:reference>/refund/": refund,
    "POST orders/<str:reference>/settle/": settle,
    "POST orders/<str:reference>/retry/": retry,
    "POST ticket-types/": create_ticket_type,
    "PATCH ticket-types/<str:ticket_type_id>/": change_ticket_type,
    "POST price-cards/": create_card,
    "PATCH price-cards/<str:card_id>/": change_card,
    "POST price-cards/<str:card_id>/apply/": apply_card,
    "POST price-rules/": create_rule,
    "PATCH price-rules/<str:rule_id>/": change_rule,
    "DELETE price-rules/<str:rule_id>/": delete_rule,
    "POST price-rules/order/": order_rules,
}


def test_every_write_has_a_row() -> None:
    served = {f"{method} {address}" for address, methods in ADDRESSES.items() for method in methods}
    writes = {one for one in served if not one.startswith("GET ")}
    assert writes == WRITES.keys() | NO_ENTRY.keys()


@pytest.mark.parametrize("name", WRITES)
def test_a_write_has_one_entry(name: str) -> None:
    owner = as_role(Role.OWNER)
    path, body = WRITES[name](owner)
    before = AuditEntry.objects.count()
    response = owner.send(name.split()[0], f"/api/staff/{path}", body)
    assert response.status_code in {200, 201}, response.content
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize("name", WRITES)
def test_an_entry_has_no_personal_data(name: str) -> None:
    owner = as_role(Role.OWNER)
    path, body = WRITES[name](owner)
    User.objects.update(first_name="Ada", last_name="Lovelace")
    if name.startswith("PATCH people"):
        body |= {"first_name": "Adele", "last_name": "Lovelace"}
    assert owner.send(name.split()[0], f"/api/staff/{path}", body).status_code < 300
    entry = str(AuditEntry.objects.order_by("pk").values().last())
    assert not any(text in entry for text in ("example.org", "Ada", "Adele", "Lovelace", "Grace"))


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        record(COMMAND, "tried", object_type="person", object_id=1)


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_trail_is_append_only(cinema: Cinema, statement: str) -> None:
    record(COMMAND, "seen", object_type="venue", object_id=cinema.venue.pk)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="written once"):
        cursor.execute(statement)


def test_the_trail_is_filtered_by_venue(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    for venue_id in (None, cinema.venue.pk):
        key = {"name": "Website", "role": "steward", "venue_id": venue_id}
        assert owner.post("/api/staff/api-keys/", key).status_code == 201

    def venues_of(query: str) -> list[int | None]:
        return [one["venue_id"] for one in owner.get(f"/api/staff/audit/{query}").json()["results"]]

    assert venues_of("") == [cinema.venue.pk, None]
    assert venues_of(f"?venue={cinema.venue.pk}") == [cinema.venue.pk]
    assert venues_of(f"?venue={cinema.venue.pk + 1}") == []
    assert problem(owner.get("/api/staff/audit/?venue=all")) == (400, "invalid")
