"""Where the site requires a second factor, nobody passes without one: neither in the app nor around it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import server
from tests.e2e.test_staff_app import check, heading, set_up_an_app
from tests.live_app import run_live_app
from tests.screens.staff_people import sign_in


@pytest.mark.screens
def test_the_second_factor_is_set_up_before_anything_else(browser: Browser) -> None:
    with run_live_app(server.url, SECOND_FACTOR="required") as app:
        context = browser.new_context(base_url=app.base_url, reduced_motion="reduce", locale="en-GB")
        sign_in(context, app, "owner")
        page = context.new_page()
        for address in ("/staff/", "/staff/orders", "/staff/people"):
            page.goto(address)
            heading(page, "Set up a second factor")
            expect(page.get_by_role("navigation")).to_have_count(0)
        for path in ("people", "orders", "today", "roles"):
            assert page.request.get(f"/api/staff/{path}/").status == 401
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog")).to_have_count(0)
        check(page)
        set_up_an_app(page)
        page.get_by_role("button", name="I have kept the codes").click()
        heading(page, "Today")
        assert page.request.get("/api/staff/people/").status == 200
        context.close()
