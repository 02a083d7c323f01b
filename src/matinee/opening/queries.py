"""Reads about the settings of cinemas, and what is still missing before they sell online."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from matinee.catalogue.models import Movie
from matinee.checkout.models import LegalPage, Payment, PaymentStatus, TicketOrder, VenueTerms
from matinee.core.clock import StatementTimestamp, database_now
from matinee.opening.errors import HallNotFound
from matinee.opening.models import MailTest
from matinee.opening.rules import Facts, Placement, placement
from matinee.payments.providers import online_provider_name
from matinee.pricing.models import TicketType
from matinee.shows.models import Show, ShowStatus
from matinee.staff import second_factor
from matinee.staff.models import RoleGrant, User
from matinee.staff.permissions import Access, Permission, Role
from matinee.staff.queries import at_venues_of
from matinee.venues.errors import VenueNotFound
from matinee.venues.models import Hall, Seat, Venue

UNDECIDED = [PaymentStatus.BEGUN, PaymentStatus.PENDING, PaymentStatus.CANCELLING]
UNDECIDED_AFTER = timedelta(minutes=10)
"""The reconciler asks the provider every minute, so an older payment means that it does not answer."""


def venues_managed_by(access: Access) -> QuerySet[Venue]:
    """The venues whose settings the access may change."""
    return at_venues_of(access, Permission.MANAGE_VENUE, Venue.objects.all(), "pk")


def venue_managed_by(access: Access, venue_id: int) -> Venue:
    """One of these venues with its terms, seller and legal pages.

    Raises: VenueNotFound.
    """
    pages = Prefetch("legal_pages", LegalPage.objects.order_by("kind", "language"))
    venues = venues_managed_by(access).select_related("terms__seller").prefetch_related(pages)
    venue = venues.filter(pk=venue_id).first()
    if venue is None:
        raise VenueNotFound
    return venue


def halls_managed_by(access: Access) -> QuerySet[Hall]:
    """The halls that the access may change."""
    return at_venues_of(access, Permission.MANAGE_HALLS, Hall.objects.all())


def hall_for_shows(access: Access, hall_id: int) -> Hall:
    """A hall where the access may plan shows. Raises: HallNotFound."""
    hall = at_venues_of(access, Permission.MANAGE_PROGRAMME, Hall.objects.filter(pk=hall_id)).first()
    if hall is None:
        raise HallNotFound
    return hall


def has_sold(venue: Venue) -> bool:
    """Whether there was an order, after which the currency stays."""
    return TicketOrder.objects.filter(show__hall__venue=venue).exists()


def terms_of(venue: Venue) -> VenueTerms | None:
    """The terms of sale of a venue, if it has a seller."""
    terms: VenueTerms | None = getattr(venue, "terms", None)
    return terms


@dataclass(frozen=True)
class MovedShow:
    """A show whose local time or business day a change of the settings moves. Its moment stays."""

    show: Show
    before: Placement
    after: Placement


def moved_shows(before: Venue, after: Venue) -> list[MovedShow]:
    """The coming shows for which the two states of a venue differ in local time or business day."""
    if (before.timezone, before.day_starts_at) == (after.timezone, after.day_starts_at):
        return []
    shows = Show.objects.filter(hall__venue=after.pk, starts_at__gt=StatementTimestamp())
    planned = shows.exclude(status=ShowStatus.CANCELLED).select_related("movie", "hall")
    moved = [
        MovedShow(show, placement(before, show.starts_at), placement(after, show.starts_at))
        for show in planned.order_by("starts_at", "pk")
    ]
    return [one for one in moved if one.before != one.after]


def facts_of(venue: Venue) -> Facts:
    """What decides whether a venue can sell online."""
    provider = online_provider_name()
    coming = Show.objects.filter(
        hall__venue=venue, status=ShowStatus.SCHEDULED, sales_close_at__gt=StatementTimestamp()
    )
    seats = Seat.objects.filter(hall=OuterRef("pk"), plan_version=OuterRef("plan_version"), in_service=True)
    return Facts(
        country=venue.country,
        has_seller=VenueTerms.objects.filter(venue=venue).exists(),
        legal_kinds=frozenset(LegalPage.objects.filter(venue=venue).values_list("kind", flat=True)),
        halls_with_seats=Hall.objects.filter(Exists(seats), venue=venue).count(),
        films=Movie.objects.count(),
        ticket_types=TicketType.objects.filter(venue=venue).count(),
        coming_shows=coming.count(),
        sends_email=settings.SENDS_EMAIL,
        sells_online=settings.SELLS_ONLINE,
        provider=provider,
        is_test_provider=is_test_provider(provider),
        owners_without_second_factor=second_factor.without_device(_owners(venue)).count(),
        site_url=settings.SITE_URL,
    )


def is_test_provider(provider: str | None) -> bool:
    """Whether payments of the provider move no money."""
    return provider == "demo" or (provider == "stripe" and "_test_" in settings.STRIPE_SECRET_KEY[:9])


@dataclass(frozen=True)
class PaymentService:
    """The provider of online payments, and how its last payments went."""

    provider: str | None
    is_test: bool
    last_paid_at: datetime | None
    last_declined_at: datetime | None
    undecided: int
    """Payments that the provider has not decided for ten minutes."""


def payment_service() -> PaymentService:
    """The provider of the installation. Payments of all venues count: they have one account."""
    provider = online_provider_name()
    payments = Payment.objects.filter(provider=provider or "")
    paid = payments.filter(status__in=[PaymentStatus.AUTHORISED, PaymentStatus.SETTLED])
    declined = payments.filter(status=PaymentStatus.DECLINED)
    undecided = payments.filter(status__in=UNDECIDED, changed_at__lt=database_now() - UNDECIDED_AFTER)
    return PaymentService(
        provider=provider,
        is_test=is_test_provider(provider),
        last_paid_at=_last(paid),
        last_declined_at=_last(declined),
        undecided=undecided.count(),
    )


def last_mail_test(person_id: int | None) -> MailTest | None:
    """The last test email of a person; None for a program."""
    return MailTest.objects.filter(person=person_id).first() if person_id else None


def _last(payments: QuerySet[Payment]) -> datetime | None:
    return payments.order_by("-pk").values_list("changed_at", flat=True).first()


def _owners(venue: Venue) -> QuerySet[User]:
    here = RoleGrant.objects.filter(Q(venue=None) | Q(venue=venue), user=OuterRef("pk"), role=Role.OWNER)
    return User.objects.filter(Exists(here), is_active=True)
