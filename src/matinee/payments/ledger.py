"""What the demo and the till have in common: a ledger in our database that moves money once per key.

No row is read and then written. Each change is one UPDATE that names the state it starts from, so two callers
at once cannot both make it.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.db.models import F

from matinee.core.codes import random_code
from matinee.payments.errors import ProviderRefused
from matinee.payments.models import LedgerAnswer, LedgerPayment, Status
from matinee.payments.port import Authorised, Charge, Declined, PaymentResult, Settled
from matinee.payments.result_json import from_json, to_json

P = TypeVar("P", bound=LedgerPayment)

REFERENCE_LENGTH = 20


def begin(book: type[P], charge: Charge, *, prefix: str, key: str) -> str:
    """Open a payment in the book, or find the one that this key opened."""
    asked = {"order": charge.order, "amount": charge.amount, "currency": charge.currency}
    payment, is_new = book._default_manager.get_or_create(
        begin_key=key, defaults={"reference": f"{prefix}_{random_code(REFERENCE_LENGTH)}", **asked}
    )
    if not is_new and asked != {name: getattr(payment, name) for name in asked}:
        raise ProviderRefused(f"{payment}: the key was used for another charge.")
    return payment.pk


def find(book: type[P], reference: str) -> P:
    """Raises: ProviderRefused for a payment that the book doesn't have."""
    try:
        return book._default_manager.get(pk=reference)
    except book.DoesNotExist as error:
        raise ProviderRefused(f"{reference}: no such payment.") from error


def run_once(
    reference: str, request: str, *, key: str, act: Callable[[], PaymentResult]
) -> tuple[PaymentResult, bool]:
    """Act and keep the answer; for a key that was used before, give the kept answer. True if it acted now.

    The key's row goes in first: a twin waits there until the answer is committed.
    """
    with transaction.atomic(durable=True):
        kept, is_new = LedgerAnswer.objects.get_or_create(
            reference=reference, key=key, defaults={"request": request}
        )
        if kept.request != request:
            raise ProviderRefused(f"{reference}: the key was used for {kept.request}, not {request}.")
        if not is_new:
            return from_json(kept.answer), False
        answer = act()
        kept.answer = to_json(answer)
        kept.save(update_fields=["answer"])
    return answer, True


def refund(book: type[P], reference: str, amount: Decimal) -> PaymentResult:
    """Refund at most what was taken and not yet given back."""
    taken = book._default_manager.filter(pk=reference, status=Status.TAKEN)
    if taken.filter(captured__gte=F("refunded") + amount).update(refunded=F("refunded") + amount):
        return Settled(reference, amount)
    return refund_declined(reference)


def refund_declined(reference: str) -> Declined:
    """Nothing was given back."""
    return Declined(reference, "refund_refused", "The refund was refused.")


def payment_result(payment: LedgerPayment) -> PaymentResult:
    """Tell the states that every ledger knows."""
    if payment.status == Status.TAKEN:
        return Settled(payment.pk, payment.captured)
    if payment.status == Status.RESERVED:
        return Authorised(payment.pk, payment.amount)
    if payment.status == Status.CANCELLED:
        return Declined(payment.pk, "cancelled", "The payment was cancelled.")
    return Declined(payment.pk, "unpaid", "Nothing has been paid yet.")
