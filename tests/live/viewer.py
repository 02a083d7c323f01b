"""A client of the event stream of a seat map, which reads events in a background thread."""

import json
import socket
import threading
from dataclasses import dataclass
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self

import httpx

from tests.live_app import NO_TLS

TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Event:
    """An event. `name` is `comment` for a comment, and `end` or `cut` for the end of the stream."""

    name: str
    id: str = ""
    data: Any = None

    @property
    def seats(self) -> dict[int, str]:
        """The status of each seat in the event, by seat id."""
        return {seat["id"]: seat["status"] for seat in self.data["seats"]}

    @property
    def epoch(self) -> str:
        """The identifier of the process that sent the event."""
        return self.id.rpartition("-")[0]

    @property
    def number(self) -> int:
        """The sequence number of the event."""
        return int(self.id.rpartition("-")[2])


class Viewer:
    """An open event stream. With `reading=False`, it has a small buffer and waits for `start_reading()`."""

    def __init__(self, base_url: str, show_id: int, *, reading: bool = True, **headers: str) -> None:
        buffer = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)] if not reading else []
        self._client = httpx.Client(
            timeout=httpx.Timeout(TIMEOUT_SECONDS, read=None),
            follow_redirects=True,
            transport=httpx.HTTPTransport(socket_options=buffer),
            verify=NO_TLS,
        )
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = self._client.build_request("GET", f"{base_url}/api/shows/{show_id}/events/", headers=sent)
        self.response = self._client.send(request, stream=True)
        self._events: Queue[Event] = Queue()
        self._reader = threading.Thread(target=self._read)
        if self.response.status_code == 200 and reading:
            self.start_reading()

    def start_reading(self) -> None:
        """Start to read."""
        self._reader.start()

    def next(self, seconds: float = TIMEOUT_SECONDS) -> Event:
        """Wait for the next event and return it. Comments are skipped.

        Raises: AssertionError.
        """
        while (event := self.next_line(seconds)).name == "comment":
            continue
        return event

    def next_line(self, seconds: float = TIMEOUT_SECONDS) -> Event:
        """Wait for the next event or comment and return it.

        Raises: AssertionError.
        """
        try:
            return self._events.get(timeout=seconds)
        except Empty:
            raise AssertionError("no event was received") from None

    def close(self) -> None:
        """Close the connection, as a browser does when its tab is closed."""
        if self._reader.is_alive():
            raw_socket = self.response.extensions["network_stream"].get_extra_info("socket")
            raw_socket.shutdown(socket.SHUT_RDWR)
            self._reader.join(TIMEOUT_SECONDS)
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
