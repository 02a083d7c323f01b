"""A client that speaks the HTTP contract, and what its answers are held against."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.test import Client

from matinee.booking.models import Booking
from matinee.checkout.models import IdempotencyKey, TicketOrder
from matinee.tickets.models import Ticket
from tests.api.openapi_conformance import assert_promised
from tests.cinema import Cinema

JSON = "application/json"


@dataclass
class Api:
    """Sends real HTTP bodies; every answer is held against the schema."""

    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def send(self, method: str, path: str, body: bytes = b"", media_type: str = JSON, **headers: str) -> Any:
        """Send it as it is; `Idempotency_Key=…` is a header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.client.generic(method, path, body, media_type, headers=named)
        assert_promised(method, path, response)
        return response

    def get(self, path: str, **headers: str) -> Any:
        """GET it."""
        return self.send("GET", path, b"", JSON, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """POST the body as JSON."""
        return self.send("POST", path, json.dumps(body).encode(), JSON, **headers)

    def lock(self, cinema: Cinema, *names: str, **more: Any) -> Any:
        """Hold seats by name; the answer's body."""
        body = {"show_id": cinema.show.pk, "seat_ids": cinema.ids(*names), **more}
        response = self.post("/api/lock-seat/", body)
        assert response.status_code == 201, response.content
        return response.json()

    def book(self, hold: dict[str, Any], **more: Any) -> Any:
        """Book a hold; the answer's body."""
        response = self.post("/api/book-seat/", {"hold_token": hold["hold_token"], **more})
        assert response.status_code == 201, response.content
        return response.json()


def everything() -> list[Any]:
    """All rows that a request could have changed."""
    tables = (Booking, TicketOrder, Ticket, IdempotencyKey)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@contextmanager
def nothing_changes() -> Iterator[None]:
    """A refusal changes nothing."""
    before = everything()
    yield
    assert everything() == before


def pass_time(**delta: float) -> None:
    """Time passes: what was written moves into the past."""
    step = timedelta(**delta)
    Booking.objects.update(
        locked_until=F("locked_until") - step,
        hold_started_at=F("hold_started_at") - step,
        created_at=F("created_at") - step,
    )


def assert_problem(response: Any, status: int, code: str, title: str, **data: Any) -> None:
    """It is exactly this problem document."""
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
    """It is refused for these fields and no others."""
    errors = response.json().get("errors")
    assert_problem(response, 400, "invalid", "Invalid request", errors=errors)
    assert set(errors) == set(fields)
    assert all(messages for messages in errors.values())
