"""Orders that cost nothing: they have no payment, and get their tickets at once."""

from matinee.booking.locking import locked_transaction
from matinee.checkout.locking import lock_order
from matinee.checkout.models import OrderStatus, TicketOrder
from matinee.checkout.order_completion import SALE_ERRORS, complete_order
from matinee.checkout.release import end_order


def complete_free_order(order_id: int) -> TicketOrder:
    """Issue the tickets of a free order. If its seats can no longer be sold, the order ends.

    Raises: SeatsTaken, SeatOutOfService, ShowCancelled, SalesNotOpen, SalesClosed, Busy.
    """
    try:
        return complete_order(order_id)
    except SALE_ERRORS:
        _end_free_order(order_id)
        raise


@locked_transaction
def _end_free_order(order_id: int) -> None:
    order = lock_order(order_id)
    if order.status == OrderStatus.PENDING and not order.total:
        end_order(order)
