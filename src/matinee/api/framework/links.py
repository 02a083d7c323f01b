"""OpenAPI links from a response to the next request: from the programme to a seat to a ticket."""

from typing import Any

Link = dict[str, Any]

SHOW = "$response.body#/results/0/id"
HOLD_TOKEN = "$response.body#/hold_token"  # noqa: S105 - a path in the response
ORDER_SECRET = "$response.body#/order/secret"  # noqa: S105 - a path in the response


def _with_body(operation: str, **body: Any) -> Link:
    return {"operationId": operation, "requestBody": body}


def _with(operation: str, **parameters: str) -> Link:
    return {"operationId": operation, "parameters": parameters}


OF_SHOWS = {
    "layout": _with("get_hall_layout", show_id=SHOW),
    "availability": _with("get_availability", show_id=SHOW),
    "best-seats": _with("get_best_seats", show_id=SHOW),
}
OF_LAYOUT = {
    "hold": _with_body(
        "lock_seats", show_id="$response.body#/show/id", seat_ids=["$response.body#/seats/0/id"]
    )
}
OF_HOLD = {
    "buy": _with_body("book_seats", hold_token=HOLD_TOKEN),
    "extend": _with_body("extend_hold", hold_token=HOLD_TOKEN),
    "give-back": _with_body("release_seats", hold_token=HOLD_TOKEN),
    "get-hold": {"operationId": "get_current_hold", "parameters": {"X-Hold-Token": HOLD_TOKEN}},
}
OF_ORDER = {
    "order": _with("get_order", secret=ORDER_SECRET),
    "payment": _with("get_order_payment", secret=ORDER_SECRET),
    "give-back": {**_with("refund_order", secret=ORDER_SECRET), "requestBody": {}},
    "tickets": _with("get_tickets_pdf", secret=ORDER_SECRET),
    "calendar": _with("get_calendar_entry", secret=ORDER_SECRET),
}
OF_PENDING_ORDER = {
    **OF_ORDER,
    "further-step": {
        **_with("complete_demo_challenge", secret=ORDER_SECRET),
        "requestBody": {"approve": True},
    },
}

LINKS = {
    ("/api/shows/", "get", "200"): OF_SHOWS,
    ("/api/hall-layout/{show_id}/", "get", "200"): OF_LAYOUT,
    ("/api/lock-seat/", "post", "201"): OF_HOLD,
    ("/api/extend-lock/", "post", "200"): OF_HOLD,
    ("/api/book-seat/", "post", "201"): OF_ORDER,
    ("/api/book-seat/", "post", "202"): OF_PENDING_ORDER,
}


def add_links(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of the schema generator."""
    for (path, method, status), links in LINKS.items():
        if path in result["paths"]:
            result["paths"][path][method]["responses"][status]["links"] = links
    return result
