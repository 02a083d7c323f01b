"""Mutant: a row that fails stops the loop over all rows, and its authorised money is not released (B14)."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext

from matinee.checkout import provider_results, reconcile
from matinee.checkout.models import Payment, TicketOrder
from matinee.checkout.order_completion import SALE_ERRORS, complete_order
from matinee.checkout.payment_state import is_superseded
from matinee.checkout.release import release_payment


def mutate() -> None:
    """Neither skip a failed row nor release its money."""

    def complete_or_release(payment: Payment) -> TicketOrder:
        if payment.status in provider_results.UNSELLABLE or is_superseded(payment):
            release_payment(payment)
            return payment.order
        try:
            return complete_order(payment.order_id)
        except SALE_ERRORS:
            release_payment(payment)
            raise

    def whole_loop(_name: str, rows: Iterable[int], finish: Callable[[int], None]) -> None:
        for row in rows:
            finish(row)

    for module, name, broken in (
        (provider_results, "_complete_or_release", complete_or_release),
        (reconcile, "whole_loop", whole_loop),
        (reconcile, "mark_on_error", lambda _order_id: nullcontext()),
    ):
        setattr(module, name, broken)
