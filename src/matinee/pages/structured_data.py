"""Structured data of pages: schema.org descriptions as JSON-LD."""

import json
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from matinee.catalogue.age_ratings import age_rating
from matinee.catalogue.models import LARGE, Movie
from matinee.core.money import money_string
from matinee.pages.queries import Screening
from matinee.pages.text import only_country, page_language
from matinee.shows.models import Show, ShowStatus
from matinee.venues.models import Venue

Json = dict[str, Any]

SCHEMA = "https://schema.org"
UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&"}
"""Escapes: a title must not end the script element."""


def json_ld(things: Sequence[Json]) -> SafeString:
    """Return the content of `<script type="application/ld+json">`: one object, or a graph of several."""
    content = things[0] if len(things) == 1 else {"@graph": things}
    text = json.dumps({"@context": SCHEMA, **content}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(UNSAFE))  # noqa: S308 - "<" is escaped


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def theatre(venue: Venue) -> Json:
    """Describe a venue. Unknown properties are omitted."""
    known = {
        "telephone": venue.phone,
        "email": venue.email,
        "sameAs": venue.website,
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"{SCHEMA}/{WEEKDAYS[one['weekday'] - 1]}",
                "opens": one["opens"],
                "closes": one["closes"],
            }
            for one in venue.opening_hours
        ],
    }
    return {
        "@type": "MovieTheater",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.address,
            "addressLocality": venue.city,
            **({"addressCountry": venue.country} if venue.country else {}),
        },
        "currenciesAccepted": venue.currency,
        "url": f"{settings.SITE_URL}/?venue={venue.pk}",
        **{name: value for name, value in known.items() if value},
    }


def film(movie: Movie, country: str = "") -> Json:
    """Describe a film, with its rating in a country. Unknown properties are omitted."""
    language = page_language()
    rating = age_rating(movie.ratings, country, language)
    known = {
        "alternateName": movie.original_title,
        "description": movie.synopsis_in(language),
        "duration": f"PT{movie.duration_minutes}M",
        "genre": movie.genre_in(language),
        "contentRating": rating and str(rating),
        "director": movie.director and {"@type": "Person", "name": movie.director},
        "actor": [{"@type": "Person", "name": name} for name in movie.cast],
        "dateCreated": movie.release_year and str(movie.release_year),
        "inLanguage": movie.original_language,
    }
    return {
        "@type": "Movie",
        "name": movie.title_in(language),
        "url": f"{settings.SITE_URL}/film/{movie.pk}",
        "image": image_url(movie),
        **{name: value for name, value in known.items() if value},
    }


def film_with_shows(movie: Movie, screenings: Sequence[Screening]) -> Json:
    """Describe a film and its upcoming shows. Each show is an event that refers to the film."""
    name = f"{settings.SITE_URL}/film/{movie.pk}"
    shows = [{**screening(one), "workPresented": {"@id": name}} for one in screenings]
    return {"@graph": [{**film(movie, only_country(screenings)), "@id": name}, *shows]}


def screening(one: Screening) -> Json:
    """Describe a show, with times in the venue's time zone. Without an offer after sales have closed."""
    show = one.show
    zone = ZoneInfo(show.hall.venue.timezone)
    known = {
        "inLanguage": show.audio_language,
        "subtitleLanguage": show.subtitle_language,
        "videoFormat": show.hall.venue.format_in(show.format, page_language()),
        "offers": offer(one),
    }
    return {
        "@type": "ScreeningEvent",
        "name": show.movie.title_in(page_language()),
        "url": show_url(show),
        "image": image_url(show.movie),
        "startDate": show.starts_at.astimezone(zone).isoformat(timespec="seconds"),
        "endDate": show.ends_at.astimezone(zone).isoformat(timespec="seconds"),
        "eventStatus": f"{SCHEMA}/{_event_status(show)}",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "location": theatre(show.hall.venue),
        "workPresented": film(show.movie, show.hall.venue.country),
        **{name: value for name, value in known.items() if value},
    }


def offer(one: Screening) -> Json | None:
    """Describe the lowest price and the availability. None after sales have closed."""
    show, venue = one.show, one.show.hall.venue
    if show.status == ShowStatus.CANCELLED or one.now >= show.sales_close_at:
        return None
    zone = ZoneInfo(venue.timezone)
    return {
        "@type": "Offer",
        "price": money_string(show.price, venue.currency),
        "priceCurrency": venue.currency,
        "availability": f"{SCHEMA}/{_availability(one)}",
        "validFrom": show.sales_open_at.astimezone(zone).isoformat(timespec="seconds"),
        "validThrough": show.sales_close_at.astimezone(zone).isoformat(timespec="seconds"),
        "url": show_url(show),
    }


def show_url(show: Show) -> str:
    """Return the URL of the show's seat map."""
    return f"{settings.SITE_URL}/show/{show.pk}"


def image_url(movie: Movie) -> str:
    """Return the film's poster, or the fallback image."""
    return poster_url(movie) or fallback_image_url()


def poster_url(movie: Movie) -> str:
    """Return the whole URL of the film's poster, for other sites; empty without one."""
    address = movie.poster_address(LARGE)
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def fallback_image_url() -> str:
    """Return the site's own image."""
    return f"{settings.SITE_URL}{settings.STATIC_URL}app/social-card.png"


def _event_status(show: Show) -> str:
    return "EventCancelled" if show.status == ShowStatus.CANCELLED else "EventScheduled"


def _availability(one: Screening) -> str:
    if one.seats_left <= 0:
        return "SoldOut"
    if not settings.SELLS_ONLINE:
        return "InStoreOnly"
    return "InStock" if one.now >= one.show.sales_open_at else "PreOrder"
