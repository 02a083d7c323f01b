"""Redirects a seat map to its events at the live process, which has a port of its own (decision 0008)."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import SHOW_ID, documented
from matinee.api.framework.parsing import read_query, show_id_of_path
from matinee.api.framework.views import ApiView
from matinee.shows.errors import ShowNotFound

EVENT_STREAM = "text/event-stream"
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[307], description="The live process's address."
)


class NoContent(BaseRenderer):
    """The renderer of a response without a body, for requests that accept events."""

    media_type = EVENT_STREAM
    format = "events"
    charset = None

    def render(self, *_: Any) -> bytes:
        """No body."""
        return b""


class ShowEventsView(ApiView):
    """`/api/shows/{show_id}/events/`"""

    renderer_classes = [NoContent]

    @documented(
        "get_show_events",
        tag="Seat map",
        response=OpenApiResponse(OpenApiTypes.STR, description="Events, until either side ends it."),
        media=EVENT_STREAM,
        empty={307: "The events are at this address, on another port of the same host."},
        errors=[ShowNotFound],
        parameters=[SHOW_ID, LOCATION],
    )
    def get(self, request: Request, show_id: str) -> Response:
        """Follow the changes of a seat map.

        Server-sent events. `snapshot` is sent first and after each pause: `{"seats": [{"id", "status"}]}`,
        all taken seats. `seats` has those that changed since, AVAILABLE included. `paused`, with `{}`, means
        that the map may be out of date until the next `snapshot`. An event's id consists of the id of the
        process that sent it and a number that rises by one. A comment is sent at least every 15 seconds. A
        client with too many connections gets 429 `too-many-requests`.
        """
        read_query(request)
        if show_id_of_path(show_id) == 0:
            raise ShowNotFound(show_id=0)
        host = urlsplit(f"//{request.get_host()}").hostname or ""
        bracketed = f"[{host}]" if ":" in host else host
        location = f"{request.scheme}://{bracketed}:{settings.LIVE_PORT}{request.path}"
        return Response(status=307, headers={"Location": location})
