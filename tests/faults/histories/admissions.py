"""Admissions: a ticket admits once and not after its refund; only staff refund an admitted ticket."""

from collections import defaultdict
from collections.abc import Iterator

from tests.faults.histories.final_state import FinalState
from tests.faults.histories.history import Call, History

ADMITTED = "Admitted"


def wrong_admissions(history: History, final: FinalState) -> Iterator[str]:
    """Anomalies of admissions, and of refunds of admitted tickets."""
    admitted: dict[str, Call] = {}
    refunds: dict[str, list[Call]] = defaultdict(list)
    for call in sorted(history.calls, key=lambda call: call.start):
        if call.verb == "admit" and call.response.get("verdict") == ADMITTED:
            code = call.request["code"]
            if code in admitted:
                yield f"Operation {call.operation}: a ticket admitted twice"
            admitted[code] = call
        if call.verb == "refund" and call.status == 200:
            refunds[call.request["reference"]].append(call)
    cancelled = {change.subject for change in history.changes if change.value == "CANCELLED"}
    for admission in admitted.values():
        reference, seat = admission.request["reference"], admission.request["seat_id"]
        refunded = [call for call in refunds[reference] if seat in call.response["released"]]
        if any(call.end < admission.start for call in refunded):
            yield f"Operation {admission.operation}: admitted with a refunded ticket"
        by_staff = any(call.request.get("staff") for call in refunds[reference])
        if refunded and not by_staff and f"status of show {admission.request['show_id']}" not in cancelled:
            yield f"Operation {refunded[0].operation}: refunded an admitted ticket"
    for order in final.orders:
        left = [ticket.seat for ticket in order.tickets if ticket.is_valid]
        if left and f"status of show {order.show}" in cancelled:
            yield f"Order {order.reference}: its show was cancelled, and seats {left} are not refunded"
