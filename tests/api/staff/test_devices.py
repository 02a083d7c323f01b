"""Tills and scanners: pair by a code, confirm, revoke; what a token gives."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client

from matinee.audit.models import AuditEntry
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.staff.models import Device, RoleGrant
from matinee.staff.permissions import Role
from matinee.venues.models import Hall
from tests.api.client import JSON
from tests.api.openapi_conformance import assert_conforms
from tests.api.staff.team import StaffClient, as_program, as_role, person_with, problem
from tests.cinema import Cinema, make_cinema

pytestmark = pytest.mark.django_db

DEVICES = "/api/staff/devices/"
PAIR = "/api/devices/pair/"
CURRENT = "/api/devices/current/"
NAME = "Scanner 1"


def call(
    method: str, path: str, body: Any = None, *, token: str | None = None, scheme: str = "Device"
) -> Any:
    """Send a request as a device."""
    headers = {"Authorization": f"{scheme} {token}"} if token else {}
    client = Client(enforce_csrf_checks=True)
    response: Any
    if method == "GET":
        response = client.get(path, headers=headers)
    else:
        response = client.post(path, body, content_type=JSON, headers=headers)
    assert_conforms(method, path, response)
    return response


@pytest.fixture
def owner() -> StaffClient:
    return as_role(Role.OWNER)


def new_code(client: StaffClient, cinema: Cinema, **values: Any) -> dict[str, Any]:
    response = client.post(DEVICES, {"kind": "door", "venue_id": cinema.venue.pk, **values})
    assert response.status_code == 201, response.content
    found: dict[str, Any] = response.json()
    return found


def paired(client: StaffClient, cinema: Cinema, **values: Any) -> dict[str, Any]:
    """What a new device gets."""
    response = call("POST", PAIR, {"code": new_code(client, cinema, **values)["code"], "name": NAME})
    assert response.status_code == 201, response.content
    found: dict[str, Any] = response.json()
    return found


def test_a_device_is_paired_and_confirmed_on_both_screens(owner: StaffClient, cinema: Cinema) -> None:
    waiting = new_code(owner, cinema)
    assert (waiting["state"], waiting["name"], waiting["check"]) == ("waiting", "", "")
    assert waiting["address"].endswith(f"/door/#pair={waiting['code']}")
    path = f"{DEVICES}{waiting['id']}/"
    assert problem(owner.post(f"{path}confirm/")) == (409, "nothing-to-confirm")
    device = call("POST", PAIR, {"code": waiting["code"], "name": NAME}).json()
    hall = cinema.show.hall
    assert (device["kind"], device["venue"]["id"]) == ("door", cinema.venue.pk)
    assert device["halls"] == [{"id": hall.pk, "name": hall.name}]
    seen = owner.get(path).json()
    assert (seen["state"], seen["name"], seen["check"]) == ("paired", NAME, device["check"])
    current = call("GET", CURRENT, token=device["token"])
    assert not current.json()["confirmed"]
    assert owner.post(f"{path}confirm/").json()["state"] == "confirmed"
    assert owner.post(f"{path}confirm/").json()["state"] == "confirmed"
    assert call("GET", CURRENT, token=device["token"]).json()["confirmed"]
    assert owner.get(path).json()["last_seen_at"]
    assert [(one.action, one.device_id) for one in AuditEntry.objects.order_by("pk")] == [
        ("pairing code created", None),
        ("device paired", waiting["id"]),
        ("device confirmed", None),
    ]


def test_neither_code_nor_token_is_stored(owner: StaffClient, cinema: Cinema) -> None:
    code = new_code(owner, cinema)["code"]
    assert code not in str(Device.objects.values())
    assert code.encode() not in bytes(Device.objects.get().code_digest or b"")
    token = call("POST", PAIR, {"code": code, "name": NAME}).json()["token"]
    assert token not in str(Device.objects.values())
    listed = owner.get(DEVICES)
    assert token not in listed.content.decode()
    assert code not in listed.content.decode()


def test_a_code_works_once_in_any_spelling(owner: StaffClient, cinema: Cinema) -> None:
    code = new_code(owner, cinema)["code"]
    spelled = f" {code[:4].lower()} - {code[4:].lower()} "
    assert call("POST", PAIR, {"code": spelled, "name": NAME}).status_code == 201
    assert problem(call("POST", PAIR, {"code": code, "name": NAME})) == (410, "pairing-code-invalid")
    assert Device.objects.count() == 1


def test_a_code_ends_and_gets_the_answer_of_an_unknown_one(owner: StaffClient, cinema: Cinema) -> None:
    expired, revoked = new_code(owner, cinema), new_code(owner, cinema)
    Device.objects.filter(pk=expired["id"]).update(
        code_expires_at=F("code_expires_at") - timedelta(minutes=10)
    )
    owner.delete(f"{DEVICES}{revoked['id']}/")
    answers = [
        call("POST", PAIR, {"code": code, "name": NAME}) for code in (expired["code"], revoked["code"], "X")
    ]
    assert {one.content for one in answers} == {answers[0].content}
    assert problem(answers[0]) == (410, "pairing-code-invalid")
    assert not Device.objects.exclude(paired_at=None).exists()
    new_code(owner, cinema)
    assert not Device.objects.filter(pk=expired["id"]).exists()


def test_a_code_ends_with_the_rights_of_its_creator(cinema: Cinema) -> None:
    person = person_with(Role.MANAGER, cinema.venue.pk)
    code = new_code(StaffClient(person), cinema)["code"]
    RoleGrant.objects.filter(user=person).update(role=Role.CASHIER)
    assert problem(call("POST", PAIR, {"code": code, "name": NAME})) == (410, "pairing-code-invalid")
    RoleGrant.objects.filter(user=person).update(role=Role.MANAGER)
    assert call("POST", PAIR, {"code": code, "name": NAME}).status_code == 201


def test_codes_cannot_be_guessed(cinema: Cinema, settings: LazySettings) -> None:
    settings.LOGINS_PER_MINUTE = 2
    for _ in range(2):
        call("POST", PAIR, {"code": "AAAAAAAA", "name": NAME})
    response = call("POST", PAIR, {"code": "AAAAAAAA", "name": NAME})
    assert problem(response) == (429, "too-many-requests")
    assert cinema.venue.pk


def test_a_revoked_device_is_refused_at_once(owner: StaffClient, cinema: Cinema) -> None:
    token = paired(owner, cinema)["token"]
    path = f"{DEVICES}{Device.objects.get().pk}/"
    assert owner.delete(path).json()["state"] == "revoked"
    assert problem(call("GET", CURRENT, token=token)) == (401, "device-token-invalid")
    assert problem(owner.post(f"{path}confirm/")) == (409, "nothing-to-confirm")
    assert owner.delete(path).json()["state"] == "revoked"
    assert AuditEntry.objects.filter(action="device revoked").count() == 1


@pytest.mark.parametrize("token", ["", "mtd_", "mtd_unknown", "mtk_unknown", "x" * 5000])
def test_an_unknown_token_is_refused(cinema: Cinema, token: str) -> None:
    assert problem(call("GET", CURRENT, token=token)) == (401, "device-token-invalid")
    assert cinema.venue.pk


def test_a_token_works_under_its_scheme_alone(owner: StaffClient, cinema: Cinema) -> None:
    token = paired(owner, cinema)["token"]
    assert problem(call("GET", CURRENT, token=token, scheme="Bearer")) == (401, "device-token-invalid")
    for scheme in ("Device", "Bearer"):
        client = StaffClient()
        client.headers["Authorization"] = f"{scheme} {token}"
        assert client.get("/api/staff/roles/").status_code == 401


def test_a_removed_venue_ends_its_devices(owner: StaffClient, cinema: Cinema) -> None:
    other = make_cinema()
    other.show.delete()
    token = paired(owner, other)["token"]
    code = new_code(owner, other)["code"]
    hall = other.hall
    hall.seats.all().delete()
    Hall.objects.filter(pk=hall.pk).delete()
    assert call("GET", CURRENT, token=token).json()["halls"] == []
    TicketType.objects.filter(venue=other.venue).delete()
    SeatSupplement.objects.filter(venue=other.venue).delete()
    other.venue.delete()
    assert problem(call("GET", CURRENT, token=token)) == (401, "device-token-invalid")
    assert problem(call("POST", PAIR, {"code": code, "name": NAME})) == (410, "pairing-code-invalid")
    assert cinema.venue.pk


def test_a_device_of_a_removed_hall_gets_no_other_hall(owner: StaffClient, cinema: Cinema) -> None:
    venue, hall = cinema.venue, cinema.show.hall
    extra = Hall.objects.create(venue=venue, name="Annexe", capacity=1, rows=1, seats_per_row=1)
    token = paired(owner, cinema, hall_ids=[extra.pk])["token"]
    assert [one["id"] for one in call("GET", CURRENT, token=token).json()["halls"]] == [extra.pk]
    extra.delete()
    assert call("GET", CURRENT, token=token).json()["halls"] == []
    assert hall.pk


def test_the_halls_belong_to_the_venue(owner: StaffClient, cinema: Cinema) -> None:
    other = make_cinema().show.hall
    body = {"kind": "till", "venue_id": cinema.venue.pk, "hall_ids": [other.pk]}
    response = owner.post(DEVICES, body)
    assert problem(response) == (400, "invalid")
    assert list(response.json()["errors"]) == ["hall_ids"]
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "fridge"}, "kind"),
        ({"venue_id": 10**30}, "venue_id"),
        ({"venue_id": None}, "venue_id"),
        ({"venue_id": 999_999}, "venue_id"),
        ({"hall_ids": []}, "hall_ids"),
        ({"hall_ids": [1, 1]}, "hall_ids"),
        ({"hall_ids": "all"}, "hall_ids"),
        ({"token": "mine"}, "token"),
    ],
)
def test_a_bad_value_names_its_field(
    owner: StaffClient, cinema: Cinema, change: dict[str, Any], field: str
) -> None:
    response = owner.post(DEVICES, {"kind": "door", "venue_id": cinema.venue.pk, **change})
    assert problem(response) == (400, "invalid")
    assert list(response.json()["errors"]) == [field]
    assert not Device.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "\x00", "x" * 101, None, 1])
def test_a_bad_name_pairs_nothing(owner: StaffClient, cinema: Cinema, name: Any) -> None:
    code = new_code(owner, cinema)["code"]
    response = call("POST", PAIR, {"code": code, "name": name})
    assert problem(response) == (400, "invalid")
    assert list(response.json()["errors"]) == ["name"]
    assert call("POST", PAIR, {"code": code, "name": NAME}).status_code == 201


def test_a_manager_has_the_devices_of_the_own_cinema(owner: StaffClient, cinema: Cinema) -> None:
    person = person_with(Role.MANAGER, make_cinema().venue.pk)
    manager = StaffClient(person)
    device = new_code(owner, cinema)
    path = f"{DEVICES}{device['id']}/"
    assert manager.get(DEVICES).json()["results"] == []
    assert problem(manager.get(path)) == (404, "device-not-found")
    assert problem(manager.delete(path)) == (404, "device-not-found")
    assert problem(manager.post(f"{path}confirm/")) == (404, "device-not-found")
    response = manager.post(DEVICES, {"kind": "door", "venue_id": cinema.venue.pk})
    assert problem(response) == (403, "not-permitted")
    assert response.json()["permission"] == "manage-devices"
    RoleGrant.objects.create(user=person, role=Role.MANAGER, venue=cinema.venue)
    assert [one["id"] for one in manager.get(DEVICES).json()["results"]] == [device["id"]]


def test_a_program_pairs_no_device(cinema: Cinema) -> None:
    program = as_program(Role.OWNER)
    assert problem(program.post(DEVICES, {"kind": "door", "venue_id": cinema.venue.pk})) == (
        403,
        "not-permitted",
    )


class TestCommand:
    """`matinee device pair`."""

    def test_it_prints_the_token_alone(self, cinema: Cinema) -> None:
        output = io.StringIO()
        call_command("device", "pair", "--kind", "door", "--venue", str(cinema.venue.pk), stdout=output)
        (token,) = output.getvalue().split()
        found = call("GET", CURRENT, token=token).json()
        assert (found["kind"], found["confirmed"]) == ("door", True)
        assert AuditEntry.objects.get().action == "device paired"

    def test_for_one_hall(self, cinema: Cinema) -> None:
        output, hall = io.StringIO(), cinema.show.hall
        words = ["pair", "--kind", "till", "--venue", str(cinema.venue.pk), "--hall", str(hall.pk)]
        call_command("device", *words, stdout=output)
        assert call("GET", CURRENT, token=output.getvalue().strip()).json()["halls"] == [
            {"id": hall.pk, "name": hall.name}
        ]

    @pytest.mark.parametrize(
        "words",
        [
            ["--venue", "999999"],
            ["--venue", "{venue}", "--hall", "999999"],
            ["--venue", "{venue}", "--name", ""],
        ],
    )
    def test_what_does_not_exist(self, cinema: Cinema, words: list[str]) -> None:
        filled = [word.format(venue=cinema.venue.pk) for word in words]
        with pytest.raises(CommandError):
            call_command("device", "pair", "--kind", "door", *filled)
        assert not Device.objects.exists()
