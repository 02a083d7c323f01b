"""JSON of ticket types, price cards and price rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from decimal import Decimal
from zoneinfo import ZoneInfo

from matinee.api.staff.prices.shapes import (
    AppliedShape,
    BandShape,
    CardPriceShape,
    GridShape,
    PriceCardShape,
    PriceCardSummaryShape,
    PriceRuleShape,
    RepricedShowShape,
    TicketTypeOfStaffShape,
    TicketTypePriceShape,
    day_text,
)
from matinee.booking.card_prices import Repricing
from matinee.core.money import money_string
from matinee.pricing.card_choice import GridDay
from matinee.pricing.card_prices import CardPrices
from matinee.pricing.models import PriceCard, PriceRule, TicketType
from matinee.pricing.queries import CardPrice, newest_prices, table_of
from matinee.pricing.rules import Band
from matinee.shows.queries import ShowsOfCard


def ticket_type_json(one: TicketType) -> TicketTypeOfStaffShape:
    """A ticket type."""
    currency = one.venue.currency
    return {
        "id": one.pk,
        "venue_id": one.venue_id,
        "name": one.name,
        "translations": one.translations,
        "adjustment": money_string(one.adjustment, currency),
        "currency": currency,
        "position": one.position,
        "minimum_age": one.minimum_age,
        "needs_proof": one.needs_proof,
        "counter_only": one.counter_only,
        "most_per_order": one.most_per_order,
        "archived": one.archived,
        "version": one.version,
    }


def card_summary_json(card: PriceCard, shows: ShowsOfCard) -> PriceCardSummaryShape:
    """A card of `price_cards_visible_to`, without its amounts."""
    newest = card.newest_of_list
    currency = card.venue.currency
    return {
        "id": card.pk,
        "venue_id": card.venue_id,
        "name": card.name,
        "archived": card.archived,
        "version": card.version,
        "number": newest.number,
        "base": money_string(newest.base, currency),
        "currency": currency,
        "priced_at": newest.created_at,
        "shows": {"newest": shows.newest, "older": shows.older},
    }


def card_json(card: PriceCard, shows: ShowsOfCard) -> PriceCardShape:
    """A card of `price_cards_visible_to` with its newest amounts."""
    prices = newest_prices(card)
    currency = card.venue.currency

    def text(amount: Decimal) -> str:
        return money_string(amount, currency)

    return {
        **card_summary_json(card, shows),
        "ticket_types": _ticket_type_prices(prices, currency),
        "seat_types": [
            {"seat_type": kind, "amount": text(amount)} for kind, amount in prices.seat_types.items()
        ],
        "formats": [{"format": name, "amount": text(amount)} for name, amount in prices.formats.items()],
        "running_times": [
            {"from_minutes": start, "amount": text(amount)} for start, amount in prices.running_times.items()
        ],
        "prices": table_json(table_of(card.venue, prices), currency),
    }


def table_json(table: Mapping[str, Sequence[CardPrice]], currency: str) -> dict[str, list[CardPriceShape]]:
    """Every price of a card, by seat type."""
    return {
        kind: [
            {
                "ticket_type": one.ticket_type_id,
                "amount": money_string(one.amount, currency),
                "clamped": one.is_clamped,
            }
            for one in prices
        ]
        for kind, prices in table.items()
    }


def applied_json(card: PriceCard, changed: Iterable[Repricing], *, dry_run: bool) -> AppliedShape:
    """The shows that get the newest prices of a card."""
    currency = card.venue.currency
    return {
        "dry_run": dry_run,
        "number": card.newest_of_list.number,
        "currency": currency,
        "shows": [_repriced_json(one, currency) for one in changed],
    }


def rule_json(rule: PriceRule) -> PriceRuleShape:
    """A rule."""
    return {
        "id": rule.pk,
        "venue_id": rule.venue_id,
        "position": rule.position,
        "card_id": rule.card_id,
        "hall_id": rule.hall_id,
        "weekdays": rule.weekdays,
        "starts_from": time_text(rule.starts_from),
        "starts_before": time_text(rule.starts_before),
        "first_day": day_text(rule.first_day),
        "last_day": day_text(rule.last_day),
        "holidays": rule.holidays,
        "movie_id": rule.movie_id,
        "format": rule.format,
        "version": rule.version,
    }


def grid_json(days: Iterable[GridDay]) -> GridShape:
    """Which card applies when, in one week."""
    return {
        "days": [
            {
                "day": one.day.isoformat(),
                "holiday": one.holiday,
                "bands": [_band_json(band) for band in one.bands],
            }
            for one in days
        ]
    }


def time_text(moment: time | None) -> str | None:
    """HH:MM."""
    return f"{moment:%H:%M}" if moment else None


def _ticket_type_prices(prices: CardPrices, currency: str) -> list[TicketTypePriceShape]:
    return [
        {
            "ticket_type": pk,
            "adjustment": money_string(prices.adjustments[pk], currency)
            if pk in prices.adjustments
            else None,
            "fixed": money_string(prices.fixed[pk], currency) if pk in prices.fixed else None,
        }
        for pk in sorted({*prices.adjustments, *prices.fixed})
    ]


def _repriced_json(one: Repricing, currency: str) -> RepricedShowShape:
    show = one.show
    return {
        "id": show.pk,
        "movie": show.movie.title,
        "hall": show.hall.name,
        "starts_at": show.starts_at.astimezone(ZoneInfo(show.hall.venue.timezone)),
        "before": money_string(one.before, currency),
        "card_before": one.card_before.name if one.card_before else None,
        "price": money_string(show.price, currency),
        "has_sales": one.has_sales,
    }


def _band_json(band: Band) -> BandShape:
    return {
        "starts_from": f"{band.starts_from:%H:%M}",
        "starts_before": f"{band.starts_before:%H:%M}",
        "card_id": band.rule.card_id if band.rule else None,
        "rule_id": band.rule.rule_id if band.rule else None,
        "special": [rule.rule_id for rule in band.special],
    }
