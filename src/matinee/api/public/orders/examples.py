"""Examples of requests and responses of `book-seat`, for the OpenAPI document."""

from datetime import UTC, datetime

from drf_spectacular.utils import OpenApiExample

from matinee.api.framework.problem_schemas import problem_example
from matinee.checkout.errors import PaymentDeclined

TOKEN = "_PyXdbCNJDUgBK1OC_ObKAAAAAAAAAABAAZg3EoOOB8.vSq8BTypVAIrJOQqsd3oy3uBImdEi-Xf9lFECHBkV64"  # noqa: S105
DECLINED = PaymentDeclined(
    decline_code="insufficient_funds",
    message="The card has insufficient funds.",
    locked_until=datetime(2026, 11, 25, 19, 8, 30, 500000, tzinfo=UTC),
)

BOOK_SEATS = [
    OpenApiExample("Just book", {"hold_token": TOKEN}, request_only=True),
    OpenApiExample(
        "What the customer saw",
        {
            "hold_token": TOKEN,
            "seat_ids": [42, 43],
            "total": "20.00",
            "tickets": [{"seat_id": 43, "ticket_type": 2}],
            "customer": {"name": "Ada Lovelace", "email": "ada@example.org"},
            "payment": {"card": "4242 4242 4242 4242"},
        },
        request_only=True,
    ),
    OpenApiExample(
        "Booked",
        {
            "status": "BOOKED",
            "order": {
                "reference": "3DFAWM75",
                "secret": "nVBgNNyQSjNzdQ2D3tromRfhhAJHPprFp_kb4-cyXkg",
                "total": "12.00",
                "currency": "EUR",
                "created_at": "2026-11-25T19:01:30.500000+00:00",
                "show_id": 1,
            },
            "tickets": [
                {
                    "seat_id": 42,
                    "row": "D",
                    "number": 2,
                    "ticket_type": 1,
                    "ticket_type_name": "Adult",
                    "price": "12.00",
                    "code": "FYD8PCS9G8R9Y5Y7",
                }
            ],
        },
        response_only=True,
        status_codes=["201"],
    ),
    OpenApiExample(
        "A further step",
        {
            "status": "PENDING",
            "order": {
                "reference": "3DFAWM75",
                "secret": "nVBgNNyQSjNzdQ2D3tromRfhhAJHPprFp_kb4-cyXkg",
                "total": "12.00",
                "currency": "EUR",
                "created_at": "2026-11-25T19:01:30.500000+00:00",
                "show_id": 1,
            },
            "next_action": {"type": "demo_challenge", "reference": "demo_7c1f0e2b"},
        },
        response_only=True,
        status_codes=["202"],
    ),
    problem_example("Declined", DECLINED),
]
