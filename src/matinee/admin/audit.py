"""The admin's entries in the audit trail. Django's own log can be changed."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from matinee.audit.services import Actor, record
from matinee.staff.models import User
from matinee.venues.models import Venue


def record_admin_write(user: User | AnonymousUser, action: str, row: Model, message: Any = None) -> None:
    """Record what an administrator did with a row: the names of the changed fields, never a value.

    Raises: TransactionManagementError, outside the transaction of the write.
    """
    fields = _changed_fields(message)
    record(
        Actor(person_id=user.pk),
        f"{action} in the admin",
        object_type=str(row._meta.verbose_name),
        object_id=row.pk,
        venue_id=row.pk if isinstance(row, Venue) else getattr(row, "venue_id", None),
        facts={"fields": fields} if fields else {},
    )


def _changed_fields(message: Any) -> list[str]:
    """The fields of a change message of Django's admin: a list such as `[{"changed": {"fields": […]}}]`."""
    if not isinstance(message, list):
        return []
    return sorted(
        {field for part in message for details in part.values() for field in details.get("fields", [])}
    )
