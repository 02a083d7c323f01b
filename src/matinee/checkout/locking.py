"""Row locks: an order is locked first, and its payments are read and changed only under its lock."""

from matinee.audit.services import Actor
from matinee.booking.locking import lock_row
from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import Payment, TicketOrder
from matinee.staff.errors import NotPermitted
from matinee.staff.permissions import Permission
from matinee.staff.queries import access_of


def lock_order(order_id: int) -> TicketOrder:
    """Lock an order until the end of the transaction, and return it.

    Raises: OrderNotFound.
    """
    order = lock_row(TicketOrder.objects.filter(pk=order_id))
    if order is None:
        raise OrderNotFound
    return order


def lock_order_for(order_id: int, actor: str | Actor, permission: Permission) -> TicketOrder:
    """Lock an order for an action of staff, whose rights may have ended since the request began.

    An actor without rights of its own, such as a command on the server, needs none.

    Raises: OrderNotFound, NotPermitted.
    """
    order = lock_order(order_id)
    if isinstance(actor, Actor) and not access_of(actor).may(permission, order.show.hall.venue_id):
        raise NotPermitted.needs(permission)
    return order


def lock_payment(payment_id: int) -> Payment:
    """Lock a payment's order, then read the payment. `payment.order` is the locked order.

    Raises: OrderNotFound.
    """
    order = lock_order(Payment.objects.values_list("order_id", flat=True).get(pk=payment_id))
    payment = Payment.objects.get(pk=payment_id)
    payment.order = order
    return payment
