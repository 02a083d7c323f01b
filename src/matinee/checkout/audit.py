"""The trail of every order: what happened, and who did it. Ids and amounts, never addresses or names."""

from matinee.checkout.emails.kinds import email_for_event
from matinee.checkout.emails.outbox import write_email
from matinee.checkout.models import AuditEntry, TicketOrder

CUSTOMER, PROVIDER, SYSTEM = "customer", "provider", "system"


def note(order: TicketOrder, event: str, *, actor: str = SYSTEM, **facts: str | int | list[int]) -> None:
    """Write an entry and the email that follows it, in the transaction of what it tells about.

    Raises: KeyError, for an event that `emails.kinds` does not list.
    """
    entry = AuditEntry(order=order, actor=actor, event=event, facts=facts)
    kind = email_for_event(entry)
    entry.save()
    write_email(entry, kind)
