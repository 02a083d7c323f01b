"""Messages of the API for staff are for the people of the cinema, so they are in their language."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import override

from matinee.api.framework.parsing import LANGUAGE_HEADER
from matinee.core.language import negotiate_language

PATH = "/api/staff/"


class StaffLanguage:
    """Middleware: activates the language of Accept-Language for requests to the API for staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle the request in its language."""
        if not request.path_info.startswith(PATH):
            return self.get_response(request)
        with override(negotiate_language(accept_language=request.headers.get(LANGUAGE_HEADER, ""))):
            return self.get_response(request)
