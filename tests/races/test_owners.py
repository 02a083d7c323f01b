"""Two owners who remove each other at the same time: one remains."""

from functools import partial

import pytest

from matinee.audit.services import Actor
from matinee.staff.models import RoleGrant, User
from matinee.staff.people import change_person
from matinee.staff.permissions import Role
from tests.races.concurrency import codes, run_concurrently

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20


def owner(email: str) -> User:
    person = User.objects.create_user(email, "a good long password")
    RoleGrant.objects.create(user=person, role=Role.OWNER)
    return person


def remove_each_other() -> list[str]:
    """Two owners take away each other's roles. Return the errors."""
    User.objects.all().delete()
    first, second = owner("first@example.org"), owner("second@example.org")
    return codes(
        run_concurrently(
            *(
                partial(
                    change_person,
                    actor=Actor(person_id=one.pk),
                    person_id=other.pk,
                    version=1,
                    grants=[],
                )
                for one, other in ((first, second), (second, first))
            )
        )
    )


def test_one_owner_remains() -> None:
    for _ in range(ROUNDS):
        # The second one reads its rights after the first one has taken them away.
        assert remove_each_other() in (["not-permitted"], ["last-owner"])
        assert RoleGrant.objects.filter(role=Role.OWNER).count() == 1


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_no_owner_remains() -> None:
    assert any(remove_each_other() == [] for _ in range(ROUNDS))
