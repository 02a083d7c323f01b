"""Apply the newest version of a price card to the future shows of the card."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices

from matinee.audit.services import Actor, record
from matinee.booking.locking import lock_shows, locked_transaction
from matinee.booking.models import Booking, BookingStatus
from matinee.core.clock import ClockTimestamp
from matinee.pricing.models import PriceCard, PriceCardVersion
from matinee.pricing.price_cards import PRICE_CARD, edited_card
from matinee.shows.models import Show, ShowStatus
from matinee.shows.services import set_card


class Target(TextChoices):
    """The future shows that get the new prices."""

    UNSOLD = "unsold", "future shows without sales"
    ALL = "all", "all future shows"


@dataclass(frozen=True)
class Repricing:
    """A show whose prices change, with its new price."""

    show: Show
    """As it will be."""
    before: Decimal
    before_number: int | None
    """The version of the card that it had; None for a show that had this card's newest at another price."""
    has_sales: bool


def planned_repricings(card: PriceCard, target: Target) -> list[Repricing]:
    """What `apply_card` would change now, by time."""
    found = _repricings(card.newest, _future_shows(card), target)
    return sorted(found, key=lambda one: (one.show.starts_at, one.show.pk))


@locked_transaction
def apply_card(*, actor: Actor, card_id: int, version: int, target: Target) -> list[Repricing]:
    """Give the future shows of a card its newest version. What was sold keeps its price.

    Seats that are being paid for count as sold.

    Raises: PriceCardNotFound, NotPermitted, ChangedMeanwhile, Busy.
    """
    card = edited_card(actor, card_id, version)
    newest = card.newest
    lock_shows(Show.objects.filter(pk__in=_future_shows(card).values("pk")))
    # Read after the lock: a payment that was under way has ended in a sale, or not.
    changed = list(_repricings(newest, _future_shows(card), target))
    Show.objects.bulk_update([one.show for one in changed], ["price", "price_card_version"])
    record(
        actor,
        "price card applied",
        object_type=PRICE_CARD,
        object_id=card.pk,
        venue_id=card.venue_id,
        facts={
            "after": {"number": newest.number, "shows": [one.show.pk for one in changed]},
            "reason": str(target.label),
        },
    )
    return changed


def _future_shows(card: PriceCard) -> QuerySet[Show]:
    sold = Booking.objects.filter(Q(status=BookingStatus.BOOKED) | Q(frozen=True), show=OuterRef("pk"))
    shows = Show.objects.filter(
        hall__venue=card.venue_id,
        price_card_version__card=card,
        status=ShowStatus.SCHEDULED,
        starts_at__gt=ClockTimestamp(),
    )
    return shows.annotate(has_sales=Exists(sold)).select_related("price_card_version", "movie", "hall__venue")


def _repricings(newest: PriceCardVersion, shows: Iterable[Show], target: Target) -> Iterator[Repricing]:
    for show in shows:
        has_sales = bool(show.has_sales)  # type: ignore[attr-defined]
        if has_sales and target != Target.ALL:
            continue
        old = show.price_card_version
        before = show.price
        set_card(show, newest)
        if old != newest or before != show.price:
            yield Repricing(show, before, old.number if old else None, has_sales)
