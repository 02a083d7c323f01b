"""The JSON of holds."""

from datetime import datetime
from typing import cast

from matinee.api.public.holds.shapes import CurrentHoldShape, HoldFactsShape, HoldShape
from matinee.api.public.orders.json import order_summary_json
from matinee.booking.rules import Hold
from matinee.checkout.models import TicketOrder
from matinee.core.money import Money


def hold_json(hold: Hold, total: Money) -> HoldShape:
    """A hold whose seats cost `total`."""
    # Only a sold seat has no end, and a hold of sold seats is an error before this.
    locked_until = cast("datetime", hold.locked_until)
    return {**_facts_json(hold, total), "status": hold.status, "locked_until": locked_until}


def current_hold_json(hold: Hold, total: Money, order: TicketOrder | None) -> CurrentHoldShape:
    """A hold, and the order that it became or is becoming.

    The total is the order's during the payment and after it. After a decline the hold may have other seats
    than the order, so `total`, the price of its seats, is used.
    """
    summary = order_summary_json(order) if order else None
    is_of_order = order is not None and (hold.frozen or order.paid_at is not None)
    json: CurrentHoldShape = {
        **_facts_json(hold, total),
        "status": hold.status,
        "locked_until": hold.locked_until,
        "frozen": hold.frozen,
        "order": summary,
    }
    if summary and is_of_order:
        json["total"] = summary["total"]
    return json


def _facts_json(hold: Hold, total: Money) -> HoldFactsShape:
    """The members of every hold. `expires_in` is in whole seconds, by the database's clock."""
    left = (hold.locked_until - hold.server_time).total_seconds() if hold.locked_until else 0
    return {
        "hold_token": str(hold.token),
        "show_id": hold.show_id,
        "seat_ids": list(hold.seat_ids),
        "expires_in": max(0, int(left)),
        "server_time": hold.server_time,
        "extensions_left": hold.extensions_left,
        "total": str(total),
        "currency": total.currency,
    }
