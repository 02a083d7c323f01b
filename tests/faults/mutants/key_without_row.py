"""The key's row is removed (B15): a key names a hold of any show and seats, and an order is found by it."""

from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from matinee.booking.fast_hold.attempt import Asked
from matinee.checkout import freeze
from matinee.checkout.models import OrderStatus, TicketOrder
from matinee.checkout.purchase import Purchase


def mutate(replace: Callable[[object, str, object], None] = setattr) -> None:
    """Have the key determine the hold's bits, record no key, and find an open order by the bits alone."""
    fresh: Callable[[Asked], UUID] = vars(Asked)["bits"].func

    def bits(asked: Asked) -> UUID:
        if asked.token is None and asked.idempotency_key is not None:
            return UUID(bytes=sha256(asked.idempotency_key.encode()).digest()[:16])
        return fresh(asked)

    def open_orders(purchase: Purchase) -> QuerySet[TicketOrder]:
        return TicketOrder.objects.filter(hold_bits=purchase.token.bits, status=OrderStatus.PENDING)

    replace(Asked, "bits", property(bits))
    replace(Asked, "key", None)
    replace(freeze, "_open_orders", open_orders)
