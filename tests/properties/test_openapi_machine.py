"""Our own OpenAPI document turned against the running site, along its links: show, seat, hold, order, refund.

Whole conversations, as a customer and as staff. Every answer is as promised, none is a server's fault.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from matinee.api import links
from tests.api.agreement import document
from tests.live_app import LiveApp
from tests.properties.test_openapi import CHECKS, LONG, cinema_app  # noqa: F401 - a fixture

CONVERSATIONS, STEPS = (300, 30) if LONG else (10, 15)
OF_ORDERS = {link["operationId"] for link in links.OF_ORDER.values()}
LOG_STAFF_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from matinee.backoffice.models import User
user = User.objects.create_superuser(email="fuzzer@example.org")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(session.session_key)
"""
"""A session of somebody who may do everything, whatever the way to log in is."""

WORKFLOW = schemathesis.openapi.from_dict(document()).as_state_machine()


def staff_cookies(app: LiveApp) -> dict[str, str]:
    """The cookies of a member of staff."""
    said = app.matinee("manage", "shell", "--no-imports", "--command", LOG_STAFF_IN)
    return {"sessionid": said.splitlines()[-1]}


@pytest.mark.parametrize("who", ["customer", "staff"])
def test_every_conversation_goes_as_promised(who: str, cinema_app: LiveApp) -> None:  # noqa: F811
    cookies = staff_cookies(cinema_app) if who == "staff" else {}
    met: set[tuple[str, int]] = set()

    class Conversation(WORKFLOW):  # type: ignore[misc, valid-type]
        """One caller's requests, each made of what the answers before it said."""

        def get_call_kwargs(self, _case: Any) -> dict[str, Any]:
            """A redirect leads to events, which have no end."""
            return {"base_url": cinema_app.base_url, "allow_redirects": False, "cookies": cookies}

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            """Judge by the checks of single requests; what was undone in between is no surprise."""
            met.add((case.operation.definition.raw["operationId"], response.status_code))
            case.validate_response(response, checks=CHECKS)

    Conversation.run(
        settings=settings(
            max_examples=CONVERSATIONS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not LONG,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )
    assert {("lock_seats", 201), ("book_seats", 201)} <= met
    assert met & {(operation, 200) for operation in OF_ORDERS}
