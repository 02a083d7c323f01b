"""Each write in the admin has one entry in the audit trail, in the same transaction."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from matinee.audit.models import AuditEntry
from matinee.catalogue.models import Movie
from matinee.staff.models import User
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db(transaction=True)

FILM = {"title": "Vertigo", "duration_minutes": 128, "external_ids": "{}", "poster_url": ""}
PASSWORDS = {"password1": "a long new secret", "password2": "a long new secret", "usable_password": "true"}


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser("admin@example.org", "secret")


@pytest.fixture
def staff(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def added(staff: Client, _cinema: Cinema) -> int:
    staff.post(reverse("admin:catalogue_movie_add"), FILM)
    return Movie.objects.get(title="Vertigo").pk


def changed(staff: Client, cinema: Cinema) -> int:
    staff.post(reverse("admin:catalogue_movie_change", args=[cinema.movie.pk]), FILM)
    return cinema.movie.pk


def deleted(staff: Client, _cinema: Cinema) -> int:
    movie = Movie.objects.create(title="Gone", duration_minutes=90)
    staff.post(reverse("admin:catalogue_movie_delete", args=[movie.pk]), {"post": "yes"})
    assert not Movie.objects.filter(pk=movie.pk).exists()
    return movie.pk


def deleted_in_the_list(staff: Client, _cinema: Cinema) -> int:
    movie = Movie.objects.create(title="Gone", duration_minutes=90)
    chosen = {"action": "delete_selected", "_selected_action": [movie.pk], "post": "yes"}
    staff.post(reverse("admin:catalogue_movie_changelist"), chosen)
    assert not Movie.objects.filter(pk=movie.pk).exists()
    return movie.pk


def new_password(staff: Client, _cinema: Cinema) -> int:
    person = User.objects.create_user("cashier@example.org")
    staff.post(reverse("admin:auth_user_password_change", args=[person.pk]), PASSWORDS)
    person.refresh_from_db()
    assert person.check_password(PASSWORDS["password1"])
    return person.pk


def second_factor_removed(staff: Client, _cinema: Cinema) -> int:
    person = User.objects.create_user("cashier@example.org")
    chosen = {"action": "reset_second_factor", "_selected_action": [person.pk], "confirmed": "yes"}
    staff.post(reverse("admin:staff_user_changelist"), chosen)
    return person.pk


def show_cancelled(staff: Client, cinema: Cinema) -> int:
    chosen = {"action": "cancel_shows", "_selected_action": [cinema.show.pk], "confirmed": "yes"}
    staff.post(reverse("admin:shows_show_changelist"), chosen)
    return cinema.show.pk


@pytest.mark.parametrize(
    ("write", "action", "object_type"),
    [
        (added, "added in the admin", "movie"),
        (changed, "changed in the admin", "movie"),
        (deleted, "deleted in the admin", "movie"),
        (deleted_in_the_list, "deleted in the admin", "movie"),
        (new_password, "changed in the admin", "user"),
        (second_factor_removed, "second factor removed in the admin", "user"),
        (show_cancelled, "show cancelled", "show"),
    ],
)
def test_a_write_has_one_entry(
    staff: Client,
    administrator: User,
    cinema: Cinema,
    write: Callable[[Client, Cinema], int],
    action: str,
    object_type: str,
) -> None:
    object_id = write(staff, cinema)
    entry = AuditEntry.objects.get()
    assert (entry.person_id, entry.action, entry.object_type) == (administrator.pk, action, object_type)
    assert entry.object_id == object_id


def test_an_entry_names_the_changed_fields_and_no_value(staff: Client, cinema: Cinema) -> None:
    changed(staff, cinema)
    fields = AuditEntry.objects.get().facts["fields"]
    assert "Title" in fields
    assert "Vertigo" not in str(fields)


@pytest.mark.parametrize(
    ("write", "left"),
    [(added, set()), (changed, set()), (deleted, {"Gone"}), (deleted_in_the_list, {"Gone"})],
)
def test_a_write_that_cannot_be_recorded_does_not_happen(
    staff: Client,
    cinema: Cinema,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Client, Cinema], int],
    left: set[str],
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("The trail cannot be written.")

    monkeypatch.setattr(AuditEntry.objects, "create", fails)
    titles = set(Movie.objects.values_list("title", flat=True))
    with pytest.raises(RuntimeError):
        write(staff, cinema)
    assert set(Movie.objects.values_list("title", flat=True)) == titles | left


def test_a_group_has_an_entry(staff: Client) -> None:
    staff.post(reverse("admin:auth_group_add"), {"name": "Projectionists"})
    assert AuditEntry.objects.get().object_id == Group.objects.get().pk
