"""The events of an order: what happened, and by whom. Facts are ids and amounts, nothing personal."""

from matinee.audit import services as audit
from matinee.audit.services import Actor
from matinee.checkout.emails.kinds import email_for_event
from matinee.checkout.emails.outbox import write_email
from matinee.checkout.models import OrderEvent, TicketOrder

CUSTOMER, PROVIDER, SYSTEM = "customer", "provider", "system"
STAFF_PREFIX, KEY_PREFIX = "staff:", "key:"

Fact = str | int | list[int] | list[str]


def record(
    order: TicketOrder,
    event_type: str,
    *,
    actor: str | Actor = SYSTEM,
    recipient: str = "",
    **facts: Fact,
) -> None:
    """Write an event and the email that follows it, in the transaction of the change.

    The email goes to the customer, or to `recipient`, a former address. If the actor is an `Actor`, the
    action is an entry of the audit trail too: `order` and the type of the event. Both name the second person
    who has approved it.

    Raises: KeyError, for a type that `emails.kinds` does not list. TransactionManagementError, for an
    `Actor` outside a transaction.
    """
    event = OrderEvent(order=order, actor=actor_name(actor), type=event_type, facts=facts)
    if isinstance(actor, Actor) and actor.approver_id is not None:
        event.facts = {**facts, "approver_id": actor.approver_id}
    kind = email_for_event(event)
    if isinstance(actor, Actor):
        audit.record(
            actor,
            f"order {event_type}",
            object_type="order",
            object_id=order.pk,
            venue_id=order.show.hall.venue_id,
            facts=facts,
        )
    event.save()
    write_email(event, kind, recipient)


def actor_name(actor: str | Actor) -> str:
    """The actor of an event as text: `staff:` and the id of a person, or `key:` and that of a program's key.

    A command on the server is `system`. A text stays as it is.
    """
    if not isinstance(actor, Actor):
        return actor
    if actor.person_id is not None:
        return f"{STAFF_PREFIX}{actor.person_id}"
    return f"{KEY_PREFIX}{actor.api_key_id}" if actor.api_key_id is not None else SYSTEM
