"""Each parser either reads an external input or raises its own error, never another exception."""

import hmac
import io
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.api.framework.json_format import MAX_DEPTH, JsonParser
from matinee.api.framework.paging import Cursor, Order, read_moment, read_text
from matinee.booking.errors import HoldNotFound
from matinee.booking.tokens import HoldToken
from matinee.catalogue.movie_file import read_movies
from matinee.core.problems import Invalid
from matinee.payments.port import InvalidWebhook
from matinee.payments.stripe import Stripe
from matinee.tickets.codes import BadCode, cleaned, new_code, public_key, verify
from tests.properties.test_openapi import LONG

fuzzed = settings(
    max_examples=20_000 if LONG else 100,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)

SIGNING_KEY = bytes(range(32))
WEBHOOK_SECRET = "whsec_of_the_tests"  # noqa: S105 - used only here
A_CODE = new_code(show_id=1, seat_id=2, version=1, signing_key=SIGNING_KEY)

anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=30,
)


def damaged(good: str) -> st.SearchStrategy[str]:
    """The text with a part replaced."""
    return st.builds(
        lambda start, length, piece: good[:start] + piece + good[start + length :],
        st.integers(0, len(good)),
        st.integers(0, 8),
        st.text(max_size=8),
    )


def parse(error: type[Exception], read: Callable[..., Any], *given: Any) -> Any:
    """The parsed value, or None if the parser raises its error."""
    try:
        return read(*given)
    except error:
        return None


cells = st.text(max_size=20) | st.integers().map(str) | st.just("https://example.org/a.jpg")


@fuzzed
@given(st.lists(st.lists(cells, min_size=5, max_size=8), max_size=5), st.sampled_from("\n\r\t;,\"'\x00"))
def test_a_file_of_films_is_read_or_rejected(rows: list[list[str]], end: str) -> None:
    header = "title,year,duration_minutes,genre,rating,director"
    text = "\n".join([header, *(",".join(row) + end for row in rows)])
    file = read_movies(text.encode(errors="surrogatepass"))
    assert all(film.title and film.values["duration_minutes"] > 0 for film in file.films)
    lines = [film.line for film in file.films] + [one["line"] for one in file.problems]
    assert len(set(lines)) == len(lines)


@fuzzed
@given(st.binary(max_size=300))
def test_a_random_file_is_rejected(data: bytes) -> None:
    file = read_movies(data)
    assert (file.films, len(file.problems)) == ([], 1)


@fuzzed
@given(st.text(max_size=200) | damaged(A_CODE) | damaged(A_CODE.lower()))
def test_a_damaged_ticket_code_is_rejected(typed: str) -> None:
    facts = parse(BadCode, verify, cleaned(typed), [public_key(SIGNING_KEY)])
    assert (facts is not None) == (cleaned(typed) == A_CODE)


@fuzzed
@given(st.data())
def test_a_damaged_hold_token_is_rejected(data: st.DataObject) -> None:
    good = str(HoldToken(UUID(int=7), 1, datetime(2026, 1, 1, tzinfo=UTC)))
    text = data.draw(st.text(max_size=250) | damaged(good))
    token = parse(HoldNotFound, HoldToken.read, text)
    assert (token is not None) == (text == good)


orders = st.sampled_from([Order("starts_at", read_moment), Order("title", read_text)])


@fuzzed
@given(st.text(max_size=100), orders)
def test_a_random_cursor_is_read_or_rejected(text: str, order: Order) -> None:
    parse(Invalid, Cursor.read, text, order)


@fuzzed
@given(st.sampled_from("fbx") | anything, anything | st.datetimes().map(str), anything, orders)
def test_a_cursor_with_random_values_is_read_or_rejected(
    direction: Any, value: Any, pk: Any, order: Order
) -> None:
    cursor = parse(Invalid, Cursor.read, str(Cursor(direction, value, pk)), order)
    assert cursor is None or (cursor.direction in {"f", "b"} and cursor.pk > 0)


@fuzzed
@given(st.binary(max_size=200) | anything.map(lambda value: json.dumps(value).encode()))
def test_a_random_json_body_is_read_or_rejected(body: bytes) -> None:
    parse(Invalid, JsonParser().parse, io.BytesIO(body), "application/json")


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1, 1000, 30_000])
def test_json_deeper_than_the_limit_is_rejected(depth: int) -> None:
    body = b"[" * depth + b"]" * depth
    value = parse(Invalid, JsonParser().parse, io.BytesIO(body), "application/json")
    assert (value is not None) == (depth == MAX_DEPTH)


def signed(body: bytes) -> str:
    """The signature header of a Stripe webhook."""
    now = str(int(time.time()))
    signature = hmac.new(WEBHOOK_SECRET.encode(), f"{now}.".encode() + body, sha256).hexdigest()
    return f"t={now},v1={signature}"


event = st.fixed_dictionaries(
    {
        "object": st.just("event"),
        "type": st.sampled_from(["payment_intent.succeeded", "charge.refunded"]) | st.text(),
    },
    optional={"data": st.fixed_dictionaries({"object": anything}) | anything, "id": anything},
)


@fuzzed
@given(
    st.binary(max_size=100) | (anything | event).map(lambda value: json.dumps(value).encode()),
    st.booleans(),
    st.text(),
)
def test_a_random_webhook_is_read_or_rejected(body: bytes, is_signed: bool, other: str) -> None:
    provider = Stripe(secret_key="sk_test_none", webhook_secret=WEBHOOK_SECRET)  # noqa: S106
    notice = parse(InvalidWebhook, provider.read_webhook, body, signed(body) if is_signed else other)
    assert notice is None or isinstance(notice.reference, str)
