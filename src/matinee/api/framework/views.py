"""What all endpoints have in common."""

from typing import Any, NoReturn

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from matinee.api.framework.json_format import JSON
from matinee.api.framework.rate_limits import refuse_flood
from matinee.api.framework.refusals import LengthRequired, NotFound


class ApiView(APIView):
    """No cookies, no session, JSON alone; answers are not kept unless they say so."""

    cache_control = "no-store"

    def perform_authentication(self, request: Request) -> None:
        """Leave the question who is asking to whoever needs the answer."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a body of unknown length, which would read as an empty one.

        Raises: LengthRequired.
        """
        super().initial(request, *args, **kwargs)
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            raise LengthRequired

    @extend_schema(exclude=True)
    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Name the methods, in the Allow header."""
        return Response(status=204)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep caches away, since most answers are of the moment or for one bearer."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", self.cache_control)
        return response


class OrderPageView(ApiView):
    """What an order's secret opens: for one pair of eyes."""

    cache_control = "private, no-store"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who tries secrets, before any is looked up.

        Raises: LengthRequired, TooManyRequests.
        """
        super().initial(request, *args, **kwargs)
        refuse_flood(request, "LOOKUPS_PER_MINUTE")


class NoSuchAddress(ApiView):
    """Whatever else is asked below /api/."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse before the method counts. Raises: NotFound."""
        super().initial(request, *args, **kwargs)
        raise NotFound


def answer(data: dict[str, Any], status: int = 200) -> HttpResponse:
    """JSON at once, without the framework's way round through a template response."""
    return HttpResponse(orjson.dumps(data), status=status, content_type=JSON)
