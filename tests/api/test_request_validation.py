"""Malformed requests get a problem document that names the fields, and change nothing."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema

PATHS = ["/api/lock-seat/", "/api/extend-lock/", "/api/release-lock/", "/api/book-seat/"]
NO_INTEGERS = ["1", 1.0, 1.5, True, None, [1], {"id": 1}, 0, -1, 2**63, 10**30, "", "x", "\x00"]
NO_STRINGS = [1, 1.5, True, None, ["x"], {"a": "b"}]
NO_LISTS = [1, "1", "12", None, True, {"0": 1}]
NO_OBJECTS = [1, "x", None, True, [], [{}]]


NO_JSON_OBJECTS = [
    b"{",
    b"nonsense",
    b"{'show_id': 1}",
    b'{"show_id": 1,}',
    b'{"show_id": NaN}',
    b'{"show_id": Infinity}',
    b'{"show_id": -Infinity}',
    b'{"show_id": 01}',
    b'{"hold_token": "\\ud800"}',
    b'{"hold_token": "\\udc00\\ud800"}',
    b'{"hold_token": "\xff\xfe"}',
    b'{"hold_token": "a\nb"}',
    b"\xef\xbb\xbf{}",
    '{"show_id": 1}'.encode("utf-16"),
    b'{"show_id": 1} {"show_id": 1}',
    b"[]",
    b"[{}]",
    b'"show_id"',
    b"1",
    b"null",
    b"true",
    b"\x00",
    b" ",
    b"[" * 60_000,
    b"[" * 500 + b"]" * 500,
    b'{"a":' * 9 + b"1" + b"}" * 9,
    b'{"payment":' * 8 + b"[]" + b"}" * 8,
]


def test_a_body_that_is_no_json_object(api: Api, db: None, subtests: pytest.Subtests) -> None:  # noqa: ARG001
    for path, body in product(PATHS, NO_JSON_OBJECTS):
        with subtests.test(path=path, body=body[:100]):
            with nothing_changes():
                response = api.send("POST", path, body)
            assert_invalid(response, "body")


@pytest.mark.parametrize("path", PATHS)
def test_empty_body_lacks_the_required_fields(api: Api, path: str) -> None:
    required = {"show_id"} if "lock-seat" in path else {"hold_token"}
    assert_invalid(api.send("POST", path), *required)
    assert_invalid(api.post(path, {}), *required)


def test_an_unknown_field_is_named(api: Api, cinema: Cinema, subtests: pytest.Subtests) -> None:
    known: dict[str, Any] = {"hold_token": api.lock(cinema, "A1")["hold_token"]}
    added = {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A2")}
    names = ["shows", "Show_id", "__proto__", "", " hold_token", "a.b", "\x00", "🎬"]
    for path, name in product(PATHS, names):
        with subtests.test(path=path, name=name):
            with nothing_changes():
                response = api.post(path, {**known, **(added if "lock-seat" in path else {}), name: 1})
            assert_invalid(response, name)


def test_a_hold_token_is_a_string(api: Api, cinema: Cinema, subtests: pytest.Subtests) -> None:
    added = {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A2")}
    for path, wrong in product(PATHS, [*NO_STRINGS, "a\x00b"]):
        with subtests.test(path=path, wrong=wrong):
            with nothing_changes():
                response = api.post(path, {"hold_token": wrong, **(added if "lock-seat" in path else {})})
            assert_invalid(response, "hold_token")


def lock(cinema: Cinema) -> dict[str, Any]:
    return {"show_id": cinema.show.pk, "seat_ids": cinema.ids("B1", "B2")}


def change(**fields: Any) -> Callable[[Cinema], dict[str, Any]]:
    return lambda cinema: {**lock(cinema), **fields}


def only(**fields: Any) -> Callable[[Cinema], dict[str, Any]]:
    return lambda cinema: {"show_id": cinema.show.pk, **fields}


INVALID_HOLDS = [
    *((change(show_id=wrong), ["show_id"]) for wrong in NO_INTEGERS),
    *((only(seat_id=wrong), ["seat_id"]) for wrong in NO_INTEGERS),
    *((only(seat_ids=[wrong]), ["seat_ids.0"]) for wrong in NO_INTEGERS),
    *((only(seat_ids=wrong), ["seat_ids"]) for wrong in NO_LISTS),
    (only(), ["seat_ids"]),
    (only(seat_ids=[]), ["seat_ids"]),
    (only(seat_ids=[1, 1]), ["seat_ids"]),
    (only(seat_ids=list(range(1, 12))), ["seat_ids"]),
    (only(seat_ids=[1] * 5000), ["seat_ids"]),
    (only(seat_ids=[1, "2", 3, None]), ["seat_ids.1", "seat_ids.3"]),
    (change(seat_id=1), ["seat_ids"]),
    (change(show_id="1", seat_ids=None, x=1), ["show_id", "seat_ids", "x"]),
]


def test_lock_seat(api: Api, cinema: Cinema, subtests: pytest.Subtests) -> None:
    for make_body, named in INVALID_HOLDS:
        body = make_body(cinema)
        with subtests.test(body=str(body)[:100]):
            with nothing_changes():
                response = api.post("/api/lock-seat/", body)
            assert_invalid(response, *named)


INVALID_RELEASES: list[tuple[dict[str, Any], list[str]]] = [
    ({"seat_id": 1, "seat_ids": [1]}, ["seat_ids"]),
    ({"seat_ids": []}, ["seat_ids"]),
    ({"seat_ids": [1, 1]}, ["seat_ids"]),
    *(({"seat_id": wrong}, ["seat_id"]) for wrong in NO_INTEGERS),
    *(({"seat_ids": wrong}, ["seat_ids"]) for wrong in NO_LISTS),
]


def test_release_lock(api: Api, cinema: Cinema, subtests: pytest.Subtests) -> None:
    token = api.lock(cinema, "A1")["hold_token"]
    for fields, named in INVALID_RELEASES:
        with subtests.test(fields=str(fields)[:100]):
            with nothing_changes():
                response = api.post("/api/release-lock/", {"hold_token": token, **fields})
            assert_invalid(response, *named)


INVALID_PURCHASES: list[tuple[dict[str, Any], list[str]]] = [
    ({"seat_id": 1}, ["seat_id"]),
    ({"seat_ids": []}, ["seat_ids"]),
    ({"seat_ids": ["1"]}, ["seat_ids.0"]),
    *(({"seat_ids": wrong}, ["seat_ids"]) for wrong in NO_LISTS),
    *(({"total": wrong}, ["total"]) for wrong in [12, 12.0, None, True, ["12.00"]]),
    *(
        ({"total": wrong}, ["total"])
        for wrong in ["", "12,00", "-1", "+1", "1e2", " 12", "12 ", "12.", ".5", "1.2345", "NaN"]
    ),
    *(({"total": wrong}, ["total"]) for wrong in ["Infinity", "1234567890", "١٢", "12\n", "0x10", "1_0"]),
    *(({"tickets": wrong}, ["tickets"]) for wrong in NO_LISTS),
    *(({"tickets": [wrong]}, ["tickets.0.body"]) for wrong in [1, "x", True, [], [{}]]),
    ({"tickets": [{}]}, ["tickets.0.seat_id", "tickets.0.ticket_type"]),
    ({"tickets": [{"seat_id": "1", "ticket_type": 1}]}, ["tickets.0.seat_id"]),
    ({"tickets": [{"seat_id": 1, "ticket_type": "Adult"}]}, ["tickets.0.ticket_type"]),
    ({"tickets": [{"seat_id": 1, "ticket_type": 1, "price": 1}]}, ["tickets.0.price"]),
    ({"tickets": [{"seat_id": 1, "ticket_type": 1}] * 2}, ["tickets"]),
    ({"tickets": [{"seat_id": n, "ticket_type": 1} for n in range(1, 12)]}, ["tickets"]),
    *(({"customer": wrong}, ["customer"]) for wrong in [None]),
    *(({"customer": wrong}, ["customer.body"]) for wrong in [1, "x", True, [], [{}]]),
    ({"customer": {"phone": "1"}}, ["customer.phone"]),
    *(({"customer": {"name": wrong}}, ["customer.name"]) for wrong in NO_STRINGS),
    ({"customer": {"name": ""}}, ["customer.name"]),
    ({"customer": {"name": "x" * 201}}, ["customer.name"]),
    *(({"customer": {"name": wrong}}, ["customer.name"]) for wrong in ["a\nb", "a\x00b", "\x1b[31m", "\x85"]),
    *(({"customer": {"email": wrong}}, ["customer.email"]) for wrong in NO_STRINGS),
    *(
        ({"customer": {"email": wrong}}, ["customer.email"])
        for wrong in ["", "a", "a@", "@b.c", "a b@c.de", "a@b..de", "a@c.de\nBcc: x@y.de", "a@c.de\x00"]
    ),
    (
        {"customer": {"email": f"{'x' * 64}@{'y' * 60}.{'z' * 60}.{'w' * 63}.{'v' * 20}.example"}},
        ["customer.email"],
    ),
    ({"payment": None}, ["payment"]),
    *(({"payment": wrong}, ["payment.body"]) for wrong in [1, "x", True, [], [{}]]),
    ({"payment": {"method": 5}}, ["payment.method"]),
    *(({"payment": {"card": wrong}}, ["payment.card"]) for wrong in NO_STRINGS),
    ({"payment": {"card": "4" * 256}}, ["payment.card"]),
    *(
        ({"payment": {name: wrong}}, [f"payment.{name}"])
        for name in ("confirmation_token", "payment_method")
        for wrong in [*NO_STRINGS, "", "x" * 256, "a\nb"]
    ),
]


def test_book_seat(api: Api, cinema: Cinema, subtests: pytest.Subtests) -> None:
    token = api.lock(cinema, "A1")["hold_token"]
    for fields, named in INVALID_PURCHASES:
        with subtests.test(fields=str(fields)[:100]):
            with nothing_changes():
                response = api.post("/api/book-seat/", {"hold_token": token, **fields})
            assert_invalid(response, *named)


INVALID_KEYS = [
    "",
    "x",
    "x" * 15,
    "x" * 256,
    "x" * 20 + " ",
    "with spaces in it",
    "ключ-ключ-ключ-ключ",
    "x" * 20 + "\x7f",
]


def test_an_idempotency_key_is_16_to_255_visible_characters(
    api: Api, cinema: Cinema, subtests: pytest.Subtests
) -> None:
    hold = api.lock(cinema, "A1")
    bodies = {"/api/lock-seat/": lock(cinema), "/api/book-seat/": {"hold_token": hold["hold_token"]}}
    for (path, body), key in product(bodies.items(), INVALID_KEYS):
        with subtests.test(path=path, key=key):
            with nothing_changes():
                response = api.post(path, body, Idempotency_Key=key)
            assert_invalid(response, "Idempotency-Key")


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_query_parameter_is_named(api: Api, path: str) -> None:
    assert_invalid(api.post(f"{path}?dry_run=1", {}), "dry_run")


def test_the_last_of_two_equal_names_counts(api: Api, cinema: Cinema) -> None:
    show_id, (seat_id,) = cinema.show.pk, cinema.ids("A1")
    body = b'{"show_id": "x", "show_id": %d, "seat_id": %d}' % (show_id, seat_id)
    assert api.send("POST", "/api/lock-seat/", body).status_code == 201


def test_all_errors_are_in_one_response(api: Api) -> None:
    body = {
        "seat_ids": ["a"],
        "total": 1,
        "customer": {"email": "x", "age": 3},
        "tip": 1,
    }
    assert_invalid(
        api.post("/api/book-seat/", body),
        "hold_token",
        "seat_ids.0",
        "total",
        "customer.email",
        "customer.age",
        "tip",
    )


@pytest.mark.parametrize("path", ["refund/", "email/"])
def test_empty_body_of_another_type_changes_nothing(api: Api, cinema: Cinema, path: str) -> None:
    secret = api.book(api.lock(cinema, "A1"))["order"]["secret"]
    with nothing_changes():
        response = api.send("POST", f"/api/orders/{secret}/{path}", Content_Type="text/plain")
        assert_problem(response, 415, "unsupported-media-type", "Unsupported media type")
