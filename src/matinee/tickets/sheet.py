"""Everything that a ticket says to people: in the language that is spoken now, in the venue's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext

from matinee.core.language import current_locale
from matinee.core.money import money_text
from matinee.shows.models import Show, ShowStatus
from matinee.tickets.codes import for_people
from matinee.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class SheetTicket:
    """One seat. `price` is written for people, `short_code` is grouped for reading aloud."""

    row: str
    number: int
    type_name: str
    price: str
    code: str
    short_code: str


@dataclass(frozen=True)
class Sheet:
    """The tickets of one order for one show; no name and no address of who bought them.

    The show's times are aware and in the venue's zone. `total` is written for people.
    """

    reference: str
    venue: str
    address: str
    hall: str
    title: str
    rating: str
    format: str
    languages: str
    starts_at: datetime
    feature_starts_at: datetime
    ends_at: datetime
    tickets: Sequence[SheetTicket]
    total: str
    cancelled: bool = False
    """The show is cancelled, or none of the tickets is valid."""


def sheet_of(*, reference: str, total: Decimal, tickets: Sequence[Ticket]) -> Sheet:
    """Describe one or more tickets of one show; `total` is what the whole order costs."""
    first = tickets[0]
    show = Show.objects.select_related("movie", "hall__venue").get(pk=first.show_id)
    venue = show.hall.venue
    zone = ZoneInfo(venue.timezone)
    return Sheet(
        reference=reference,
        venue=venue.name,
        address=venue.full_address,
        hall=show.hall.name,
        title=show.movie.title,
        rating=show.movie.rating,
        format=show.format,
        languages=languages(show.audio_language, show.subtitle_language),
        starts_at=show.starts_at.astimezone(zone),
        feature_starts_at=show.feature_starts_at.astimezone(zone),
        ends_at=show.ends_at.astimezone(zone),
        tickets=[_described(ticket) for ticket in tickets],
        total=money_text(total, first.currency),
        cancelled=show.status == ShowStatus.CANCELLED
        or all(ticket.status == TicketStatus.VOIDED for ticket in tickets),
    )


def _described(ticket: Ticket) -> SheetTicket:
    return SheetTicket(
        row=ticket.seat.row_letter,
        number=ticket.seat.seat_number,
        type_name=ticket.ticket_type_name,
        price=money_text(ticket.price, ticket.currency),
        code=ticket.code,
        short_code=for_people(ticket.short_code),
    )


def languages(audio: str, subtitles: str) -> str:
    """Name a show's languages (BCP 47), as far as they are known: `English, German subtitles`."""
    spoken = _language(audio)
    written = gettext("%(language)s subtitles") % {"language": _language(subtitles)} if subtitles else ""
    return ", ".join(filter(None, [spoken, written]))


def _language(tag: str) -> str:
    """Name a BCP 47 language: `pt-BR` gives `Portuguese (Brazil)`."""
    if not tag:
        return ""
    try:
        return Locale.parse(tag, sep="-").get_display_name(current_locale()) or tag
    except (ValueError, UnknownLocaleError):
        return tag
