"""Floods are refused: 429, with the time after which it is worth asking again, and nothing changed."""

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from django.conf import LazySettings
from django.test import Client

from matinee.core.client_address import parse_networks
from matinee.runtime import rate_limits
from tests.api.client import Api, assert_problem, nothing_changes
from tests.cinema import Cinema
from tests.conftest import server
from tests.live_app import NO_TLS, run_live_app

SECRET = "x" * 43
PROXY, VISITOR, ANOTHER = "10.0.0.1", "192.0.2.1", "192.0.2.2"

Ask = Callable[[Api, Cinema], Any]


@pytest.fixture(autouse=True)
def first_minute() -> None:
    """Nobody has asked anything yet."""
    rate_limits.counters.cache_clear()


def lock(api: Api, cinema: Cinema) -> Any:
    return api.post("/api/lock-seat/", {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1")})


def best_seats(api: Api, cinema: Cinema) -> Any:
    return api.get(f"/api/shows/{cinema.show.pk}/best-seats/?count=2")


def find(api: Api, _cinema: Cinema) -> Any:
    return api.post("/api/orders/find/", {"email": "ada@example.org", "reference": "AAAAAAAA"})


def by_secret(path: str, method: str = "GET") -> Ask:
    def ask(api: Api, _cinema: Cinema) -> Any:
        return api.send(method, f"/api/orders/{SECRET}/{path}", b"{}" if method == "POST" else b"")

    ask.__name__ = f"{method} {path}"
    return ask


LIMITED = [
    (lock, "HOLDS_PER_MINUTE"),
    *(
        (ask, "LOOKUPS_PER_MINUTE")
        for ask in (
            best_seats,
            find,
            by_secret(""),
            by_secret("payment/"),
            by_secret("payment/", "POST"),
            by_secret("refund/", "POST"),
            by_secret("tickets.pdf"),
            by_secret("calendar.ics"),
            by_secret("tickets/1/qr.svg"),
        )
    ),
]


def refused(response: Any) -> bool:
    """Whether it is refused for asking too often, as is due."""
    if response.status_code != 429:
        return False
    assert_problem(response, 429, "too-many-requests", "Too many requests")
    assert 1 <= int(response["Retry-After"]) <= 60
    return True


@pytest.mark.parametrize(("ask", "limit"), LIMITED, ids=lambda one: getattr(one, "__name__", one))
def test_so_many_a_minute(api: Api, cinema: Cinema, settings: LazySettings, ask: Ask, limit: str) -> None:
    setattr(settings, limit, 3)
    assert not any(refused(ask(api, cinema)) for _ in range(3))
    with nothing_changes():
        assert refused(ask(api, cinema))
    another = Api(Client(REMOTE_ADDR=ANOTHER))
    assert not refused(ask(another, cinema))


@pytest.mark.parametrize("ask", [lock, find, by_secret("")])
def test_zero_is_any_number(api: Api, cinema: Cinema, settings: LazySettings, ask: Ask) -> None:
    settings.HOLDS_PER_MINUTE = settings.LOOKUPS_PER_MINUTE = 0
    assert not any(refused(ask(api, cinema)) for _ in range(100))


def test_so_many_seats_at_once(api: Api, cinema: Cinema, settings: LazySettings) -> None:
    settings.MAX_SEATS_PER_CLIENT = 3
    first = api.lock(cinema, "A1", "A2")
    too_many = {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A3", "A4")}
    with nothing_changes():
        answer = api.post("/api/lock-seat/", too_many)
        assert_problem(answer, 429, "too-many-requests", "Too many seats held")
        assert 290 <= int(answer["Retry-After"]) <= 300, "until the first hold runs out"
    assert Api(Client(REMOTE_ADDR=ANOTHER)).post("/api/lock-seat/", too_many).status_code == 201
    api.post("/api/release-lock/", {"hold_token": first["hold_token"]})
    assert api.lock(cinema, "A5", "A6", "A7")["seat_ids"] == cinema.ids("A5", "A6", "A7")


def test_an_ipv6_customer_is_one_client(cinema: Cinema, settings: LazySettings) -> None:
    settings.HOLDS_PER_MINUTE = 2
    answers = [refused(lock(Api(Client(REMOTE_ADDR=f"2001:db8:0:1::{n}")), cinema)) for n in range(1, 4)]
    assert answers == [False, False, True]
    assert not refused(lock(Api(Client(REMOTE_ADDR="2001:db8:0:2::1")), cinema))


class TestProxies:
    """Whose word on the visitor's address is believed."""

    @pytest.fixture(autouse=True)
    def one_a_minute(self, settings: LazySettings) -> None:
        settings.HOLDS_PER_MINUTE = 1
        settings.TRUSTED_PROXIES = parse_networks(["10.0.0.0/8"])

    def test_visitors_behind_our_proxy_are_counted_apart(self, cinema: Cinema) -> None:
        api = Api(Client(REMOTE_ADDR=PROXY))

        def again(said: str) -> bool:
            return refused(api.post(*self.hold(cinema), X_Forwarded_For=said))

        assert [again(VISITOR), again(ANOTHER), again(VISITOR)] == [False, False, True]
        assert again(f"203.0.113.5, {VISITOR}"), "what the visitor made up is ignored"

    def test_nobody_else_is_believed(self, cinema: Cinema) -> None:
        api = Api(Client(REMOTE_ADDR=VISITOR))
        said = [f"203.0.113.{n}" for n in range(1, 4)]
        answers = [refused(api.post(*self.hold(cinema), X_Forwarded_For=one)) for one in said]
        assert answers == [False, True, True]

    @pytest.mark.django_db
    @pytest.mark.parametrize(("peer", "status"), [(PROXY, 200), (VISITOR, 301)])
    def test_https_by_hearsay(self, settings: LazySettings, peer: str, status: int) -> None:
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        answer = Client(REMOTE_ADDR=peer).get("/api/config/", headers={"X-Forwarded-Proto": "https"})
        assert answer.status_code == status

    def hold(self, cinema: Cinema) -> tuple[str, Any]:
        return "/api/lock-seat/", {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1")}


def test_all_web_processes_count_together() -> None:
    """Many connections, so that both processes get some; one client, whatever it says it is."""
    with run_live_app(server.url, HOLDS_PER_MINUTE="20") as app:
        answers = Counter(
            httpx.post(
                f"{app.base_url}/api/lock-seat/",
                json={"show_id": 1, "seat_ids": [1]},
                headers={"X-Forwarded-For": f"203.0.113.{n}"},
                verify=NO_TLS,
            ).status_code
            for n in range(60)
        )
    assert answers[429] == 40, answers
    assert "MATINEE_COUNTS" not in os.environ
