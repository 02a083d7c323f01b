"""One approval counts once, and no more than five PINs are compared, in any order of the requests."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from matinee.audit.services import Actor
from matinee.checkout.models import Refund, TicketOrder
from matinee.checkout.staff_refunds import refund_for_staff
from matinee.core.clock import database_now
from matinee.staff import approval_pin, approvals
from matinee.staff.approval_pin import set_pin
from matinee.staff.approvals import Action, approve, refusal, use_approval
from matinee.staff.errors import ApprovalInvalid, ApprovalPinLocked, NeedsApproval
from matinee.staff.models import Approval, ApprovalPin, RoleGrant, User
from matinee.staff.permissions import Permission, Role
from tests.api.staff.sales import sold_order, terms_of
from tests.cinema import make_cinema
from tests.races.concurrency import codes, run_concurrently, winners

pytestmark = pytest.mark.django_db(transaction=True)

PIN, WRONG = "274916", "274917"
PASSWORD = "a good long password"  # noqa: S105 - of a test
CALLS, ROUNDS = 8, 5
FACTS = {"amount": "1"}


@pytest.fixture
def people() -> tuple[User, User]:
    """Somebody who asks, and a manager with a PIN."""
    asker = User.objects.create_user("cashier@example.org", PASSWORD)
    RoleGrant.objects.create(user=asker, role=Role.CASHIER)
    manager = User.objects.create_user("manager@example.org", PASSWORD)
    RoleGrant.objects.create(user=manager, role=Role.MANAGER)
    set_pin(person=manager, password=PASSWORD, pin=PIN)
    return asker, manager


def asked(asker: User, venue_id: int) -> str:
    refused = refusal(Actor(person_id=asker.pk), Permission.SELL, venue_id, "sell", FACTS)
    assert isinstance(refused, NeedsApproval)
    return refused.action


def guess_often(asker: User, manager: User, venue_id: int) -> list[Any]:
    """Send many wrong PINs at once."""
    ApprovalPin.objects.update(tries=0)
    guess = partial(
        approve,
        actor=Actor(person_id=asker.pk),
        approver_id=manager.pk,
        pin=WRONG,
        action=asked(asker, venue_id),
    )
    return run_concurrently(*[guess] * CALLS)


def test_five_pins_are_compared(people: tuple[User, User]) -> None:
    venue_id = make_cinema().venue.pk
    for _ in range(ROUNDS):
        outcomes = codes(guess_often(*people, venue_id))
        assert outcomes == ["approval-pin-locked"] * (CALLS - 5) + ["approval-refused"] * 5


@pytest.mark.faults
def test_control_a_count_that_is_read_first_compares_more(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_then_write(approver_id: int) -> None:
        pin = ApprovalPin.objects.get(pk=approver_id)
        if pin.is_locked:
            raise ApprovalPinLocked
        ApprovalPin.objects.filter(pk=approver_id).update(tries=pin.tries + 1)

    monkeypatch.setattr(approval_pin, "count_try", read_then_write)
    venue_id = make_cinema().venue.pk
    counts = [codes(guess_often(*people, venue_id)).count("approval-refused") for _ in range(ROUNDS)]
    assert max(counts) > 5


def refund_two_orders_with_one_approval(asker: User, manager: User) -> list[Any]:
    """Two transactions that do not wait for the same order use one approval."""
    venue_id = make_cinema().venue.pk
    _, token = approve(
        actor=Actor(person_id=asker.pk), approver_id=manager.pk, pin=PIN, action=asked(asker, venue_id)
    )
    action = Action(asker.pk, Permission.SELL, venue_id, "sell", FACTS)
    return run_concurrently(*[partial(use_in_transaction, action, token)] * CALLS)


def use_in_transaction(action: Action, token: str) -> int:
    from django.db import transaction

    with transaction.atomic():
        return approvals.use_approval(action=action, token=token)


def test_an_approval_is_used_once(people: tuple[User, User]) -> None:
    for _ in range(ROUNDS):
        outcomes = refund_two_orders_with_one_approval(*people)
        assert winners(outcomes) == [people[1].pk]
        assert codes(outcomes) == ["approval-invalid"] * (CALLS - 1)


@pytest.mark.faults
def test_control_an_approval_that_is_read_first_is_used_twice(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_then_write(*, action: Action, token: str) -> int:
        found = Approval.objects.filter(
            digest=approvals._digest(token), person=action.person_id, used_at=None
        ).first()
        if found is None:
            raise ApprovalInvalid
        Approval.objects.filter(pk=found.pk).update(used_at=database_now())
        return found.approver_id

    monkeypatch.setattr(approvals, "use_approval", read_then_write)
    counts = [len(winners(refund_two_orders_with_one_approval(*people))) for _ in range(ROUNDS)]
    assert max(counts) > 1
    assert use_approval is not read_then_write


def test_one_approval_refunds_an_order_once(people: tuple[User, User]) -> None:
    asker, manager = people
    actor = Actor(person_id=asker.pk)
    for _ in range(ROUNDS):
        cinema = make_cinema()
        terms_of(cinema, refund_limit=Decimal(11))
        order = sold_order(cinema)
        refund = partial(refund_with, actor, order)
        (refused,) = run_concurrently(partial(refund, None))
        _, token = approve(actor=actor, approver_id=manager.pk, pin=PIN, action=refused.action)
        outcomes = run_concurrently(*[partial(refund, token)] * CALLS)
        assert winners(outcomes) == ["refunded"]
        assert Refund.objects.get(payment__order=order).amount == Decimal(24)


def refund_with(actor: Actor, order: TicketOrder, approval: str | None) -> str:
    refund_for_staff(
        actor=actor,
        order=order,
        seat_ids=None,
        reason="ill",
        approval=approval,
    )
    return "refunded"
