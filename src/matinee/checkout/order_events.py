"""The events of an order: what happened, and by whom. Facts are ids and amounts, nothing personal."""

from matinee.checkout.emails.kinds import email_for_event
from matinee.checkout.emails.outbox import write_email
from matinee.checkout.models import OrderEvent, TicketOrder

CUSTOMER, PROVIDER, SYSTEM = "customer", "provider", "system"


def record(
    order: TicketOrder,
    event_type: str,
    *,
    actor: str = SYSTEM,
    recipient: str = "",
    **facts: str | int | list[int],
) -> None:
    """Write an event and the email that follows it, in the transaction of the change.

    The email goes to the customer, or to `recipient`, a former address.

    Raises: KeyError, for a type that `emails.kinds` does not list.
    """
    event = OrderEvent(order=order, actor=actor, type=event_type, facts=facts)
    kind = email_for_event(event)
    event.save()
    write_email(event, kind, recipient)
