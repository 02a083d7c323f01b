"""`matinee check`: list what a cinema still needs before it can sell online, with the remedy for each."""

import os
import smtplib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matinee.server.config import environment
from matinee.server.config.environment import BadSetting, Environment
from matinee.server.config.values import is_allowed
from matinee.server.errors import OperatorError
from matinee.server.postgres import embedded

HEARTBEAT_SECONDS = 60
MAIL_TIMEOUT_SECONDS = 5

WORKERS = f"""
SELECT count(*) FROM procrastinate_workers
WHERE last_heartbeat > clock_timestamp() - interval '{HEARTBEAT_SECONDS} seconds'
"""  # noqa: S608 - a constant of ours


@dataclass(frozen=True)
class Finding:
    """One requirement and its state."""

    name: str
    remedy: str = ""
    """What to do. Empty if the requirement is met."""
    is_needed: bool = True
    """False for a warning that does not prevent sales."""

    @property
    def is_missing(self) -> bool:
        """Whether this prevents sales."""
        return bool(self.remedy) and self.is_needed

    def __str__(self) -> str:
        if not self.remedy:
            return f"ok       {self.name}"
        return f"{'missing' if self.is_needed else 'look at'}  {self.name}: {self.remedy}"


def check(environ: Mapping[str, str] = os.environ) -> int:
    """Print one line per requirement. Returns the exit status: 1 while something is missing, else 0."""
    findings = list(_find(environ))
    for finding in findings:
        print(finding, flush=True)  # noqa: T201
    missing = sum(finding.is_missing for finding in findings)
    print(f"{missing} missing" if missing else "Ready to sell")  # noqa: T201
    return 1 if missing else 0


def _find(environ: Mapping[str, str]) -> Iterator[Finding]:
    try:
        settings = environment.read(environ)
    except BadSetting as bad:
        yield from (Finding("Setting", f"{problem}. See docs/operations.md") for problem in bad.problems)
        yield Finding("Everything else", "complete the settings, then run matinee check again")
        return
    yield Finding("Settings")
    yield _environment(settings)
    yield _hosts(settings)
    yield _payments(settings)
    yield from _email(settings)
    yield from _database(settings)


def _environment(settings: Environment) -> Finding:
    if settings.production:
        return Finding("Production")
    return Finding(
        "Production", "set MATINEE_ENV=production, which also reports the settings that it requires"
    )


def _hosts(settings: Environment) -> Finding:
    name = "Links in emails"
    if is_allowed(settings.site_url, settings.allowed_hosts):
        return Finding(name)
    remedy = "add the host of SITE_URL to ALLOWED_HOSTS: the site rejects the links in its own emails now"
    return Finding(name, remedy, is_needed=False)


def _payments(settings: Environment) -> Finding:
    if not settings.sells_online:
        return Finding("Payments: at the counter only")
    if not settings.stripe_secret_key:
        return Finding(
            "Payments",
            "the demo provider moves no money: set STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and"
            " STRIPE_WEBHOOK_SECRET, or PAYMENTS=counter-only. See docs/payments.md",
        )
    if "_test_" in settings.stripe_secret_key[:9]:
        return Finding(
            "Payments", "replace the test keys with the live keys of Stripe: test keys move no money"
        )
    return Finding("Payments: Stripe")


def _email(settings: Environment) -> Iterator[Finding]:
    server = settings.mail_server
    if server is None:
        yield Finding("Email server", "set SMTP_URL and MAIL_FROM: without them, tickets are not sent")
        return
    yield Finding(f"Email server: {server.host}")
    kind = smtplib.SMTP_SSL if server.tls_from_start else smtplib.SMTP
    try:
        kind(server.host, server.port, timeout=MAIL_TIMEOUT_SECONDS).close()
    except (OSError, smtplib.SMTPException) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        yield Finding(
            "Email server answers",
            f"{server.host} port {server.port} does not ({why}); correct SMTP_URL or start it",
            is_needed=False,
        )
    else:
        yield Finding("Email server answers")


def _database(settings: Environment) -> Iterator[Finding]:
    from matinee.server.processes.preparation import check_connection, database_url, prepare_django

    try:
        if not settings.database_url and embedded.find(settings.data_dir) is None:
            yield Finding("Database", "there is none yet: run matinee serve")
            return
        check_connection(settings)
        prepare_django(settings, database_url(settings))
    except OperatorError as error:
        yield Finding("Database", str(error).rstrip("."))
        return
    yield from _schema()


def _schema() -> Iterator[Finding]:
    import django

    django.setup()
    from matinee.api.public.site.readiness import missing_migrations

    if missing_migrations():
        yield Finding("Database", "its schema is not up to date: run matinee migrate, or start the site")
        return
    yield Finding("Database")
    yield from _cinema()
    yield _worker()


def _cinema() -> Iterator[Finding]:
    from django.conf import settings

    from matinee.catalogue.models import Movie
    from matinee.core.clock import StatementTimestamp
    from matinee.shows.models import Show, ShowStatus
    from matinee.staff.setup_link import has_owner
    from matinee.venues.models import Venue

    add = f"add one at {settings.SITE_URL}/admin/"
    yield Finding("Owner", "" if has_owner() else "open the link that matinee setup-link prints")
    venues = list(Venue.objects.order_by("name", "pk"))
    yield _exists("Venue", venues, f"{add}venues/venue/add/")
    for venue in venues:
        yield from _venue(venue, add)
    yield _exists("Film", Movie.objects.all(), f"{add}catalogue/movie/add/, or run matinee import-movies")
    now = StatementTimestamp()
    on_sale = Show.objects.filter(
        status=ShowStatus.SCHEDULED, sales_open_at__lte=now, sales_close_at__gt=now, hall__seats__isnull=False
    )
    yield _exists("Show on sale", on_sale, f"plan one at {settings.SITE_URL}/staff/set-up/show")


def _venue(venue: Any, add: str) -> Iterator[Finding]:
    from matinee.checkout.models import VenueTerms
    from matinee.venues.models import Hall, Seat

    of = f" of {venue.name}"
    yield _exists(f"Hall{of}", Hall.objects.filter(venue=venue), f"{add}venues/hall/add/")
    yield _exists(
        f"Seats{of}", Seat.objects.filter(hall__venue=venue), f"draw the plan of a hall: {add}venues/hall/"
    )
    yield _exists(f"Ticket type{of}", venue.ticket_types.all(), f"{add}pricing/tickettype/add/")
    yield _exists(
        f"Seller and tax{of}",
        VenueTerms.objects.filter(venue=venue),
        f"{add}checkout/venueterms/add/, with the legal seller and the tax rate",
    )


def _worker() -> Finding:
    from django.db import connections

    from matinee.core.jobs import JOBS

    with connections[JOBS].cursor() as cursor:
        cursor.execute(WORKERS)
        running = cursor.fetchone()[0]
    connections.close_all()
    if running:
        return Finding("Worker")
    return Finding("Worker", "none runs, so no email is sent: start the site with matinee serve")


def _exists(name: str, found: Any, remedy: str) -> Finding:
    there = bool(found) if isinstance(found, list) else found.exists()
    return Finding(name, "" if there else remedy)
