"""Tickets at the door: each lets in once, none after its refund, and only staff refund who came in."""

from collections import defaultdict
from collections.abc import Iterator

from tests.faults.histories.books import Books
from tests.faults.histories.history import Call, History

ADMITTED = "Admitted"


def wrong_admissions(history: History, books: Books) -> Iterator[str]:
    """What must not have happened at the doors, or to those who came in."""
    came_in: dict[str, Call] = {}
    refunds: dict[str, list[Call]] = defaultdict(list)
    for call in sorted(history.calls, key=lambda call: call.start):
        if call.verb == "admit" and call.answer.get("verdict") == ADMITTED:
            code = call.asked["code"]
            if code in came_in:
                yield f"Operation {call.operation}: a ticket let two in"
            came_in[code] = call
        if call.verb == "refund" and call.status == 200:
            refunds[call.asked["reference"]].append(call)
    cancelled = {change.subject for change in history.changes if change.value == "CANCELLED"}
    for admission in came_in.values():
        reference, seat = admission.asked["reference"], admission.asked["seat_id"]
        back = [call for call in refunds[reference] if seat in call.answer["released"]]
        if any(call.end < admission.start for call in back):
            yield f"Operation {admission.operation}: let in with a ticket that had been given back"
        by_staff = any(call.asked.get("staff") for call in refunds[reference])
        if back and not by_staff and f"status of show {admission.asked['show_id']}" not in cancelled:
            yield f"Operation {back[0].operation}: gave a ticket back that had let somebody in"
    for order in books.orders:
        left = [ticket.seat for ticket in order.tickets if ticket.is_valid]
        if left and f"status of show {order.show}" in cancelled:
            yield f"Order {order.reference}: its show was cancelled, and seats {left} are not refunded"
