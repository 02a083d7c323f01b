"""The demo's ticket types, supplements, price cards and the rules that choose a card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matinee.demo.cinemas import DemoCinema
from matinee.pricing.card_choice import chosen_card_id, conditions_of
from matinee.pricing.card_prices import CardPrices
from matinee.pricing.models import PriceCard, PriceCardVersion, PriceRule, SeatSupplement, TicketType
from matinee.pricing.queries import newest_versions
from matinee.pricing.rules import Conditions
from matinee.shows.models import Show
from matinee.venues.models import Venue


def create_prices(venue: Venue, cinema: DemoCinema) -> None:
    """Create what prices of a new cinema are made of, except its cards."""
    TicketType.objects.bulk_create(
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


def create_missing_cards(venue: Venue, cinema: DemoCinema) -> None:
    """Create the price cards and their rules where the cinema has none: demos older than cards are kept."""
    if PriceCard.objects.filter(venue=venue).exists():
        return
    ticket_types = TicketType.objects.filter(venue=venue).exclude(adjustment=0)
    adjustments = {one.pk: one.adjustment for one in ticket_types}
    for position, card in enumerate(cinema.cards):
        prices = CardPrices(
            base=card.base,
            adjustments=adjustments,
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
    def of(cls, venue_id: int) -> "VenueRules":
        """Read those of a venue."""
        return cls(conditions_of(venue_id), {one.card_id: one for one in newest_versions(venue_id)})

    def version_for(self, show: Show) -> PriceCardVersion | None:
        """The prices that a show gets when it is scheduled. None if no rule fits."""
        hall = show.hall
        card_id = chosen_card_id(self.conditions, hall.venue, hall, show.starts_at, show.movie, show.format)
        return self.versions[card_id] if card_id else None
