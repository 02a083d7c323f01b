"""Our own OpenAPI document turned against the running site, along its links: show, seat, hold, order, refund.

Whole conversations, as a customer and as staff. Every answer is as promised, none is a server's fault.
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
from tests.properties.test_openapi import CHECKS as OF_SINGLE_REQUESTS
from tests.properties.test_openapi import LONG, SHOW

CONVERSATIONS, STEPS = (300, 30) if LONG else (12, 20)
CHECKS = [check for check in OF_SINGLE_REQUESTS if check.__name__ != "negative_data_rejection"]
"""Less what counts on requests being sent as they were generated."""
HOW = settings(
    max_examples=2,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""Two, as the first is always the simplest."""
CARDS = ("4242424242424242", "4000002500003155")
"""Approved, and with a further step."""
OF_ORDERS = {link["operationId"] for link in links.OF_ORDER.values()}
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
"""A session of somebody who may do everything, whatever the way to log in is."""

WORKFLOW = schemathesis.openapi.from_dict(deepcopy(document())).as_state_machine()


def staff_cookies(app: LiveApp) -> dict[str, str]:
    """The cookies of a member of staff."""
    said = app.matinee("manage", "shell", "--no-imports", "--command", LOG_STAFF_IN)
    return {"sessionid": said.splitlines()[-1]}


def free_seats(app: LiveApp) -> Iterator[int]:
    """The seats of the show that are free now, again and again."""
    layout = httpx.get(f"{app.base_url}/api/hall-layout/{SHOW}/").json()
    return cycle([seat["id"] for seat in layout["seats"] if seat["status"] == "AVAILABLE"])


@dataclass
class Talk:
    """What the conversations of one caller have in common."""

    base_url: str
    cookies: dict[str, str]
    seats: Iterator[int]
    turns: Iterator[int] = field(default_factory=count)
    known: dict[str, str] = field(default_factory=dict)
    """The newest hold's token and the newest order's secret."""
    met: set[tuple[str, int]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


class Conversation(WORKFLOW):  # type: ignore[misc, valid-type]
    """One caller's requests, each made of what the answers before it said."""

    talk: ClassVar[Talk]

    def before_call(self, case: Any) -> None:
        """Random wishes come to nothing: three of four become those of somebody who wants to go."""
        turn, known = next(self.talk.turns), self.talk.known
        if turn % 4 == 0:
            return
        operation = operation_of(case)
        if operation == "lock_seats":
            case.body = {"show_id": SHOW, "seat_ids": [next(self.talk.seats)]}
        elif operation == "book_seats" and "hold_token" in known:
            case.body = {"hold_token": known["hold_token"], "payment": {"card": CARDS[turn % 2]}}
        elif "secret" in case.path_parameters and "secret" in known:
            case.path_parameters["secret"] = known["secret"]

    def after_call(self, response: Any, case: Any) -> None:
        """Remember the newest hold and order."""
        self.talk.met.add((operation_of(case), response.status_code))
        if response.status_code in {201, 202}:
            answer = response.json()
            self.talk.known |= {"hold_token": answer["hold_token"]} if "hold_token" in answer else {}
            self.talk.known |= answer.get("order", {})

    def get_call_kwargs(self, _case: Any) -> dict[str, Any]:
        """A redirect leads to events, which have no end."""
        return {"base_url": self.talk.base_url, "cookies": self.talk.cookies, "allow_redirects": False}

    def validate_response(self, response: Any, case: Any, **_: Any) -> None:
        """Judge by the checks of single requests; what was undone in between is no surprise."""
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as failures:
            self.talk.wrong += [f"{operation_of(case)}: {one}" for one in failures.exceptions]


def operation_of(case: Any) -> str:
    """The name of what is asked for."""
    return str(case.operation.definition.raw["operationId"])


@pytest.mark.parametrize("who", ["customer", "staff"])
def test_every_conversation_goes_as_promised(who: str, cinema_app: LiveApp) -> None:
    cookies = staff_cookies(cinema_app) if who == "staff" else {}
    talk = Conversation.talk = Talk(cinema_app.base_url, cookies, free_seats(cinema_app))
    for number in range(CONVERSATIONS):
        # The site remembers what was said before, so that what may follow is never quite the same.
        with suppress(FlakyStrategyDefinition):
            seed(number)(Conversation).run(settings=HOW)
    assert talk.wrong == []
    assert {("lock_seats", 201), ("book_seats", 201)} <= talk.met
    assert talk.met & {(operation, 200) for operation in OF_ORDERS}
