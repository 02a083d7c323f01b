"""The demo's ticket types, supplements, price cards and the rules that choose a card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matinee.demo.cinemas import DemoCinema
from matinee.pricing.card_choice import conditions_of, occasion_of
from matinee.pricing.card_prices import CardPrices
from matinee.pricing.models import PriceCard, PriceCardVersion, PriceRule, SeatSupplement, TicketType
from matinee.pricing.rules import Conditions, first_match
from matinee.shows.models import Show
from matinee.venues.models import Venue


def create_prices(venue: Venue, cinema: DemoCinema) -> None:
    """Create everything that prices of a new cinema are made of."""
    ticket_types = TicketType.objects.bulk_create(
        TicketType(
            venue=venue,
            name=one.name,
            translations={tag: {"name": name} for tag, name in one.translations.items()},
            adjustment=one.adjustment,
            position=position,
            minimum_age=one.minimum_age,
            needs_proof=one.needs_proof,
        )
        for position, one in enumerate(cinema.ticket_types)
    )
    SeatSupplement.objects.bulk_create(
        SeatSupplement(venue=venue, seat_type=seat_type, amount=amount)
        for seat_type, amount in cinema.seat_supplements.items()
    )
    for position, card in enumerate(cinema.cards):
        prices = CardPrices(
            base=card.base,
            adjustments={one.pk: one.adjustment for one in ticket_types if one.adjustment},
            seat_types={kind.value: amount for kind, amount in cinema.seat_supplements.items()},
            formats=cinema.format_supplements,
        )
        created = PriceCard.objects.create(venue=venue, name=card.name)
        PriceCardVersion.objects.create(card=created, number=1, base=prices.base, amounts=prices.json())
        PriceRule.objects.create(
            venue=venue,
            position=position,
            card=created,
            weekdays=[*card.weekdays],
            starts_from=card.starts_from,
            starts_before=card.starts_before,
            holidays=card.holidays,
        )


@dataclass(frozen=True)
class VenueRules:
    """The price rules of a venue, and the newest version of each of its cards by the card's id."""

    conditions: Sequence[Conditions]
    versions: Mapping[int, PriceCardVersion]

    @classmethod
    def of(cls, venue: Venue) -> "VenueRules":
        """Read those of a venue."""
        versions = PriceCardVersion.objects.filter(card__venue=venue)
        newest = versions.order_by("card_id", "-number").distinct("card_id")
        return cls(conditions_of(venue.pk), {one.card_id: one for one in newest})

    def version_for(self, show: Show) -> PriceCardVersion | None:
        """The prices that a show gets when it is scheduled. None if no rule fits."""
        hall = show.hall
        occasion = occasion_of(hall.venue, hall, show.starts_at, show.movie, show.format)
        found = first_match(self.conditions, occasion)
        return self.versions[found.card_id] if found else None
