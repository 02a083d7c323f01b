"""Somebody who has a seat map open: a real connection, read in the background as the events come."""

import json
import socket
import threading
from dataclasses import dataclass
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self

import httpx

from tests.live_app import NO_TLS

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Event:
    """One event, or `comment`, or `end`."""

    name: str
    id: str = ""
    data: Any = None

    @property
    def seats(self) -> dict[int, str]:
        """The statuses it tells, by seat."""
        return {seat["id"]: seat["status"] for seat in self.data["seats"]}

    @property
    def epoch(self) -> str:
        """Which process sent it."""
        return self.id.rpartition("-")[0]

    @property
    def number(self) -> int:
        """Its place in the row of events."""
        return int(self.id.rpartition("-")[2])


class Viewer:
    """An open stream of events; an `asleep` one takes next to nothing until it is woken."""

    def __init__(self, base_url: str, show_id: int, *, asleep: bool = False, **headers: str) -> None:
        buffer = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)] if asleep else []
        self._client = httpx.Client(
            timeout=httpx.Timeout(PATIENCE_SECONDS, read=None),
            follow_redirects=True,
            transport=httpx.HTTPTransport(socket_options=buffer),
            verify=NO_TLS,
        )
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = self._client.build_request("GET", f"{base_url}/api/shows/{show_id}/events/", headers=sent)
        self.response = self._client.send(request, stream=True)
        self._events: Queue[Event] = Queue()
        self._reading = threading.Thread(target=self._read)
        if self.response.status_code == 200 and not asleep:
            self.wake()

    def wake(self) -> None:
        """Begin to read."""
        self._reading.start()

    def next(self, seconds: float = PATIENCE_SECONDS) -> Event:
        """Wait for the next event; comments don't count.

        Raises: AssertionError.
        """
        while (event := self.next_line(seconds)).name == "comment":
            continue
        return event

    def next_line(self, seconds: float = PATIENCE_SECONDS) -> Event:
        """Wait for the next event or comment.

        Raises: AssertionError.
        """
        try:
            return self._events.get(timeout=seconds)
        except Empty:
            raise AssertionError("no event came") from None

    def close(self) -> None:
        """Leave, as a closed tab does."""
        if self._reading.is_alive():
            plain = self.response.extensions["network_stream"].get_extra_info("socket")
            plain.shutdown(socket.SHUT_RDWR)
            self._reading.join(PATIENCE_SECONDS)
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        ending = "end"
        try:
            for line in self.response.iter_lines():
                name, _, value = line.partition(": ")
                if line.startswith(":"):
                    self._events.put(Event("comment"))
                elif line:
                    fields[name] = value
                elif "event" in fields:
                    self._events.put(Event(fields["event"], fields.get("id", ""), json.loads(fields["data"])))
                    fields = {}
        except httpx.HTTPError:
            ending = "cut"
        self._events.put(Event(ending))
