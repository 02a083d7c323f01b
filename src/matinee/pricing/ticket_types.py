"""Changes of ticket types by staff. A ticket type is archived, never deleted: sold tickets refer to it."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from matinee.audit.services import Actor, record
from matinee.pricing.editing import begin_edit, edited, save_named
from matinee.pricing.errors import LastTicketType, TicketTypeNotFound
from matinee.pricing.models import TicketType

TICKET_TYPE = "ticket type"
FIELDS = (
    *("name", "translations", "adjustment", "position", "minimum_age"),
    *("needs_proof", "counter_only", "most_per_order", "archived"),
)
"""What staff can set."""


@transaction.atomic
def create_ticket_type(*, actor: Actor, venue_id: int, **values: Any) -> TicketType:
    """Add a ticket type. `values` are some of FIELDS. Without a position, it is the last one.

    Raises: Invalid, NotPermitted.
    """
    begin_edit(actor, venue_id)
    if values.get("position") is None:
        last = TicketType.objects.filter(venue=venue_id).order_by("position").last()
        values["position"] = last.position + 1 if last else 0
    row = TicketType(venue_id=venue_id, **values)
    save_named(row)
    _record(actor, "ticket type created", row, {"after": _facts(row)})
    return row


@transaction.atomic
def change_ticket_type(*, actor: Actor, ticket_type_id: int, version: int, **values: Any) -> TicketType:
    """Change what `values`, some of FIELDS, names. Seat maps show it at once.

    Raises: TicketTypeNotFound, Invalid, NotPermitted, ChangedMeanwhile, LastTicketType.
    """
    row = edited(actor, TicketType, ticket_type_id, version, TicketTypeNotFound)
    before = _facts(row)
    was_online = _is_online(row)
    for name, value in values.items():
        setattr(row, name, value)
    if was_online and not _is_online(row):
        _check_another_remains(row)
    row.version += 1
    save_named(row)
    _record(actor, "ticket type changed", row, {"before": before, "after": _facts(row)})
    return row


def _is_online(row: TicketType) -> bool:
    return not row.archived and not row.counter_only


def _check_another_remains(row: TicketType) -> None:
    """Without any, seats would be sold at the show's price. Raises: LastTicketType."""
    others = TicketType.objects.filter(venue=row.venue_id, archived=False, counter_only=False)
    if not others.exclude(pk=row.pk).exists():
        raise LastTicketType


def _facts(row: TicketType) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value := getattr(row, name), Decimal) else value for name in FIELDS
    }


def _record(actor: Actor, action: str, row: TicketType, facts: dict[str, Any]) -> None:
    record(actor, action, object_type=TICKET_TYPE, object_id=row.pk, venue_id=row.venue_id, facts=facts)
