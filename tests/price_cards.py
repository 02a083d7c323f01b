"""Price cards for tests, made as staff make them."""

from decimal import Decimal
from typing import Any

from matinee.audit.services import COMMAND
from matinee.pricing.card_prices import CardPrices
from matinee.pricing.models import PriceCard
from matinee.pricing.price_cards import change_price_card, create_price_card
from matinee.shows.models import Show
from matinee.shows.services import set_card
from tests.cinema import Cinema


def make_card(cinema: Cinema, name: str = "Cinema Tuesday", **amounts: Any) -> PriceCard:
    """A card of the cinema's venue, with a base price of 6.00 unless another is given."""
    prices = CardPrices(**{"base": Decimal(6), **amounts})
    return create_price_card(actor=COMMAND, venue_id=cinema.venue.pk, name=name, prices=prices)


def change_card(card: PriceCard, **amounts: Any) -> PriceCard:
    """Give a card a new version."""
    card.refresh_from_db()
    prices = CardPrices(**{"base": card.newest.base, **amounts})
    return change_price_card(actor=COMMAND, card_id=card.pk, version=card.version, prices=prices)


def give_card(show: Show, card: PriceCard) -> None:
    """Give a show the newest version of a card, as scheduling does."""
    set_card(show, card.newest)
    show.save(update_fields=["price", "price_card_version"])
