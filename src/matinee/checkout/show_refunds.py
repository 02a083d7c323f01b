"""A cancelled show gives everybody's money back, order by order, and can be cut off and started again."""

from dataclasses import dataclass

from matinee.booking.services import cancel_show
from matinee.checkout import audit, queue
from matinee.checkout.errors import NotRefundable
from matinee.checkout.models import OrderStatus, TicketOrder
from matinee.checkout.refunds import refund
from matinee.shows.models import Show, ShowStatus

SOLD = [OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED]


@dataclass(frozen=True)
class Progress:
    """How far the refunds of a show have come."""

    refunded: int
    left: int


def call_off(*, show_id: int) -> None:
    """Cancel a show (B12), and have the worker refund all its orders.

    Raises: ShowNotFound, Busy.
    """
    cancel_show(show_id=show_id)
    queue.after_commit(queue.REFUND_SHOW, show_id=show_id)


def refund_orders_of(show_id: int) -> None:
    """Refund every order of a show that still has valid tickets."""
    for order_id in _sold(show_id):
        try:
            refund(order_id=order_id, seat_ids=None, reason="show cancelled", actor=audit.SYSTEM)
        except NotRefundable:
            continue


def refund_cancelled_shows() -> None:
    """Start again wherever a cancelled show has orders that are not refunded yet."""
    shows = Show.objects.filter(status=ShowStatus.CANCELLED, orders__status__in=SOLD)
    for show_id in shows.values_list("pk", flat=True).distinct():
        refund_orders_of(show_id)


def progress(show_id: int) -> Progress:
    """How many orders of a show are refunded, and how many are left."""
    done = TicketOrder.objects.filter(show=show_id, status=OrderStatus.REFUNDED).count()
    return Progress(refunded=done, left=len(_sold(show_id)))


def _sold(show_id: int) -> list[int]:
    orders = TicketOrder.objects.filter(show=show_id, status__in=SOLD)
    return list(orders.order_by("pk").values_list("pk", flat=True))
