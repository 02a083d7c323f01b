"""Responses of the running site to random requests conform to the OpenAPI document."""

import os
from collections.abc import MutableMapping
from copy import deepcopy
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks

from tests.api.openapi_conformance import document
from tests.live_app import LiveApp

LONG = os.environ.get("MATINEE_FUZZ") == "long"
EXAMPLES = 1000 if LONG else 15
"""Requests for each endpoint; each long run uses different ones."""

SHOW = 2
"""The first show is the one in the README."""

load_all_checks()

CHECKS = [
    check
    for check in schemathesis.checks.CHECKS.get_all()
    if check.__name__
    in {
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    }
]


@pytest.fixture(scope="module")
def token(cinema_app: LiveApp) -> str:
    """A hold that random requests may change."""
    body = {"show_id": SHOW, "seat_ids": [40, 41, 42]}
    response = httpx.post(f"{cinema_app.base_url}/api/lock-seat/", json=body)
    return str(response.json()["hold_token"])


@pytest.fixture(scope="module")
def secret(cinema_app: LiveApp) -> str:
    """An order that random requests may change."""
    base = f"{cinema_app.base_url}/api"
    hold = httpx.post(f"{base}/lock-seat/", json={"show_id": SHOW, "seat_ids": [50, 51]}).json()
    response = httpx.post(f"{base}/book-seat/", json={"hold_token": hold["hold_token"]})
    return str(response.json()["order"]["secret"])


schema = schemathesis.openapi.from_dict(deepcopy(document()))


@schema.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), derandomize=not LONG)
def test_each_response_conforms_to_the_document(
    case: Any, cinema_app: LiveApp, token: str, secret: str
) -> None:
    replace_random_values(case, token, secret)
    # A redirect leads to the event stream, which does not end.
    case.call_and_validate(base_url=cinema_app.base_url, checks=CHECKS, allow_redirects=False)


def replace_random_values(case: Any, token: str, secret: str) -> None:
    """Replace most well-formed random ids and tokens with existing ones of the demo."""
    for place in (case.path_parameters, case.headers, case.query, case.body):
        if isinstance(place, MutableMapping):
            for name, value in list(place.items()):
                place[name] = existing_value(name, value, token)
    if len(case.path_parameters.get("secret", "")) % 8:
        case.path_parameters["secret"] = secret
    if isinstance(case.query.get("cursor"), str) and len(case.query["cursor"]) % 2:
        del case.query["cursor"]


def existing_value(name: str, value: Any, token: str) -> Any:
    """An existing value of the demo for seven of eight random values."""
    if name in {"hold_token", "X-Hold-Token"} and isinstance(value, str):
        return token if len(value) % 8 else value
    if name == "seat_ids" and isinstance(value, list):
        return [existing_value("seat_id", one, token) for one in value]
    if name in {"show_id", "seat_id"} and type(value) is int and 1 <= value < 2**63 and value % 8:
        return SHOW if name == "show_id" else 1 + value % 60
    return value
