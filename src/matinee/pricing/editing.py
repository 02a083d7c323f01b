"""What every change of prices does first and last: lock, check the rights, save."""

from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from matinee.audit.services import Actor
from matinee.core.problems import Invalid, Problem
from matinee.core.validation import validate_row
from matinee.pricing.models import PriceCard, PriceRule, TicketType
from matinee.staff.errors import ChangedMeanwhile, NotPermitted
from matinee.staff.locking import lock_venues
from matinee.staff.permissions import Permission
from matinee.staff.queries import access_of


def begin_edit(actor: Actor, venue_id: int) -> None:
    """Lock the venue, so that its prices are edited one after the other, and check the right to do so.

    Raises: Invalid, for a venue that does not exist; NotPermitted.
    """
    lock_venues([venue_id], "venue_id")
    if not access_of(actor).may(Permission.MANAGE_PRICES, venue_id):
        raise NotPermitted.needs(Permission.MANAGE_PRICES)


R = TypeVar("R", PriceCard, PriceRule, TicketType)


def edited(actor: Actor, table: type[R], pk: int, version: int, missing: type[Problem]) -> R:
    """A row in the state that was edited, locked with its venue, if the actor may change it.

    Raises: `missing`, NotPermitted, ChangedMeanwhile.
    """
    rows = table.objects.filter(pk=pk)
    venue_id = rows.values_list("venue_id", flat=True).first()
    if venue_id is None:
        raise missing
    begin_edit(actor, venue_id)
    row = rows.first()
    if row is None:
        raise missing
    if row.version != version:
        raise ChangedMeanwhile(current={"version": row.version})
    return row


def save_named(row: Model) -> None:
    """Validate and save a row whose name is unique at its venue.

    Raises: Invalid.
    """
    validate_row(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "_per_name_in_venue" not in str(error):
            raise
        raise Invalid(errors={"name": [_("This name is already used here. Choose another one.")]}) from error
