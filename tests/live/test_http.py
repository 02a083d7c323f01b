"""The live process over HTTP: origins, errors, redirects and limits."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from jsonschema import Draft202012Validator

from matinee.api.framework.problem_schemas import problem_schema
from matinee.core.problems import Invalid, MethodNotAllowed, NotFound
from matinee.shows.errors import ShowNotFound
from tests.live.conftest import Show, StartLive
from tests.live.proxy import one_origin
from tests.live.viewer import Viewer
from tests.live_app import NO_TLS, LiveApp

ERRORS = {kind.code: kind for kind in (ShowNotFound, NotFound, MethodNotAllowed, Invalid)}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/shows/999999/events/", 404, "show-not-found"),
        ("GET", "/api/shows/0/events/", 404, "show-not-found"),
        ("GET", "/api/shows/9223372036854775808/events/", 404, "show-not-found"),
        ("GET", "/api/shows/one/events/", 404, "show-not-found"),
        ("GET", "/api/shows/%C2%B2/events/", 404, "show-not-found"),
        ("GET", "/api/shows/1/events", 404, "not-found"),
        ("GET", "/api/shows/1/events/more/", 404, "not-found"),
        ("GET", "/api/shows/", 404, "not-found"),
        ("GET", "/", 404, "not-found"),
        ("POST", "/api/shows/1/events/", 405, "method-not-allowed"),
        ("HEAD", "/api/shows/1/events/", 405, "method-not-allowed"),
        ("DELETE", "/healthz", 405, "method-not-allowed"),
        ("GET", "/api/shows/1/events/?since=3", 400, "invalid"),
    ],
)
def test_errors_are_problem_documents_of_the_api(
    live_app: LiveApp, method: str, path: str, status: int, code: str
) -> None:
    response = httpx.request(method, live_app.live_url + path, timeout=5, verify=NO_TLS)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers.get("allow") == ("GET, OPTIONS" if status == 405 else None)
    if method != "HEAD":
        assert response.json()["code"] == code
        Draft202012Validator(problem_schema(ERRORS[code])).validate(response.json())


def test_site_redirects_to_the_live_process(live_app: LiveApp) -> None:
    path = "/api/shows/1/events/"
    for host in ("localhost:1", "tickets.example", "192.0.2.7:80", "[::1]:8000"):
        response = httpx.get(
            live_app.base_url + path, headers={"Host": host, "Accept": "text/event-stream"}, verify=NO_TLS
        )
        name = urlsplit(f"//{host}").netloc.rpartition(":")[0] if host != "tickets.example" else host
        port = urlsplit(live_app.live_url).port
        assert (response.status_code, response.content) == (307, b"")
        assert response.headers["location"] == f"http://{name}:{port}{path}"
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"), [("/api/shows/x/events/", 404), ("/api/shows/1/events/?a=1", 400)]
)
def test_site_rejects_an_invalid_request(live_app: LiveApp, path: str, status: int) -> None:
    response = httpx.get(live_app.base_url + path, verify=NO_TLS)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_cross_origin_page_follows_the_redirect(show: Show) -> None:
    """Site and live process have different origins, so a browser follows a redirect."""
    page = show.app.base_url
    with show.watch(page, Origin=page, Accept="text/event-stream") as viewer:
        assert str(viewer.response.url) == f"{show.app.live_url}/api/shows/{show.id}/events/"
        assert viewer.response.headers["access-control-allow-origin"] == page
        assert viewer.response.headers["vary"] == "Origin"
        assert viewer.next().name == "snapshot"
        show.hold(show.seats[0])
        assert viewer.next().seats == {show.seats[0]: "LOCKED"}


def test_page_behind_one_proxy_gets_events_without_a_redirect(show: Show) -> None:
    """Site and live process have one origin: the proxy forwards events without delay."""
    with one_origin(show.app) as address:
        assert httpx.get(f"{address}/healthz", verify=NO_TLS).json() == {"status": "ok"}
        with show.watch(address, Origin=address) as viewer:
            assert str(viewer.response.url).startswith(address)
            assert not viewer.response.history
            assert viewer.response.headers["access-control-allow-origin"] == address
            assert viewer.next().name == "snapshot"
            show.hold(show.seats[0])
            assert viewer.next().seats == {show.seats[0]: "LOCKED"}


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_cors_allows_the_pages_of_the_site_only(live_app: LiveApp, method: str) -> None:
    site, live = urlsplit(live_app.base_url).port, urlsplit(live_app.live_url).port

    def allowed(origin: str, host: str = f"localhost:{live}") -> str | None:
        headers = {"Origin": origin, "Host": host}
        response = httpx.request(
            method, f"{live_app.live_url}/api/shows/999999/events/", headers=headers, verify=NO_TLS
        )
        assert response.headers["vary"] == "Origin"
        value: str | None = response.headers.get("access-control-allow-origin")
        return value

    same_site = [
        (f"http://localhost:{site}", f"localhost:{live}"),
        (f"http://localhost:{live}", f"localhost:{live}"),
        (f"https://tickets.example:{site}", f"tickets.example:{live}"),
        ("https://tickets.example", "tickets.example"),
        (f"http://[::1]:{site}", f"[::1]:{live}"),
    ]
    assert [allowed(*pair) for pair in same_site] == [origin for origin, _ in same_site]
    foreign = [
        f"http://elsewhere.example:{site}",
        "http://localhost:1",
        "http://localhost",
        f"http://localhost.example:{site}",
        f"file://localhost:{site}",
        "null",
        "http://[",
        "http://localhost:port",
    ]
    assert [allowed(origin) for origin in foreign] == [None] * len(foreign)


def test_preflight_allows_last_event_id(live_app: LiveApp) -> None:
    response = httpx.options(
        f"{live_app.live_url}/api/shows/1/events/",
        headers={
            "Origin": live_app.base_url,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "last-event-id",
        },
    )
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["access-control-allow-origin"] == live_app.base_url
    assert response.headers["access-control-allow-headers"] == "Last-Event-ID"


def read_rejection(viewer: Viewer) -> dict[str, Any]:
    with viewer:
        assert viewer.response.status_code == 429
        assert viewer.response.headers["retry-after"] == "10"
        viewer.response.read()
        problem: dict[str, Any] = viewer.response.json()
        return problem


def test_event_streams_per_client_are_limited(show: Show, start_live: StartLive) -> None:
    address = start_live(LIVE_CONNECTIONS_PER_CLIENT="2", TRUSTED_PROXIES="127.0.0.1,::1")
    with show.watch(address) as first:
        with show.watch(address) as second:
            assert {first.next().name, second.next().name} == {"snapshot"}
            assert read_rejection(show.watch(address))["code"] == "too-many-requests"
            with show.watch(address, X_Forwarded_For="192.0.2.1") as other:
                assert other.next().name == "snapshot"
            show.hold(show.seats[0])
            assert second.next().seats == {show.seats[0]: "LOCKED"}
        assert first.next().seats == {show.seats[0]: "LOCKED"}
        # The server notices with a delay that the second connection is closed.
        for _ in range(100):
            with show.watch(address) as third:
                if third.response.status_code == 200:
                    assert third.next().seats == {show.seats[0]: "LOCKED"}
                    return
        raise AssertionError("the closed connection still counts")


def test_ipv6_network_is_one_client(show: Show, start_live: StartLive) -> None:
    address = start_live(LIVE_CONNECTIONS_PER_CLIENT="1", TRUSTED_PROXIES="127.0.0.1,::1")
    with show.watch(address, X_Forwarded_For="2001:db8:0:1::1"):
        read_rejection(show.watch(address, X_Forwarded_For="2001:db8:0:1:ffff::2"))
        with show.watch(address, X_Forwarded_For="2001:db8:0:2::1") as neighbour:
            assert neighbour.next().name == "snapshot"


def test_forwarded_address_of_an_untrusted_client_is_ignored(show: Show, start_live: StartLive) -> None:
    address = start_live(LIVE_CONNECTIONS_PER_CLIENT="1", TRUSTED_PROXIES="192.0.2.0/24")
    with show.watch(address, X_Forwarded_For="203.0.113.1") as first:
        assert first.next().name == "snapshot"
        read_rejection(show.watch(address, X_Forwarded_For="203.0.113.2"))


def test_limit_of_zero_allows_any_number_of_event_streams(show: Show, start_live: StartLive) -> None:
    address = start_live(LIVE_CONNECTIONS_PER_CLIENT="0")
    with show.watch(address) as first, show.watch(address) as second:
        assert {first.next().name, second.next().name} == {"snapshot"}
