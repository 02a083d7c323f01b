"""The home screen of the staff app: the shows of the business day, and what needs attention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, TextChoices

from matinee.booking.availability import seat_counts, taken_by_status
from matinee.checkout.emails.outbox import failing_emails
from matinee.checkout.order_search import orders_visible_to
from matinee.core.clock import database_now
from matinee.runtime.job_queue.queries import failed_jobs
from matinee.shows.models import Show
from matinee.staff.permissions import Access, Permission
from matinee.venues.models import Venue
from matinee.venues.rules import business_day, moment_on

DAY = timedelta(days=1)


class WarningKind(TextChoices):
    """What needs attention."""

    ORDERS_NEED_ATTENTION = "orders-need-attention"
    REFUNDS_REFUSED = "refunds-refused"
    EMAILS_FAILED = "emails-failed"
    JOBS_FAILED = "jobs-failed"


@dataclass(frozen=True)
class TodayWarning:
    """How many orders, or jobs, need attention."""

    kind: WarningKind
    count: int
    can_handle: bool
    """Whether the caller can open the place where it is handled."""


@dataclass(frozen=True)
class ShowToday:
    """A show with its numbers of seats."""

    show: Show
    sold: int
    held: int
    capacity: int
    """The seats that are in service."""


@dataclass(frozen=True)
class VenueToday:
    """The current business day of a venue, with its shows by time, also cancelled ones."""

    venue: Venue
    day: date
    shows: Sequence[ShowToday]


@dataclass(frozen=True)
class Today:
    """What the caller may see of today."""

    now: datetime
    """The database's clock."""
    venues: Sequence[VenueToday]
    warnings: Sequence[TodayWarning]


def today(access: Access) -> Today:
    """Return today at the venues where the access has a role, in a fixed number of queries."""
    now = database_now()
    return Today(now=now, venues=_venues_today(access, now), warnings=_warnings(access))


def _venues_today(access: Access, now: datetime) -> list[VenueToday]:
    venue_ids = access.venues()
    venues = Venue.objects.order_by("name", "pk")
    if venue_ids is not None:
        venues = venues.filter(pk__in=venue_ids)
    days = {venue: business_day(venue, now) for venue in venues}
    if not days:
        return []
    shows = _shows_of(days)
    ids = [show.pk for show in shows]
    total, taken = seat_counts(ids), taken_by_status(ids)
    by_venue: dict[int, list[ShowToday]] = {venue.pk: [] for venue in days}
    for show in shows:
        sold, held = taken.get(show.pk, (0, 0))
        by_venue[show.hall.venue_id].append(ShowToday(show, sold, held, total[show.pk].total))
    return [VenueToday(venue, day, by_venue[venue.pk]) for venue, day in days.items()]


def _shows_of(days: Mapping[Venue, date]) -> list[Show]:
    """The shows of these days at these venues, by time."""
    starts = [moment_on(venue, day, venue.day_starts_at) for venue, day in days.items()]
    ends = [moment_on(venue, day + DAY, venue.day_starts_at) for venue, day in days.items()]
    # A range for the index, then each venue's own day.
    near = Show.objects.filter(
        hall__venue__in=list(days), starts_at__gte=min(starts), starts_at__lt=max(ends)
    ).select_related("movie", "hall__venue")
    return [
        show
        for show in near.order_by("starts_at", "pk")
        if business_day(show.hall.venue, show.starts_at) == days[show.hall.venue]
    ]


def _warnings(access: Access) -> list[TodayWarning]:
    """What needs attention, without what the access may not see."""
    found = []
    if access.may_somewhere(Permission.READ_ORDERS):
        orders = orders_visible_to(access)
        failed = failing_emails().filter(order__in=orders).aggregate(orders=Count("order", distinct=True))
        found += [
            TodayWarning(
                WarningKind.ORDERS_NEED_ATTENTION, orders.needing_a_person().count(), can_handle=True
            ),
            TodayWarning(WarningKind.REFUNDS_REFUSED, orders.with_refused_refund().count(), can_handle=True),
            TodayWarning(WarningKind.EMAILS_FAILED, failed["orders"], can_handle=True),
        ]
    # Jobs belong to the whole installation.
    if access.may(Permission.MANAGE_VENUE):
        found.append(TodayWarning(WarningKind.JOBS_FAILED, failed_jobs(), can_handle=access.is_administrator))
    return [warning for warning in found if warning.count]
