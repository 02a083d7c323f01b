"""A client that checks each response against the OpenAPI document, and assertions on problems."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from matinee.booking.models import Booking
from matinee.checkout.models import IdempotencyKey, TicketOrder
from matinee.tickets.models import Ticket
from tests.api.openapi_conformance import assert_conforms
from tests.cinema import Cinema

JSON = "application/json"


@dataclass
class Api:
    """Sends raw HTTP bodies and checks every response against the schema."""

    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def send(self, method: str, path: str, body: bytes = b"", media_type: str = JSON, **headers: str) -> Any:
        """Send the body unchanged. Keyword arguments are headers: `Idempotency_Key=…`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.client.generic(method, path, body, media_type, headers=named)
        assert_conforms(method, path, response)
        return response

    def get(self, path: str, **headers: str) -> Any:
        """Send a GET request."""
        return self.send("GET", path, b"", JSON, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """Send the body as JSON in a POST request."""
        return self.send("POST", path, json.dumps(body).encode(), JSON, **headers)

    def lock(self, cinema: Cinema, *names: str, **more: Any) -> Any:
        """Hold seats by name and return the response's body."""
        body = {"show_id": cinema.show.pk, "seat_ids": cinema.ids(*names), **more}
        response = self.post("/api/lock-seat/", body)
        assert response.status_code == 201, response.content
        return response.json()

    def book(self, hold: dict[str, Any], **more: Any) -> Any:
        """Book a hold and return the response's body."""
        response = self.post("/api/book-seat/", {"hold_token": hold["hold_token"], **more})
        assert response.status_code == 201, response.content
        return response.json()


def all_rows() -> list[Any]:
    """Return all rows that a request can change."""
    tables = (Booking, TicketOrder, Ticket, IdempotencyKey)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Assert that the block changes no row."""
    before = all_rows()
    yield
    assert all_rows() == before


def assert_problem(response: Any, status: int, code: str, title: str, **data: Any) -> None:
    """Assert that the response is exactly this problem document."""
    document = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert document.pop("detail")
    assert document == {
        "type": f"/api/docs/#{code}",
        "title": title,
        "status": status,
        "code": code,
        **data,
    }
    assert response.status_code == status


def assert_invalid(response: Any, *fields: str) -> None:
    """Assert that the response names errors in these fields and no others."""
    errors = response.json().get("errors")
    assert_problem(response, 400, "invalid", "Invalid request", errors=errors)
    assert set(errors) == set(fields)
    assert all(messages for messages in errors.values())
