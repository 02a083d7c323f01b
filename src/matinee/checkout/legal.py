"""The terms of a venue for its customers: until when they may refund tickets, and the legal pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.checkout.errors import LegalPageNotFound
from matinee.checkout.models import LegalKind, LegalPage
from matinee.venues.errors import VenueNotFound
from matinee.venues.models import Venue

FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True)
class PublicTerms:
    """What a customer should know before paying."""

    refundable_until_minutes: int | None
    """Before the show; None for never."""
    pages: Sequence[LegalPage]
    """One of each kind that the venue has, in the best language."""


def public_terms(venue_id: int, language: str) -> PublicTerms:
    """Return the terms of a venue. Raises: VenueNotFound."""
    venue = Venue.objects.select_related("terms").filter(pk=venue_id).first()
    if venue is None:
        raise VenueNotFound
    terms = getattr(venue, "terms", None)
    best: dict[str, LegalPage] = {}
    for page in LegalPage.objects.filter(venue=venue).defer("text"):
        rival = best.get(page.kind)
        if rival is None or _rank(page, language) < _rank(rival, language):
            best[page.kind] = page
    pages = [best[kind] for kind in LegalKind.values if kind in best]
    return PublicTerms(terms.refundable_until_minutes if terms else None, pages)


def legal_page(venue_id: int, kind: str, language: str) -> LegalPage:
    """Return a legal page in the best language. Raises: LegalPageNotFound."""
    pages = LegalPage.objects.select_related("venue").filter(venue=venue_id, kind=kind)
    page = min(pages, key=lambda page: _rank(page, language), default=None)
    if page is None:
        raise LegalPageNotFound
    return page


def _rank(page: LegalPage, language: str) -> tuple[int, int]:
    """Sort pages: the language itself, the same language elsewhere, English, then the oldest page."""
    wanted, found = language.lower(), page.language.lower()
    if found == wanted:
        return 0, page.pk
    if found.partition("-")[0] == wanted.partition("-")[0]:
        return 1, page.pk
    return (2 if found.partition("-")[0] == FALLBACK_LANGUAGE else 3), page.pk
