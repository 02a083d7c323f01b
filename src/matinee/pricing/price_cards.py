"""Changes of price cards by staff. A change of an amount makes a new version; the old ones stay."""

from typing import Any

from django.db import transaction

from matinee.audit.services import Actor, record
from matinee.core.problems import Invalid
from matinee.pricing.card_prices import CardPrices, problems_of
from matinee.pricing.editing import begin_edit, edited, save_named
from matinee.pricing.errors import PriceCardInUse, PriceCardNotFound
from matinee.pricing.models import PriceCard, PriceCardVersion, PriceRule, TicketType
from matinee.venues.models import Venue

PRICE_CARD = "price card"


@transaction.atomic
def create_price_card(*, actor: Actor, venue_id: int, name: str, prices: CardPrices) -> PriceCard:
    """Add a card with its first version.

    Raises: Invalid, NotPermitted.
    """
    begin_edit(actor, venue_id)
    check_prices(venue_id, prices)
    card = PriceCard(venue_id=venue_id, name=name)
    save_named(card)
    _add_version(card, 1, prices)
    _record(actor, "price card created", card, {"after": {"name": card.name, **facts_of(prices)}})
    return card


@transaction.atomic
def change_price_card(
    *,
    actor: Actor,
    card_id: int,
    version: int,
    name: str | None = None,
    archived: bool | None = None,
    prices: CardPrices | None = None,
) -> PriceCard:
    """Change a card. What is None stays. Shows keep the version that they have.

    Raises: PriceCardNotFound, Invalid, NotPermitted, ChangedMeanwhile, PriceCardInUse.
    """
    card = edited_card(actor, card_id, version)
    newest = card.newest
    before = {"name": card.name, "archived": card.archived, **facts_of(newest.prices)}
    if archived and not card.archived:
        _check_unused(card)
    card.name = card.name if name is None else name
    card.archived = card.archived if archived is None else archived
    card.version += 1
    if prices is not None and prices != newest.prices:
        check_prices(card.venue_id, prices)
        newest = _add_version(card, newest.number + 1, prices)
    save_named(card)
    after = {"name": card.name, "archived": card.archived, **facts_of(newest.prices)}
    _record(actor, "price card changed", card, {"before": before, "after": after})
    return card


def edited_card(actor: Actor, card_id: int, version: int) -> PriceCard:
    """The card, locked with its venue, if the actor may change it and has seen its newest state.

    Raises: PriceCardNotFound, NotPermitted, ChangedMeanwhile.
    """
    return edited(actor, PriceCard, card_id, version, PriceCardNotFound)


def check_prices(venue_id: int, prices: CardPrices) -> None:
    """Check that the amounts fit the venue's currency and name its ticket types.

    Raises: Invalid.
    """
    currency = Venue.objects.values_list("currency", flat=True).get(pk=venue_id)
    known = frozenset(TicketType.objects.filter(venue=venue_id).values_list("pk", flat=True))
    if problems := problems_of(prices, currency, known):
        raise Invalid(errors=problems)


def facts_of(prices: CardPrices) -> dict[str, Any]:
    """The amounts, for the audit trail."""
    return {"base": str(prices.base), "amounts": prices.json()}


def _add_version(card: PriceCard, number: int, prices: CardPrices) -> PriceCardVersion:
    return PriceCardVersion.objects.create(card=card, number=number, base=prices.base, amounts=prices.json())


def _check_unused(card: PriceCard) -> None:
    """Raises: PriceCardInUse."""
    rule_ids = list(PriceRule.objects.filter(card=card).values_list("pk", flat=True))
    if rule_ids:
        raise PriceCardInUse(rule_ids=rule_ids)


def _record(actor: Actor, action: str, card: PriceCard, facts: dict[str, Any]) -> None:
    record(actor, action, object_type=PRICE_CARD, object_id=card.pk, venue_id=card.venue_id, facts=facts)
