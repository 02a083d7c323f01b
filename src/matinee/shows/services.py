"""Changes to the programme."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from matinee.catalogue.models import Movie
from matinee.core.time_range import EARLIEST_TIME, LATEST_TIME
from matinee.core.validation import broken_constraint, check_values, validate_row
from matinee.pricing.card_choice import card_for
from matinee.pricing.errors import NoPriceRule
from matinee.pricing.models import PriceCard, PriceCardVersion
from matinee.shows.errors import HallOccupied
from matinee.shows.models import Show, ShowStatus
from matinee.venues.models import Hall

ADVERTISEMENT_MINUTES = 20
"""Between the advertised start and the feature."""

SALES_CLOSE_AFTER_START = timedelta(minutes=15)
"""Latecomers still get in during the advertisements."""

LONGEST_ADVERTISEMENT_MINUTES = 240

USUAL_FORMAT = "2D"

LEFT_TO_DATABASE = {"status", "sales_open_at"}
"""Columns whose default the database fills in."""


def schedule_show(
    *,
    movie: Movie,
    hall: Hall,
    starts_at: datetime,
    price: Decimal | None = None,
    card: PriceCard | None = None,
    screen_format: str = USUAL_FORMAT,
    audio_language: str = "",
    subtitle_language: str = "",
    advertisement_minutes: int = ADVERTISEMENT_MINUTES,
    sales_open_at: datetime | None = None,
    sales_close_at: datetime | None = None,
) -> Show:
    """Put a show on the programme; unless told otherwise, sales open at once and close after the start.

    `starts_at` is aware, `price` in the venue's currency. Without a price, the newest version of the card
    decides; without both, the venue's price rules choose the card.

    Raises: HallOccupied, NoPriceRule, Invalid.
    """
    show = planned_show(movie, hall, starts_at, price or Decimal(0), advertisement_minutes)
    show.format = screen_format
    if price is None and card is None:
        card = _card_by_rules(show)
    if card is not None:
        set_card(show, card.newest)
    if price is not None:
        show.price = price
    show.audio_language = audio_language
    show.subtitle_language = subtitle_language
    if sales_open_at is not None:
        show.sales_open_at = sales_open_at
    if sales_close_at is not None:
        show.sales_close_at = sales_close_at
    validate_row(show, exclude=LEFT_TO_DATABASE)
    try:
        with transaction.atomic():
            show.save(force_insert=True)
    except IntegrityError as error:
        if broken_constraint(error) != "no_two_shows_overlap_in_a_hall":
            raise
        raise HallOccupied(hall_id=hall.pk, show_ids=_overlapping_shows(show)) from error
    return show


def set_card(show: Show, version: PriceCardVersion) -> None:
    """Give a show, which is not saved here, the prices of this version for its format and running time."""
    show.price_card_version = version
    show.price = version.prices.show_price(show.format, running_minutes(show))


def running_minutes(show: Show) -> int:
    """The length of the film as the show was planned."""
    return (show.ends_at - show.feature_starts_at) // timedelta(minutes=1)


def _card_by_rules(show: Show) -> PriceCard:
    """Raises: NoPriceRule."""
    card = card_for(show.hall.venue, show.hall, show.starts_at, show.movie, show.format)
    if card is None:
        raise NoPriceRule(errors={"price": [_("No price rule applies to this show. Enter a price.")]})
    return card


def planned_show(
    movie: Movie,
    hall: Hall,
    starts_at: datetime,
    price: Decimal,
    advertisement_minutes: int = ADVERTISEMENT_MINUTES,
) -> Show:
    """A show with its times frozen, not saved yet. Raises: Invalid."""
    check_values(
        advertisement_minutes=(advertisement_minutes, _advertisement), starts_at=(starts_at, _moment)
    )
    # In UTC, since adding to a local time would count in wall-clock minutes, wrong when the clocks change.
    starts_at = starts_at.astimezone(UTC)
    feature_starts_at = starts_at + timedelta(minutes=advertisement_minutes)
    ends_at = feature_starts_at + timedelta(minutes=movie.duration_minutes)
    hall_free_at = ends_at + timedelta(minutes=hall.cleaning_minutes)
    check_values(starts_at=(hall_free_at, _moment))
    return Show(
        movie=movie,
        hall=hall,
        plan_version=hall.plan_version,
        starts_at=starts_at,
        feature_starts_at=feature_starts_at,
        ends_at=ends_at,
        hall_free_at=hall_free_at,
        price=price,
        sales_close_at=starts_at + SALES_CLOSE_AFTER_START,
    )


def _advertisement(minutes: int) -> int:
    if not 0 <= minutes <= LONGEST_ADVERTISEMENT_MINUTES:
        raise ValidationError(_("Enter 0 to %(most)d minutes.") % {"most": LONGEST_ADVERTISEMENT_MINUTES})
    return minutes


def _moment(starts_at: datetime) -> datetime:
    if not EARLIEST_TIME <= starts_at < LATEST_TIME:
        raise ValidationError(_("Enter a moment in the years from 1900 to 2999."))
    return starts_at


def _overlapping_shows(show: Show) -> list[int]:
    return list(
        Show.objects.filter(hall=show.hall, starts_at__lt=show.hall_free_at, hall_free_at__gt=show.starts_at)
        .exclude(status=ShowStatus.CANCELLED)
        .order_by("starts_at")
        .values_list("pk", flat=True)
    )
