"""Reads about shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import (
    DateField,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    Min,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast

from matinee.core.clock import StatementTimestamp
from matinee.core.money import Money
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.pricing.queries import price_list
from matinee.shows.errors import ShowNotFound
from matinee.shows.models import Show, ShowStatus
from matinee.venues.models import Seat

BUSINESS_DAY_REACH = (timedelta(hours=-14), timedelta(hours=24 + 24 + 12))
"""From midnight UTC of a day to where that business day can begin and end, in any zone on Earth."""


def get_show(show_id: int) -> Show:
    """One show with its movie, hall and venue.

    Raises: ShowNotFound.
    """
    show = Show.objects.select_related("movie", "hall__venue").filter(pk=show_id).first()
    if show is None:
        raise ShowNotFound(show_id=show_id)
    return show


def price_of_seats(show_id: int, seat_ids: Collection[int]) -> Money:
    """What these seats of a show cost together at the default ticket type.

    Raises: ShowNotFound.
    """
    show = get_show(show_id)
    prices = price_list(show.hall.venue, show.price)
    types = Seat.objects.filter(pk__in=seat_ids).values_list("type", flat=True)
    return Money(sum((prices.price(seat_type) for seat_type in types), Decimal(0)), prices.currency)


def amounts_of_venue(venue_id: int) -> list[Decimal]:
    """Every different amount that the venue's prices are made of."""
    shows = Show.objects.filter(hall__venue=venue_id).values_list("price")
    supplements = SeatSupplement.objects.filter(venue=venue_id).values_list("amount")
    ticket_types = TicketType.objects.filter(venue=venue_id).values_list("adjustment").order_by()
    return [amount for (amount,) in shows.union(supplements, ticket_types)]


def free_by_adjustment(venue_id: int) -> list[TicketType]:
    """Ticket types that take off more than the cheapest seat of a show on sale costs at the venue."""
    shows = Show.objects.filter(
        hall__venue=venue_id, status=ShowStatus.SCHEDULED, sales_close_at__gt=StatementTimestamp()
    )
    cheapest = shows.aggregate(lowest=Min("price"))["lowest"]
    if cheapest is None:
        return []
    supplements = SeatSupplement.objects.filter(venue=venue_id, amount__lt=0)
    least = supplements.aggregate(lowest=Min("amount"))["lowest"] or Decimal(0)
    return list(TicketType.objects.filter(venue=venue_id, adjustment__lt=-(cheapest + least)))


@dataclass(frozen=True)
class ProgrammeFilter:
    """Which shows somebody looks for; None is any. `q` is part of a title."""

    day: date | None = None
    venue_id: int | None = None
    city: str | None = None
    movie_id: int | None = None
    q: str | None = None


class EarliestStart(Subquery):
    """The earliest start of shows, found among them alone.

    Asked for the bare column, PostgreSQL would walk over all shows there ever were by their time.
    """

    template = "(SELECT min(starts_at + interval '0') FROM (%(subquery)s) AS found)"
    output_field = DateTimeField()


def programme(wanted: ProgrammeFilter) -> QuerySet[Show]:
    """Shows whose sales have not closed, cancelled ones too, with movie, hall and venue."""
    current = Show.objects.filter(sales_close_at__gt=StatementTimestamp())
    # Says nothing new, but where in the index by time to begin: not years ago.
    first = EarliestStart(current.values("starts_at"))
    shows = current.filter(starts_at__gte=first).select_related("movie", "hall__venue")
    if wanted.day is not None:
        shows = _on_business_day(shows, wanted.day)
    if wanted.venue_id is not None:
        shows = shows.filter(hall__venue=wanted.venue_id)
    if wanted.city is not None:
        shows = shows.filter(hall__venue__city__iexact=wanted.city)
    if wanted.movie_id is not None:
        shows = shows.filter(movie=wanted.movie_id)
    if wanted.q is not None:
        shows = shows.filter(movie__title__icontains=wanted.q)
    return shows


def _on_business_day(shows: QuerySet[Show], day: date) -> QuerySet[Show]:
    """A wide range that an index can find, then each venue's own day."""
    midnight = datetime.combine(day, time.min, UTC)
    earliest, latest = (midnight + reach for reach in BUSINESS_DAY_REACH)
    local = Func(
        F("hall__venue__timezone"), F("starts_at"), function="timezone", output_field=DateTimeField()
    )
    into_day = Cast(F("hall__venue__day_starts_at"), DurationField())
    business_day = Cast(ExpressionWrapper(local - into_day, output_field=DateTimeField()), DateField())
    nearby = shows.filter(starts_at__gte=earliest, starts_at__lt=latest)
    return nearby.alias(business_day=business_day).filter(business_day=day)
