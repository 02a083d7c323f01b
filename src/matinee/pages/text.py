"""Text about films, shows and cinemas in the active language."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from matinee.catalogue.age_ratings import age_rating
from matinee.catalogue.models import Movie
from matinee.checkout.legal import legal_pages
from matinee.checkout.models import LegalKind, LegalPage
from matinee.core.date_format import clock_time, day
from matinee.core.money import money_text
from matinee.pages.queries import Screening
from matinee.shows.models import Show, ShowStatus
from matinee.tickets.sheet import languages
from matinee.venues.models import Venue

LEADS = 6
"""Names of a film's cast in its short facts, as in the app."""


def page_language() -> str:
    """Return the language of the page (BCP 47)."""
    return get_language() or settings.LANGUAGE_CODE


def only_country(screenings: Sequence[Screening]) -> str:
    """Return the country that all shows of a film are in; empty if they are in several."""
    countries = {one.show.hall.venue.country for one in screenings}
    return countries.pop() if len(countries) == 1 else ""


def film_summary(movie: Movie, country: str = "") -> str:
    """`1999 · 139 min · Drama · FSK 16`; unknown values are omitted. A rating is that of the country."""
    language = page_language()
    year = str(movie.release_year or "")
    minutes = _("%(count)s min") % {"count": movie.duration_minutes}
    rating = age_rating(movie.ratings, country, language)
    label = str(rating) if rating else ""
    return " · ".join(filter(None, [year, minutes, movie.genre_in(language), label]))


def film_credits(movie: Movie) -> str:
    """`Director: … · Cast: … · Original title: … · Original language: …`; unknown values are omitted.

    Lines break after a dot only.
    """
    facts = {
        _("Director"): movie.director,
        _("Cast"): ", ".join(movie.cast[:LEADS]),
        _("Original title"): movie.original_title,
        _("Original language"): languages(movie.original_language, ""),
    }
    return "\u00a0· ".join(f"{name}: {value}" for name, value in facts.items() if value)


def show_line(show: Show) -> dict[str, Any]:
    """Return the template values of a show. Times are in the venue's time zone."""
    venue = show.hall.venue
    start = show.starts_at.astimezone(ZoneInfo(venue.timezone))
    language_text = languages(show.audio_language, show.subtitle_language)
    return {
        "show": show,
        "starts_at": start.isoformat(timespec="seconds"),
        "day": day(start),
        "time": clock_time(start),
        "film": show.movie.title_in(page_language()),
        "version": ", ".join(filter(None, [venue.format_in(show.format, page_language()), language_text])),
        "price": money_text(show.price, venue.currency),
    }


def screening_line(screening: Screening) -> dict[str, Any]:
    """Return the template values of a show, and why no tickets are on sale, if so."""
    return {**show_line(screening.show), "state": _state(screening)}


def legal_links(venues: Sequence[Venue]) -> list[dict[str, Any]]:
    """Return the template values of the legal pages of each venue that has some."""
    pages = legal_pages(venues, page_language())
    return [
        {
            "venue": venue.name,
            "links": [{"url": page.public_url, "title": legal_title(page)} for page in pages[venue.pk]],
        }
        for venue in venues
        if venue.pk in pages
    ]


def legal_title(page: LegalPage) -> str:
    """Return the name of a legal page."""
    names = {
        LegalKind.IMPRINT: _("Legal notice"),
        LegalKind.TERMS: _("Terms and conditions"),
        LegalKind.PRIVACY: _("Privacy"),
        LegalKind.ACCESSIBILITY: _("Accessibility"),
    }
    return names[LegalKind(page.kind)]


def _state(screening: Screening) -> str:
    show = screening.show
    if show.status == ShowStatus.CANCELLED:
        return _("Cancelled")
    if screening.now >= show.sales_close_at:
        return _("Online sales have ended")
    if not settings.SELLS_ONLINE:
        return _("Tickets at the box office")
    if screening.now < show.sales_open_at:
        return _("Not on sale yet")
    return _("Sold out") if screening.seats_left <= 0 else ""
