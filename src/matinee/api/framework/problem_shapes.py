"""Problem documents as the schema tells them: one component per code, with its data."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiResponse

from matinee.api.framework import refusals
from matinee.api.framework.errors import PROBLEM_JSON, STATUS, TYPE_PREFIX
from matinee.api.framework.fields import ID_SCHEMA
from matinee.booking import errors as booking
from matinee.catalogue import errors as catalogue
from matinee.checkout import errors as checkout
from matinee.core import problems
from matinee.core.problems import Problem, TooManyRequests
from matinee.payments import errors as payments
from matinee.shows import errors as shows

Schema = dict[str, Any]

ASKED_ID: Schema = {"type": "integer", "description": "As it was asked for; missing if nothing can have it."}
ID_LIST: Schema = {"type": "array", "items": ID_SCHEMA}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MONEY: Schema = {"type": "string"}
SUGGESTIONS: Schema = {
    "type": "array",
    "description": "The nearest free seats, the best first.",
    "items": {
        "type": "object",
        "properties": {"id": ID_SCHEMA, "row": {"type": "string"}, "number": {"type": "integer"}},
        "required": ["id", "row", "number"],
    },
}
FIELD_ERRORS: Schema = {
    "type": "object",
    "description": "What is wrong, by field, parameter or header; `body` for the body as a whole.",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}

DATA: dict[type[Problem], Schema] = {
    refusals.Invalid: {"errors": FIELD_ERRORS},
    refusals.NotFound: {},
    refusals.MethodNotAllowed: {},
    refusals.NotAcceptable: {},
    refusals.LengthRequired: {},
    refusals.TooLarge: {},
    refusals.UnsupportedMediaType: {},
    refusals.ServerFault: {},
    refusals.Unavailable: {},
    TooManyRequests: {},
    catalogue.MovieNotFound: {"movie_id": ASKED_ID},
    shows.ShowNotFound: {"show_id": ASKED_ID},
    shows.SalesNotOpen: {"show_id": ASKED_ID, "sales_open_at": MOMENT},
    shows.SalesClosed: {"show_id": ASKED_ID, "sales_close_at": MOMENT},
    payments.NotSoldOnline: {},
    shows.ShowCancelled: {"show_id": ASKED_ID},
    booking.SeatNotFound: {"seat_ids": ID_LIST},
    booking.SeatOutOfService: {"seat_ids": ID_LIST},
    booking.SeatsTaken: {"seat_ids": ID_LIST, "suggestions": SUGGESTIONS},
    booking.HoldNotFound: {},
    booking.HoldExpired: {"seat_ids": ID_LIST, "still_available": ID_LIST},
    booking.HoldFrozen: {"seat_ids": ID_LIST},
    booking.HoldChanged: {"seat_ids": ID_LIST, "total": MONEY, "currency": MONEY},
    booking.ExtensionLimit: {"seat_ids": ID_LIST, "extensions_left": {"type": "integer"}},
    booking.AlreadyBooked: {"seat_ids": ID_LIST, "reference": {"type": ["string", "null"]}},
    booking.KeyMismatch: {},
    booking.TooManyHeld: {},
    problems.Busy: {},
    checkout.KeyInFlight: {},
    checkout.PaymentDeclined: {
        "decline_code": {"type": "string", "description": "Such as `card_declined`."},
        "message": {"type": "string", "description": "Why, for people. Missing when the answer is a repeat."},
        "locked_until": {**MOMENT, "description": "The seats are held until then. Missing in a repeat."},
    },
    checkout.TooManyAttempts: {},
    checkout.TooManyDeclines: {},
    checkout.OrderNotFound: {},
    checkout.NotRefundable: {},
}
OPTIONAL = {"movie_id", "show_id", "total", "currency", "message", "locked_until"}
INTRODUCTION = """\
Seat booking for cinemas. Times are ISO 8601 with their offset, amounts are decimal strings beside an \
ISO 4217 currency, ids are integers. No cookies, no session: whoever bears a `hold_token` has the hold.

Every refusal is a problem document (RFC 9457) and changes nothing. Tell refusals apart by their `code`:

"""


def problem_responses(kinds: Iterable[type[Problem]]) -> dict[tuple[int, str], OpenApiResponse]:
    """The refusals of an operation, by status."""
    by_status: dict[int, list[type[Problem]]] = defaultdict(list)
    for kind in kinds:
        by_status[STATUS[kind.code]].append(kind)
    return {(status, PROBLEM_JSON): _response(alike) for status, alike in sorted(by_status.items())}


def add_problems(result: Schema, **_context: Any) -> Schema:
    """Hook of the schema's generator: put the documents where the operations look for them."""
    result["info"]["description"] = INTRODUCTION + _table()
    used = json.dumps(result["paths"])
    result["components"]["schemas"] |= {
        _name(kind): problem_schema(kind) for kind in DATA if f'/{_name(kind)}"' in used
    }
    return result


def problem_schema(kind: type[Problem]) -> Schema:
    """The JSON Schema of a refusal's problem document."""
    data = DATA[kind]
    return {
        "type": "object",
        "description": kind.__doc__,
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "const": f"{TYPE_PREFIX}{kind.code}"},
            "title": {"type": "string", "const": kind.title},
            "status": {"type": "integer", "const": STATUS[kind.code]},
            "detail": {"type": "string", "description": "For people."},
            "code": {"type": "string", "const": kind.code},
            **data,
        },
        "required": [
            "type",
            "title",
            "status",
            "detail",
            "code",
            *(name for name in data if name not in OPTIONAL),
        ],
    }


def _table() -> str:
    rows = [f"| {STATUS[kind.code]} | `{kind.code}` | {kind.__doc__} |" for kind in DATA]
    return "\n".join(["| Status | `code` | Meaning |", "|---|---|---|", *sorted(rows)])


def _response(kinds: list[type[Problem]]) -> OpenApiResponse:
    refs: list[Schema] = [{"$ref": f"#/components/schemas/{_name(kind)}"} for kind in kinds]
    schema = refs[0] if len(refs) == 1 else {"oneOf": refs}
    return OpenApiResponse(schema, description=" · ".join(f"`{kind.code}`" for kind in kinds))


def _name(kind: type[Problem]) -> str:
    return f"{kind.__name__}Problem"
