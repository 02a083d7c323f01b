"""The one formula of a price. It needs neither database nor clock."""

from decimal import ROUND_HALF_UP, Decimal


def all_in_price(base: Decimal, supplement: Decimal, adjustment: Decimal, unit: Decimal) -> Decimal:
    """Show price + the seat type's supplement + the ticket type's adjustment, never below zero.

    It is a multiple of `unit`, the currency's smallest amount: the sum of displayed prices is the amount
    charged.
    """
    return max(Decimal(0), base + supplement + adjustment).quantize(unit, ROUND_HALF_UP)
