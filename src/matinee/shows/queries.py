"""Reads about shows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
)

from matinee.catalogue.models import Movie
from matinee.catalogue.queries import movies
from matinee.core.clock import StatementTimestamp
from matinee.core.money import Money
from matinee.pricing.models import PriceCardVersion, SeatSupplement, TicketType
from matinee.pricing.queries import amounts_of_cards, price_list
from matinee.shows.errors import ShowNotFound
from matinee.shows.models import Show, ShowStatus
from matinee.shows.search import found_movie_ids
from matinee.venues.models import Seat


def get_show(show_id: int) -> Show:
    """One show with its movie, hall and venue.

    Raises: ShowNotFound.
    """
    show = Show.objects.select_related("movie", "hall__venue").filter(pk=show_id).first()
    if show is None:
        raise ShowNotFound(show_id=show_id)
    return show


def get_shows(show_ids: Iterable[int]) -> list[Show]:
    """Shows with their movies, halls and venues; unknown ids are left out.

    What only a film's own page shows is not loaded.
    """
    shows = Show.objects.select_related("movie", "hall__venue").filter(pk__in=show_ids)
    return list(shows.defer(*(f"movie__{name}" for name in Movie.DETAILS)))


def price_of_seats(show_id: int, seat_ids: Collection[int]) -> Money:
    """What these seats of a show cost together at the default ticket type.

    Raises: ShowNotFound.
    """
    show = get_show(show_id)
    prices = price_list(show.hall.venue, show.price, show.price_card_version_id)
    types = Seat.objects.filter(pk__in=seat_ids).values_list("type", flat=True)
    return Money(sum((prices.price(seat_type) for seat_type in types), Decimal(0)), prices.currency)


def amounts_of_venue(venue_id: int) -> list[Decimal]:
    """Every different amount that the venue's prices are made of."""
    shows = Show.objects.filter(hall__venue=venue_id).values_list("price")
    supplements = SeatSupplement.objects.filter(venue=venue_id).values_list("amount")
    ticket_types = TicketType.objects.filter(venue=venue_id).values_list("adjustment").order_by()
    own = [amount for (amount,) in shows.union(supplements, ticket_types)]
    return [*own, *amounts_of_cards(venue_id)]


@dataclass(frozen=True)
class ShowsOfCard:
    """How many future shows have the newest version of a card, and how many have an older one."""

    newest: int = 0
    older: int = 0


def future_shows_of_cards(card_ids: Iterable[int]) -> dict[int, ShowsOfCard]:
    """The numbers of future shows by card; a card without any is missing."""
    shows = Show.objects.filter(
        price_card_version__card__in=list(card_ids),
        status=ShowStatus.SCHEDULED,
        starts_at__gt=StatementTimestamp(),
    )
    later = PriceCardVersion.objects.filter(
        card=OuterRef("price_card_version__card"), number__gt=OuterRef("price_card_version__number")
    )
    found: dict[int, ShowsOfCard] = {}
    counted = shows.annotate(is_older=Exists(later)).values_list("price_card_version__card", "is_older")
    for card_id, is_older, number in counted.annotate(number=Count("pk")).order_by():
        has = found.get(card_id, ShowsOfCard())
        found[card_id] = replace(has, older=number) if is_older else replace(has, newest=number)
    return found


def free_by_adjustment(venue_id: int) -> list[TicketType]:
    """Ticket types that take off more than the cheapest seat of a show on sale without a card costs."""
    cheapest = cheapest_without_card(venue_id)
    if cheapest is None:
        return []
    return list(TicketType.objects.filter(venue=venue_id, adjustment__lt=-cheapest))


def takes_off_too_much(venue_id: int, adjustment: Decimal) -> bool:
    """Whether an adjustment takes off more than the cheapest seat of a show on sale without a card costs."""
    cheapest = cheapest_without_card(venue_id)
    return cheapest is not None and cheapest + adjustment < 0


def cheapest_without_card(venue_id: int) -> Decimal | None:
    """What the cheapest seat of a show on sale without a card costs before ticket types. None without one."""
    shows = Show.objects.filter(
        hall__venue=venue_id,
        price_card_version=None,
        status=ShowStatus.SCHEDULED,
        sales_close_at__gt=StatementTimestamp(),
    )
    cheapest: Decimal | None = shows.aggregate(lowest=Min("price"))["lowest"]
    if cheapest is None:
        return None
    supplements = SeatSupplement.objects.filter(venue=venue_id, amount__lt=0)
    return cheapest + (supplements.aggregate(lowest=Min("amount"))["lowest"] or Decimal(0))


def movies_with_next_show(
    *, venue_id: int | None = None, showing: bool = False, search: str | None = None
) -> QuerySet[Movie]:
    """Films, with the start of their next show as `next_show_at`, and its time zone as `next_show_zone`.

    A next show is scheduled, and its sales have not closed. Both are None without one. A venue, or `showing`,
    leaves out films without one; with a venue, only its shows count. A search leaves out films that it does
    not find.
    """
    only_showing = showing or venue_id is not None
    coming = Show.objects.filter(
        movie=OuterRef("pk"), status=ShowStatus.SCHEDULED, sales_close_at__gt=StatementTimestamp()
    )
    if venue_id is not None:
        coming = coming.filter(hall__venue=venue_id)
    following = coming.order_by("starts_at", "pk")
    films = movies().annotate(
        next_show_at=Subquery(following.values("starts_at")[:1]),
        next_show_zone=Subquery(following.values("hall__venue__timezone")[:1]),
    )
    if search is not None:
        films = films.filter(pk__in=found_movie_ids(search, coming=only_showing))
    return films.filter(Exists(coming)) if only_showing else films


class EarliestStart(Subquery):
    """The earliest start of shows, found among them alone.

    For the bare column, PostgreSQL would read all shows by time.
    """

    template = "(SELECT min(starts_at + interval '0') FROM (%(subquery)s) AS found)"
    output_field = DateTimeField()


def current_shows() -> QuerySet[Show]:
    """Shows whose sales have not closed, including cancelled ones, with movie, hall and venue."""
    current = Show.objects.filter(sales_close_at__gt=StatementTimestamp())
    # Excludes no row, but tells the planner where to begin in the index by time: not years ago.
    first = EarliestStart(current.values("starts_at"))
    return current.filter(starts_at__gte=first).select_related("movie", "hall__venue")
