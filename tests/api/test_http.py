"""HTTP methods, media types, sizes, hosts and internal errors. Every error is a problem document."""

from typing import Any

import pytest
from django.test import Client

from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema

ORDER = f"/api/orders/{'x' * 43}/"
FILES = [f"{ORDER}tickets.pdf", f"{ORDER}calendar.ics", f"{ORDER}tickets/1/qr.svg"]
GETS = [
    "/api/shows/",
    "/api/movies/",
    "/api/venues/",
    "/api/holds/current/",
    "/api/config/",
    "/api/schema/",
    "/healthz",
    "/readyz",
    ORDER,
    *FILES,
]
POSTS = [
    "/api/lock-seat/",
    "/api/extend-lock/",
    "/api/release-lock/",
    "/api/book-seat/",
    f"{ORDER}refund/",
]
WEBHOOK = "/api/payments/stripe/webhook/"


class TestMethods:
    """The methods that each path allows."""

    @pytest.mark.parametrize("path", GETS)
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
    def test_read_only_paths(self, api: Api, path: str, method: str) -> None:
        response = api.send(method, path)
        assert_problem(response, 405, "method-not-allowed", "Method not allowed")
        assert response["Allow"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize("path", [*POSTS, WEBHOOK])
    @pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
    def test_post_only_paths(self, api: Api, path: str, method: str) -> None:
        response = api.send(method, path)
        assert_problem(response, 405, "method-not-allowed", "Method not allowed")
        assert response["Allow"] == "POST, OPTIONS"

    @pytest.mark.parametrize("path", [*GETS, *POSTS, WEBHOOK])
    def test_options(self, api: Api, path: str) -> None:
        response = api.send("OPTIONS", path)
        assert (response.status_code, response.content) == (204, b"")
        assert response["Allow"] == ("POST, OPTIONS" if path in [*POSTS, WEBHOOK] else "GET, HEAD, OPTIONS")

    def test_head_is_get_without_the_body(self, api: Api, cinema: Cinema) -> None:
        path = f"/api/hall-layout/{cinema.show.pk}/"
        head, get = api.send("HEAD", path), api.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head["ETag"] == get["ETag"]

    def test_docs(self, api: Api) -> None:
        assert_problem(api.post("/api/docs/", {}), 405, "method-not-allowed", "Method not allowed")


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api",
        "/api/nothing/",
        "/api/shows",
        "/api/shows//",
        "/api/shows/1/",
        "/api/lock-seat",
        "/api/hall-layout/",
        "/api/hall-layout/1",
        "/api/%00/",
        "/api/%0A/",
        "/api/%FF%FE/",
        "/api/../api/x/",
        "/api/" + "x" * 20_000,
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "BREW"])
def test_an_unknown_address(api: Api, path: str, method: str) -> None:
    assert_problem(api.send(method, path, b"{}"), 404, "not-found", "Not found")


class TestAccept:
    """Content negotiation: JSON only."""

    @pytest.mark.parametrize(
        "accept",
        [
            "*/*",
            "application/*",
            "application/json",
            "APPLICATION/JSON",
            "application/json; charset=utf-8",
            "application/problem+json",
            "text/html, application/json;q=0.1",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        ],
    )
    def test_json(self, api: Api, cinema: Cinema, accept: str) -> None:  # noqa: ARG002
        response = api.get("/api/shows/", Accept=accept)
        assert (response.status_code, response["Content-Type"]) == (200, "application/json")

    @pytest.mark.parametrize(
        "accept", ["text/html", "application/xml", "image/*", "application/json;q=0", "json", "x" * 20_000]
    )
    @pytest.mark.parametrize("path", ["/api/shows/", "/api/lock-seat/"])
    def test_not_acceptable(self, api: Api, db: None, accept: str, path: str) -> None:  # noqa: ARG002
        response = api.send("POST" if path in POSTS else "GET", path, Accept=accept)
        assert_problem(response, 406, "not-acceptable", "Not acceptable")


class TestContentType:
    """JSON only, so that a form of another site cannot hold seats."""

    @pytest.mark.parametrize(
        "media_type",
        [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            'application/json;charset="UTF-8"',
        ],
    )
    def test_json(self, api: Api, cinema: Cinema, media_type: str) -> None:
        body = b'{"show_id": %d, "seat_id": %d}' % (cinema.show.pk, cinema.ids("A1")[0])
        assert api.send("POST", "/api/lock-seat/", body, media_type).status_code == 201

    @pytest.mark.parametrize("path", POSTS)
    @pytest.mark.parametrize(
        "media_type",
        [
            "",
            "text/plain",
            "text/plain; application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonp",
            "application/problem+json",
            "application/*",
            "*/*",
            "application/json; charset=latin-1",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "json",
            ";;;",
        ],
    )
    def test_anything_else(self, api: Api, db: None, path: str, media_type: str) -> None:  # noqa: ARG002
        with nothing_changes():
            response = api.send("POST", path, b'{"show_id": 1, "seat_id": 1}', media_type)
        assert_problem(response, 415, "unsupported-media-type", "Unsupported media type")


class TestLength:
    """Bodies have at most 64 kB."""

    @pytest.mark.parametrize("path", POSTS)
    def test_too_large(self, api: Api, path: str) -> None:
        body = b'{"hold_token": "%s"}' % (b"x" * 65_536)
        assert_problem(api.send("POST", path, body), 413, "too-large", "Request too large")

    def test_largest_allowed_body(self, api: Api) -> None:
        body = b'{"hold_token": ""}'
        response = api.send("POST", "/api/extend-lock/", body + b" " * (64 * 1024 - len(body)))
        assert_problem(response, 404, "hold-not-found", "Hold not found")

    @pytest.mark.parametrize("claimed", ["5", "-1", "x"])
    def test_wrong_content_length(self, api: Api, claimed: str) -> None:
        response: Any = api.client.generic(
            "POST", "/api/extend-lock/", b'{"hold_token": ""}', "application/json", CONTENT_LENGTH=claimed
        )
        assert (response.status_code, response.json()["code"]) == (400, "invalid")

    def test_chunked(self, api: Api) -> None:
        response = api.client.generic(
            "POST",
            "/api/extend-lock/",
            b"{}",
            "application/json",
            CONTENT_LENGTH="",
            HTTP_TRANSFER_ENCODING="chunked",
        )
        assert_problem(response, 411, "length-required", "Length required")


class TestServerErrors:
    """Requests that reach no view, and errors in a view."""

    @pytest.mark.parametrize("path", ["/api/shows/", "/healthz"])
    @pytest.mark.parametrize("host", ["a b", "ex_ample.org", "[::1", "a/b", ""])
    def test_a_bad_host(self, api: Api, path: str, host: str) -> None:
        response = api.get(path, Host=host)
        assert_invalid(response, "request")
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_internal_error_has_no_details(self, db: None) -> None:  # noqa: ARG002
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE movie RENAME COLUMN title TO heading")
        # Not checked against the schema, which has no such response.
        response: Any = Client(raise_request_exception=False).get("/api/movies/")
        assert_problem(response, 500, "server-fault", "Server fault")
        assert b"heading" not in response.content
        assert b"column" not in response.content

    def test_other_pages_keep_their_own_errors(self, api: Api) -> None:
        response = api.get("/admin/nothing/")
        assert "problem" not in response.headers["Content-Type"]


def test_logged_in_user_can_buy(cinema: Cinema, admin_client: Client) -> None:
    body = {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1")}
    secure = Client(enforce_csrf_checks=True, raise_request_exception=False)
    secure.cookies = admin_client.cookies
    response = secure.post("/api/lock-seat/", body, content_type="application/json")
    assert response.status_code == 201
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
