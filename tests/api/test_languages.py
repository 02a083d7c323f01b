"""An order's language is the one that the booking request prefers. The API itself is in English."""

from io import BytesIO

import pikepdf
import pytest
from django.conf import settings

from matinee.checkout.models import TicketOrder
from tests.api.client import Api, nothing_changes
from tests.cinema import Cinema

KEY = "6f2c1f6e-2f5b-4c39-9d3d-6b2f8f0e7a11"


@pytest.mark.parametrize(
    ("accept_language", "language"),
    [("de", "de"), ("fr,de-CH;q=0.3", "de"), ("en-US,de;q=0.9", "en"), ("tlh", "en"), (";;;", "en")],
)
def test_booking_uses_accept_language(api: Api, cinema: Cinema, accept_language: str, language: str) -> None:
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"]}
    assert api.post("/api/book-seat/", body, Accept_Language=accept_language).status_code == 201
    assert TicketOrder.objects.get().language == language


def test_default_is_english_and_cookies_are_ignored(api: Api, cinema: Cinema) -> None:
    api.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    api.book(api.lock(cinema, "A1"))
    assert TicketOrder.objects.get().language == "en"


def test_repeated_request_may_have_another_language(api: Api, cinema: Cinema) -> None:
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"]}
    first = api.post("/api/book-seat/", body, Idempotency_Key=KEY, Accept_Language="de")
    with nothing_changes():
        second = api.post("/api/book-seat/", body, Idempotency_Key=KEY, Accept_Language="en")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert TicketOrder.objects.get().language == "de"


def test_latest_request_after_a_decline_sets_the_language(api: Api, cinema: Cinema) -> None:
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"]}
    declined = {**body, "payment": {"card": "4000000000000002"}}
    response = api.post("/api/book-seat/", declined, Accept_Language="en")
    assert (response.status_code, TicketOrder.objects.get().language) == (402, "en")
    assert api.post("/api/book-seat/", body, Accept_Language="de").status_code == 201
    assert TicketOrder.objects.get().language == "de"


def test_files_are_in_the_orders_language(api: Api, cinema: Cinema) -> None:
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"]}
    order = api.post("/api/book-seat/", body, Accept_Language="de").json()["order"]
    page = f"/api/orders/{order['secret']}/"
    (ticket,) = api.get(page).json()["tickets"]
    with pikepdf.open(BytesIO(api.get(f"{page}tickets.pdf", Accept_Language="en").content)) as document:
        assert document.Root.Lang == "de"
    assert "Platz A1. Buchung" in api.get(f"{page}calendar.ics", Accept_Language="en").content.decode()
    drawing = api.get(f"{page}tickets/{ticket['id']}/qr.svg", Accept_Language="en").content
    assert b"<title>Eintrittskarte</title>" in drawing


def test_problems_are_english(api: Api, cinema: Cinema) -> None:
    body = {"show_id": cinema.show.pk, "seat_ids": "A1", "name": ""}
    responses = [
        api.post("/api/lock-seat/", body, Accept_Language=language).json() for language in ("de", "en")
    ]
    assert responses[0] == responses[1]
    assert responses[0]["title"] == "Invalid request"
