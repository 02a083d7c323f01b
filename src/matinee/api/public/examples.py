"""Requests and answers for the documentation."""

from drf_spectacular.utils import OpenApiExample

TOKEN = "_PyXdbCNJDUgBK1OC_ObKAAAAAAAAAABAAZg3EoOOB8.vSq8BTypVAIrJOQqsd3oy3uBImdEi-Xf9lFECHBkV64"  # noqa: S105

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
    OpenApiExample(
        "Seat taken",
        {
            "type": "/api/docs/#seats-taken",
            "title": "Seat taken",
            "status": 409,
            "detail": "Somebody else has this seat. Choose another one; nothing of yours has changed.",
            "code": "seats-taken",
            "seat_ids": [42],
            "suggestions": [{"id": 44, "row": "D", "number": 4}],
        },
        response_only=True,
        status_codes=["409"],
        media_type="application/problem+json",
    ),
]

BOOK_SEATS = [
    OpenApiExample("Just book", {"hold_token": TOKEN}, request_only=True),
    OpenApiExample(
        "What the buyer saw",
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
    OpenApiExample(
        "Declined",
        {
            "type": "/api/docs/#payment-declined",
            "title": "Payment declined",
            "status": 402,
            "detail": "The payment was declined; you were not charged. Your seats are still held: "
            "try another way to pay.",
            "code": "payment-declined",
            "decline_code": "insufficient_funds",
            "message": "The card has insufficient funds.",
            "locked_until": "2026-11-25T19:08:30.500000+00:00",
        },
        response_only=True,
        status_codes=["402"],
        media_type="application/problem+json",
    ),
]
