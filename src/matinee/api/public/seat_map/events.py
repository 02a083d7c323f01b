"""Where a seat map hears what changes: at the live process, which has a port of its own (decision 0008)."""

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
    """Whoever takes events may ask; the answer has no body."""

    media_type = EVENT_STREAM
    format = "events"
    charset = None

    def render(self, *_: Any) -> bytes:
        """Give nothing."""
        return b""


class ShowEventsView(ApiView):
    """`/api/shows/{show_id}/events/`"""

    renderer_classes = [NoContent]

    @documented(
        "get_show_events",
        tag="Seat map",
        response=OpenApiResponse(OpenApiTypes.STR, description="Events, until either side ends it."),
        media=EVENT_STREAM,
        empty={307: "The events are there, on another port of the same host."},
        errors=[ShowNotFound],
        parameters=[SHOW_ID, LOCATION],
    )
    def get(self, request: Request, show_id: str) -> Response:
        """Follow who has which seat.

        Server-sent events. `snapshot` comes first and after each pause: `{"seats": [{"id", "status"}]}`, all
        that are taken. `seats` has those that changed since, AVAILABLE included. `paused`, with `{}`, says
        that the map may be out of date until the next `snapshot`. An event's id is that of the process that
        sent it and a number which rises by one. A comment comes at least every 15 seconds. Too many
        connections of one client are answered 429 `too-many-requests`.
        """
        read_query(request)
        if show_id_of_path(show_id) == 0:
            raise ShowNotFound(show_id=0)
        host = urlsplit(f"//{request.get_host()}").hostname or ""
        named = f"[{host}]" if ":" in host else host
        location = f"{request.scheme}://{named}:{settings.LIVE_PORT}{request.path}"
        return Response(status=307, headers={"Location": location})
