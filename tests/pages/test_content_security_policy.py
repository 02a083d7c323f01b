"""What each answer may load and do, and who may frame it."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client

PARTS = [
    "/",
    "/find",
    "/ticket/x",
    "/api/config/",
    "/api/docs/",
    "/admin/login/",
    "/healthz",
    "/no/such/page",
]


def policy_of(path: str, **headers: str) -> dict[str, str]:
    answer = Client(headers=headers).get(path)
    parts = answer["Content-Security-Policy"].split("; ")
    return {name: sources for name, _, sources in (part.partition(" ") for part in parts)}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PARTS)
def test_no_script_is_inline_anywhere(path: str) -> None:
    policy = policy_of(path)
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    for name, sources in policy.items():
        assert "unsafe-eval" not in sources
        assert "unsafe-inline" not in sources or (path, name) == ("/api/docs/", "style-src")
    assert policy.get("script-src", "'self'") == "'self'"
    assert "object-src" not in policy, "the default holds"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PARTS)
def test_the_other_headers(path: str) -> None:
    answer = Client().get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == ("no-referrer" if path == "/ticket/x" else "same-origin")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


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
def test_events_come_from_their_own_port(settings: LazySettings, host: str, source: str) -> None:
    settings.LIVE_PORT = 8001
    policy = policy_of("/", Host=host)
    assert policy["connect-src"] == f"'self' {source}"
    assert policy["script-src"] == "'self'"


@pytest.mark.django_db
def test_stripe_only_where_it_takes_the_payments(settings: LazySettings) -> None:
    settings.STRIPE_SECRET_KEY = ""
    assert "stripe" not in str(policy_of("/checkout"))
    settings.STRIPE_SECRET_KEY = "sk_test_x"  # noqa: S105 - of a test
    policy = policy_of("/checkout")
    assert policy["script-src"] == "'self' https://js.stripe.com https://*.js.stripe.com"
    assert policy["frame-src"] == "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com"
    assert policy["connect-src"].endswith(" https://api.stripe.com")
    assert "stripe" not in str(policy_of("/admin/login/"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", PARTS)
def test_nothing_on_a_page_is_inline(path: str) -> None:
    """Data blocks such as JSON-LD are no scripts."""
    html = Client().get(path).content.decode()
    scripts = [tag for tag in re.findall(r"<script[^>]*>", html) if "application/" not in tag]
    assert all("src=" in tag for tag in scripts)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
