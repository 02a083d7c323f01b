"""Remove the demo: its cinemas, everything sold there, and its staff account. The films stay."""

from dataclasses import dataclass

from django.db import connection, transaction

from matinee.audit.models import AuditEntry
from matinee.audit.services import COMMAND, record
from matinee.checkout.models import Payment, VenueTerms
from matinee.demo.cinemas import CINEMAS
from matinee.payments.cash import Cash
from matinee.payments.demo import Demo
from matinee.staff.models import User
from matinee.venues.models import Venue

REMOVED = "demo removed"
"""The action of the audit entry."""

ACCOUNT_ADDRESS = "demo@matinee.example"
"""Of the demo's staff account."""

VENUES = "SELECT id FROM venue WHERE demo"
HALLS = f"SELECT id FROM hall WHERE venue_id IN ({VENUES})"  # noqa: S608
SHOWS = f"SELECT id FROM show WHERE hall_id IN ({HALLS})"  # noqa: S608
CARDS = f"SELECT id FROM price_card WHERE venue_id IN ({VENUES})"  # noqa: S608
ORDERS = f"SELECT id FROM ticket_order WHERE show_id IN ({SHOWS})"  # noqa: S608
PAYMENTS = f"SELECT id FROM payment WHERE order_id IN ({ORDERS})"  # noqa: S608
REFERENCES = f"SELECT reference FROM payment WHERE order_id IN ({ORDERS})"  # noqa: S608

DELETIONS = [
    ("order_email", f"order_id IN ({ORDERS})"),
    ("order_event", f"order_id IN ({ORDERS})"),
    ("refund", f"payment_id IN ({PAYMENTS})"),
    ("ledger_result", f"reference IN ({REFERENCES})"),
    ("demo_payment", f"reference IN ({REFERENCES})"),
    ("cash_payment", f"reference IN ({REFERENCES})"),
    ("payment", f"order_id IN ({ORDERS})"),
    ("order_line", f"order_id IN ({ORDERS})"),
    ("ticket", f"show_id IN ({SHOWS})"),
    ("customer", f"order_id IN ({ORDERS})"),
    ("idempotency_key", f"order_id IN ({ORDERS})"),
    ("ticket_order", f"show_id IN ({SHOWS})"),
    ("hold_key", f"show_id IN ({SHOWS})"),
    ("booking", f"show_id IN ({SHOWS})"),
    ("booking_archive", f"show_id IN ({SHOWS})"),
    ("seat_change", f"show_id IN ({SHOWS})"),
    ("show", f"hall_id IN ({HALLS})"),
    ("price_rule", f"venue_id IN ({VENUES})"),
    ("price_card_version", f"card_id IN ({CARDS})"),
    ("price_card", f"venue_id IN ({VENUES})"),
    ("seat", f"hall_id IN ({HALLS})"),
    ("plan_edition", f"hall_id IN ({HALLS})"),
    ("device_hall", f"hall_id IN ({HALLS})"),
    ("device", f"venue_id IN ({VENUES})"),
    ("approval", f"venue_id IN ({VENUES})"),
    ("hall", f"venue_id IN ({VENUES})"),
    ("ticket_type", f"venue_id IN ({VENUES})"),
    ("seat_supplement", f"venue_id IN ({VENUES})"),
    ("legal_page", f"venue_id IN ({VENUES})"),
    ("venue_terms", f"venue_id IN ({VENUES})"),
    ("role_grant", f"venue_id IN ({VENUES})"),
    ("api_key", f"venue_id IN ({VENUES})"),
    ("venue", "demo"),
]
"""Tables and conditions, so that no row is deleted before those that refer to it."""

UNUSED_SELLERS = """
DELETE FROM seller WHERE id = ANY(%s)
    AND NOT EXISTS (SELECT FROM venue_terms WHERE seller_id = seller.id)
    AND NOT EXISTS (SELECT FROM ticket_order WHERE seller_id = seller.id)
"""


NOT_REAL = (Demo.name, Cash.name)
"""Payment providers without a system of their own. A till of the demo has no real money."""


class DemoInUse(Exception):
    """A demo cinema became a real one. The message tells the administrator why."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The numbers of deleted rows."""

    venues: int
    shows: int
    orders: int


@transaction.atomic
def remove_demo() -> Removed:
    """Delete the demo in one transaction, and record it, so that the next start does not create it again.

    A trigger keeps order events from being deleted, except those of demo cinemas.

    Raises: DemoInUse, with nothing deleted, for a demo cinema that became a real one.
    """
    _check_that_all_is_demo()
    seller_ids = list(VenueTerms.objects.filter(venue__demo=True).values_list("seller_id", flat=True))
    with connection.cursor() as cursor:
        deleted = {}
        for table, condition in DELETIONS:
            cursor.execute(f"DELETE FROM {table} WHERE {condition}")  # noqa: S608
            deleted[table] = cursor.rowcount
        cursor.execute(UNUSED_SELLERS, [seller_ids])
    close_demo_account()
    removed = Removed(venues=deleted["venue"], shows=deleted["show"], orders=deleted["ticket_order"])
    record(COMMAND, REMOVED, object_type="demo", object_id=1, facts={"orders": removed.orders})
    return removed


def close_demo_account() -> None:
    """Delete the demo's staff account. Sessions of it end."""
    User.objects.filter(local_only=True).delete()


def _check_that_all_is_demo() -> None:
    """Raises: DemoInUse."""
    names = {(cinema.name, cinema.city) for cinema in CINEMAS}
    for venue in Venue.objects.filter(demo=True).order_by("pk"):
        if (venue.name, venue.city) not in names:
            raise DemoInUse(f"{venue} was a demo cinema and was renamed since.")
    real = Payment.objects.filter(order__show__hall__venue__demo=True).exclude(provider__in=NOT_REAL)
    if real.exists():
        raise DemoInUse("Tickets of the demo cinemas were paid for with real money.")


def was_removed() -> bool:
    """Whether the demo of this database was removed."""
    return AuditEntry.objects.filter(action=REMOVED).exists()
