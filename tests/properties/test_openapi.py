"""Our own OpenAPI document turned against the running site: every answer is as promised."""

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
EXAMPLES = 1000 if LONG else 40
"""Requests for each endpoint; other ones in each long run."""

SHOW = 2
"""The first one is the README's."""

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
    """A hold that the random requests may meddle with."""
    body = {"show_id": SHOW, "seat_ids": [40, 41, 42]}
    answer = httpx.post(f"{cinema_app.base_url}/api/lock-seat/", json=body)
    return str(answer.json()["hold_token"])


@pytest.fixture(scope="module")
def secret(cinema_app: LiveApp) -> str:
    """An order that the random requests may meddle with."""
    base = f"{cinema_app.base_url}/api"
    hold = httpx.post(f"{base}/lock-seat/", json={"show_id": SHOW, "seat_ids": [50, 51]}).json()
    answer = httpx.post(f"{base}/book-seat/", json={"hold_token": hold["hold_token"]})
    return str(answer.json()["order"]["secret"])


schema = schemathesis.openapi.from_dict(deepcopy(document()))


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not LONG)
def test_every_answer_is_as_promised(case: Any, cinema_app: LiveApp, token: str, secret: str) -> None:
    bring_closer_to_reality(case, token, secret)
    # A redirect leads to events, which have no end.
    case.call_and_validate(base_url=cinema_app.base_url, checks=CHECKS, allow_redirects=False)


def bring_closer_to_reality(case: Any, token: str, secret: str) -> None:
    """Random ids and tokens are nobody's: most well-formed ones become those of one of the demo's shows."""
    for place in (case.path_parameters, case.headers, case.query, case.body):
        if isinstance(place, MutableMapping):
            for name, value in list(place.items()):
                place[name] = nearer(name, value, token)
    if len(case.path_parameters.get("secret", "")) % 8:
        case.path_parameters["secret"] = secret
    if isinstance(case.query.get("cursor"), str) and len(case.query["cursor"]) % 2:
        del case.query["cursor"]


def nearer(name: str, value: Any, token: str) -> Any:
    """A value that means something at the demo's cinema, for seven of eight that could."""
    if name in {"hold_token", "X-Hold-Token"} and isinstance(value, str):
        return token if len(value) % 8 else value
    if name == "seat_ids" and isinstance(value, list):
        return [nearer("seat_id", one, token) for one in value]
    if name in {"show_id", "seat_id"} and type(value) is int and 1 <= value < 2**63 and value % 8:
        return SHOW if name == "show_id" else 1 + value % 60
    return value
