"""Messages of the API for staff are for the people of the cinema, so they are in their language."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import override

from matinee.api.framework.bodies import STAFF_ADDRESSES
from matinee.api.framework.parsing import language


class StaffLanguage:
    """Middleware: activates the language of Accept-Language for requests to the API for staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle the request in its language."""
        if not request.path_info.startswith(STAFF_ADDRESSES):
            return self.get_response(request)
        with override(language(request)):
            return self.get_response(request)
