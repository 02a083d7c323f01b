"""Refunds by staff (B17): with a reason, up to the venue's limit; above it with permission or approval."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from matinee.audit.services import Actor
from matinee.booking.locking import locked_transaction
from matinee.checkout import idempotency, order_events
from matinee.checkout.errors import NothingToRefund, NotRefundable
from matinee.checkout.locking import lock_order_for
from matinee.checkout.models import OrderLine, TicketOrder
from matinee.checkout.order_page import refunded_seat_ids
from matinee.checkout.order_version import check_version
from matinee.checkout.queries import venue_terms
from matinee.checkout.refunds import idempotent_request, refund_lines, valid_lines
from matinee.checkout.rules import is_within_limit
from matinee.staff.approvals import Action, refusal, use_approval
from matinee.staff.errors import NotPermitted
from matinee.staff.permissions import Access, Permission
from matinee.staff.queries import access_of

REFUND = "refund order"
"""The name of the action for approvals."""


def refund_for_staff(
    *,
    actor: Actor,
    order: TicketOrder,
    seat_ids: Sequence[int] | None,
    reason: str,
    idempotency_key: str | None = None,
    version: int | None = None,
    approval: str | None = None,
) -> None:
    """Refund the tickets of these seats, or all valid ones. A repeated idempotency key changes nothing (B15).

    Admitted tickets, and more than the venue's limit, need REFUND_ANY_ORDER, or the `approval` of a person
    who has it. The limit applies to all refunds of the order by staff together.

    Raises: SeatNotFound, NothingToRefund, NotPermitted, ApprovalInvalid, ChangedMeanwhile, KeyMismatch,
    KeyInFlight, Busy.
    """
    key = idempotent_request(f"refund by staff: {reason}:", order, seat_ids, idempotency_key)
    if key and idempotency.stored_response(key):
        return
    refunded_seat_ids(order, seat_ids)
    try:
        _refund(actor, order.pk, seat_ids, reason, key, version, approval)
    except idempotency.KeyTaken:
        refund_for_staff(
            actor=actor,
            order=order,
            seat_ids=seat_ids,
            reason=reason,
            idempotency_key=idempotency_key,
            version=version,
            approval=approval,
        )


def lines_to_refund(order: TicketOrder, seat_ids: Sequence[int] | None) -> list[OrderLine]:
    """The lines of these seats, or all lines with a valid ticket.

    Raises: NothingToRefund, also if one of these seats has no valid ticket.
    """
    lines = valid_lines(order, seat_ids)
    if not lines or (seat_ids is not None and len(lines) < len(seat_ids)):
        raise NothingToRefund
    return lines


def is_permitted(access: Access, order: TicketOrder, lines: Sequence[OrderLine]) -> bool:
    """Whether the caller may refund these lines together. Their tickets must be loaded."""
    venue_id = order.show.hall.venue_id
    if access.may(Permission.REFUND_ANY_ORDER, venue_id):
        return True
    if any(line.ticket and line.ticket.admitted_at for line in lines):
        return False
    terms = venue_terms(order.show_id)
    price = sum((line.gross for line in lines), Decimal(0))
    return is_within_limit(price, refunded_by_staff(order), terms.refund_limit if terms else None)


@locked_transaction
def _refund(
    actor: Actor,
    order_id: int,
    seat_ids: Sequence[int] | None,
    reason: str,
    key: idempotency.IdempotentRequest | None,
    version: int | None,
    approval: str | None,
) -> None:
    if key:
        idempotency.claim(key)
    order = lock_order_for(order_id, actor, Permission.REFUND_ORDERS)
    access = access_of(actor)
    check_version(order, version)
    lines = lines_to_refund(order, seat_ids)
    include_admitted = access.may(Permission.REFUND_ANY_ORDER, order.show.hall.venue_id)
    if not is_permitted(access, order, lines):
        actor = replace(actor, approver_id=_approver(actor, order, lines, reason, approval))
        include_admitted = bool(_admitted(lines))
    try:
        refund_lines(
            order,
            lines,
            # The reason of a refund must differ from those of the checkout, such as `released`.
            reason=f"by staff: {reason}",
            actor=actor,
            include_admitted=include_admitted,
            key=key,
            facts={"reason": reason},
        )
    except NotRefundable as error:
        # A door has admitted a ticket since `is_permitted`.
        raise NotPermitted.needs(Permission.REFUND_ANY_ORDER) from error


def _approver(
    actor: Actor, order: TicketOrder, lines: Sequence[OrderLine], reason: str, approval: str | None
) -> int:
    """The person who has approved this refund. Call it with the order locked.

    Raises: NotPermitted, without an approval; ApprovalInvalid.
    """
    venue_id = order.show.hall.venue_id
    facts = {
        "order": order.pk,
        "lines": sorted(line.pk for line in lines),
        "admitted": _admitted(lines),
        "amount": str(sum((line.gross for line in lines), Decimal(0))),
        "currency": order.currency,
        "reason": reason,
    }
    if actor.person_id is None or approval is None:
        raise refusal(actor, Permission.REFUND_ANY_ORDER, venue_id, REFUND, facts)
    action = Action(actor.person_id, Permission.REFUND_ANY_ORDER, venue_id, REFUND, facts)
    return use_approval(action=action, token=approval)


def _admitted(lines: Sequence[OrderLine]) -> list[int]:
    """The ids of the lines whose tickets a door has admitted."""
    return sorted(line.pk for line in lines if line.ticket and line.ticket.admitted_at)


def refunded_by_staff(order: TicketOrder) -> Decimal:
    """The sum of the refunds of an order by staff."""
    refunds = order.events.filter(type="refunded").exclude(
        actor__in=(order_events.CUSTOMER, order_events.SYSTEM)
    )
    return sum((Decimal(event.facts["amount"]) for event in refunds), Decimal(0))
