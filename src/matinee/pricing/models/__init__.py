"""Ticket types, supplements, price cards and the rules that choose a card."""

from matinee.pricing.models.price_card import PriceCard, PriceCardVersion
from matinee.pricing.models.price_rule import PriceRule
from matinee.pricing.models.ticket_type import (
    SeatSupplement,
    TicketType,
    check_fits_currency,
    checked_ticket_type_texts,
)

__all__ = [
    "PriceCard",
    "PriceCardVersion",
    "PriceRule",
    "SeatSupplement",
    "TicketType",
    "check_fits_currency",
    "checked_ticket_type_texts",
]
