"""The supplements of a plan's seats, cached in the process.

The key of the cache is the plan's edition, which every change of a seat, a ticket type, a supplement or the
currency renews, and the version of the price card, which never changes. A cached value is never stale
(decision 0018).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from matinee.core.money import Money, smallest_unit
from matinee.pricing.queries import price_list
from matinee.pricing.rules import all_in_price
from matinee.venues.models import Seat, Venue

NOTHING = Decimal(0)


@dataclass(frozen=True)
class PlanPrices:
    """The amounts that are added to the show's price, in `currency`."""

    currency: str
    adjustment: Decimal
    """Of the venue's default ticket type."""
    supplements: Mapping[int, Decimal]
    """By seat id; a seat without a supplement is missing."""

    def total(self, base: Decimal, seat_ids: Iterable[int]) -> Money:
        """The total price of these seats at the default ticket type."""
        unit = smallest_unit(self.currency)
        prices = (
            all_in_price(base, self.supplements.get(seat_id, NOTHING), self.adjustment, unit)
            for seat_id in seat_ids
        )
        return Money(sum(prices, NOTHING), self.currency)


@lru_cache(maxsize=500)
def plan_prices(hall_id: int, plan_version: int, _edition: UUID, card_version_id: int | None) -> PlanPrices:
    """The prices of a plan, in this edition or a newer one, for shows with this version of a card."""
    venue = Venue.objects.get(halls=hall_id)
    prices = price_list(venue, NOTHING, card_version_id)
    default = prices.default_ticket_type
    seats = Seat.objects.filter(
        hall=hall_id,
        plan_version=plan_version,
        type__in=[kind for kind, amount in prices.supplements.items() if amount],
    )
    return PlanPrices(
        currency=venue.currency,
        adjustment=prices.adjustments.get(default.pk, NOTHING) if default else NOTHING,
        supplements={pk: prices.supplements[kind] for pk, kind in seats.values_list("pk", "type")},
    )
