"""Request ids, access to `/metrics`, and personal data in the log."""

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from matinee.server.config.logs import DETAIL

pytestmark = pytest.mark.django_db

TOKEN = "the token of our Prometheus"  # noqa: S105


@pytest.mark.parametrize("given", ["a-proxys_name.of-IT", "12345678", "x" * 64])
def test_valid_request_id_is_kept(given: str) -> None:
    assert Client().get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "ada@example.org", 'with "quotes"', "größer-als-sonst"]
)
def test_invalid_request_id_is_replaced(given: str) -> None:
    request_id = Client().get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", request_id)


def metrics_status(
    settings: LazySettings, *, production: bool = False, token: str = "", **environ: Any
) -> int:
    """Request `/metrics` and return the status."""
    settings.PRODUCTION, settings.METRICS_TOKEN = production, token
    return Client().get("/metrics", **environ).status_code


def test_metrics_without_a_token_are_for_the_same_machine(settings: LazySettings) -> None:
    assert metrics_status(settings, REMOTE_ADDR="127.0.0.1") == 200
    assert metrics_status(settings, REMOTE_ADDR="::1") == 200


@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_metrics_without_a_token_are_not_for_other_machines(
    settings: LazySettings, environ: dict[str, Any]
) -> None:
    assert metrics_status(settings, **environ) == 404


def test_metrics_with_a_token_are_for_its_bearer_only(settings: LazySettings) -> None:
    assert (
        metrics_status(settings, token=TOKEN, HTTP_AUTHORIZATION=f"Bearer {TOKEN}", REMOTE_ADDR="192.0.2.7")
        == 200
    )
    assert metrics_status(settings, token=TOKEN) == 404
    assert metrics_status(settings, token=TOKEN, HTTP_AUTHORIZATION="Bearer größer") == 404
    assert metrics_status(settings, production=True) == 404


def test_row_contents_in_postgresql_errors_are_not_logged() -> None:
    log = (
        "Traceback (most recent call last):\npsycopg.errors.CheckViolation: new row violates it\n"
        "DETAIL:  Failing row contains (1, Ada\nLovelace, ada@example.org).\n\n"
        "The above exception was the direct cause\nTraceback (most recent call last):\n  File x\n"
        "django.db.utils.IntegrityError: new row violates it\nDETAIL:  Failing row contains (1, Ada)."
    )
    assert DETAIL.sub("DETAIL omitted\n", log) == (
        "Traceback (most recent call last):\npsycopg.errors.CheckViolation: new row violates it\n"
        "DETAIL omitted\nThe above exception was the direct cause\nTraceback (most recent call last):\n"
        "  File x\ndjango.db.utils.IntegrityError: new row violates it\nDETAIL omitted\n"
    )
