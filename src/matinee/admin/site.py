"""The admin's front door: attempts are limited, and after the password comes a second step."""

from base64 import b32encode
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django_otp import login as verified

from matinee.admin import second_factor
from matinee.admin.base import BaseModelAdmin
from matinee.core.client_address import client_network
from matinee.core.problems import TooManyRequests
from matinee.runtime.rate_limits import count_request
from matinee.staff.models import User

WRONG = "That code is wrong, or was used already. Wait for the next one."


class StaffSite(AdminSite):
    """Django's admin for those who took both steps."""

    site_title = "Matinee"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Show a table in the admin, guarded whoever wrote its admin class."""
        base = admin_class or ModelAdmin
        guarded = type(base.__name__, (BaseModelAdmin, base), {"__module__": base.__module__})
        super().register(model_or_iterable, guarded, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page shows: the header names the time zone that forms and filters are in."""
        zone = timezone.get_current_timezone_name()
        return {**super().each_context(request), "site_header": f"Matinee · times in {zone}"}

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, with nothing left to prove."""
        return super().has_permission(request) and not second_factor.is_due(_member(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Ask for mail address and password; whoever gave them goes on to the second step."""
        if refused := _refused(request):
            return refused
        if super().has_permission(request) and second_factor.is_due(_member(request)):
            return redirect(f"{self.name}:second-factor")
        return super().login(request, extra_context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """With the second step, and without the shortcut to a row's page on the site: no table has one."""
        urls = [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]
        return [path("second-factor/", self.second_factor, name="second-factor"), *urls]

    @method_decorator([never_cache, csrf_protect])
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Ask for a code; show the key first to whoever has no telephone yet, and the paper codes after."""
        if not super().has_permission(request):
            return redirect(f"{self.name}:login")
        if refused := _refused(request):
            return refused
        if second_factor.has_device(_member(request)):
            return self._ask(request)
        return self._set_up(request)

    def _ask(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._page(request)
        device = second_factor.accept(_member(request), request.POST.get("code", ""))
        if device is None:
            return self._page(request, error=WRONG)
        request.session.cycle_key()
        verified(request, device)
        return redirect(f"{self.name}:index")

    def _set_up(self, request: HttpRequest) -> HttpResponse:
        device = second_factor.pending_device(_member(request))
        key = b32encode(device.bin_key).decode()
        # Only here, as few need it and it takes its time to load.
        import segno

        shown = {"key": key, "qr": segno.make(device.config_url).svg_data_uri(scale=4, light="#fff")}
        if request.method != "POST":
            return self._page(request, **shown)
        if not device.verify_token("".join(request.POST.get("code", "").split())):
            return self._page(request, error=WRONG, **shown)
        codes = second_factor.confirm(device)
        request.session.cycle_key()
        verified(request, device)
        return self._page(request, codes=codes)

    def _page(self, request: HttpRequest, **facts: Any) -> TemplateResponse:
        context = {**self.each_context(request), "title": "Second step", **facts}
        return TemplateResponse(request, "matinee_admin/second_factor.html", context)


def _member(request: HttpRequest) -> User:
    """Who is logged in, once `AdminSite.has_permission` says that it is staff."""
    return cast("User", request.user)


def _refused(request: HttpRequest) -> HttpResponse | None:
    """The response to a client that logs in too often; None where it may."""
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
