"""Granian's requests as WSGI's, without the headers whose names contain an underscore (decision 0031).

WSGI writes `X-Forwarded-For` and `X_Forwarded_For` as one variable, so no application can tell them apart.
Here the names are still those that were sent.
"""

import logging
import sys
from _thread import allocate_lock
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from io import BytesIO
from threading import Thread
from time import monotonic, sleep
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from granian._granian import RSGIProtocolClosed

from matinee.core.http_methods import METHODS_WITHOUT_BODY

log = logging.getLogger(__name__)

BASE: WSGIEnvironment = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
PROTOCOLS = {"1": "HTTP/1.0", "1.1": "HTTP/1.1"}
FAULT = (500, [("Content-Type", "text/plain")], b"")

SHORT_BODY = 16 * 1024
"""Bytes. A body up to here is received before the request gets a thread, so a slow client keeps none busy."""

BODY_SECONDS = 20
"""How long a body may take to arrive."""

MOST_DIGITS = 20
"""Of a length. Python reads no number of thousands of digits."""


Headers = list[tuple[str, str]]


class StreamedBody:
    """`wsgi.input` of a body that is read while it arrives, up to the length that was declared."""

    def __init__(self, protocol: Any, length: int) -> None:
        self._protocol, self._missing = protocol, length
        self._deadline = monotonic() + BODY_SECONDS
        self._stream: Any = None
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Wait for `size` bytes, or for all. Raises: BodyNotReceived."""
        while self._missing and not 0 <= size <= len(self._rest):
            self._rest += self._next_chunk()
        return self._take(len(self._rest) if size < 0 else size)

    def readline(self, size: int = -1) -> bytes:
        """Wait for a line, or for `size` bytes of it. Raises: BodyNotReceived."""
        while self._missing and b"\n" not in self._rest and not 0 <= size <= len(self._rest):
            self._rest += self._next_chunk()
        end = self._rest.find(b"\n") + 1 or len(self._rest)
        return self._take(end if size < 0 else min(end, size))

    def _take(self, size: int) -> bytes:
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def _next_chunk(self) -> bytes:
        if self._stream is None:
            self._stream = self._protocol.__aiter__()
        chunk = _received(self._stream.__anext__(), self._deadline)
        self._missing = max(0, self._missing - len(chunk))
        return chunk


class BodyNotReceived(ConnectionResetError):
    """The client went before it had sent everything, or took too long."""


class IncompleteBody:
    """`wsgi.input` of a short body that did not arrive."""

    def read(self, _size: int = -1) -> bytes:
        """Raises: BodyNotReceived."""
        raise BodyNotReceived

    readline = read


class BufferedBodies:
    """Short bodies that are on their way. Those that take too long are given up."""

    def __init__(self) -> None:
        """Expect nothing yet, and look at the clock from now on."""
        self._deadlines: dict[Any, float] = {}
        Thread(target=self._give_up_late_ones, daemon=True).start()

    def expect(self, body: Any, then: Callable[[Any], None]) -> None:
        """Call `then` once the body is there, the client is gone, or the time is up."""
        self._deadlines[body] = monotonic() + BODY_SECONDS
        body.add_done_callback(partial(self._came, then), context=None)

    def _came(self, then: Callable[[Any], None], body: Any) -> None:
        self._deadlines.pop(body, None)
        then(body)

    def _give_up_late_ones(self) -> None:
        while True:
            sleep(1)
            now = monotonic()
            for body, deadline in list(self._deadlines.items()):
                if deadline < now:
                    body.cancel()


Body = BytesIO | StreamedBody | IncompleteBody


class Loop:
    """What granian tells that a future is done: there is no event loop here, a thread waits."""

    def call_soon(self, callback: Any, *arguments: Any, context: Any = None) -> None:  # noqa: ARG002
        """Call it in the thread that finished the future."""
        callback(*arguments)

    call_soon_threadsafe = call_soon


class Gateway:
    """Has a WSGI application answer the requests of granian's RSGI interface."""

    def __init__(self, application: WSGIApplication) -> None:
        """Be of one worker."""
        self._application = application
        self._short_bodies = BufferedBodies()

    def __call__(self, watcher: Any) -> None:
        """Answer a request in this thread, or in the one in which the last of its short body comes.

        It raises nothing: after an exception granian's worker would answer no further request.
        """
        try:
            scope = watcher.scope
            length = 0 if scope.method in METHODS_WITHOUT_BODY else _length_of(scope)
            if 0 < length <= SHORT_BODY:
                self._short_bodies.expect(watcher.proto(), partial(self._answer_received, watcher))
            else:
                self._answer(watcher, StreamedBody(watcher.proto, length))
        except BaseException as error:
            watcher.err(error)

    def _answer_received(self, watcher: Any, received: Any) -> None:
        try:
            if received.cancelled():
                watcher.proto.response_empty(408, [])
                return
            self._answer(watcher, _body_of(received))
        except BaseException as error:
            watcher.err(error)

    def _answer(self, watcher: Any, body: Body) -> None:
        answered: list[tuple[int, Headers]] = []

        def start_response(status: str, headers: Headers, _error: Any = None) -> Any:
            answered.append((int(status[:3]), headers))

        content = self._application(environ_of(watcher.scope, body), start_response)
        try:
            watcher.proto.response_bytes(*_sendable(*answered[-1], content))
        finally:
            if close := getattr(content, "close", None):
                close()
        watcher.done()


def _body_of(received: Any) -> Body:
    try:
        return BytesIO(received.result())
    except RSGIProtocolClosed:
        return IncompleteBody()


def environ_of(scope: Any, body: Body) -> WSGIEnvironment:
    """Give WSGI's variables of a request. Repeated headers are joined by commas."""
    path: str = scope.path
    server, _, port = scope.server.rpartition(":")
    environ = BASE | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": path if path.isascii() else path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": PROTOCOLS.get(scope.http_version, "HTTP/1.1"),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
    }
    for name, value in scope.headers.items():
        if "_" not in name:
            variable = _variable(name)
            environ[variable] = f"{environ[variable]},{value}" if variable in environ else value
    if "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority or ""
    return environ


def _length_of(scope: Any) -> int:
    length = scope.headers.get("content-length") or ""
    return int(length) if length.isdigit() and len(length) <= MOST_DIGITS else 0


@lru_cache(1000)
def _variable(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"


def _sendable(status: int, headers: Headers, content: Iterable[bytes]) -> tuple[int, Headers, bytes]:
    """Refuse header values that granian would end the whole process for."""
    if all(value.isascii() and value.isprintable() for _, value in headers):
        return status, headers, b"".join(content)
    log.error("A header of the answer has a value that HTTP doesn't allow")
    return FAULT


def _received(chunk: Any, deadline: float) -> bytes:
    has_come = allocate_lock()
    has_come.acquire()
    chunk.add_done_callback(lambda _: has_come.release(), context=None)
    if not has_come.acquire(timeout=max(0, deadline - monotonic())):
        # Else the connection would stay open for what may still come.
        chunk.cancel()
        raise BodyNotReceived
    received: bytes = chunk.result()
    if not received:
        raise BodyNotReceived
    return received
