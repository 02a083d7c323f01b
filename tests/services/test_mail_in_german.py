"""Emails and their attachments are in the language of the order, not in that of the worker."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from email.message import EmailMessage
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.utils.translation import get_language
from icalendar import Calendar

from matinee.catalogue.models import Movie
from matinee.checkout.models import Seller, TicketOrder, VenueTerms
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket
from matinee.venues.models import Venue
from tests.api.client import Api
from tests.cinema import Cinema, make_cinema
from tests.jobs import RunJobs
from tests.mail_server import Mailbox, content

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

GERMAN = "de-AT,de;q=0.9,en;q=0.5"
ADA = {"email": "ada@example.org"}
CAPTURE_FAILS = "4000000000008047"


@pytest.fixture
def roxy(transactional_db: None) -> Cinema:  # noqa: ARG001 - it needs the database
    """A seat costs €12.50, with a receipt."""
    roxy = make_cinema()
    Show.objects.update(price=Decimal("12.50"))
    seller = Seller.objects.create(legal_name="Roxy GmbH", tax_number="DE123", next_receipt_number=7)
    VenueTerms.objects.create(venue=roxy.venue, seller=seller)
    return roxy


def buy(roxy: Cinema, *names: str, language: str, **more: Any) -> TicketOrder:
    """Buy these seats over HTTP."""
    api = Api()
    body = {"hold_token": api.lock(roxy, *names)["hold_token"], "customer": ADA, **more}
    response = api.post("/api/book-seat/", body, Accept_Language=language)
    return TicketOrder.objects.get(reference=response.json()["order"]["reference"])


def move_shows_to_a_wednesday() -> None:
    """Move all shows to a fixed day, 20:15 in Berlin."""
    start, film, end, free = (
        datetime(2026, 11, 25, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))
        for hour, minute in ((20, 15), (20, 35), (22, 15), (22, 30))
    )
    Show.objects.update(starts_at=start, feature_starts_at=film, ends_at=end, hall_free_at=free)


def attachment(mail: EmailMessage, media_type: str) -> Any:
    """Return the attachment of this media type."""
    (part,) = [part for part in mail.iter_attachments() if part.get_content_type() == media_type]
    return part.get_content()


def page_texts(pdf: bytes) -> Iterator[str]:
    """The text of each page without white space, because the PDF reader guesses the line ends."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield "".join(page.get_textpage().get_text_bounded().split())
    finally:
        document.close()


def test_the_email_with_the_tickets(roxy: Cinema, mailbox: Mailbox, run_jobs: RunJobs) -> None:
    order = buy(roxy, "C4", "C5", language=GERMAN)
    move_shows_to_a_wednesday()
    assert get_language() == "en"
    run_jobs()
    (mail,) = mailbox.messages
    film, venue = roxy.movie.title, roxy.venue.name
    first, second = (format_short_code(ticket.short_code) for ticket in Ticket.objects.order_by("seat_id"))
    link = f"http://localhost:8000/ticket/{order.secret}"
    assert mail["Subject"] == f"Ihre Eintrittskarten: {film}, Mi., 25. Nov., 20:15 Uhr"
    assert (
        content(mail, "plain")
        == f"""\
Ihre Eintrittskarten für {film}

Mittwoch, 25. November 2026, 20:15 Uhr
{venue}, Hall 1
1 High Street, Testville

Reihe C, Platz 4 (Adult): {first}
Reihe C, Platz 5 (Adult): {second}

Ihre Eintrittskarten mit den Codes für den Einlass: {link}

Buchungsnummer {order.reference}, insgesamt 25,00\N{NO-BREAK SPACE}€.
Beleg Nr. 7, Roxy GmbH, DE123."""
    )
    html = content(mail, "html")
    assert '<html lang="de">' in html
    assert "Mittwoch, 25. November 2026, <strong>20:15 Uhr</strong>" in html
    assert "Reihe <strong>C</strong>, Platz <strong>4</strong>" in html
    assert "insgesamt 25,00\N{NO-BREAK SPACE}€." in html


def test_film_and_ticket_types_have_their_german_names(
    roxy: Cinema,
    mailbox: Mailbox,
    run_jobs: RunJobs,
) -> None:
    Movie.objects.update(
        translations={"de": {"title": "Vogelfrei"}}, ratings={"DE": "12", "US": "R"}, rating="R"
    )
    Venue.objects.update(country="DE", format_names={"de": {"2D": "Vorpremiere"}})
    TicketType.objects.filter(pk=roxy.adult.pk).update(translations={"de": {"name": "Erwachsene"}})
    buy(roxy, "C4", language=GERMAN)
    buy(roxy, "C5", language="en")
    run_jobs()
    german, english = sorted(mailbox.messages, key=lambda mail: "Vogelfrei" not in mail["Subject"])
    assert "(Erwachsene)" in content(german, "plain")
    page = next(page_texts(attachment(german, "application/pdf")))
    assert all(words in page for words in ("Vogelfrei", "FSK12", "Vorpremiere", "Erwachsene"))
    (visit,) = Calendar.from_ical(attachment(german, "text/calendar")).events
    assert "Vogelfrei" in str(visit["SUMMARY"])
    assert roxy.movie.title in english["Subject"]
    assert "(Adult)" in content(english, "plain")


def test_the_attachments(roxy: Cinema, mailbox: Mailbox, run_jobs: RunJobs) -> None:
    Show.objects.update(audio_language="en", subtitle_language="de")
    order = buy(roxy, "C4", "C5", language=GERMAN)
    move_shows_to_a_wednesday()
    run_jobs()
    pdf, calendar = (
        attachment(mailbox.messages[0], media_type) for media_type in ("application/pdf", "text/calendar")
    )
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.Root.Lang == "de"
    page, _ = page_texts(pdf)
    for words in (
        "Englisch, Untertitel: Deutsch",
        "20:15 Mittwoch, 25. November 2026 Hauptfilm 20:35 · Ende 22:15",
        "SAAL Hall 1 REIHE C PLATZ 4",
        "KARTE 1 VON 2",
        "ENDPREIS 12,50 €",
        "BUCHUNG INSGESAMT 25,00 €",
        "Bitte zeigen Sie diesen Code am Einlass vor (Hall 1), auf Papier oder auf einem hellen Bildschirm.",
        "genügen die Zeichen unter „Code“.",
    ):
        assert "".join(words.split()) in page
    (visit,) = Calendar.from_ical(calendar).events
    assert visit["DESCRIPTION"] == f"Hall 1, Plätze C4, C5. Buchung {order.reference}."


def test_one_ticket_uses_the_singular(roxy: Cinema, mailbox: Mailbox, run_jobs: RunJobs) -> None:
    orders = [buy(roxy, "A1", language="de"), buy(roxy, "A2", language="en")]
    move_shows_to_a_wednesday()
    run_jobs()
    german, english = mailbox.messages
    film = roxy.movie.title
    assert german["Subject"] == f"Ihre Eintrittskarte: {film}, Mi., 25. Nov., 20:15 Uhr"
    assert english["Subject"] == f"Your ticket: {film}, Wed 25 Nov, 20:15"
    for mail, order, seat in zip(
        mailbox.messages, orders, ("Platz A1. Buchung", "seat A2. Booking"), strict=True
    ):
        (visit,) = Calendar.from_ical(attachment(mail, "text/calendar")).events
        assert visit["DESCRIPTION"] == f"Hall 1, {seat} {order.reference}."


def test_the_email_in_english(roxy: Cinema, mailbox: Mailbox, run_jobs: RunJobs) -> None:
    order = buy(roxy, "C4", "C5", language="fr")
    move_shows_to_a_wednesday()
    run_jobs()
    (mail,) = mailbox.messages
    film, venue = roxy.movie.title, roxy.venue.name
    first, second = (format_short_code(ticket.short_code) for ticket in Ticket.objects.order_by("seat_id"))
    assert mail["Subject"] == f"Your tickets: {film}, Wed 25 Nov, 20:15"
    assert (
        content(mail, "plain")
        == f"""\
Your tickets for {film}

Wednesday 25 November 2026, 20:15
{venue}, Hall 1
1 High Street, Testville

Row C, seat 4 (Adult): {first}
Row C, seat 5 (Adult): {second}

Open your tickets, with their codes for the door: http://localhost:8000/ticket/{order.secret}

Reference {order.reference}, €25.00 in all.
Receipt 7, Roxy GmbH, DE123."""
    )
    assert '<html lang="en">' in content(mail, "html")


def test_the_email_about_a_failed_capture(roxy: Cinema, mailbox: Mailbox, run_jobs: RunJobs) -> None:
    order = buy(roxy, "C4", language="de", payment={"card": CAPTURE_FAILS})
    move_shows_to_a_wednesday()
    run_jobs()
    subject = f"Ihre Buchung {order.reference} ist nicht zustande gekommen"
    (mail,) = [mail for mail in mailbox.messages if mail["Subject"] == subject]
    assert content(mail, "plain") == (
        f"Es tut uns leid: Die Zahlung Ihrer Buchung {order.reference} ist fehlgeschlagen. "
        f"Ihre Eintrittskarten für {roxy.movie.title} am Mittwoch, 25. November, 20:15 Uhr, "
        "sind deshalb nicht gültig.\n\n"
        "Ihnen wurde nichts berechnet. "
        "Ihre Plätze sind wieder im Verkauf; Sie können gern noch einmal buchen."
    )
    assert "<strong>" in content(mail, "html")


def test_a_title_is_escaped_in_html_and_plain_in_text(
    roxy: Cinema,
    mailbox: Mailbox,
    run_jobs: RunJobs,
) -> None:
    roxy.movie.title = "Tom & <i>Jerry</i> 100 %(film)s"
    roxy.movie.save()
    buy(roxy, "A1", language="de")
    run_jobs()
    (mail,) = mailbox.messages
    assert roxy.movie.title in mail["Subject"]
    assert f"für {roxy.movie.title}\n" in content(mail, "plain")
    assert "Tom &amp; &lt;i&gt;Jerry&lt;/i&gt; 100 %(film)s" in content(mail, "html")


def test_each_order_of_a_customer_has_its_own_language(
    roxy: Cinema,
    mailbox: Mailbox,
    run_jobs: RunJobs,
) -> None:
    for name, language in (("A1", "de"), ("A2", "en"), ("A3", "de")):
        buy(roxy, name, language=language)
    run_jobs()
    assert mailbox.recipients == ["ada@example.org"] * 3
    words = [mail["Subject"].partition(":")[0] for mail in mailbox.messages]
    assert words == ["Ihre Eintrittskarte", "Your ticket", "Ihre Eintrittskarte"]
