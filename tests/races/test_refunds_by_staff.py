"""Concurrent refunds of one order by several members of staff: one refund, within the limit."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db.models import QuerySet

from matinee.audit.models import AuditEntry
from matinee.audit.services import Actor
from matinee.checkout.models import Refund, TicketOrder
from matinee.checkout.order_version import version_of
from matinee.checkout.refund_retry import retry_refunds
from matinee.checkout.staff_refunds import refund_for_staff
from matinee.staff.models import RoleGrant, User
from matinee.staff.permissions import Access, Grant, Role
from tests.api.staff.sales import order_with_refused_refund, sold_order, terms_of
from tests.api.staff.team import person_with
from tests.cinema import Cinema, make_cinema
from tests.races.concurrency import (
    codes,
    plain_connection,
    run_concurrently,
    run_in_background,
    wait_until_blocked,
    winners,
)

STAFF, ROUNDS = 6, 5

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _team() -> None:
    for number in range(1, STAFF + 1):
        person_with(Role.CASHIER, email=email_of(number))


def email_of(number: int) -> str:
    return f"cashier{number}@example.org"


def refund(
    order: TicketOrder, number: int, *seat_ids: int, key: str | None = None, version: int | None = None
) -> str:
    refund_for_staff(
        actor=Actor(person_id=User.objects.get(email=email_of(number)).pk),
        order=order,
        seat_ids=list(seat_ids) or None,
        reason="ill",
        idempotency_key=key,
        version=version,
    )
    return "refunded"


def refund_one_seat_each(cinema: Cinema) -> list[Any]:
    """Buy a row of seats at €12 with a limit of €24; each person refunds another seat."""
    names = [f"A{number}" for number in range(1, STAFF + 1)]
    order = sold_order(cinema, *names)
    terms_of(cinema, refund_limit=Decimal(24))
    calls = [partial(refund, order, number, *cinema.ids(name)) for number, name in enumerate(names, start=1)]
    return run_concurrently(*calls)


def test_two_people_refund_an_order_once() -> None:
    for _ in range(ROUNDS):
        order = sold_order()
        outcomes = run_concurrently(partial(refund, order, 1), partial(refund, order, 2))
        assert (winners(outcomes), codes(outcomes)) == (["refunded"], ["not-refundable"])
        assert Refund.objects.get(payment__order=order).amount == Decimal(24)
        assert AuditEntry.objects.filter(object_id=order.pk).count() == 1


def test_concurrent_requests_with_one_key_refund_once() -> None:
    order = sold_order()
    outcomes = run_concurrently(*[partial(refund, order, 1, key="0123456789abcdef")] * STAFF)
    assert outcomes == ["refunded"] * STAFF
    assert Refund.objects.get().amount == Decimal(24)


def test_concurrent_refunds_keep_to_the_limit_together() -> None:
    for _ in range(ROUNDS):
        outcomes = refund_one_seat_each(make_cinema())
        assert len(winners(outcomes)) == 2
        assert set(codes(outcomes)) == {"not-permitted"}


@pytest.mark.faults
def test_control_without_the_lock_the_limit_is_exceeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    counts = [len(winners(refund_one_seat_each(make_cinema()))) for _ in range(ROUNDS)]
    assert max(counts) > 2


def test_a_refund_waits_for_a_door_and_then_needs_the_permission() -> None:
    order = sold_order()
    with plain_connection() as door:
        door.execute("UPDATE ticket SET admitted_at = clock_timestamp(), admitted_by_door = 'left'")
        with run_in_background(partial(refund, order, 1)) as result:
            wait_until_blocked(by=door)
            door.commit()
            assert codes([result.result()]) == ["not-permitted"]
    assert not Refund.objects.exists()
    assert not AuditEntry.objects.exists()


def refund_while_the_role_ends(order: TicketOrder) -> Any:
    """Refund while somebody else has the order's row; meanwhile the person's role ends."""
    with plain_connection() as holder:
        holder.execute("SELECT FROM ticket_order WHERE id = %s FOR UPDATE", [order.pk])
        with run_in_background(partial(refund, order, 1)) as result:
            wait_until_blocked(by=holder)
            RoleGrant.objects.filter(user__email=email_of(1)).delete()
            holder.commit()
            return result.result()


def test_a_role_that_ends_while_a_refund_waits_refuses_it() -> None:
    order = sold_order()
    assert codes([refund_while_the_role_ends(order)]) == ["not-permitted"]
    assert not Refund.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.faults
def test_control_with_the_rights_of_before_the_lock_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Access.of([Grant(Role.CASHIER)])
    for module in ("locking", "staff_refunds"):
        monkeypatch.setattr(f"matinee.checkout.{module}.access_of", lambda _: before)
    assert refund_while_the_role_ends(sold_order()) == "refunded"


def test_a_refused_refund_is_tried_again_once() -> None:
    order = order_with_refused_refund()
    managers = [person_with(Role.MANAGER, email=f"manager{number}@example.org") for number in (1, 2)]
    calls = [partial(retry_refunds, order_id=order.pk, actor=Actor(person_id=one.pk)) for one in managers]
    outcomes = run_concurrently(*calls)
    assert (len(winners(outcomes)), codes(outcomes)) == (1, ["cannot-retry"])
    assert Refund.objects.get().attempt == 2


def refunds_of_what_both_saw() -> list[Any]:
    """Two people see the same version of an order; each refunds another seat of it."""
    cinema = make_cinema()
    order = sold_order(cinema)
    version = version_of(order)
    calls = [
        partial(refund, order, number, seat_id, version=version)
        for number, seat_id in enumerate(cinema.ids("A1", "A2"), start=1)
    ]
    return run_concurrently(*calls)


def test_of_two_actions_on_one_version_one_is_stale() -> None:
    for _ in range(ROUNDS):
        outcomes = refunds_of_what_both_saw()
        assert (winners(outcomes), codes(outcomes)) == (["refunded"], ["changed-meanwhile"])


@pytest.mark.faults
def test_control_without_the_lock_both_actions_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    assert max(len(winners(refunds_of_what_both_saw())) for _ in range(4 * ROUNDS)) == 2
