"""Everything about an order on one page, for staff, and what the caller can do with it now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matinee.checkout.models import (
    EmailKind,
    EmailStatus,
    OrderEmail,
    OrderEvent,
    OrderLine,
    Payment,
    Refund,
    RefundStatus,
    TicketOrder,
    amount_owed,
)
from matinee.checkout.order_events import KEY_PREFIX, STAFF_PREFIX
from matinee.checkout.order_page import refunds_of_order
from matinee.checkout.order_status import AttentionReason, attention_reasons
from matinee.checkout.order_version import version_of
from matinee.checkout.refund_retry import retriable_refunds
from matinee.checkout.staff_refunds import is_permitted
from matinee.checkout.ticket_resend import CORRECTED
from matinee.staff.models import ApiKey
from matinee.staff.permissions import Access, Permission
from matinee.staff.queries import names_of
from matinee.tickets.models import TicketStatus

ZERO = Decimal(0)


@dataclass(frozen=True)
class PossibleActions:
    """For each action on an order, whether it is possible now and for this caller."""

    resend: bool
    print: bool
    correct_address: bool
    refund: bool
    """At least one ticket."""
    refund_admitted: bool
    """At least one ticket that a door has admitted."""
    refund_with_approval: bool
    """At least one ticket, if another person approves it."""
    settle: bool
    retry: bool


@dataclass(frozen=True)
class OrderRecord:
    """An order with everything that belongs to it, the oldest first."""

    order: TicketOrder
    lines: Sequence[OrderLine]
    """By seat; with their tickets, also voided ones."""
    payments: Sequence[Payment]
    refunds: Sequence[Refund]
    emails: Sequence[OrderEmail]
    recipients: Mapping[int, str]
    """The address of each email, by its id; empty where it is not known any more."""
    events: Sequence[OrderEvent]
    names: Mapping[str, str]
    """The names of people and programs by actor: those who did something, and those who approved it."""
    version: int
    """For the actions: a stale one is refused."""
    attention: Sequence[AttentionReason]
    """Why it needs attention; empty where it does not, or where its history does not say why."""
    captured: Decimal
    """What the providers have taken. Amounts are in the main unit of the order's currency."""
    paid_back: Decimal
    """By the providers, and by staff in another way."""
    under_way: Decimal
    """Refunds that a provider has neither paid nor refused yet."""
    owed: Decimal
    """Money that the customer has not got back yet, without refunds that are under way."""
    can: PossibleActions
    shows_codes: bool
    """Whether the caller may see ticket codes: a code lets anybody in."""


def order_record(order: TicketOrder, access: Access) -> OrderRecord:
    """Return the record of an order of `order_of_reference`."""
    version = version_of(order)
    lines = list(order.lines.select_related("seat", "ticket__seat").order_by("seat_id", "pk"))
    events = list(order.events.order_by("pk"))
    owed = TicketOrder.objects.annotate(owed=amount_owed()).values_list("owed", flat=True)
    payments, refunds = list(order.payments.order_by("pk")), refunds_of_order(order)
    emails = list(order.emails.order_by("pk"))
    under_way = _sum_of(refunds, lambda one: one.status == RefundStatus.QUEUED)
    return OrderRecord(
        order=order,
        version=version,
        lines=lines,
        payments=payments,
        refunds=refunds,
        attention=attention_reasons(order),
        captured=sum((payment.captured for payment in payments), ZERO),
        paid_back=_sum_of(refunds, lambda one: one.status == RefundStatus.DONE or one.settled_at is not None),
        under_way=under_way,
        emails=emails,
        recipients=_recipients(order, emails, events),
        events=events,
        names=_names_of_actors({event.actor for event in events} | set(filter(None, map(approver, events)))),
        owed=max(owed.get(pk=order.pk) - under_way, ZERO),
        can=_possible_actions(order, lines, access),
        shows_codes=_may_see_codes(order, access),
    )


def approver(event: OrderEvent) -> str | None:
    """The second person who has approved what happened, as an actor."""
    approver_id = event.facts.get("approver_id")
    return f"{STAFF_PREFIX}{approver_id}" if approver_id is not None else None


def _may_see_codes(order: TicketOrder, access: Access) -> bool:
    venue_id = order.show.hall.venue_id
    return access.may(Permission.SERVE_CUSTOMERS, venue_id) or access.may(Permission.ADMIT, venue_id)


def _sum_of(refunds: Sequence[Refund], counts: Callable[[Refund], bool]) -> Decimal:
    return sum((one.amount for one in refunds if counts(one)), ZERO)


def _recipients(
    order: TicketOrder, emails: Sequence[OrderEmail], events: Sequence[OrderEvent]
) -> dict[int, str]:
    """The addresses are not stored with the emails: those sent before a correction went to another one."""
    customer = getattr(order, "customer", None)
    corrected_at = max((event.at for event in events if event.type == CORRECTED), default=None)

    def recipient(email: OrderEmail) -> str:
        if email.kind == EmailKind.ADDRESS_CORRECTED or customer is None:
            return email.former_address
        waits = email.status == EmailStatus.WAITING
        is_current = waits or corrected_at is None or email.changed_at >= corrected_at
        return customer.email if is_current else ""

    return {email.pk: recipient(email) for email in emails}


def _possible_actions(order: TicketOrder, lines: Sequence[OrderLine], access: Access) -> PossibleActions:
    venue_id = order.show.hall.venue_id
    valid = [line for line in lines if line.ticket and line.ticket.status == TicketStatus.VALID]
    admitted = [line for line in valid if line.ticket and line.ticket.admitted_at]
    # If this one may not be refunded, none may.
    easiest = sorted(valid, key=lambda line: (line in admitted, line.gross))[:1]
    customer = getattr(order, "customer", None)
    serves = access.may(Permission.SERVE_CUSTOMERS, venue_id)
    refunds = access.may(Permission.REFUND_ORDERS, venue_id)
    settles = access.may(Permission.SETTLE_ORDERS, venue_id)
    return PossibleActions(
        resend=serves and bool(valid) and customer is not None and bool(customer.email),
        print=serves and bool(valid),
        correct_address=serves and customer is not None,
        refund=refunds and bool(easiest) and is_permitted(access, order, easiest),
        refund_admitted=refunds and bool(admitted) and access.may(Permission.REFUND_ANY_ORDER, venue_id),
        refund_with_approval=(
            refunds and not access.is_program and bool(valid) and not is_permitted(access, order, valid)
        ),
        settle=settles and TicketOrder.objects.needing_a_person().filter(pk=order.pk).exists(),
        retry=settles and bool(retriable_refunds(order)),
    )


def _names_of_actors(actors: set[str]) -> dict[str, str]:
    people = _ids_after(STAFF_PREFIX, actors)
    keys = ApiKey.objects.filter(pk__in=_ids_after(KEY_PREFIX, actors)).values_list("pk", "name")
    return {
        **{f"{STAFF_PREFIX}{pk}": name for pk, name in names_of(people).items()},
        **{f"{KEY_PREFIX}{pk}": name for pk, name in keys},
    }


def _ids_after(prefix: str, actors: set[str]) -> set[int]:
    ids = {actor.removeprefix(prefix) for actor in actors if actor.startswith(prefix)}
    return {int(one) for one in ids if one.isdecimal()}
