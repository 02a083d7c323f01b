"""Server-sent events, encoded once and sent to all subscribers."""

import orjson

from matinee.live.rules import Seats

PAUSED = b"event: paused\ndata: {}\n\n"
"""The database is unavailable, so the map may be outdated. A snapshot follows when it is available again."""

HEARTBEAT = b": still here\n\n"
"""A comment, so that proxies and clients keep the connection open."""


def snapshot(event_id: str, seats: Seats) -> bytes:
    """All taken seats by id. Unlisted seats are available."""
    return _event("snapshot", event_id, seats)


def changes(event_id: str, seats: Seats) -> bytes:
    """The changed seats by id, including those that became AVAILABLE."""
    return _event("seats", event_id, seats)


def retry(milliseconds: int) -> bytes:
    """The client's reconnect delay."""
    return b"retry: %d\n\n" % milliseconds


def _event(name: str, event_id: str, seats: Seats) -> bytes:
    data = orjson.dumps({"seats": [{"id": seat, "status": status} for seat, status in sorted(seats.items())]})
    return b"event: %s\nid: %s\ndata: %s\n\n" % (name.encode(), event_id.encode(), data)
