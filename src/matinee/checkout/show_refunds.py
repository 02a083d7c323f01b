"""A cancelled show gives everybody's money back, order by order, and can be cut off and started again."""

from contextlib import suppress
from dataclasses import dataclass

from django.db.models import QuerySet

from matinee.booking.services import cancel_show
from matinee.checkout import audit, queue
from matinee.checkout.attention import attention_on_error
from matinee.checkout.errors import NotRefundable
from matinee.checkout.models import TicketOrder
from matinee.checkout.refunds import refund
from matinee.core.problems import Busy
from matinee.runtime.failed_rows.services import each_row, whole_loop
from matinee.shows.models import ShowStatus

LOOP = "refund-cancelled-shows"


@dataclass(frozen=True)
class Progress:
    """How far the refunds of a show have come, in orders that had tickets."""

    refunded: int
    """Orders without a valid ticket: their seats are free, their money is back, queued or owed."""
    left: int
    """Orders with valid tickets."""


def call_off(*, show_id: int) -> None:
    """Cancel a show (B12), and have the worker refund all its orders.

    Raises: ShowNotFound, Busy.
    """
    cancel_show(show_id=show_id)
    queue.after_commit(queue.REFUND_SHOW, show_id=show_id)


def refund_orders_of(show_id: int) -> None:
    """Refund every order of a show that still has valid tickets, admitted or not."""
    each_row(LOOP, list(_left(show_id).order_by("pk").values_list("pk", flat=True)), _refund)


def refund_cancelled_shows() -> None:
    """Start again wherever a cancelled show has orders that are not refunded yet."""
    left = TicketOrder.objects.filter(show__status=ShowStatus.CANCELLED).holding_seats()
    whole_loop(LOOP, list(left.order_by("pk").values_list("pk", flat=True)), _refund)


def progress(show_id: int) -> Progress:
    """How many orders of a show are refunded, and how many are left."""
    left = _left(show_id).count()
    return Progress(refunded=TicketOrder.objects.filter(show=show_id).sold().count() - left, left=left)


def _left(show_id: int) -> QuerySet[TicketOrder]:
    return TicketOrder.objects.filter(show=show_id).holding_seats()


def _refund(order_id: int) -> None:
    # Refunded by somebody else a moment ago, or in use: the next run looks again.
    with attention_on_error(order_id), suppress(NotRefundable, Busy):
        refund(order_id=order_id, seat_ids=None, reason="show cancelled", actor=audit.SYSTEM)
