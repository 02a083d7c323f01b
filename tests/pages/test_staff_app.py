"""The page of the staff app: one HTML without data at every address below `/staff/`."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

PATHS = [
    "/staff/",
    "/staff",
    "/staff/people",
    "/staff/people/7",
    "/staff/no/such/page",
    "/staff/invitation/a.b",
    "/staff/setup/a_b-c",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_address_returns_the_same_page(path: str) -> None:
    """Without a query: the test has no database."""
    response = Client().get(path)
    assert response.status_code == 200
    assert response.content == Client().get("/staff/").content
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response
    html = response.content.decode()
    assert '<script type="module" crossorigin src="/static/app/staff/assets/' in html
    assert '<meta name="robots" content="noindex" />' in html


@pytest.mark.parametrize("path", PATHS)
def test_policy_allows_own_files_only(path: str) -> None:
    response = Client().get(path)
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    nothing = dict.fromkeys(["default-src", "base-uri", "form-action", "frame-ancestors"], "'none'")
    own = dict.fromkeys(["script-src", "style-src", "img-src", "font-src", "connect-src"], "'self'")
    assert policy == nothing | own
    permissions = response["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"} < set(permissions)
    assert all(one.endswith("=()") for one in permissions)


@override_settings(STRIPE_SECRET_KEY="sk_test_x")  # noqa: S106 - not a real key
def test_policy_never_allows_stripe() -> None:
    assert "stripe" not in Client().get("/staff/")["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/staff/invitation/a.b", "/staff/setup/a_b-c"])
def test_the_address_of_a_link_is_sent_to_nobody(path: str) -> None:
    assert Client().get(path)["Referrer-Policy"] == "no-referrer"
    assert Client().get("/staff/people")["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "en"),
        ({"Accept-Language": "de-AT, en;q=0.5"}, "de"),
        ({"Accept-Language": "fr"}, "en"),
        ({"Accept-Language": "de", "Cookie": "language=en"}, "en"),
    ],
)
def test_language_is_that_of_the_cookie_or_the_browser(headers: dict[str, str], language: str) -> None:
    response = Client(headers=headers).get("/staff/")
    assert f'<html lang="{language}">' in response.content.decode()
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("path", ["/staff/app.js", "/staff/people.html", "/staff/.env"])
def test_files_are_not_found(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 404
    assert '<div id="root">' not in response.content.decode()


def test_other_methods_are_rejected() -> None:
    assert Client().post("/staff/").status_code == 405


@pytest.mark.django_db
def test_files_of_the_build_are_immutable() -> None:
    folder = settings.WEB_APP / "staff"
    (script,) = folder.glob("assets/staff.*.js")
    response = Client().get(f"/static/app/staff/assets/{script.name}")
    assert "immutable" in response["Cache-Control"]
    response.close()


def test_the_service_worker_leaves_the_staff_app_alone() -> None:
    worker = Client().get("/sw.js").content.decode()
    assert "/static/app/staff/" not in worker
    assert "(?:api|admin|staff|static)" in worker
