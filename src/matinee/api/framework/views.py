"""The base classes of the API's views."""

from collections.abc import Mapping
from typing import Any, NoReturn

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from matinee.api.framework.errors import LengthRequired
from matinee.api.framework.json_format import JSON
from matinee.api.framework.rate_limits import check_rate_limit
from matinee.core.problems import NotFound


class ApiView(APIView):
    """A view without cookies and session. It sends JSON, which is not cached unless the view says so."""

    cache_control = "no-store"

    def perform_authentication(self, request: Request) -> None:
        """Authenticate nobody: tokens and secrets are read where they are needed."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Reject a body of unknown length, which DRF would read as an empty one.

        Raises: LengthRequired.
        """
        super().initial(request, *args, **kwargs)
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            raise LengthRequired

    @extend_schema(exclude=True)
    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the methods in the Allow header."""
        return Response(status=204)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Set Cache-Control: most responses are valid for a moment only, or are for one client."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", self.cache_control)
        return response


class OrderPageView(ApiView):
    """A view that an order's secret gives access to. Its responses are for one client."""

    cache_control = "private, no-store"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Limit how often a client can try secrets, before a secret is looked up.

        Raises: LengthRequired, TooManyRequests.
        """
        super().initial(request, *args, **kwargs)
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")


class NoSuchAddress(ApiView):
    """All other addresses below /api/."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        """Reject the request whatever its method is. Raises: NotFound."""
        super().initial(request, *args, **kwargs)
        raise NotFound


def json_response(data: Mapping[str, object], status: int = 200) -> HttpResponse:
    """A JSON response that is complete at once, without DRF's deferred rendering."""
    return HttpResponse(orjson.dumps(data), status=status, content_type=JSON)
