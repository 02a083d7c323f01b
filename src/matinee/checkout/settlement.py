"""Settle an order that needs attention: staff record how it was resolved."""

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from matinee.audit.services import Actor
from matinee.booking.locking import locked_transaction
from matinee.checkout import order_events
from matinee.checkout.errors import CannotSettle
from matinee.checkout.locking import lock_order_for
from matinee.checkout.models import OrderStatus, Refund, RefundStatus, TicketOrder
from matinee.checkout.order_status import status_from_facts
from matinee.checkout.order_version import check_version
from matinee.core.clock import database_now
from matinee.core.codes import normalize_code
from matinee.staff.permissions import Permission


def settle_order(*, reference: str, how: str, actor: str | Actor, version: int | None = None) -> TicketOrder:
    """Settle an order that needs attention. Its refused refunds count as paid in the way `how` states.

    The reference may have spaces, dashes and any case. The order's history keeps `how` and `actor`.

    Raises: NotPermitted, CannotSettle, ChangedMeanwhile, Busy.
    """
    try:
        one_line = Refund._meta.get_field("settled_how").clean(" ".join(how.split()), None)
    except ValidationError as error:
        raise CannotSettle(reason=" ".join(error.messages)) from error
    if not one_line:
        raise CannotSettle(reason=_("Say how it was settled, such as: paid back in cash, receipt 17."))
    order_id = (
        TicketOrder.objects.filter(reference=normalize_code(reference)).values_list("pk", flat=True).first()
    )
    if order_id is None:
        raise CannotSettle(reason=_("There is no such order."))
    return _settle(order_id, one_line, actor, version)


@locked_transaction
def _settle(order_id: int, how: str, actor: str | Actor, version: int | None) -> TicketOrder:
    order = lock_order_for(order_id, actor, Permission.SETTLE_ORDERS)
    check_version(order, version)
    if not TicketOrder.objects.needing_a_person().filter(pk=order_id).exists():
        raise CannotSettle(reason=_("There is nothing to settle: this order does not need attention."))
    refused = Refund.objects.open().filter(payment__order=order, status=RefundStatus.REFUSED)
    refund_ids = list(refused.order_by("pk").values_list("pk", flat=True))
    amount = refused.aggregate(sum=Sum("amount", default=0))["sum"]
    refused.update(settled_at=database_now(), settled_how=how)
    order.status = OrderStatus(status_from_facts(order))
    order.save(update_fields=["status"])
    order_events.record(order, "settled", actor=actor, how=how, refund_ids=refund_ids, amount=str(amount))
    return order
