"""The texts and times of printed tickets, in the active language and the venue's time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, gettext

from matinee.catalogue.age_ratings import age_rating
from matinee.core.language import current_locale
from matinee.core.money import money_text
from matinee.shows.models import Show, ShowStatus
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class SheetTicket:
    """One seat. `price` is formatted, and `short_code` is in groups for reading aloud."""

    row: str
    number: int
    type_name: str
    """With what the ticket type asks for at the entrance."""
    price: str
    code: str
    short_code: str


@dataclass(frozen=True)
class Sheet:
    """The tickets of one order for one show, without personal data of the customer.

    The times are aware and in the venue's time zone. `total` is formatted.
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
    is_copy: bool = False
    """The tickets were issued before; this is another print of them."""


def sheet_of(*, reference: str, total: Decimal, tickets: Sequence[Ticket], is_copy: bool = False) -> Sheet:
    """Return the sheet of one or more tickets of one show. `total` is the total of the order."""
    first = tickets[0]
    show = Show.objects.select_related("movie", "hall__venue").get(pk=first.show_id)
    venue = show.hall.venue
    zone = ZoneInfo(venue.timezone)
    language = get_language() or ""
    rating = age_rating(show.movie.ratings, venue.country, language)
    return Sheet(
        reference=reference,
        venue=venue.name,
        address=venue.full_address,
        hall=show.hall.name,
        title=show.movie.title_in(language),
        rating=str(rating) if rating else "",
        format=venue.format_in(show.format, language),
        languages=languages(show.audio_language, show.subtitle_language),
        starts_at=show.starts_at.astimezone(zone),
        feature_starts_at=show.feature_starts_at.astimezone(zone),
        ends_at=show.ends_at.astimezone(zone),
        tickets=[_sheet_ticket(ticket) for ticket in tickets],
        total=money_text(total, first.currency),
        cancelled=show.status == ShowStatus.CANCELLED
        or all(ticket.status == TicketStatus.VOIDED for ticket in tickets),
        is_copy=is_copy,
    )


def _sheet_ticket(ticket: Ticket) -> SheetTicket:
    return SheetTicket(
        row=ticket.seat.row_letter,
        number=ticket.seat.seat_number,
        type_name=_type_name(ticket),
        price=money_text(ticket.price, ticket.currency),
        code=ticket.code,
        short_code=format_short_code(ticket.short_code),
    )


def _type_name(ticket: Ticket) -> str:
    """`Child · from 6 years · with proof`."""
    kind = ticket.ticket_type
    age = gettext("from %(age)s years") % {"age": kind.minimum_age} if kind and kind.minimum_age else ""
    proof = gettext("with proof") if kind and kind.needs_proof else ""
    return " · ".join(filter(None, [ticket.ticket_type_name, age, proof]))


def languages(audio: str, subtitles: str) -> str:
    """Return the names of a show's known languages (BCP 47): `English, German subtitles`."""
    audio_name = _language(audio)
    subtitles_name = (
        gettext("%(language)s subtitles") % {"language": _language(subtitles)} if subtitles else ""
    )
    return ", ".join(filter(None, [audio_name, subtitles_name]))


def _language(tag: str) -> str:
    """Return the name of a BCP 47 language: `pt-BR` is `Portuguese (Brazil)`."""
    if not tag:
        return ""
    try:
        return Locale.parse(tag, sep="-").get_display_name(current_locale()) or tag
    except (ValueError, UnknownLocaleError):
        return tag
