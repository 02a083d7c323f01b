"""Responses when a lock is not released or the database is unreachable."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from pytest_django import Settings

from tests.api.client import Api, assert_problem, nothing_changes
from tests.cinema import make_cinema
from tests.races.concurrency import plain_connection

pytestmark = pytest.mark.django_db(transaction=True)

LOCK = "SELECT id FROM seat WHERE id = ANY(%s) FOR UPDATE"


@pytest.mark.parametrize("path", ["lock-seat", "extend-lock", "release-lock", "book-seat"])
def test_busy_after_the_lock_timeout(settings: Settings, path: str) -> None:
    settings.LOCK_WAIT_MS = 100
    api, cinema = Api(), make_cinema()
    hold = api.lock(cinema, "A1")
    body: dict[str, Any] = {"hold_token": hold["hold_token"]}
    if path == "lock-seat":
        body |= {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1")}

    with plain_connection() as other, nothing_changes():
        other.execute(LOCK, [hold["seat_ids"]])
        response = api.post(f"/api/{path}/", body)
        other.rollback()

    assert_problem(response, 503, "busy", "Busy")
    assert response["Retry-After"] == "1"


def test_reads_do_not_wait_for_locks() -> None:
    api, cinema = Api(), make_cinema()
    with plain_connection() as other:
        other.execute(LOCK, [cinema.ids("A1", "A2")])
        other.execute("SELECT id FROM show FOR UPDATE")
        for path in ("/api/shows/", f"/api/hall-layout/{cinema.show.pk}/", "/readyz"):
            assert api.get(path).status_code == 200
        other.rollback()


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """New connections find no server."""
    monkeypatch.setitem(connections.settings["default"], "HOST", "/nowhere")


@pytest.mark.usefixtures("no_database")
class TestWithoutDatabase:
    """Requests get 503 with Retry-After; the process stays alive."""

    def send(self, method: str, path: str, body: bytes = b"") -> Any:
        def send() -> Any:
            try:
                return Api().send(method, path, body)
            finally:
                connections.close_all()

        # Each thread has a connection of its own.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(send).result()

    @pytest.mark.parametrize("path", ["/readyz", "/api/shows/", "/api/venues/", "/api/hall-layout/1/"])
    def test_read_requests(self, path: str) -> None:
        response = self.send("GET", path)
        assert_problem(response, 503, "unavailable", "Unavailable")
        assert response["Retry-After"] == "1"

    def test_write_requests(self) -> None:
        response = self.send("POST", "/api/lock-seat/", b'{"show_id": 1, "seat_id": 1}')
        assert_problem(response, 503, "unavailable", "Unavailable")

    def test_the_process_is_alive(self) -> None:
        response = self.send("GET", "/healthz")
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
