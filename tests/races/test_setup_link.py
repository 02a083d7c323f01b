"""Concurrent uses of one set-up link, and a use while the link is replaced."""

from functools import partial

import pytest

from matinee.staff.models import RoleGrant, SetupLink, User
from matinee.staff.permissions import Role
from matinee.staff.setup_link import create_first_owner, new_setup_link
from tests.races.concurrency import codes, run_concurrently, winners

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5
PASSWORD = "a good long password"  # noqa: S105 - of a test


def uses(number: int, link: str) -> list[partial[User]]:
    """Four people who use the link."""
    values = {"first_name": "", "last_name": "", "password": PASSWORD, "token": link.rpartition("/")[2]}
    return [partial(create_first_owner, email=f"ada{number}-{one}@example.org", **values) for one in range(4)]


def owners() -> int:
    return RoleGrant.objects.filter(role=Role.OWNER, venue=None).count()


def test_a_link_creates_one_owner() -> None:
    for number in range(ROUNDS):
        outcomes = run_concurrently(*uses(number, new_setup_link()))
        assert (len(winners(outcomes)), codes(outcomes)) == (1, ["setup-link-invalid"] * 3)
        assert (owners(), User.objects.count(), SetupLink.objects.count()) == (1, 1, 0)
        User.objects.all().delete()


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_there_are_several_owners() -> None:
    found = []
    for number in range(4 * ROUNDS):
        run_concurrently(*uses(number, new_setup_link()))
        found.append(owners())
        User.objects.all().delete()
    assert max(found) > 1


def test_a_link_that_is_used_and_replaced_at_once_leaves_one_owner_at_most() -> None:
    for number in range(ROUNDS):
        use = uses(number, new_setup_link())[0]
        used, _ = run_concurrently(use, new_setup_link)
        assert isinstance(used, User) or codes([used]) == ["setup-link-invalid"]
        assert owners() == int(isinstance(used, User))
        User.objects.all().delete()
        SetupLink.objects.all().delete()
