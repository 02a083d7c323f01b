"""Every screen in every state: its name and how to get there. What it shows is said by the function."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.stage import checkout, seats, ticket, whats_on
from tests.stage.house import House

STATES: dict[str, Callable[[Page, House], None]] = {
    "whats-on": whats_on.loaded,
    "whats-on-loading": whats_on.loading,
    "whats-on-empty-day": whats_on.empty_day,
    "whats-on-error": whats_on.error,
    "whats-on-offline": whats_on.offline,
    "whats-on-hold-pill": whats_on.hold_pill,
    "whats-on-filters": whats_on.filters,
    "whats-on-nothing-matches": whats_on.nothing_matches,
    "film": whats_on.film,
    "film-loading": whats_on.film_loading,
    "film-error": whats_on.film_error,
    "film-not-on": whats_on.film_not_on,
    "film-not-found": whats_on.film_not_found,
    "seats-free": seats.free,
    "seats-loading": seats.loading,
    "seats-error": seats.error,
    "seats-gone": seats.gone,
    "seats-held": seats.held,
    "seats-lost-race": seats.lost_race,
    "seats-expired": seats.expired,
    "seats-sold-out": seats.sold_out,
    "seats-not-on-sale": seats.not_on_sale,
    "seats-cancelled": seats.cancelled,
    "seats-paused": seats.paused,
    "seats-best-together": seats.best_together,
    "seats-list": seats.as_list,
    "seats-sections": seats.sections,
    "seats-section": seats.section,
    "seats-wide-hall": seats.in_a_wide_hall,
    "checkout-filled": checkout.filled,
    "checkout-declined": checkout.declined,
    "checkout-extension": checkout.extension,
    "checkout-expired": checkout.expired,
    "checkout-no-hold": checkout.no_hold,
    "checkout-answer-lost": checkout.answer_lost,
    "paying-processing": checkout.processing,
    "paying-challenge": checkout.challenge,
    "paying-unknown": checkout.unknown,
    "ticket": ticket.paid,
    "ticket-give-back": ticket.give_back,
    "ticket-refunded": ticket.refunded,
    "ticket-cancelled": ticket.cancelled,
    "ticket-needs-attention": ticket.needs_attention,
    "ticket-offline": ticket.offline,
    "ticket-not-found": ticket.not_found,
    "not-found": whats_on.not_found,
}
