"""All unknown secrets and tokens get equal responses, so that a guess reveals nothing."""

from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.crypto import constant_time_compare

from matinee.booking.tokens import EPOCH, HoldToken, new_bits
from matinee.checkout.models import TicketOrder
from tests.api.client import Api
from tests.cinema import Cinema

pytestmark = pytest.mark.slow


def visible_parts(response: Any) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers without `X-Request-ID`, and content."""
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return response.status_code, headers, response.content


@pytest.fixture
def secret(api: Api, cinema: Cinema) -> str:
    """The secret of an existing order."""
    return str(api.book(api.lock(cinema, "A1"))["order"]["secret"])


def guesses(secret: str) -> list[str]:
    """Return secrets that are similar, unrelated, or of another length."""
    first, last = ("A" if letter != "A" else "B" for letter in (secret[0], secret[-1]))
    return [
        secret[:-1] + last,
        first + secret[1:],
        secret[:-1],
        secret + "A",
        "x" * 43,
        "x",
        "%00",
        "x" * 200,
    ]


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("GET", ""),
        ("GET", "payment/"),
        ("POST", "payment/"),
        ("POST", "refund/"),
        ("GET", "tickets.pdf"),
        ("GET", "calendar.ics"),
        ("GET", "tickets/1/qr.svg"),
    ],
)
def test_unknown_order_secrets(api: Api, secret: str, method: str, rest: str) -> None:
    body = {"payment/": b'{"approve": true}', "refund/": b"{}"}.get(rest, b"") if method == "POST" else b""
    responses, queries = set(), set()
    for guess in guesses(secret):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            status, headers, content = visible_parts(api.send(method, f"/api/orders/{guess}/{rest}", body))
        responses.add((status, str(headers), content))
        queries.add(len(captured))
    assert len(responses) == 1
    assert len(queries) == 1, "each miss runs as many queries"
    assert next(iter(responses))[0] == 404


def test_secret_is_looked_up_by_an_index() -> None:
    """A comparison byte by byte would reveal a matching prefix by its duration."""
    assert TicketOrder._meta.get_field("secret").unique


@pytest.mark.parametrize("path", ["extend-lock", "release-lock", "book-seat"])
def test_forged_hold_tokens(api: Api, cinema: Cinema, path: str) -> None:
    token = api.lock(cinema, "A1")["hold_token"]
    payload, _, signature = token.partition(".")
    swapped = "A" if signature[0] != "A" else "B"
    forged = [
        f"{payload}.{swapped}{signature[1:]}",
        f"{payload}.{signature[:-1]}",
        f"A{payload[1:]}.{signature}" if payload[0] != "A" else f"B{payload[1:]}.{signature}",
        f"{payload}.",
        "x",
        "x" * 150,
        signing.Signer(salt="another").sign("x"),
    ]
    with CaptureQueriesContext(connection) as captured:
        responses = {str(visible_parts(api.post(f"/api/{path}/", {"hold_token": one}))) for one in forged}
    assert len(responses) == 1
    assert "hold-not-found" in responses.pop()
    assert len(captured) == 0, "no query is sent"


def test_a_signature_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def remember(one: str, other: str) -> bool:
        compared.append((one, other))
        return constant_time_compare(one, other)

    monkeypatch.setattr("django.core.signing.constant_time_compare", remember)
    token = HoldToken(new_bits(), 1, EPOCH)
    assert HoldToken.read(str(token)) == token
    assert len(compared) == 1
