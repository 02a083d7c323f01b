"""Examples of requests and responses of holds, for the OpenAPI document."""

from drf_spectacular.utils import OpenApiExample

from matinee.api.framework.problem_schemas import problem_example
from matinee.api.public.orders.examples import TOKEN
from matinee.booking.errors import SeatsTaken

LOCK_SEATS = [
    OpenApiExample("One seat", {"show_id": 1, "seat_id": 42}, request_only=True),
    OpenApiExample("Two seats", {"show_id": 1, "seat_ids": [42, 43]}, request_only=True),
    OpenApiExample("One more seat", {"show_id": 1, "seat_id": 44, "hold_token": TOKEN}, request_only=True),
    OpenApiExample(
        "Held",
        {
            "hold_token": TOKEN,
            "show_id": 1,
            "seat_ids": [42, 43],
            "status": "LOCKED",
            "locked_until": "2026-11-25T19:05:00.250000+00:00",
            "expires_in": 300,
            "server_time": "2026-11-25T19:00:00.250000+00:00",
            "extensions_left": 10,
            "total": "24.00",
            "currency": "EUR",
        },
        response_only=True,
        status_codes=["201"],
    ),
    problem_example(
        "Seat taken",
        SeatsTaken(seat_ids=[42], suggestions=[{"id": 44, "row": "D", "number": 4}]),
    ),
]
