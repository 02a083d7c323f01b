"""A pairing code and a passkey's challenge are used once, however many requests use them at once."""

from functools import partial
from typing import Any

import pytest
from django.db import connection

from matinee.audit.services import Actor
from matinee.core.clock import database_now
from matinee.staff import passkeys
from matinee.staff.devices import create_pairing_code, pair_device
from matinee.staff.models import Ceremony, Device, DeviceKind, PasskeyChallenge, RoleGrant, User
from matinee.staff.permissions import Role
from tests.cinema import make_cinema
from tests.races.concurrency import codes, run_concurrently, winners

pytestmark = pytest.mark.django_db(transaction=True)

CALLS, ROUNDS = 8, 5


def pair_often() -> list[Any]:
    """Send one code from many devices at once."""
    venue_id = make_cinema().venue.pk
    owner, _ = User.objects.get_or_create(email="owner@example.org")
    RoleGrant.objects.get_or_create(user=owner, role=Role.OWNER)
    actor = Actor(person_id=owner.pk)
    _, code = create_pairing_code(actor=actor, kind=DeviceKind.DOOR, venue_id=venue_id)
    return run_concurrently(*[partial(pair_device, code=code, name="Scanner")] * CALLS)


def test_a_code_pairs_one_device() -> None:
    for _ in range(ROUNDS):
        outcomes = pair_often()
        assert len(winners(outcomes)) == 1
        assert codes(outcomes) == ["pairing-code-invalid"] * (CALLS - 1)
        ((_, token),) = winners(outcomes)
        assert Device.objects.latest("pk").paired_at
        assert token


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_a_code_pairs_several() -> None:
    assert max(len(winners(pair_often())) for _ in range(ROUNDS)) > 1


def take_often() -> int:
    """How many of many concurrent requests get one challenge."""
    challenge = b"challenge"
    PasskeyChallenge.objects.create(
        challenge=challenge,
        ceremony=Ceremony.SIGN_IN,
        browser=b"browser",
        expires_at=database_now() + passkeys.VALID_FOR,
    )
    take = partial(passkeys._take_challenge, challenge, b"browser", [Ceremony.SIGN_IN])
    return len([one for one in run_concurrently(*[take] * CALLS) if one is not None])


def test_a_challenge_is_taken_once() -> None:
    for _ in range(ROUNDS):
        assert take_often() == 1


@pytest.mark.faults
def test_control_a_challenge_that_is_read_first_is_taken_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    delete, _, returned = passkeys.TAKE_CHALLENGE.partition("RETURNING")
    select = delete.replace("DELETE", f"SELECT {returned}")
    monkeypatch.setattr(passkeys, "TAKE_CHALLENGE", select)
    counts = []
    for _ in range(ROUNDS):
        counts.append(take_often())
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM passkey_challenge")
    assert max(counts) > 1
