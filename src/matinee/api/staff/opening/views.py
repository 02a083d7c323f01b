"""Endpoints of opening a cinema: the first owner, new halls, first shows."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.paging import Order, page_of, read_text
from matinee.api.framework.parsing import read_body, read_query
from matinee.api.framework.rate_limits import client_of
from matinee.api.framework.views import ApiView
from matinee.api.staff.access import StaffView, check_csrf
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.opening.shapes import (
    FirstOwnerRequest,
    FirstOwnerShape,
    HallsQuery,
    ManagedHallPageShape,
    ManagedHallShape,
    NewHallRequest,
    NewShowRequest,
    ScheduledShowShape,
)
from matinee.api.staff.weak_password import weak_password_at
from matinee.catalogue.errors import MovieNotFound
from matinee.core.money import money_string
from matinee.core.problems import TooManyRequests
from matinee.opening.errors import HallNameInUse, HallNotFound, HallOccupiedBy
from matinee.opening.first_show import add_show
from matinee.opening.halls import add_hall
from matinee.opening.queries import hall_for_shows, halls_managed_by
from matinee.runtime.rate_limits import count_request
from matinee.shows.models import Show
from matinee.staff.errors import AddressInUse, CsrfFailed, SetupLinkInvalid
from matinee.staff.permissions import Permission
from matinee.staff.setup_link import create_first_owner
from matinee.venues.errors import PlanUnreadable, VenueNotFound
from matinee.venues.models import Hall

BY_NAME = Order("name", read_text)


class SetUpView(ApiView):
    """`/api/staff/setup/`"""

    cache_control = "private, no-store"

    @documented(
        "create_first_owner",
        tag="People",
        body=FirstOwnerRequest,
        response=FirstOwnerShape,
        status=201,
        errors=[SetupLinkInvalid, AddressInUse, CsrfFailed, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Create the first owner with the set-up link, which then ends. Sign in with the password.

        The messages about a weak password are in the language of Accept-Language.
        """
        read_query(request)
        check_csrf(request)
        count_request("SET_UP", client_of(request), settings.LOGINS_PER_MINUTE)
        values = read_body(request, FirstOwnerRequest)
        with weak_password_at("password"):
            person = create_first_owner(**values)
        return Response({"email": person.email}, status=201)


class HallsView(StaffView):
    """`/api/staff/halls/`"""

    permission = Permission.MANAGE_HALLS

    @staff_documented("list_managed_halls", tag="Halls", response=ManagedHallPageShape, query=HallsQuery)
    def get(self, request: Request) -> Response:
        """List the halls that you may change, by name."""
        query = read_query(request, HallsQuery)
        halls = halls_managed_by(self.caller.access)
        if "venue" in query:
            halls = halls.filter(venue=query["venue"])
        return Response(page_of(halls, BY_NAME, query).json(request, hall_json))

    @staff_documented(
        "create_hall",
        tag="Halls",
        body=NewHallRequest,
        response=ManagedHallShape,
        status=201,
        errors=[VenueNotFound, PlanUnreadable, HallNameInUse],
    )
    def post(self, request: Request) -> Response:
        """Create a hall with its seats: a rectangle with aisles, or a drawing in text."""
        read_query(request)
        hall = add_hall(actor=self.caller.actor, **read_body(request, NewHallRequest))
        return Response(hall_json(hall), status=201)


class StaffShowsView(StaffView):
    """`/api/staff/shows/`"""

    permission = Permission.MANAGE_PROGRAMME

    @staff_documented(
        "schedule_show",
        tag="Programme",
        body=NewShowRequest,
        response=ScheduledShowShape,
        status=201,
        also={200: ScheduledShowShape},
        errors=[HallNotFound, MovieNotFound, HallOccupiedBy],
    )
    def post(self, request: Request) -> Response:
        """Put a show on the programme. Its sales open at once.

        Without a price, the first price rule that fits chooses the price card. With `dry_run` nothing is
        stored, and the response, 200, says what the show would be.
        """
        read_query(request)
        values = read_body(request, NewShowRequest)
        hall = hall_for_shows(self.caller.access, values.pop("hall_id"))
        is_dry_run = values.pop("dry_run")
        show = add_show(
            actor=self.caller.actor,
            hall=hall,
            screen_format=values.pop("format"),
            is_dry_run=is_dry_run,
            **values,
        )
        return Response(show_json(show, dry_run=is_dry_run), status=200 if is_dry_run else 201)


def hall_json(hall: Hall) -> ManagedHallShape:
    """A hall."""
    return {
        "id": hall.pk,
        "venue_id": hall.venue_id,
        "name": hall.name,
        "capacity": hall.capacity,
        "rows": hall.rows,
        "seats_per_row": hall.seats_per_row,
        "cleaning_minutes": hall.cleaning_minutes,
        "plan_version": hall.plan_version,
    }


def show_json(show: Show, *, dry_run: bool) -> ScheduledShowShape:
    """A show on the programme, or what it would be."""
    venue = show.hall.venue
    card = show.price_card_version.card if show.price_card_version else None
    return {
        "id": None if dry_run else show.pk,
        "dry_run": dry_run,
        "movie_id": show.movie_id,
        "title": show.movie.title,
        "hall_id": show.hall_id,
        "venue_id": venue.pk,
        "starts_at": show.starts_at,
        "ends_at": show.ends_at,
        "hall_free_at": show.hall_free_at,
        "format": show.format,
        "card": {"id": card.pk, "name": card.name} if card else None,
        "price": money_string(show.price, venue.currency),
        "currency": venue.currency,
    }
