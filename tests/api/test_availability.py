"""GET /api/hall-layout/{show_id}/availability/: the ids of taken seats only."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.client import Api
from tests.cinema import Cinema
from tests.clock import pass_time


def address(cinema: Cinema) -> str:
    return f"/api/hall-layout/{cinema.show.pk}/availability/"


def test_lists_taken_seats_by_id_and_marks_own_seats(api: Api, cinema: Cinema) -> None:
    assert api.get(address(cinema)).json() == {"show_id": cinema.show.pk, "seats": []}
    mine = api.lock(cinema, "B2", "A1")
    api.book(api.lock(cinema, "A2"))
    a1, a2, b2 = cinema.ids("A1", "A2", "B2")

    assert api.get(address(cinema)).json()["seats"] == [
        {"id": a1, "status": "LOCKED"},
        {"id": a2, "status": "BOOKED"},
        {"id": b2, "status": "LOCKED"},
    ]
    assert api.get(address(cinema), X_Hold_Token=mine["hold_token"]).json()["seats"] == [
        {"id": a1, "status": "LOCKED", "mine": True},
        {"id": a2, "status": "BOOKED"},
        {"id": b2, "status": "LOCKED", "mine": True},
    ]
    pass_time(minutes=6)
    assert api.get(address(cinema)).json()["seats"] == [{"id": a2, "status": "BOOKED"}]


def test_etag_changes_with_the_taken_seats(api: Api, cinema: Cinema) -> None:
    first = api.get(address(cinema))
    assert (first["Cache-Control"], first["Vary"]) == ("public, max-age=0, s-maxage=1", "X-Hold-Token")
    assert api.get(address(cinema), If_None_Match=first["ETag"]).status_code == 304

    token = api.lock(cinema, "A1")["hold_token"]

    changed = api.get(address(cinema), If_None_Match=first["ETag"])
    assert changed.status_code == 200
    bearers = api.get(address(cinema), If_None_Match=changed["ETag"], X_Hold_Token=token)
    assert (bearers.status_code, bearers["Cache-Control"]) == (200, "private, no-cache")


def test_one_query(api: Api, cinema: Cinema) -> None:
    api.lock(cinema, "A1", "A2", "A3")
    with CaptureQueriesContext(connection) as queries:
        api.get(address(cinema))
    assert len(queries) == 1
