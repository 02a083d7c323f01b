"""Refund all orders of a cancelled show (B12), one by one. An interrupted run can be started again."""

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from matinee.audit.services import COMMAND, Actor, record
from matinee.booking.services import cancel_show
from matinee.checkout import jobs, order_events
from matinee.checkout.errors import NotRefundable
from matinee.checkout.models import TicketOrder
from matinee.checkout.order_status import mark_on_error
from matinee.checkout.refunds import refund_order
from matinee.core.problems import Busy
from matinee.runtime.failed_rows.services import each_row, whole_loop
from matinee.shows.models import Show, ShowStatus

LOOP = "refund-cancelled-shows"


@dataclass(frozen=True)
class RefundProgress:
    """How many orders of a show are refunded and not refunded. Orders without tickets don't count."""

    refunded: int
    """Orders without a valid ticket: the seats are free, and the money is refunded, queued or owed."""
    left: int
    """Orders with valid tickets."""


def cancel_and_refund_show(*, show_id: int, actor: Actor = COMMAND) -> None:
    """Cancel a show (B12), record who did it, and enqueue the refunds of all its orders.

    Raises: ShowNotFound, Busy.
    """
    with transaction.atomic():
        cancel_show(show_id=show_id)
        venue_id = Show.objects.values_list("hall__venue_id", flat=True).get(pk=show_id)
        record(actor, "show cancelled", object_type="show", object_id=show_id, venue_id=venue_id)
    jobs.enqueue_after_commit(jobs.REFUND_SHOW, show_id=show_id)


def refund_show_orders(show_id: int) -> None:
    """Refund every order of a show that has valid tickets, including admitted tickets."""
    each_row(LOOP, list(_not_refunded(show_id).order_by("pk").values_list("pk", flat=True)), _refund)


def refund_cancelled_shows() -> None:
    """Refund every order of a cancelled show that has valid tickets. The reconcile job runs it."""
    left = TicketOrder.objects.filter(show__status=ShowStatus.CANCELLED).holding_seats()
    whole_loop(LOOP, list(left.order_by("pk").values_list("pk", flat=True)), _refund)


def refund_progress(show_id: int) -> RefundProgress:
    """Count the orders of a show that are refunded, and those that are not."""
    left = _not_refunded(show_id).count()
    sold = TicketOrder.objects.filter(show=show_id).sold().count()
    return RefundProgress(refunded=sold - left, left=left)


def _not_refunded(show_id: int) -> QuerySet[TicketOrder]:
    return TicketOrder.objects.filter(show=show_id).holding_seats()


def _refund(order_id: int) -> None:
    # Another process refunded it or holds its lock: the next run tries again if it is not refunded.
    with mark_on_error(order_id), suppress(NotRefundable, Busy):
        refund_order(order_id=order_id, seat_ids=None, reason="show cancelled", actor=order_events.SYSTEM)
