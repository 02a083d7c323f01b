"""The terms of a venue for its customers: until when they may refund tickets, and the legal pages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matinee.checkout.errors import LegalPageNotFound
from matinee.checkout.models import LegalKind, LegalPage
from matinee.core.translations import fallbacks
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
    pages = legal_pages([venue], language).get(venue.pk, [])
    return PublicTerms(terms.refundable_until_minutes if terms else None, pages)


def legal_pages(venues: Iterable[Venue], language: str) -> dict[int, list[LegalPage]]:
    """Return the legal pages of venues by their ids: one of each kind, in the best language, without text."""
    best: dict[tuple[int, str], LegalPage] = {}
    for page in LegalPage.objects.filter(venue__in=venues).defer("text"):
        place = page.venue_id, page.kind
        if place not in best or _rank(page, language) < _rank(best[place], language):
            best[place] = page
    pages: dict[int, list[LegalPage]] = defaultdict(list)
    for (venue_id, _), page in sorted(best.items(), key=lambda item: LegalKind.values.index(item[0][1])):
        pages[venue_id].append(page)
    return pages


def legal_page(venue_id: int, kind: str, language: str) -> LegalPage:
    """Return a legal page in the best language. Raises: LegalPageNotFound."""
    if kind not in LegalKind.values:
        raise LegalPageNotFound
    pages = LegalPage.objects.select_related("venue").filter(venue=venue_id, kind=kind)
    page = min(pages, key=lambda page: _rank(page, language), default=None)
    if page is None:
        raise LegalPageNotFound
    return page


def _rank(page: LegalPage, language: str) -> tuple[int, int]:
    """Sort pages: the tag itself, its shorter forms, the same language elsewhere, English, any other.

    Of several, the oldest page is first. The first two are the order of fallback of all
    texts (`matinee.core.translations`).
    """
    tags = fallbacks(language)
    if page.language in tags:
        return tags.index(page.language), page.pk
    found = page.language.partition("-")[0]
    same, english = found in tags[-1:], found == FALLBACK_LANGUAGE
    return len(tags) + (0 if same else 1 if english else 2), page.pk
