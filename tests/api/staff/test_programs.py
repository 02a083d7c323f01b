"""Keys of programs: created, used, ended, and what they never may do."""

from datetime import timedelta
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from matinee.audit.models import AuditEntry
from matinee.core.clock import database_now
from matinee.staff.models import ApiKey, User
from matinee.staff.permissions import Role
from tests.api.staff.team import StaffClient, as_program, as_role, problem
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db

KEYS = "/api/staff/api-keys/"
AUDIT = "/api/staff/audit/"


def create(client: StaffClient, **more: Any) -> Any:
    return client.post(KEYS, {"name": "Website", "role": "manager", **more})


def test_a_key_is_shown_once_and_stored_hashed() -> None:
    owner = as_role(Role.OWNER)
    created = create(owner)
    assert created.status_code == 201
    key = created.json()["key"]
    assert key.startswith("mtk_")
    assert len(key) == 4 + 43
    (listed,) = owner.get(KEYS).json()["results"]
    assert listed == {name: value for name, value in created.json().items() if name != "key"}
    row = ApiKey.objects.get()
    assert (bytes(row.digest), row.ending) == (sha256(key.encode()).digest(), key[-4:])


def test_a_key_works_without_cookie_and_csrf_token() -> None:
    program = as_program(Role.MANAGER)
    response = program.get(AUDIT)
    assert response.status_code == 200
    assert not response.cookies


def test_use_is_remembered() -> None:
    program = as_program(Role.MANAGER)
    assert ApiKey.objects.get().last_used_at is None
    program.get(AUDIT)
    used = ApiKey.objects.get().last_used_at
    assert used is not None
    program.get(AUDIT)
    assert ApiKey.objects.get().last_used_at == used
    ApiKey.objects.update(last_used_at=F("last_used_at") - timedelta(minutes=2))
    program.get(AUDIT)
    assert (ApiKey.objects.get().last_used_at or used) > used


@pytest.mark.parametrize("header", ["Bearer mtk_x", "Bearer ", "bearer x", f"Bearer mtk_{'x' * 999}"])
def test_a_wrong_key_is_rejected_even_with_a_session(header: str) -> None:
    owner = as_role(Role.OWNER)
    owner.headers["Authorization"] = header
    assert problem(owner.get(AUDIT)) == (401, "api-key-invalid")


def test_other_schemes_are_not_for_us() -> None:
    """A proxy in front of the site may ask for a password of its own."""
    owner = as_role(Role.OWNER)
    owner.headers["Authorization"] = "Basic eDp5"
    assert owner.get(AUDIT).status_code == 200


def test_a_revoked_key_ends_at_once() -> None:
    owner, program = as_role(Role.OWNER), as_program(Role.MANAGER)
    assert program.get(AUDIT).status_code == 200
    address = f"{KEYS}{ApiKey.objects.get().pk}/"
    revoked = owner.delete(address).json()
    assert revoked["revoked_at"]
    assert problem(program.get(AUDIT)) == (401, "api-key-invalid")
    assert owner.delete(address).json() == revoked
    assert [one.action for one in AuditEntry.objects.order_by("pk")] == ["api key created", "api key revoked"]


def test_a_key_ends_on_its_date() -> None:
    program = as_program(Role.MANAGER)
    ApiKey.objects.update(expires_at=database_now() + timedelta(minutes=1))
    assert program.get(AUDIT).status_code == 200
    ApiKey.objects.update(expires_at=database_now())
    assert problem(program.get(AUDIT)) == (401, "api-key-invalid")


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
def test_a_program_creates_no_people_and_no_keys(role: Role) -> None:
    program = as_program(role)
    invitation = {"email": "new@example.org", "roles": [{"role": "steward"}]}
    for response in (
        create(program),
        program.post("/api/staff/invitations/", invitation),
        program.get("/api/staff/people/"),
    ):
        assert problem(response) == (403, "not-permitted")
    assert ApiKey.objects.count() == 1
    assert not User.objects.exists()


def test_nobody_gives_a_program_more_than_they_have(cinema: Cinema) -> None:
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    assert problem(create(manager)) == (403, "not-permitted")
    assert problem(create(manager, venue_id=cinema.venue.pk, role="owner")) == (403, "not-permitted")
    assert create(manager, venue_id=cinema.venue.pk).status_code == 201


def test_the_keys_of_another_cinema_are_not_listed_and_not_revoked(cinema: Cinema) -> None:
    create(as_role(Role.OWNER))
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    assert manager.get(KEYS).json()["results"] == []
    assert problem(manager.delete(f"{KEYS}{ApiKey.objects.get().pk}/")) == (404, "api-key-not-found")
    assert ApiKey.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"role": "king"}, "role"),
        ({"venue_id": 999}, "venue_id"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": "2026-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "2999-01-01T00:00:00"}, "expires_at"),
        ({"expires_at": "9999-01-01T00:00:00Z"}, "expires_at"),
    ],
)
def test_a_bad_key_names_the_field(more: dict[str, Any], field: str) -> None:
    response = create(as_role(Role.OWNER), **more)
    assert problem(response) == (400, "invalid")
    assert list(response.json()["errors"]) == [field]
    assert not ApiKey.objects.exists()


def run_command(*arguments: str) -> str:
    output = StringIO()
    call_command("api_key", "create", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_prints_only_a_key_that_works(cinema: Cinema) -> None:
    output = run_command("--role", "manager", "--venue", str(cinema.venue.pk))
    assert output.startswith("mtk_")
    assert output.count("\n") == 1
    assert StaffClient(key=output.strip()).get(AUDIT).status_code == 200
    assert AuditEntry.objects.get().person_id is None


def test_the_command_knows_no_other_venue() -> None:
    with pytest.raises(CommandError, match="There is no cinema 999"):
        run_command("--role", "manager", "--venue", "999")


def test_the_audit_trail_is_newest_first_and_in_pages() -> None:
    owner = as_role(Role.OWNER)
    for number in range(5):
        create(owner, name=f"Program {number}")
    seen: list[int] = []
    address = f"{AUDIT}?page_size=2"
    while address:
        page = owner.get(address).json()
        seen += [one["object_id"] for one in page["results"]]
        address = page["next"] and page["next"].removeprefix("http://testserver")
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5
    assert page["previous"]


def test_the_audit_trail_names_people_and_is_limited_to_the_cinema(cinema: Cinema) -> None:
    create(as_role(Role.OWNER))
    manager = as_role(Role.MANAGER, cinema.venue.pk)
    create(manager, venue_id=cinema.venue.pk)
    (entry,) = manager.get(AUDIT).json()["results"]
    owner = StaffClient(User.objects.get(email="owner@example.org"))
    assert owner.get(f"{AUDIT}?venue={cinema.venue.pk}").json()["results"] == [entry]
    assert (entry["person"], entry["venue_id"]) == ("manager@example.org", cinema.venue.pk)
