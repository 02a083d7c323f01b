"""Rate limits: 429 with Retry-After, and no change."""

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

Send = Callable[[Api, Cinema], Any]


@pytest.fixture(autouse=True)
def reset_counters() -> None:
    """Start with empty counters."""
    rate_limits.counters.cache_clear()


def lock(api: Api, cinema: Cinema) -> Any:
    return api.post("/api/lock-seat/", {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1")})


def best_seats(api: Api, cinema: Cinema) -> Any:
    return api.get(f"/api/shows/{cinema.show.pk}/best-seats/?count=2")


def search_shows(api: Api, _cinema: Cinema) -> Any:
    return api.get("/api/shows/?q=amelie")


def search_movies(api: Api, _cinema: Cinema) -> Any:
    return api.get("/api/movies/?q=amelie")


def find(api: Api, _cinema: Cinema) -> Any:
    return api.post("/api/orders/find/", {"email": "ada@example.org"})


def by_secret(path: str, method: str = "GET") -> Send:
    def send(api: Api, _cinema: Cinema) -> Any:
        return api.send(method, f"/api/orders/{SECRET}/{path}", b"{}" if method == "POST" else b"")

    send.__name__ = f"{method} {path}"
    return send


LIMITED = [
    (lock, "HOLDS_PER_MINUTE"),
    *(
        (send, "LOOKUPS_PER_MINUTE")
        for send in (
            best_seats,
            search_shows,
            search_movies,
            find,
            by_secret(""),
            by_secret("payment/"),
            by_secret("payment/", "POST"),
            by_secret("refund/", "POST"),
            by_secret("email/", "POST"),
            by_secret("tickets.pdf"),
            by_secret("calendar.ics"),
            by_secret("tickets/1/qr.svg"),
        )
    ),
]


def is_limited(response: Any) -> bool:
    """Return whether the response is a correct 429."""
    if response.status_code != 429:
        return False
    assert_problem(response, 429, "too-many-requests", "Too many requests")
    assert 1 <= int(response["Retry-After"]) <= 60
    return True


@pytest.mark.parametrize(("send", "limit"), LIMITED, ids=lambda one: getattr(one, "__name__", one))
def test_requests_per_minute(
    api: Api, cinema: Cinema, settings: LazySettings, send: Send, limit: str
) -> None:
    setattr(settings, limit, 3)
    assert not any(is_limited(send(api, cinema)) for _ in range(3))
    with nothing_changes():
        assert is_limited(send(api, cinema))
    another = Api(Client(REMOTE_ADDR=ANOTHER))
    assert not is_limited(send(another, cinema))


@pytest.mark.parametrize("send", [lock, find, by_secret("")])
def test_zero_means_no_limit(api: Api, cinema: Cinema, settings: LazySettings, send: Send) -> None:
    settings.HOLDS_PER_MINUTE = settings.LOOKUPS_PER_MINUTE = 0
    assert not any(is_limited(send(api, cinema)) for _ in range(100))


@pytest.mark.parametrize("path", ["/api/shows/", "/api/movies/"])
@pytest.mark.usefixtures("cinema")
def test_lists_without_a_search_are_not_limited(api: Api, settings: LazySettings, path: str) -> None:
    settings.LOOKUPS_PER_MINUTE = 3
    assert not any(is_limited(api.get(path)) for _ in range(5))


def test_seats_held_per_client(api: Api, cinema: Cinema, settings: LazySettings) -> None:
    settings.MAX_SEATS_PER_CLIENT = 3
    first = api.lock(cinema, "A1", "A2")
    too_many = {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A3", "A4")}
    with nothing_changes():
        response = api.post("/api/lock-seat/", too_many)
        assert_problem(response, 429, "too-many-requests", "Too many seats held")
        assert 290 <= int(response["Retry-After"]) <= 300, "until the first hold expires"
    assert Api(Client(REMOTE_ADDR=ANOTHER)).post("/api/lock-seat/", too_many).status_code == 201
    api.post("/api/release-lock/", {"hold_token": first["hold_token"]})
    assert api.lock(cinema, "A5", "A6", "A7")["seat_ids"] == cinema.ids("A5", "A6", "A7")


def test_an_ipv6_customer_is_one_client(cinema: Cinema, settings: LazySettings) -> None:
    settings.HOLDS_PER_MINUTE = 2
    responses = [is_limited(lock(Api(Client(REMOTE_ADDR=f"2001:db8:0:1::{n}")), cinema)) for n in range(1, 4)]
    assert responses == [False, False, True]
    assert not is_limited(lock(Api(Client(REMOTE_ADDR="2001:db8:0:2::1")), cinema))


class TestProxies:
    """Only trusted proxies may set the client's address and scheme."""

    @pytest.fixture(autouse=True)
    def one_request_per_minute(self, settings: LazySettings) -> None:
        settings.HOLDS_PER_MINUTE = 1
        settings.TRUSTED_PROXIES = parse_networks(["10.0.0.0/8"])

    def test_clients_behind_a_trusted_proxy_are_counted_separately(self, cinema: Cinema) -> None:
        api = Api(Client(REMOTE_ADDR=PROXY))

        def limited(forwarded_for: str) -> bool:
            return is_limited(api.post(*self.hold(cinema), X_Forwarded_For=forwarded_for))

        assert [limited(VISITOR), limited(ANOTHER), limited(VISITOR)] == [False, False, True]
        assert limited(f"203.0.113.5, {VISITOR}"), "the client's own value is ignored"

    def test_untrusted_x_forwarded_for_is_ignored(self, cinema: Cinema) -> None:
        api = Api(Client(REMOTE_ADDR=VISITOR))
        addresses = [f"203.0.113.{n}" for n in range(1, 4)]
        responses = [is_limited(api.post(*self.hold(cinema), X_Forwarded_For=one)) for one in addresses]
        assert responses == [False, True, True]

    @pytest.mark.django_db
    @pytest.mark.parametrize(("peer", "status"), [(PROXY, 200), (VISITOR, 301)])
    def test_x_forwarded_proto_counts_from_a_trusted_proxy_only(
        self, settings: LazySettings, peer: str, status: int
    ) -> None:
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        response = Client(REMOTE_ADDR=peer).get("/api/config/", headers={"X-Forwarded-Proto": "https"})
        assert response.status_code == status

    def hold(self, cinema: Cinema) -> tuple[str, Any]:
        return "/api/lock-seat/", {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1")}


@pytest.mark.site
def test_web_processes_share_counters() -> None:
    """Many connections reach both processes. X-Forwarded-For does not change the client."""
    with run_live_app(server.url, HOLDS_PER_MINUTE="20") as app:
        responses = Counter(
            httpx.post(
                f"{app.base_url}/api/lock-seat/",
                json={"show_id": 1, "seat_ids": [1]},
                headers={"X-Forwarded-For": f"203.0.113.{n}"},
                verify=NO_TLS,
            ).status_code
            for n in range(60)
        )
    assert responses[429] == 40, responses
    assert "MATINEE_COUNTS" not in os.environ
