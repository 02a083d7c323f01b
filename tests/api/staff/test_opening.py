"""The first owner, new halls and first shows."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from matinee.audit.models import AuditEntry
from matinee.audit.services import COMMAND
from matinee.catalogue.models import Movie
from matinee.core.clock import database_now
from matinee.pricing.price_rules import create_price_rule
from matinee.shows.models import Show
from matinee.staff.models import RoleGrant, SetupLink, User
from matinee.staff.permissions import Role
from matinee.staff.setup_link import new_setup_link
from matinee.venues.models import Hall, Seat
from tests.api.staff.team import PASSWORD, StaffClient, as_role, person_with, problem
from tests.cinema import Cinema, make_cinema
from tests.price_cards import make_card

pytestmark = pytest.mark.django_db

SETUP = "/api/staff/setup/"
HALLS = "/api/staff/halls/"
SHOWS = "/api/staff/shows/"


def account(link: str, **values: str) -> dict[str, str]:
    token = link.rpartition("/")[2]
    return {"token": token, "email": "Ada@Rex.example", "first_name": "Ada", "password": PASSWORD, **values}


def test_the_link_creates_the_first_owner_once() -> None:
    link = new_setup_link()
    assert link.startswith("http://localhost:8000/staff/setup/")
    created = StaffClient().post(SETUP, account(link))
    assert (created.status_code, created.json()) == (201, {"email": "Ada@rex.example"})
    person = User.objects.get()
    assert person.check_password(PASSWORD)
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert [(one.role, one.venue_id) for one in person.role_grants.all()] == [(Role.OWNER, None)]
    again = StaffClient().post(SETUP, account(link, email="eve@rex.example"))
    assert problem(again) == (410, "setup-link-invalid")
    assert User.objects.count() == 1
    signed_in = StaffClient().post("/api/staff/session/", {"email": person.email, "password": PASSWORD})
    assert {one["permission"] for one in signed_in.json()["permissions"]} >= {"manage-owners", "manage-venue"}


def test_a_new_link_replaces_the_former_one_and_only_its_digest_is_stored() -> None:
    former, link = new_setup_link(), new_setup_link()
    assert SetupLink.objects.count() == 1
    assert link.rpartition("/")[2].encode() not in bytes(SetupLink.objects.get().digest)
    assert problem(StaffClient().post(SETUP, account(former))) == (410, "setup-link-invalid")
    assert StaffClient().post(SETUP, account(link)).status_code == 201


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "ä" * 43, "x" * 201, "\x00", "\ud800", 1, None])
def test_other_tokens_are_refused(token: Any) -> None:
    new_setup_link()
    response = StaffClient().post(SETUP, {**account(""), "token": token})
    assert response.status_code in {400, 410}
    assert not User.objects.exists()
    assert SetupLink.objects.exists()


def test_a_link_ends_after_an_hour() -> None:
    link = new_setup_link()
    SetupLink.objects.update(expires_at=database_now() - timedelta(seconds=1))
    assert problem(StaffClient().post(SETUP, account(link))) == (410, "setup-link-invalid")
    assert not User.objects.exists()


@pytest.mark.parametrize("kind", ["owner", "administrator"])
def test_a_link_ends_when_there_is_an_owner(kind: str) -> None:
    link = new_setup_link()
    if kind == "owner":
        person_with(Role.OWNER)
    else:
        User.objects.create_superuser("boss@example.org", PASSWORD)
    assert problem(StaffClient().post(SETUP, account(link))) == (410, "setup-link-invalid")
    assert User.objects.count() == 1
    with pytest.raises(CommandError, match="has an owner already"):
        call_command("setup_link")


def test_people_without_a_sign_in_and_owners_of_one_cinema_are_no_owners(cinema: Cinema) -> None:
    invited = User.objects.create_user("invited@example.org")
    RoleGrant.objects.create(user=invited, role=Role.OWNER)
    former = person_with(Role.OWNER, email="former@example.org")
    User.objects.filter(pk=former.pk).update(is_active=False)
    person_with(Role.OWNER, cinema.venue.pk)
    assert StaffClient().post(SETUP, account(new_setup_link())).status_code == 201


def test_a_weak_password_and_a_known_address_leave_the_link_open() -> None:
    person_with(Role.CASHIER, email="cem@rex.example")
    link = new_setup_link()
    weak = StaffClient().post(SETUP, account(link, password="password"))  # noqa: S106
    assert problem(weak) == (400, "invalid")
    assert weak.json()["errors"].keys() == {"password"}
    taken = StaffClient().post(SETUP, account(link, email="CEM@rex.example"))
    assert problem(taken) == (409, "address-in-use")
    assert (User.objects.count(), RoleGrant.objects.filter(role=Role.OWNER).count()) == (1, 0)
    assert not AuditEntry.objects.filter(action="first owner created").exists()
    assert StaffClient().post(SETUP, account(link)).status_code == 201


@override_settings(LOGINS_PER_MINUTE=3)
def test_guesses_are_limited() -> None:
    client = StaffClient()
    codes = [problem(client.post(SETUP, account("x" * 43)))[1] for _ in range(4)]
    assert codes == ["setup-link-invalid"] * 3 + ["too-many-requests"]


def test_a_rectangular_hall_has_rows_seats_and_aisles(cinema: Cinema) -> None:
    programmer = as_role(Role.PROGRAMMER, cinema.venue.pk)
    drawing = {"rows": 3, "seats_per_row": 6, "aisles": [2, 4], "first_row": "K", "cleaning_minutes": 10}
    created = programmer.post(HALLS, {"venue_id": cinema.venue.pk, "name": "Saal 2", **drawing})
    assert created.status_code == 201
    assert created.json() == {
        "id": Hall.objects.latest("pk").pk,
        "venue_id": cinema.venue.pk,
        "name": "Saal 2",
        "capacity": 18,
        "rows": 3,
        "seats_per_row": 6,
        "cleaning_minutes": 10,
        "plan_version": 1,
    }
    seats = Seat.objects.filter(hall=created.json()["id"]).order_by("pk")
    assert [f"{one} {one.x}" for one in seats[:6]] == [
        "K1 0.5",
        "K2 1.5",
        "K3 3.5",
        "K4 4.5",
        "K5 6.5",
        "K6 7.5",
    ]
    assert {one.row_letter for one in seats} == {"K", "L", "M"}
    listed = programmer.get(f"{HALLS}?venue={cinema.venue.pk}").json()["results"]
    assert [one["name"] for one in listed] == ["Hall 1", "Saal 2"]


def test_a_hall_is_drawn_as_text(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    created = owner.post(HALLS, {"venue_id": cinema.venue.pk, "name": "Saal 2", "plan": "ss.ss\n\nwc()"})
    assert (created.status_code, created.json()["capacity"]) == (201, 7)
    refused = owner.post(HALLS, {"venue_id": cinema.venue.pk, "name": "Saal 3", "plan": "ss\nsq"})
    assert problem(refused) == (400, "plan-unreadable")
    assert (refused.json()["line"], refused.json()["column"]) == (2, 2)


BAD_HALLS: list[tuple[dict[str, Any], str]] = [
    ({"rows": 0, "seats_per_row": 5}, "rows"),
    ({"rows": 201, "seats_per_row": 5}, "rows"),
    ({"rows": True, "seats_per_row": 5}, "rows"),
    ({"rows": 2, "seats_per_row": "5"}, "seats_per_row"),
    ({"rows": 2, "seats_per_row": 2**70}, "seats_per_row"),
    ({"rows": 2, "seats_per_row": 5, "plan": "ss"}, "rows"),
    ({"rows": 2, "seats_per_row": 5, "aisles": [5]}, "aisles"),
    ({"rows": 2, "seats_per_row": 5, "aisles": [0]}, "aisles.0"),
    ({"rows": 2, "seats_per_row": 5, "first_row": "1"}, "first_row"),
    ({"rows": 2, "seats_per_row": 5, "first_row": "é"}, "first_row"),
    ({"rows": 2, "seats_per_row": 5, "cleaning_minutes": 1441}, "cleaning_minutes"),
    ({"rows": 2, "seats_per_row": 5, "name": "A\n"}, "name"),
    ({"plan": "s\x00"}, "plan"),
    ({"rows": 2, "seats_per_row": 5, "x": 1}, "x"),
]


@pytest.mark.parametrize(("drawing", "field"), BAD_HALLS)
def test_bad_halls_are_refused_by_field(cinema: Cinema, drawing: dict[str, Any], field: str) -> None:
    owner = as_role(Role.OWNER)
    response = owner.post(HALLS, {"venue_id": cinema.venue.pk, "name": "Saal 2", **drawing})
    assert problem(response) == (400, "invalid")
    assert response.json()["errors"].keys() == {field}
    assert Hall.objects.count() == 1


def test_halls_of_other_cinemas_and_names_in_use_are_refused(cinema: Cinema) -> None:
    other = make_cinema()
    programmer = as_role(Role.PROGRAMMER, cinema.venue.pk)
    hall = {"name": "Hall 1", "rows": 1, "seats_per_row": 1}
    assert problem(programmer.post(HALLS, {**hall, "venue_id": other.venue.pk})) == (403, "not-permitted")
    assert problem(programmer.post(HALLS, {**hall, "venue_id": 999999})) == (404, "venue-not-found")
    assert problem(programmer.post(HALLS, {**hall, "venue_id": cinema.venue.pk})) == (409, "hall-name-in-use")
    assert [one["id"] for one in programmer.get(HALLS).json()["results"]] == [cinema.hall.pk]
    assert Hall.objects.count() == 2


def new_show(cinema: Cinema, **values: Any) -> dict[str, Any]:
    show = {"hall_id": cinema.hall.pk, "movie_id": cinema.movie.pk, "starts_at": "2100-05-04T20:15"}
    return {**show, "price": "9.50", **values}


def test_a_show_starts_at_the_local_time_and_is_on_sale(cinema: Cinema) -> None:
    programmer = as_role(Role.PROGRAMMER, cinema.venue.pk)
    created = programmer.post(SHOWS, new_show(cinema))
    assert created.status_code == 201
    assert created.json() == {
        "id": Show.objects.latest("pk").pk,
        "movie_id": cinema.movie.pk,
        "title": cinema.movie.title,
        "hall_id": cinema.hall.pk,
        "venue_id": cinema.venue.pk,
        "starts_at": "2100-05-04T18:15:00+00:00",
        "ends_at": "2100-05-04T20:15:00+00:00",
        "hall_free_at": "2100-05-04T20:30:00+00:00",
        "dry_run": False,
        "format": "2D",
        "card": None,
        "price": "9.50",
        "currency": "EUR",
    }
    public = programmer.client.get(f"/api/shows/?date=2100-05-04&venue={cinema.venue.pk}").json()["results"]
    assert [(one["id"], one["on_sale"]) for one in public] == [(created.json()["id"], True)]


def test_a_clash_names_the_show_and_the_next_free_time(cinema: Cinema) -> None:
    owner = as_role(Role.OWNER)
    for starts_at in ("2100-05-04T20:15", "2100-05-04T23:00"):
        assert owner.post(SHOWS, new_show(cinema, starts_at=starts_at)).status_code == 201
    before = Show.objects.count()
    refused = owner.post(SHOWS, new_show(cinema, starts_at="2100-05-04T21:00"))
    assert problem(refused) == (409, "hall-occupied")
    found = {name: refused.json()[name] for name in ("movie", "starts_at", "hall_free_at", "next_free_at")}
    assert found == {
        "movie": cinema.movie.title,
        "starts_at": "2100-05-04T18:15:00+00:00",
        "hall_free_at": "2100-05-04T20:30:00+00:00",
        "next_free_at": "2100-05-04T23:15:00+00:00",
    }
    assert Show.objects.count() == before


def test_the_price_rules_choose_the_card_and_a_dry_run_says_which(cinema: Cinema) -> None:
    tuesday = make_card(cinema, "Cinema Tuesday", base=Decimal(7), formats={"3D": Decimal("2.50")})
    create_price_rule(actor=COMMAND, venue_id=cinema.venue.pk, card_id=tuesday.pk, weekdays=[2])
    programmer = as_role(Role.PROGRAMMER, cinema.venue.pk)
    wanted = new_show(cinema, format="3D")
    del wanted["price"]
    before = (Show.objects.count(), AuditEntry.objects.count())
    planned = programmer.post(SHOWS, {**wanted, "dry_run": True})
    assert planned.status_code == 200, planned.content
    found = {name: planned.json()[name] for name in ("id", "dry_run", "card", "price", "format")}
    card = {"id": tuesday.pk, "name": "Cinema Tuesday"}
    assert found == {"id": None, "dry_run": True, "card": card, "price": "9.50", "format": "3D"}
    assert (Show.objects.count(), AuditEntry.objects.count()) == before
    created = programmer.post(SHOWS, wanted)
    assert created.status_code == 201, created.content
    assert (created.json()["card"], created.json()["price"]) == (card, "9.50")
    assert Show.objects.get(pk=created.json()["id"]).format == "3D"
    clash = programmer.post(SHOWS, {**wanted, "dry_run": True})
    assert problem(clash) == (409, "hall-occupied")
    wednesday = {**wanted, "starts_at": "2100-05-05T20:15"}
    refused = programmer.post(SHOWS, wednesday)
    assert problem(refused) == (400, "invalid")
    assert refused.json()["errors"] == {"price": ["No price rule applies to this show. Enter a price."]}
    own = programmer.post(SHOWS, {**wednesday, "price": "4.00"})
    assert (own.json()["card"], own.json()["price"]) == (None, "4.00")


BAD_SHOWS = [
    ({"starts_at": "2100-05-04T20:15:00Z"}, "starts_at"),
    ({"starts_at": "2999-12-31T23:00"}, "starts_at"),
    ({"starts_at": "2100-05-04 20:15"}, "starts_at"),
    ({"starts_at": "2100-02-30T20:15"}, "starts_at"),
    ({"starts_at": "2100-05-04T25:00"}, "starts_at"),
    ({"starts_at": "2020-05-04T20:15"}, "starts_at"),
    ({"starts_at": "2027-03-28T02:30"}, "starts_at"),
    ({"starts_at": 1}, "starts_at"),
    ({"price": "9.505"}, "price"),
    ({"price": "-1"}, "price"),
    ({"price": 9}, "price"),
    ({"hall_id": "1"}, "hall_id"),
    ({"movie_id": 2**63}, "movie_id"),
    ({"price": None}, "price"),
    ({"format": ""}, "format"),
    ({"format": "x" * 41}, "format"),
    ({"format": "3D\x00"}, "format"),
    ({"dry_run": "yes"}, "dry_run"),
    ({"advertisement_minutes": 241}, "advertisement_minutes"),
    ({"x": 1}, "x"),
]


@pytest.mark.parametrize(("values", "field"), BAD_SHOWS)
def test_bad_shows_are_refused_by_field(cinema: Cinema, values: dict[str, Any], field: str) -> None:
    response = as_role(Role.OWNER).post(SHOWS, new_show(cinema, **values))
    assert problem(response) == (400, "invalid"), response.content
    assert response.json()["errors"].keys() == {field}
    assert Show.objects.count() == 1


def test_unknown_films_and_halls_of_others_are_not_found(cinema: Cinema) -> None:
    other = make_cinema()
    programmer = as_role(Role.PROGRAMMER, cinema.venue.pk)
    Movie.objects.create(title="Up", duration_minutes=96, genre="", rating="")
    assert problem(programmer.post(SHOWS, new_show(other))) == (404, "hall-not-found")
    assert problem(programmer.post(SHOWS, new_show(cinema, movie_id=999999))) == (404, "movie-not-found")
    assert Show.objects.count() == 2
