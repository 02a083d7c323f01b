"""The trail of every order: what happened, and who did it. Ids and amounts, never mails or names."""

from matinee.checkout.models import AuditEntry, TicketOrder

CUSTOMER, PROVIDER, SYSTEM = "customer", "provider", "system"


def note(order: TicketOrder, event: str, *, actor: str = SYSTEM, **facts: str | int | list[int]) -> None:
    """Write an entry, in the transaction of what it tells about."""
    AuditEntry.objects.create(order=order, actor=actor, event=event, facts=facts)
