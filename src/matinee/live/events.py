"""Server-sent events as bytes, each made once and sent to everybody."""

import orjson

from matinee.live.rules import Seats

PAUSED = b"event: paused\ndata: {}\n\n"
"""The database is away: what the map shows may be old. A snapshot follows when it is back."""

HEARTBEAT = b": still here\n\n"
"""A comment, so that proxies and clients see that the line is alive."""


def snapshot(number: str, seats: Seats) -> bytes:
    """All taken seats, by id; those not listed are free."""
    return _event("snapshot", number, seats)


def changes(number: str, seats: Seats) -> bytes:
    """The seats that changed, by id; AVAILABLE included."""
    return _event("seats", number, seats)


def retry(milliseconds: int) -> bytes:
    """How long a client waits before it connects again."""
    return b"retry: %d\n\n" % milliseconds


def _event(name: str, number: str, seats: Seats) -> bytes:
    data = orjson.dumps({"seats": [{"id": seat, "status": status} for seat, status in sorted(seats.items())]})
    return b"event: %s\nid: %s\ndata: %s\n\n" % (name.encode(), number.encode(), data)
