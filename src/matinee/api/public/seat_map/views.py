"""Endpoints of the seat map."""

from uuid import UUID

import orjson
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import ETAG, IF_NONE_MATCH, SHOW_ID, TOKEN, documented
from matinee.api.framework.fields import LanguageQuery
from matinee.api.framework.parsing import TOKEN_HEADER, read_query, show_id_of_path, valid_token
from matinee.api.framework.rate_limits import check_rate_limit
from matinee.api.framework.reads import tag_of, tagged
from matinee.api.framework.views import ApiView
from matinee.api.public.seat_map.json import availability_json, best_seats_json
from matinee.api.public.seat_map.layout import layout_of
from matinee.api.public.seat_map.shapes import (
    AvailabilityShape,
    BestSeatsQuery,
    BestSeatsShape,
    HallLayoutShape,
)
from matinee.booking.availability import taken_seats
from matinee.booking.errors import SeatNotFound
from matinee.booking.queries import best_seats_of
from matinee.booking.seat_map import seat_map
from matinee.core.problems import TooManyRequests
from matinee.pricing.queries import price_list
from matinee.shows.errors import ShowNotFound
from matinee.shows.queries import get_show

TAGGED = [SHOW_ID, TOKEN, IF_NONE_MATCH, ETAG]

CACHE_FOR_ALL = "public, max-age=0, s-maxage=1"
"""A browser revalidates each time, and so sees its own hold at once; a CDN revalidates once a second."""

CACHE_FOR_ONE = "private, no-cache"
"""For responses to a hold's bearer."""

TOKEN_IN_META = "HTTP_X_HOLD_TOKEN"  # noqa: S105 - a header's name


class HallLayoutView(ApiView):
    """`/api/hall-layout/{show_id}/`"""

    @documented(
        "get_hall_layout",
        tag="Seat map",
        response=HallLayoutShape,
        query=LanguageQuery,
        errors=[ShowNotFound],
        parameters=TAGGED,
    )
    def get(self, request: Request, show_id: str) -> HttpResponseBase:
        """Get the seat map of a show.

        Every seat with its position, its all-in price and its status. A valid `X-Hold-Token` marks the seats
        of its hold; any other marks none. Without that header a shared cache may store the response for a
        second. A cache that ignores `Vary` must pass on requests with the header.
        """
        language = read_query(request, LanguageQuery).get("lang", "")
        plain = request._request
        layout = layout_of(seat_map(show_id_of_path(show_id), _hold_of(plain)), language)
        return tagged(plain, tag=layout.tag, body=layout.body, cache=_cache_of(plain), vary=TOKEN_HEADER)


class AvailabilityView(ApiView):
    """`/api/hall-layout/{show_id}/availability/`"""

    @documented(
        "get_availability",
        tag="Seat map",
        response=AvailabilityShape,
        errors=[ShowNotFound],
        parameters=TAGGED,
    )
    def get(self, request: Request, show_id: str) -> HttpResponseBase:
        """Get the taken seats of a show.

        Cheap to poll. Seats that are not listed are free. Tokens, tags and caches work as for the seat map.
        """
        read_query(request)
        plain = request._request
        show = show_id_of_path(show_id)
        body = orjson.dumps(availability_json(show, taken_seats(show, _hold_of(plain))))
        return tagged(plain, tag=tag_of(body), body=lambda: body, cache=_cache_of(plain), vary=TOKEN_HEADER)


class BestSeatsView(ApiView):
    """`/api/shows/{show_id}/best-seats/`"""

    @documented(
        "get_best_seats",
        tag="Seat map",
        response=BestSeatsShape,
        query=BestSeatsQuery,
        errors=[ShowNotFound, SeatNotFound, TooManyRequests],
        parameters=[SHOW_ID],
    )
    def get(self, request: Request, show_id: str) -> Response:
        """Propose the best free seats for a party.

        Side by side in one row if possible, towards the middle of the hall, if possible without leaving a
        single seat alone; otherwise as close together as possible. At the standard price, unless `near` is a
        more expensive seat or nothing else is left. Wheelchair spaces and companion seats only where `near`
        is one of them or nothing else is left. The seats are not held: hold `seat_ids` with `lock-seat`.
        """
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
        query = read_query(request, BestSeatsQuery)
        show = get_show(show_id_of_path(show_id))
        proposal = best_seats_of(show, count=query["count"], near=query.get("near"))
        prices = price_list(show.hall.venue, show.price, show.price_card_version_id)
        return Response(best_seats_json(show, query["count"], proposal, prices))


def _hold_of(request: HttpRequest) -> UUID | None:
    """The hold of a valid X-Hold-Token."""
    token = valid_token(request) if TOKEN_IN_META in request.META else None
    return token.hold_id if token else None


def _cache_of(request: HttpRequest) -> str:
    return CACHE_FOR_ONE if TOKEN_IN_META in request.META else CACHE_FOR_ALL
