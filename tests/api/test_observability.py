"""What is around every request: its id, its line, and who may see the numbers."""

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from matinee.server.config.logs import DETAIL

pytestmark = pytest.mark.django_db

TOKEN = "the token of our Prometheus"  # noqa: S105


@pytest.mark.parametrize("given", ["a-proxys_name.of-IT", "12345678", "x" * 64])
def test_a_sane_request_id_is_kept(given: str) -> None:
    assert Client().get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "ada@example.org", 'with "quotes"', "größer-als-sonst"]
)
def test_any_other_is_replaced(given: str) -> None:
    made = Client().get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", made)


def status(settings: LazySettings, *, production: bool = False, token: str = "", **asked: Any) -> int:
    """Ask for the numbers."""
    settings.PRODUCTION, settings.METRICS_TOKEN = production, token
    return Client().get("/metrics", **asked).status_code


def test_without_a_token_programs_of_the_same_machine_see_the_numbers(settings: LazySettings) -> None:
    assert status(settings, REMOTE_ADDR="127.0.0.1") == 200
    assert status(settings, REMOTE_ADDR="::1") == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_nobody_else_does(settings: LazySettings, asked: dict[str, Any]) -> None:
    assert status(settings, **asked) == 404


def test_with_a_token_its_bearer_does_and_nobody_else(settings: LazySettings) -> None:
    assert status(settings, token=TOKEN, HTTP_AUTHORIZATION=f"Bearer {TOKEN}", REMOTE_ADDR="192.0.2.7") == 200
    assert status(settings, token=TOKEN) == 404
    assert status(settings, token=TOKEN, HTTP_AUTHORIZATION="Bearer größer") == 404
    assert status(settings, production=True) == 404


def test_what_postgresql_quotes_of_a_row_is_left_out() -> None:
    said = (
        "Traceback (most recent call last):\npsycopg.errors.CheckViolation: new row violates it\n"
        "DETAIL:  Failing row contains (1, Ada\nLovelace, ada@example.org).\n\n"
        "The above exception was the direct cause\nTraceback (most recent call last):\n  File x\n"
        "django.db.utils.IntegrityError: new row violates it\nDETAIL:  Failing row contains (1, Ada)."
    )
    assert DETAIL.sub("DETAIL left out\n", said) == (
        "Traceback (most recent call last):\npsycopg.errors.CheckViolation: new row violates it\n"
        "DETAIL left out\nThe above exception was the direct cause\nTraceback (most recent call last):\n"
        "  File x\ndjango.db.utils.IntegrityError: new row violates it\nDETAIL left out\n"
    )
