"""The JSON of an order's payment."""

from matinee.api.public.orders.json import next_action_json
from matinee.api.public.payments.shapes import PaymentStateShape
from matinee.checkout.models import OrderStatus, Payment, PaymentStatus, TicketOrder
from matinee.checkout.order_page import last_decline_code
from matinee.checkout.order_status import UNDECIDED
from matinee.checkout.payment_state import is_paid


def payment_state_json(order: TicketOrder, payment: Payment | None) -> PaymentStateShape:
    """The state of an order's payment."""
    if order.paid_at:
        return {"status": "BOOKED" if is_paid(order) else "EXPIRED", "next_action": None}
    undecided = payment is not None and payment.status in UNDECIDED
    if order.status == OrderStatus.EXPIRED or (order.status == OrderStatus.NEEDS_ATTENTION and not undecided):
        return {"status": "EXPIRED", "next_action": None}
    if payment and payment.status == PaymentStatus.CANCELLED:
        return {"status": "DECLINED", "next_action": None, "decline_code": "cancelled"}
    if payment and payment.status == PaymentStatus.DECLINED:
        return {"status": "DECLINED", "next_action": None, "decline_code": last_decline_code(order)}
    return {"status": "PENDING", "next_action": next_action_json(payment)}
