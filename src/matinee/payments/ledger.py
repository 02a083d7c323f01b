"""The ledger of the providers `demo` and `cash` in our database: each idempotency key moves money once.

Each change is one UPDATE with the expected status in its WHERE clause, so that of two concurrent callers only
one makes the change.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.db.models import F

from matinee.core.codes import random_code
from matinee.payments.errors import ProviderRefused
from matinee.payments.models import LedgerPayment, LedgerResult, Status
from matinee.payments.port import Authorised, Charge, Declined, PaymentResult, Settled
from matinee.payments.result_json import from_json, to_json

P = TypeVar("P", bound=LedgerPayment)

REFERENCE_LENGTH = 20


def begin(model: type[P], charge: Charge, *, prefix: str, key: str) -> str:
    """Return the reference of a new payment, or of the payment that this key created.

    Raises: ProviderRefused, if the key was used for another charge.
    """
    fields = {"order": charge.order, "amount": charge.amount, "currency": charge.currency}
    payment, is_new = model._default_manager.get_or_create(
        begin_key=key, defaults={"reference": f"{prefix}_{random_code(REFERENCE_LENGTH)}", **fields}
    )
    if not is_new and fields != {name: getattr(payment, name) for name in fields}:
        raise ProviderRefused(f"{payment}: the key was used for another charge.")
    return payment.pk


def find(model: type[P], reference: str) -> P:
    """Return a payment. Raises: ProviderRefused, for an unknown reference."""
    try:
        return model._default_manager.get(pk=reference)
    except model.DoesNotExist as error:
        raise ProviderRefused(f"{reference}: no such payment.") from error


def run_once(
    reference: str, request: str, *, key: str, act: Callable[[], PaymentResult]
) -> tuple[PaymentResult, bool]:
    """Call `act` and store its result, or return the stored result of a known key. True if `act` was called.

    The key's row is inserted first: a concurrent call with the same key waits for the commit.

    Raises: ProviderRefused, if the key was used for another request.
    """
    with transaction.atomic(durable=True):
        stored, is_new = LedgerResult.objects.get_or_create(
            reference=reference, key=key, defaults={"request": request}
        )
        if stored.request != request:
            raise ProviderRefused(f"{reference}: the key was used for {stored.request}, not {request}.")
        if not is_new:
            return from_json(stored.result), False
        result = act()
        stored.result = to_json(result)
        stored.save(update_fields=["result"])
    return result, True


def refund(model: type[P], reference: str, amount: Decimal) -> PaymentResult:
    """Refund an amount. Declined, if it is more than the taken amount that is not refunded yet."""
    taken = model._default_manager.filter(pk=reference, status=Status.TAKEN)
    if taken.filter(captured__gte=F("refunded") + amount).update(refunded=F("refunded") + amount):
        return Settled(reference, amount)
    return refund_declined(reference)


def refund_declined(reference: str) -> Declined:
    """Return the result of a refund that moved no money."""
    return Declined(reference, "refund_refused", "The refund was refused.")


def payment_result(payment: LedgerPayment, *, card_last4: str = "") -> PaymentResult:
    """Return the result for the statuses that both providers use."""
    if payment.status == Status.TAKEN:
        return Settled(payment.pk, payment.captured, card_last4)
    if payment.status == Status.RESERVED:
        return Authorised(payment.pk, payment.amount, card_last4)
    if payment.status == Status.CANCELLED:
        return Declined(payment.pk, "cancelled", "The payment was cancelled.")
    return Declined(payment.pk, "unpaid", "Nothing has been paid yet.")
