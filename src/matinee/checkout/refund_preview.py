"""What a refund by staff would do, before it is confirmed. Nothing is locked and nothing changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matinee.checkout.models import OrderLine, TicketOrder
from matinee.checkout.order_page import refunded_seat_ids
from matinee.checkout.order_version import version_of
from matinee.checkout.payment_state import paying_payment
from matinee.checkout.queries import venue_terms
from matinee.checkout.refunds import refundable_amount
from matinee.checkout.staff_refunds import is_permitted, lines_to_refund, refunded_by_staff
from matinee.staff.permissions import Access


@dataclass(frozen=True)
class RefundPreview:
    """A refund as `refund_for_staff` would do it now. Amounts are in the main unit of the currency."""

    lines: Sequence[OrderLine]
    """With their seats and tickets."""
    amount: Decimal
    """What is paid back."""
    provider: str
    """Where it is paid back to; empty if nothing is."""
    admitted: int
    """How many of the tickets a door has admitted."""
    permitted: bool
    """Whether the caller may do it."""
    limit: Decimal | None
    """What staff may refund of one order without REFUND_ANY_ORDER; None for any amount."""
    refunded_by_staff: Decimal
    """What staff have refunded of this order, which counts towards the limit."""
    version: int
    """Of the order, for the request that confirms it."""


def preview_refund(*, access: Access, order: TicketOrder, seat_ids: Sequence[int] | None) -> RefundPreview:
    """Preview the refund of the tickets of these seats, or of all valid ones.

    Raises: SeatNotFound, NothingToRefund.
    """
    version = version_of(order)
    refunded_seat_ids(order, seat_ids)
    lines = lines_to_refund(order, seat_ids)
    paying = paying_payment(order)
    price = sum((line.gross for line in lines), Decimal(0))
    amount = max(refundable_amount(paying, price), Decimal(0)) if paying else Decimal(0)
    terms = venue_terms(order.show_id)
    return RefundPreview(
        lines=lines,
        amount=amount,
        provider=paying.provider if paying and amount else "",
        admitted=sum(1 for line in lines if line.ticket and line.ticket.admitted_at),
        permitted=is_permitted(access, order, lines),
        limit=terms.refund_limit if terms else None,
        refunded_by_staff=refunded_by_staff(order),
        version=version,
    )
