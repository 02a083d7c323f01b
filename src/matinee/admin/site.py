"""The admin site: rate-limited log-in with a second factor."""

from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django_otp import login as verified

from matinee.admin.base import BaseModelAdmin
from matinee.core.client_address import client_network
from matinee.core.problems import TooManyRequests
from matinee.runtime.rate_limits import count_request
from matinee.staff import second_factor
from matinee.staff.errors import SignInRequired, WrongCredentials
from matinee.staff.models import User

WRONG_CODE = "That code is wrong, or was used already. Wait for the next one."


class StaffSite(AdminSite):
    """Django's admin, for staff who passed both steps of the log-in."""

    site_title = "Matinee"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register a table.

        Its admin class is combined with BaseModelAdmin, including those of other packages.
        """
        base = admin_class or ModelAdmin
        combined = type(base.__name__, (BaseModelAdmin, base), {"__module__": base.__module__})
        super().register(model_or_iterable, combined, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the time zone of forms and filters to the header of every page."""
        zone = timezone.get_current_timezone_name()
        return {**super().each_context(request), "site_header": f"Matinee · times in {zone}"}

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the user is staff and has passed the second factor, if required."""
        return super().has_permission(request) and not second_factor.is_required(_member(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Check email address and password, then redirect to the second step."""
        if response := _rate_limit_response(request):
            return response
        if super().has_permission(request) and second_factor.is_required(_member(request)):
            return redirect(f"{self.name}:second-factor")
        response = super().login(request, extra_context)
        is_signed_in = request.method == "POST" and response.status_code == HTTPStatus.FOUND
        if is_signed_in and not second_factor.has_device(_member(request)):
            second_factor.begin_set_up(request.session)
        return response

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the second step. Remove Django's `view_on_site`, which no table uses."""
        urls = [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]
        return [path("second-factor/", self.second_factor, name="second-factor"), *urls]

    @method_decorator([never_cache, csrf_protect])
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Check a code. A user without a device first sets one up, and then sees the recovery codes."""
        if not super().has_permission(request):
            return redirect(f"{self.name}:login")
        if response := _rate_limit_response(request):
            return response
        if second_factor.has_device(_member(request)):
            return self._verify(request)
        return self._set_up(request)

    def _verify(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._page(request)
        device = second_factor.verify_code(_member(request), request.POST.get("code", ""))
        if device is None:
            return self._page(request, error=WRONG_CODE)
        request.session.cycle_key()
        verified(request, device)
        return redirect(f"{self.name}:index")

    def _set_up(self, request: HttpRequest) -> HttpResponse:
        device = second_factor.pending_device(_member(request), request.session)
        if device is None:
            # Somebody else may have found the session open.
            logout(request)
            return redirect(f"{self.name}:login")
        key = second_factor.key_of(device)
        # Imported here because it loads slowly and is rarely needed.
        import segno

        qr = segno.make(key["address"]).svg_data_uri(scale=4, light="#fff")
        context = {"key": key["key"], "qr": qr}
        if request.method != "POST":
            return self._page(request, **context)
        try:
            codes = second_factor.set_up_app(device, request.POST.get("code", ""), request.session)
        except WrongCredentials:
            return self._page(request, error=WRONG_CODE, **context)
        except SignInRequired:
            return redirect(f"{self.name}:second-factor")
        request.session.cycle_key()
        verified(request, device)
        return self._page(request, codes=codes)

    def _page(self, request: HttpRequest, **values: Any) -> TemplateResponse:
        context = {**self.each_context(request), "title": "Second step", **values}
        return TemplateResponse(request, "matinee_admin/second_factor.html", context)


def _member(request: HttpRequest) -> User:
    """Return the logged-in user. Call this only after `AdminSite.has_permission`."""
    return cast("User", request.user)


def _rate_limit_response(request: HttpRequest) -> HttpResponse | None:
    """Count a log-in attempt. Returns the 429 response if there were too many, else None."""
    if request.method != "POST":
        return None
    try:
        count_request(
            "LOGINS", client_network(request.META.get("REMOTE_ADDR", "")), settings.LOGINS_PER_MINUTE
        )
    except TooManyRequests as error:
        text = f"{error.detail}\n"
        headers = error.headers()
        return HttpResponse(text, status=429, content_type="text/plain; charset=utf-8", headers=headers)
    return None
