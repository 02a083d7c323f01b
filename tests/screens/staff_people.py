"""People with a role at all cinemas of a running site, who are signed in."""

from functools import cache

from playwright.sync_api import BrowserContext

from tests.live_app import LiveApp
from tests.staff_sessions import SESSION_OF

NAMES = {
    "owner": "Olivia Stern",
    "manager": "Max Winter",
    "cashier": "Dora Klein",
    "steward": "Stefan Lang",
    "accounts": "Anja Gross",
}

CREATE = (
    SESSION_OF
    + """
from matinee.staff.models import RoleGrant, User
user = User.objects.create_user("{email}", "a good long password", first_name="{first}", last_name="{last}")
RoleGrant.objects.create(user=user, role="{role}")
print(session_of(user))
"""
)


@cache
def session_of(app: LiveApp, role: str) -> str:
    """The session of a person with this role, who is created on the first call."""
    first, last = NAMES[role].split()
    code = CREATE.format(email=f"{first.lower()}@desk.example", first=first, last=last, role=role)
    return app.matinee("manage", "shell", "-c", code).splitlines()[-1]


def sign_in(context: BrowserContext, app: LiveApp, role: str) -> None:
    """Give a browser the session of a person with this role."""
    cookie = {"name": "sessionid", "value": session_of(app, role), "url": app.base_url}
    context.add_cookies([cookie])  # type: ignore[list-item]
