"""People who work at the demo's cinemas, for tests of the staff app in a browser."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django_otp.oath import totp
from playwright.sync_api import Browser, BrowserContext, Page

from tests.live_app import LiveApp
from tests.staff_sessions import SESSION_OF

Open = Callable[..., Page]
"""Opens an address as a person; as nobody without a name."""

PASSWORD = "a good long password"  # noqa: S105 - of a test

CREATE_TEAM = f"""{SESSION_OF}
import json
from matinee.audit.services import COMMAND
from django_otp.plugins.otp_totp.models import TOTPDevice
from matinee.staff.api_keys import create_api_key
from matinee.staff.models import RoleGrant, User
from matinee.staff.permissions import Grant, Role
from matinee.venues.models import Venue

def person(name, role, venue=None):
    user = User.objects.create_user(name.lower() + "@kino.example", {PASSWORD!r}, first_name=name,
        last_name="Weber")
    RoleGrant.objects.create(user=user, role=role, venue=venue)
    return user

first, second = Venue.objects.order_by("pk")[:2]
owner, other = person("Olga", "owner"), person("Ottilie", "owner")
cashier, programmer = person("Cem", "cashier", first), person("Paula", "programmer", first)
planner = person("Petra", "programmer", first)
manager, careful = person("Mara", "manager", second), person("Carla", "steward")
device = TOTPDevice.objects.create(user=careful, name="authenticator app")
create_api_key(actor=COMMAND, name="Gate", grant=Grant(Role.STEWARD, first.pk))
team = [owner, other, cashier, programmer, planner, manager]
print(json.dumps({{
    "sessions": {{one.first_name: session_of(one) for one in team}},
    "ids": {{one.first_name: one.pk for one in [*team, careful]}},
    "key": device.bin_key.hex(),
    "cinemas": [first.name, second.name],
}}))
"""


@dataclass(frozen=True)
class Team:
    """Olga and Ottilie own all cinemas; Cem, Paula and Petra work at the first, Mara manages the second.

    Carla has a second factor. The program Gate has the key of a steward at the first cinema.
    """

    sessions: dict[str, str]
    ids: dict[str, int]
    key: str
    cinemas: tuple[str, str]

    def context(self, browser: Browser, base_url: str, name: str = "", **options: object) -> BrowserContext:
        """Open a browser, where the person is signed in."""
        context = browser.new_context(base_url=base_url, **{"locale": "en-GB", **options})  # type: ignore[arg-type]
        if name:
            context.add_cookies([{"name": "sessionid", "value": self.sessions[name], "url": base_url}])
        return context

    def code(self) -> str:
        """The current code of Carla's app."""
        return f"{totp(bytes.fromhex(self.key)):06d}"


def create_team(app: LiveApp) -> Team:
    """Add the people to the database of the running site."""
    lines = app.matinee("manage", "shell", "-c", CREATE_TEAM).splitlines()
    values = json.loads(lines[-1])
    return Team(**{**values, "cinemas": tuple(values["cinemas"])})
