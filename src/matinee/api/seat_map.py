"""Who has which seat of a show."""

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from matinee.api.documentation import ETAG, IF_NONE_MATCH, SHOW_ID, TOKEN, documented
from matinee.api.outputs import AvailabilityShape, HallLayoutShape
from matinee.api.parsing import read_query, show_in_address, token_if_good
from matinee.api.serialise import layout_json, taken_json
from matinee.api.views import ApiView, tagged
from matinee.booking.queries import taken_rows
from matinee.core.clock import database_now
from matinee.shows.errors import ShowNotFound
from matinee.shows.queries import get_show, price_list
from matinee.venues.queries import seats_of_plan

TAGGED = [SHOW_ID, TOKEN, IF_NONE_MATCH, ETAG]


class HallLayoutView(ApiView):
    """`/api/hall-layout/{show_id}/`"""

    @documented(
        "get_hall_layout", tag="Seat map", answer=HallLayoutShape, refusals=[ShowNotFound], parameters=TAGGED
    )
    def get(self, request: Request, show_id: str) -> HttpResponseBase:
        """Get the seat map of a show.

        Every seat with its place, its all-in price and its status. A good `X-Hold-Token` marks its own seats;
        any other marks none.
        """
        read_query(request)
        show = get_show(show_in_address(show_id))
        seats = seats_of_plan(hall_id=show.hall_id, plan_version=show.plan_version)
        taken = taken_rows(show.pk)
        return tagged(
            request,
            layout_json(show, seats, price_list(show), taken, token_if_good(request), database_now()),
        )


class AvailabilityView(ApiView):
    """`/api/hall-layout/{show_id}/availability/`"""

    @documented(
        "get_availability",
        tag="Seat map",
        answer=AvailabilityShape,
        refusals=[ShowNotFound],
        parameters=TAGGED,
    )
    def get(self, request: Request, show_id: str) -> HttpResponseBase:
        """Get the taken seats of a show.

        Cheap to poll: what is not listed is free. Tokens and tags as with the seat map.
        """
        read_query(request)
        show = get_show(show_in_address(show_id))
        taken = taken_json(taken_rows(show.pk), token_if_good(request))
        return tagged(request, {"show_id": show.pk, "seats": taken})
