"""Responses to sequences of requests along the links of the OpenAPI document conform to it.

The sequences lead from shows to seats, holds, orders and refunds, as a customer and as staff.
"""

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any, ClassVar

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis.core.failures import FailureGroup

from matinee.api.framework import links
from tests.api.openapi_conformance import document
from tests.live_app import LiveApp
from tests.properties.test_openapi import CHECKS as SINGLE_REQUEST_CHECKS
from tests.properties.test_openapi import LONG, SHOW

SEQUENCES, STEPS = (300, 30) if LONG else (5, 20)
CHECKS = [check for check in SINGLE_REQUEST_CHECKS if check.__name__ != "negative_data_rejection"]
"""Without the check that needs requests to be sent as they were generated."""
SETTINGS = settings(
    max_examples=2,
    stateful_step_count=STEPS,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""Two examples, since the first is always the simplest."""
CARDS = ("4242424242424242", "4000002500003155")
"""An approved card, and one that needs a confirmation."""
ORDER_OPERATIONS = {link["operationId"] for link in links.OF_ORDER.values()}
LOG_STAFF_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from matinee.staff.models import User
user = User.objects.create_superuser(email="fuzzer@example.org")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(session.session_key)
"""
"""Creates a session of a superuser without the login page."""

WORKFLOW = schemathesis.openapi.from_dict(deepcopy(document())).as_state_machine()


def staff_cookies(app: LiveApp) -> dict[str, str]:
    """The cookies of a member of staff."""
    output = app.matinee("manage", "shell", "--no-imports", "--command", LOG_STAFF_IN)
    return {"sessionid": output.splitlines()[-1]}


def free_seats(app: LiveApp) -> Iterator[int]:
    """The free seats of the show in an endless cycle."""
    layout = httpx.get(f"{app.base_url}/api/hall-layout/{SHOW}/").json()
    return cycle([seat["id"] for seat in layout["seats"] if seat["status"] == "AVAILABLE"])


@dataclass
class Shared:
    """Data that the sequences of one caller share."""

    base_url: str
    cookies: dict[str, str]
    seats: Iterator[int]
    call_numbers: Iterator[int] = field(default_factory=count)
    known: dict[str, str] = field(default_factory=dict)
    """The newest hold's token and the newest order's secret."""
    responses: set[tuple[str, int]] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)


class Sequence(WORKFLOW):  # type: ignore[misc, valid-type]
    """Requests of one caller, each made from earlier responses."""

    shared: ClassVar[Shared]

    def before_call(self, case: Any) -> None:
        """Replace the values of three of four requests with existing ones, so that more requests succeed."""
        number, known = next(self.shared.call_numbers), self.shared.known
        if number % 4 == 0:
            return
        operation = operation_of(case)
        if operation == "lock_seats":
            case.body = {"show_id": SHOW, "seat_ids": [next(self.shared.seats)]}
        elif operation == "book_seats" and "hold_token" in known:
            case.body = {"hold_token": known["hold_token"], "payment": {"card": CARDS[number % 2]}}
        elif "secret" in case.path_parameters and "secret" in known:
            case.path_parameters["secret"] = known["secret"]

    def after_call(self, response: Any, case: Any) -> None:
        """Store the newest hold and order."""
        self.shared.responses.add((operation_of(case), response.status_code))
        if response.status_code in {201, 202}:
            body = response.json()
            self.shared.known |= {"hold_token": body["hold_token"]} if "hold_token" in body else {}
            self.shared.known |= body.get("order", {})

    def get_call_kwargs(self, _case: Any) -> dict[str, Any]:
        """Do not follow redirects: they lead to the event stream, which does not end."""
        return {"base_url": self.shared.base_url, "cookies": self.shared.cookies, "allow_redirects": False}

    def validate_response(self, response: Any, case: Any, **_: Any) -> None:
        """Run the checks of single requests, not those that expect created objects to stay."""
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as failures:
            self.shared.failures += [f"{operation_of(case)}: {one}" for one in failures.exceptions]


def operation_of(case: Any) -> str:
    """The id of the operation."""
    return str(case.operation.definition.raw["operationId"])


def has_sold(shared: Shared) -> bool:
    """Whether the sequences held and sold seats, and read or changed the order."""
    sold = {("lock_seats", 201), ("book_seats", 201)}
    changed = {(operation, 200) for operation in ORDER_OPERATIONS}
    return sold <= shared.responses and bool(shared.responses & changed)


@pytest.mark.parametrize("caller", ["customer", "staff"])
def test_each_response_of_a_sequence_conforms_to_the_document(caller: str, cinema_app: LiveApp) -> None:
    cookies = staff_cookies(cinema_app) if caller == "staff" else {}
    shared = Sequence.shared = Shared(cinema_app.base_url, cookies, free_seats(cinema_app))
    for number in range(10 * SEQUENCES):
        # The site's state changes between sequences, so that hypothesis cannot repeat one exactly.
        with suppress(FlakyStrategyDefinition):
            seed(number)(Sequence).run(settings=SETTINGS)
        if number + 1 >= SEQUENCES and has_sold(shared):
            break
    assert shared.failures == []
    assert has_sold(shared)
