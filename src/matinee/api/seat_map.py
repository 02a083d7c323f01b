"""Who has which seat of a show."""

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.documentation import ETAG, IF_NONE_MATCH, SHOW_ID, TOKEN, documented
from matinee.api.inputs import BestSeatsQuery
from matinee.api.outputs import AvailabilityShape, BestSeatsShape, HallLayoutShape
from matinee.api.parsing import read_query, show_in_address, token_if_good
from matinee.api.serialise import best_seats_json, layout_json, taken_json
from matinee.api.views import ApiView, tagged
from matinee.booking.errors import SeatNotFound
from matinee.booking.queries import best_seats_of, taken_rows
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


class BestSeatsView(ApiView):
    """`/api/shows/{show_id}/best-seats/`"""

    @documented(
        "get_best_seats",
        tag="Seat map",
        answer=BestSeatsShape,
        query=BestSeatsQuery,
        refusals=[ShowNotFound, SeatNotFound],
        parameters=[SHOW_ID],
    )
    def get(self, request: Request, show_id: str) -> Response:
        """Propose the best free seats for a party.

        Side by side in one row if that can be, towards the middle of the hall, leaving no single seat alone
        if it can be helped; else as close together as can be. At the plain price, unless `near` is a dearer
        seat or nothing else is left. Wheelchair spaces and companion seats only where `near` is one of them
        or nothing else is left. Nothing is held: hold `seat_ids` with `lock-seat`.
        """
        query = read_query(request, BestSeatsQuery)
        show = get_show(show_in_address(show_id))
        proposal = best_seats_of(show, count=query["count"], near=query.get("near"))
        return Response(best_seats_json(show, query["count"], proposal, price_list(show)))
