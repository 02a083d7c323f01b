"""The Content-Security-Policy and the other security headers of each part of the site."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client

PATHS = [
    "/",
    "/find",
    "/ticket/x",
    "/api/config/",
    "/api/docs/",
    "/admin/login/",
    "/staff/",
    "/healthz",
    "/no/such/page",
]


def policy_of(path: str, **headers: str) -> dict[str, str]:
    response = Client(headers=headers).get(path)
    directives = response["Content-Security-Policy"].split("; ")
    return {name: sources for name, _, sources in (directive.partition(" ") for directive in directives)}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_policy_allows_no_inline_script(path: str) -> None:
    policy = policy_of(path)
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    for name, sources in policy.items():
        assert "unsafe-eval" not in sources
        assert "unsafe-inline" not in sources or (path, name) == ("/api/docs/", "style-src")
    assert policy.get("script-src", "'self'") == "'self'"
    assert "object-src" not in policy, "default-src applies"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_security_headers_are_set(path: str) -> None:
    response = Client().get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == ("no-referrer" if path == "/ticket/x" else "same-origin")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("localhost:8000", "http://localhost:8001"),
        ("tickets.example", "http://tickets.example:8001"),
        ("[::1]:8000", "http://*:8001"),
        ("x; script-src *", "http://*:8001"),
    ],
)
def test_policy_allows_events_from_the_live_port(settings: LazySettings, host: str, source: str) -> None:
    settings.LIVE_PORT = 8001
    policy = policy_of("/", Host=host)
    assert policy["connect-src"] == f"'self' {source}"
    assert policy["script-src"] == "'self'"


@pytest.mark.django_db
def test_policy_allows_stripe_only_if_it_is_the_provider(settings: LazySettings) -> None:
    settings.STRIPE_SECRET_KEY = ""
    assert "stripe" not in str(policy_of("/checkout"))
    settings.STRIPE_SECRET_KEY = "sk_test_x"  # noqa: S105 - not a real key
    policy = policy_of("/checkout")
    assert policy["script-src"] == "'self' https://js.stripe.com https://*.js.stripe.com"
    assert policy["frame-src"] == "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com"
    assert policy["connect-src"].endswith(" https://api.stripe.com")
    assert "stripe" not in str(policy_of("/admin/login/"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_pages_have_no_inline_script_or_style(path: str) -> None:
    """Data blocks such as JSON-LD are not scripts."""
    html = Client().get(path).content.decode()
    scripts = [tag for tag in re.findall(r"<script[^>]*>", html) if "application/" not in tag]
    assert all("src=" in tag for tag in scripts)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
