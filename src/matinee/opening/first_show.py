"""Puts a show on the programme, from the local time that a person has typed."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from matinee.audit.services import Actor, record
from matinee.catalogue.errors import MovieNotFound
from matinee.catalogue.models import Movie
from matinee.core.clock import database_now
from matinee.core.problems import Invalid
from matinee.opening.access import require
from matinee.opening.errors import HallOccupiedBy
from matinee.opening.rules import moment_of, next_free
from matinee.shows.errors import HallOccupied
from matinee.shows.models import Show, ShowStatus
from matinee.shows.services import ADVERTISEMENT_MINUTES, USUAL_FORMAT, planned_show, schedule_show
from matinee.staff.locking import lock_venue
from matinee.staff.permissions import Permission
from matinee.venues.models import Hall


@transaction.atomic
def add_show(
    *,
    actor: Actor,
    hall: Hall,
    movie_id: int,
    starts_at: datetime,
    price: Decimal | None = None,
    screen_format: str = USUAL_FORMAT,
    advertisement_minutes: int = ADVERTISEMENT_MINUTES,
    is_dry_run: bool = False,
) -> Show:
    """Schedule a show. Its sales open at once. `starts_at` is on the venue's clock, without a zone.

    Without a price, the price rules choose the card. A dry run checks the same and changes nothing.

    Raises: NotPermitted, MovieNotFound, HallOccupiedBy, NoPriceRule, Invalid.
    """
    venue = lock_venue(hall.venue_id)
    require(actor, Permission.MANAGE_PROGRAMME, venue.pk)
    movie = Movie.objects.filter(pk=movie_id).first()
    if movie is None:
        raise MovieNotFound
    moment = moment_of(starts_at, venue.timezone)
    if moment <= database_now():
        raise Invalid(errors={"starts_at": [_("This time is in the past.")]})
    planned = planned_show(movie, hall, moment, price or Decimal(0), advertisement_minutes)
    try:
        show = schedule_show(
            movie=movie,
            hall=hall,
            starts_at=moment,
            price=price,
            screen_format=screen_format,
            advertisement_minutes=advertisement_minutes,
        )
    except HallOccupied as error:
        raise _occupied(planned, error) from error
    facts = {"after": {"movie_id": movie_id, "hall_id": hall.pk, "starts_at": moment.isoformat()}}
    record(actor, "show scheduled", object_type="show", object_id=show.pk, venue_id=venue.pk, facts=facts)
    if is_dry_run:
        transaction.set_rollback(True)
    return show


def _occupied(planned: Show, error: HallOccupied) -> HallOccupiedBy:
    """The error with the first show in the way, and the next time that is free."""
    shows = Show.objects.filter(hall=planned.hall, hall_free_at__gt=planned.starts_at)
    others = shows.exclude(status=ShowStatus.CANCELLED).select_related("movie").order_by("starts_at", "pk")
    first = others[0]
    return HallOccupiedBy(
        hall_id=error.hall_id,
        show_ids=error.show_ids,
        movie=first.movie.title,
        starts_at=first.starts_at,
        hall_free_at=first.hall_free_at,
        next_free_at=next_free(
            [(one.starts_at, one.hall_free_at) for one in others],
            planned.starts_at,
            planned.hall_free_at - planned.starts_at,
        ),
    )
