"""Mutant: stores no row for a key, so that a key identifies a hold of any show and seats (B15)."""

from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from matinee.booking.requests import HoldRequest
from matinee.checkout import freeze
from matinee.checkout.models import OrderStatus, TicketOrder
from matinee.checkout.purchase import Purchase


def mutate(replace: Callable[[object, str, object], None] = setattr) -> None:
    """Derive the hold's bits from the key, record no key, and find an open order by the bits alone."""
    fresh: Callable[[HoldRequest], UUID] = vars(HoldRequest)["bits"].func

    def bits(request: HoldRequest) -> UUID:
        if request.token is None and request.idempotency_key is not None:
            return UUID(bytes=sha256(request.idempotency_key.encode()).digest()[:16])
        return fresh(request)

    def open_orders(purchase: Purchase) -> QuerySet[TicketOrder]:
        return TicketOrder.objects.filter(hold_bits=purchase.token.bits, status=OrderStatus.PENDING)

    replace(HoldRequest, "bits", property(bits))
    replace(HoldRequest, "key", None)
    replace(freeze, "_open_orders", open_orders)
