"""Writes the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from matinee.audit.models import AuditEntry


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, a program with a key, or, without any of them, a command on the server."""

    person_id: int | None = None
    api_key_id: int | None = None
    device_id: int | None = None
    approver_id: int | None = None


COMMAND = Actor()
"""A command on the server."""


def record(
    actor: Actor,
    action: str,
    *,
    object_type: str,
    object_id: int,
    venue_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Record an action in the transaction that performs it. `facts` has no personal data.

    Raises: TransactionManagementError, outside a transaction: the entry could be written without the action.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("An audit entry belongs to the transaction of its action.")
    return AuditEntry.objects.create(
        person_id=actor.person_id,
        api_key_id=actor.api_key_id,
        device_id=actor.device_id,
        approver_id=actor.approver_id,
        venue_id=venue_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        facts=dict(facts or {}),
    )
