"""A row that cannot be finished stops the loop over all rows, and keeps the money that was reserved (B14)."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext

from matinee.checkout import paying, reconciling
from matinee.checkout.locking import is_superseded
from matinee.checkout.models import Payment, TicketOrder
from matinee.checkout.selling import sell


def mutate() -> None:
    """Neither set a failed row aside nor release its money."""

    def secured(payment: Payment) -> TicketOrder:
        if payment.status in paying.UNSELLABLE or is_superseded(payment):
            paying.let_go(payment)
            return payment.order
        try:
            return sell(payment.order_id)
        except paying.LOST:
            paying.let_go(payment)
            raise

    def whole_loop(_name: str, rows: Iterable[int], finish: Callable[[int], None]) -> None:
        for row in rows:
            finish(row)

    for module, name, broken in (
        (paying, "_secured", secured),
        (reconciling, "whole_loop", whole_loop),
        (reconciling, "attention_on_error", lambda _order_id: nullcontext()),
    ):
        setattr(module, name, broken)
