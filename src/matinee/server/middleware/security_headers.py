"""Security headers of responses: Content-Security-Policy and Permissions-Policy."""

import re
from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PERMISSIONS = "browsing-topics=(), camera=(), geolocation=(), microphone=(), usb=()"
STAFF_PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture", "fullscreen"),
        *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
        *("screen-wake-lock", "serial", "usb"),
    )
)
"""The staff app uses nothing but the clipboard."""

PLAIN_HOST = re.compile(r"[a-z0-9.-]+", re.IGNORECASE)


class SecurityHeaders:
    """Sets the policy for each part of the site. No page has an inline script (decision 0023)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle the request and set the headers."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = policy_for(request)
        response.headers["Permissions-Policy"] = STAFF_PERMISSIONS if is_staff_app(request) else PERMISSIONS
        return response


def policy_for(request: HttpRequest) -> str:
    """Return the policy for the path of a request."""
    path = request.path_info
    if path.startswith("/api/"):
        return API_DOCS if path.startswith("/api/docs/") else NO_CONTENT
    if path.startswith("/posters/"):
        return NO_CONTENT
    if is_staff_app(request):
        return STAFF
    return ADMIN if path.startswith("/admin/") else _site(request)


def is_staff_app(request: HttpRequest) -> bool:
    """Whether the path belongs to the staff app."""
    return request.path_info == "/staff" or request.path_info.startswith("/staff/")


def _site(request: HttpRequest) -> str:
    """The web app's policy: posters from any host, live events from their own port."""
    host = request.META.get("HTTP_HOST", "").partition(":")[0]
    # A policy can't name an IPv6 address.
    name = host if PLAIN_HOST.fullmatch(host) else "*"
    connect = f"'self' {request.scheme}://{name}:{settings.LIVE_PORT}"
    if not settings.STRIPE_SECRET_KEY:
        return f"{SITE}; connect-src {connect}"
    return f"{SITE_WITH_STRIPE}; connect-src {connect} https://api.stripe.com"


def _policy(*parts: Mapping[str, str]) -> str:
    merged = {name: sources for part in parts for name, sources in part.items()}
    return "; ".join(f"{name} {sources}" for name, sources in merged.items())


NOTHING = dict.fromkeys(["default-src", "base-uri", "form-action", "frame-ancestors"], "'none'")
OWN_FILES = NOTHING | dict.fromkeys(["script-src", "style-src", "img-src", "font-src"], "'self'")
DATA_IMAGES = {"img-src": "'self' data:"}
STRIPE = {
    "script-src": "'self' https://js.stripe.com https://*.js.stripe.com",
    "frame-src": "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
}
APP = OWN_FILES | {"img-src": "'self' https: data:", "manifest-src": "'self'", "worker-src": "'self'"}

NO_CONTENT = _policy(NOTHING)
"""For JSON and files."""

ADMIN = _policy(OWN_FILES, DATA_IMAGES, {"form-action": "'self'", "connect-src": "'self'"})
STAFF = _policy(OWN_FILES, {"connect-src": "'self'"})
"""The staff app shows no pictures of other sites, and injects no styles."""

API_DOCS = _policy(OWN_FILES, DATA_IMAGES, {"style-src": "'self' 'unsafe-inline'", "connect-src": "'self'"})
"""The API viewer uses inline styles."""

SITE = _policy(APP)
SITE_WITH_STRIPE = _policy(APP, STRIPE)
