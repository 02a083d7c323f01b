"""Settling: a person states how an order that needed attention was put right."""

from django.core.exceptions import ValidationError
from django.db.models import Sum

from matinee.booking.locking import locked_transaction
from matinee.checkout import audit
from matinee.checkout.errors import CannotSettle
from matinee.checkout.locking import lock_order
from matinee.checkout.models import OrderStatus, Refund, RefundStatus, TicketOrder
from matinee.checkout.standing import status_by_facts
from matinee.core.clock import database_now
from matinee.core.codes import normalize_code


def settle(*, reference: str, how: str, actor: str) -> TicketOrder:
    """Close an order that needs a person: its refused refunds were paid in another way, as `how` says.

    The reference may be typed in any case, with spaces and dashes. The audit trail keeps who and how.

    Raises: CannotSettle, Busy.
    """
    try:
        in_one_line = Refund._meta.get_field("settled_how").clean(" ".join(how.split()), None)
    except ValidationError as error:
        raise CannotSettle(" ".join(error.messages)) from error
    if not in_one_line:
        raise CannotSettle("Say how it was settled, such as: paid back in cash, receipt 17.")
    order_id = (
        TicketOrder.objects.filter(reference=normalize_code(reference)).values_list("pk", flat=True).first()
    )
    if order_id is None:
        raise CannotSettle("There is no such order.")
    return _settle(order_id, in_one_line, actor)


@locked_transaction
def _settle(order_id: int, how: str, actor: str) -> TicketOrder:
    order = lock_order(order_id)
    if not TicketOrder.objects.needing_a_person().filter(pk=order_id).exists():
        raise CannotSettle("There is nothing to settle: this order does not need attention.")
    refused = Refund.objects.open().filter(payment__order=order, status=RefundStatus.REFUSED)
    refund_ids = list(refused.order_by("pk").values_list("pk", flat=True))
    paid_otherwise = refused.aggregate(sum=Sum("amount", default=0))["sum"]
    refused.update(settled_at=database_now(), settled_how=how)
    order.status = OrderStatus(status_by_facts(order))
    order.save(update_fields=["status"])
    audit.note(order, "settled", actor=actor, how=how, refund_ids=refund_ids, amount=str(paid_otherwise))
    return order
