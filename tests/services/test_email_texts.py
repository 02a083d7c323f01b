"""Stored text cannot break an email: no line break in a subject, no entity in text, no tag in HTML."""

import html
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.utils.translation import override

import matinee
from matinee.booking.services import hold_seats
from matinee.checkout import order_events
from matinee.checkout.emails.delivery import send_due_emails
from matinee.checkout.emails.message import compose
from matinee.checkout.models import EmailKind, OrderEmail
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from tests.cinema import make_cinema

pytestmark = pytest.mark.django_db

HOSTILE = (
    'Tom & "Jerry"\r\nBcc: eve@example.org\x0b\x85\u2028\u2029<script>alert(1)</script> {{ x }} %(film)s'
)
ON_ONE_LINE = 'Tom & "Jerry" Bcc: eve@example.org <script>alert(1)</script> {{ x }} %(film)s'
LINE_ENDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
TEMPLATES = sorted(Path(matinee.__file__).parent.glob("*/templates/**/*.txt"))

NAMES = """
film hall venue address day short_day day_and_year time total seller link reference amount reason
old_day old_time old_hall new_day new_time new_hall receipt_number
"""
HOSTILE_VALUES = dict.fromkeys(NAMES.split(), ON_ONE_LINE) | {
    name: [{"row": ON_ONE_LINE, "number": 1, "type": ON_ONE_LINE, "code": ON_ONE_LINE}]
    for name in ("tickets", "cancelled", "rows")
}
HOSTILE_VALUES["bookings"] = [dict.fromkeys(NAMES.split(), ON_ONE_LINE)] * 2


def hostile_email(kind: EmailKind, language: str) -> OrderEmail:
    """An email of this kind in which every name is hostile."""
    cinema = make_cinema()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    purchase = Purchase(token=hold.token, customer_email="ada@example.org", language=language)
    email = OrderEmail.objects.select_related("event", "order__show__movie", "order__show__hall__venue").get(
        order=book(purchase=purchase)
    )
    email.kind, email.former_address = kind, "bob@example.org"
    order, show, hall = email.order, email.order.show, email.order.show.hall
    show.movie.title = hall.name = hall.venue.name = hall.venue.address = hall.venue.city = HOSTILE
    order.seller_name = order.seller_tax_number = HOSTILE
    email.event.facts = {
        "seat_ids": cinema.ids("A1"),
        "amount": "12.00",
        "refund_id": order.payments.get().refunds.create(amount=12).pk,
        "show_reason": HOSTILE,
        "old_starts_at": "2026-11-25T19:15:00+00:00",
        "old_hall": HOSTILE,
        "new_starts_at": "2026-11-26T20:00:00+00:00",
        "new_hall": HOSTILE,
    }
    return email


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", EmailKind)
def test_hostile_names_stay_text(kind: EmailKind, language: str) -> None:
    message = compose(hostile_email(kind, language))
    assert message
    assert not LINE_ENDS.search(str(message.subject))
    for text in (str(message.subject), str(message.body)):
        assert not re.search(r"&(amp|quot|lt|gt|#x?[0-9a-f]+);", text), text
    assert ON_ONE_LINE in str(message.body)
    assert "\nBcc" not in str(message.body)
    markup, _ = message.alternatives[0]
    assert "<script" not in str(markup)
    assert "Jerry&quot;" in str(markup)
    on_the_wire = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert isinstance(on_the_wire, EmailMessage)
    # A long first word starts on the next line, which leaves a space.
    assert on_the_wire["Subject"].strip() == message.subject
    assert on_the_wire["Bcc"] is None


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_text_templates_do_not_escape(template: Path) -> None:
    """Templates of all subpackages: none has to switch off escaping itself."""
    name = "/".join(template.parts[template.parts.index("templates") + 1 :])
    for language in ("en", "de"):
        with override(language):
            text = render_to_string(name, HOSTILE_VALUES, using="text")
        assert html.unescape(text) == text
        assert "\\" not in text
        if template.name.endswith(".subject.txt"):
            assert not LINE_ENDS.search(text.strip())
    assert "autoescape" not in template.read_text()


def test_there_are_three_templates_of_each_kind() -> None:
    names = {path.name for path in TEMPLATES if path.parent.name == "checkout"}
    for kind in EmailKind:
        assert {f"{kind}.txt", f"{kind}.subject.txt"} <= names
        assert (TEMPLATES[0].parent / f"{kind}.html").exists()


def test_the_subject_of_a_title_with_quotes() -> None:
    cinema = make_cinema()
    cinema.movie.title = 'Tom & "Jerry"'
    cinema.movie.save()
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    order = book(purchase=Purchase(token=hold.token, customer_email="ada@example.org"))
    order_events.record(order, "link sent")
    send_due_emails()
    assert [message.subject.partition(",")[0] for message in mail.outbox] == [
        'Your ticket: Tom & "Jerry"',
        f'Your booking {order.reference}: Tom & "Jerry"',
    ]
    for message in mail.outbox:
        assert 'Tom & "Jerry"' in message.body
