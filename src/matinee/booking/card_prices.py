"""Apply the newest version of a price card to the future shows of the card, or that the rules give it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices

from matinee.audit.services import Actor, record
from matinee.booking.locking import lock_shows, locked_transaction
from matinee.booking.models import Booking, BookingStatus
from matinee.core.clock import ClockTimestamp
from matinee.pricing.card_choice import chosen_card_id, conditions_of
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
    card_before: PriceCard | None
    """The card that it had; None for a show with a price of its own."""
    has_sales: bool


def planned_repricings(card: PriceCard, target: Target, *, by_rules: bool = False) -> list[Repricing]:
    """What `apply_card` would change now, by time."""
    shows = _selection(by_rules=by_rules)(card, _future_shows(card))
    found = _repricings(card.newest, shows, target)
    return sorted(found, key=lambda one: (one.show.starts_at, one.show.pk))


@locked_transaction
def apply_card(
    *, actor: Actor, card_id: int, version: int, target: Target, by_rules: bool = False
) -> list[Repricing]:
    """Give the future shows of a card its newest version. What was sold keeps its price.

    With `by_rules`, future shows without this card get it too if the price rules choose it for them.
    Seats that are being paid for count as sold.

    Raises: PriceCardNotFound, NotPermitted, ChangedMeanwhile, Busy.
    """
    card = edited_card(actor, card_id, version)
    newest = card.newest
    select = _selection(by_rules=by_rules)
    locked = lock_shows(select(card, _future_shows(card)))
    # Read after the lock: a payment that was under way has ended in a sale, or not.
    shows = select(card, _future_shows(card).filter(pk__in=[show.pk for show in locked]))
    changed = list(_repricings(newest, shows, target))
    Show.objects.bulk_update([one.show for one in changed], ["price", "price_card_version"])
    record(
        actor,
        "price card applied",
        object_type=PRICE_CARD,
        object_id=card.pk,
        venue_id=card.venue_id,
        facts={
            "after": {"number": newest.number, "shows": [one.show.pk for one in changed]},
            "by_rules": by_rules,
            "reason": str(target.label),
        },
    )
    return changed


Selection = Callable[[PriceCard, QuerySet[Show]], QuerySet[Show]]
"""Returns those of the shows that may get a card."""


def _shows_of_card(card: PriceCard, shows: QuerySet[Show]) -> QuerySet[Show]:
    return shows.filter(price_card_version__card=card)


def _shows_of_card_or_rules(card: PriceCard, shows: QuerySet[Show]) -> QuerySet[Show]:
    """The shows of the card, and those that the rules give it now. Reads all `shows`."""
    rules = conditions_of(card.venue_id)
    chosen = [
        show.pk
        for show in shows
        if chosen_card_id(rules, show.hall.venue, show.hall, show.starts_at, show.movie, show.format)
        == card.pk
    ]
    return shows.filter(Q(price_card_version__card=card) | Q(pk__in=chosen))


def _selection(*, by_rules: bool) -> Selection:
    return _shows_of_card_or_rules if by_rules else _shows_of_card


def _future_shows(card: PriceCard) -> QuerySet[Show]:
    """The future shows of the card's cinema."""
    return Show.objects.filter(
        hall__venue=card.venue_id, status=ShowStatus.SCHEDULED, starts_at__gt=ClockTimestamp()
    ).select_related("price_card_version__card", "movie", "hall__venue")


def _repricings(newest: PriceCardVersion, shows: QuerySet[Show], target: Target) -> Iterator[Repricing]:
    sold = Booking.objects.filter(Q(status=BookingStatus.BOOKED) | Q(frozen=True), show=OuterRef("pk"))
    for show in shows.annotate(has_sales=Exists(sold)):
        has_sales = bool(show.has_sales)
        if has_sales and target != Target.ALL:
            continue
        old = show.price_card_version
        before = show.price
        set_card(show, newest)
        if old != newest or before != show.price:
            yield Repricing(show, before, old.card if old else None, has_sales)
