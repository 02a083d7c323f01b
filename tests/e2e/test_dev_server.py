"""`make dev`: the apps with hot reload, in front of a running site."""

import os
import subprocess
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.database_server import CHECKOUT
from tests.live_app import NO_TLS, LiveApp, free_port

pytestmark = pytest.mark.screens

ACCOUNT = """
from matinee.staff.models import RoleGrant, User
user = User.objects.create_user("dev@desk.example", "a good long password", first_name="Devi")
RoleGrant.objects.create(user=user, role="owner")
"""


@pytest.fixture
def dev_server(live_app: LiveApp) -> Iterator[str]:
    """The address of Vite's server, with the site behind it."""
    port = free_port()
    command = [
        str(CHECKOUT / ".venv/bin/node"),
        "node_modules/vite/bin/vite.js",
        "--port",
        str(port),
        "--strictPort",
    ]
    environ = {**os.environ, "MATINEE_URL": live_app.base_url}
    server = subprocess.Popen(command, cwd=CHECKOUT / "web", env=environ, stdout=subprocess.DEVNULL)  # noqa: S603
    address = f"http://localhost:{port}"
    try:
        with httpx.Client(
            transport=httpx.HTTPTransport(retries=8, verify=NO_TLS), timeout=60, follow_redirects=True
        ) as client:
            assert client.get(f"{address}/staff/").status_code == 200
        yield address
    finally:
        server.terminate()
        server.wait()


def test_the_staff_app_signs_in_through_it(browser: Browser, dev_server: str, live_app: LiveApp) -> None:
    live_app.matinee("manage", "shell", "-c", ACCOUNT)
    context = browser.new_context(base_url=dev_server, locale="en-GB", reduced_motion="reduce")
    # The modules are compiled on their first request.
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto("/staff/")
    page.get_by_label("Email").fill("dev@desk.example")
    page.get_by_label("Password").fill("a good long password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible(timeout=120_000)
    page.goto("/staff/people")
    expect(page.get_by_role("link", name="Devi")).to_be_visible(timeout=120_000)
    context.close()
