"""Convert granian's RSGI requests to WSGI, without headers whose names contain an underscore (decision 0031).

WSGI maps `X-Forwarded-For` and `X_Forwarded_For` to one variable, so an application cannot distinguish them.
RSGI still has the original names.
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

BASE_ENVIRON: WSGIEnvironment = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
UNREADABLE = "?"
"""In place of a header's value that is not ASCII."""

PROTOCOLS = {"1": "HTTP/1.0", "1.1": "HTTP/1.1"}
INTERNAL_ERROR = (500, [("Content-Type", "text/plain")], b"")

MAX_BUFFERED_BODY = 16 * 1024
"""Bytes. A body up to this size is received before the request gets a thread."""

BODY_TIMEOUT_SECONDS = 20
"""Time for a body to arrive, besides what its length takes on a slow line."""

SLOWEST_BYTES_PER_SECOND = 100_000
LONGEST_BODY = 12_000_000
"""Bytes: an upload with its form. A declared length beyond it gives no more time."""

MAX_LENGTH_DIGITS = 20
"""Of Content-Length. Python refuses to parse numbers with thousands of digits."""


Headers = list[tuple[str, str]]


class StreamedBody:
    """`wsgi.input` of a body that is read while it arrives, up to its declared length."""

    def __init__(self, protocol: Any, length: int) -> None:
        self._protocol, self._remaining = protocol, length
        self._deadline = monotonic() + BODY_TIMEOUT_SECONDS + transfer_seconds(length)
        self._stream: Any = None
        self._buffer = bytearray()

    @property
    def is_unread(self) -> bool:
        """Whether a part of the body may still arrive."""
        return self._remaining > 0

    def read(self, size: int = -1) -> bytes:
        """Wait for `size` bytes, or for the whole body. Raises: BodyNotReceived."""
        while self._remaining and not 0 <= size <= len(self._buffer):
            self._buffer += self._next_chunk()
        return self._take(len(self._buffer) if size < 0 else size)

    def readline(self, size: int = -1) -> bytes:
        """Wait for a line, or for `size` bytes of it. Raises: BodyNotReceived."""
        while self._remaining and b"\n" not in self._buffer and not 0 <= size <= len(self._buffer):
            self._buffer += self._next_chunk()
        end = self._buffer.find(b"\n") + 1 or len(self._buffer)
        return self._take(end if size < 0 else min(end, size))

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _next_chunk(self) -> bytes:
        if self._stream is None:
            self._stream = self._protocol.__aiter__()
        chunk = _received(self._stream.__anext__(), self._deadline)
        self._remaining = max(0, self._remaining - len(chunk))
        return chunk


def transfer_seconds(length: int) -> float:
    """How long a body of this length takes on a slow line."""
    return min(length, LONGEST_BODY) / SLOWEST_BYTES_PER_SECOND


class BodyNotReceived(ConnectionResetError):
    """The client disconnected before it sent the whole body, or took too long."""


class IncompleteBody:
    """`wsgi.input` of a body that did not arrive completely."""

    def read(self, _size: int = -1) -> bytes:
        """Raises: BodyNotReceived."""
        raise BodyNotReceived

    readline = read


class BufferedBodies:
    """Small bodies that are being received. Cancels those that take too long."""

    def __init__(self) -> None:
        """Start the thread that checks the deadlines."""
        self._deadlines: dict[Any, float] = {}
        Thread(target=self._cancel_late_bodies, daemon=True).start()

    def receive(self, body: Any, then: Callable[[Any], None]) -> None:
        """Call `then` when the body has arrived, the client has disconnected, or the time is up."""
        self._deadlines[body] = monotonic() + BODY_TIMEOUT_SECONDS
        body.add_done_callback(partial(self._finish, then), context=None)

    def _finish(self, then: Callable[[Any], None], body: Any) -> None:
        self._deadlines.pop(body, None)
        then(body)

    def _cancel_late_bodies(self) -> None:
        while True:
            sleep(1)
            now = monotonic()
            for body, deadline in list(self._deadlines.items()):
                if deadline < now:
                    body.cancel()


Body = BytesIO | StreamedBody | IncompleteBody


class CallbackLoop:
    """The loop that granian notifies of completed futures. It runs callbacks immediately."""

    def call_soon(self, callback: Any, *arguments: Any, context: Any = None) -> None:  # noqa: ARG002
        """Call the callback in the thread that completed the future."""
        callback(*arguments)

    call_soon_threadsafe = call_soon


class Gateway:
    """Passes the requests of granian's RSGI interface to a WSGI application."""

    def __init__(self, application: WSGIApplication) -> None:
        """Serve one worker."""
        self._application = application
        self._buffered_bodies = BufferedBodies()

    def __call__(self, watcher: Any) -> None:
        """Handle a request in this thread, or in the thread that receives the end of its small body.

        Never raises: after an exception, granian's worker would handle no further request.
        """
        try:
            scope = watcher.scope
            length = 0 if scope.method in METHODS_WITHOUT_BODY else _length_of(scope)
            if 0 < length <= MAX_BUFFERED_BODY:
                self._buffered_bodies.receive(watcher.proto(), partial(self._respond_when_received, watcher))
            else:
                self._respond(watcher, StreamedBody(watcher.proto, length))
        except BaseException as error:
            watcher.err(error)

    def _respond_when_received(self, watcher: Any, received: Any) -> None:
        try:
            if received.cancelled():
                watcher.proto.response_empty(408, [])
                return
            self._respond(watcher, _body_of(received))
        except BaseException as error:
            watcher.err(error)

    def _respond(self, watcher: Any, body: Body) -> None:
        responses: list[tuple[int, Headers]] = []

        def start_response(status: str, headers: Headers, _error: Any = None) -> Any:
            responses.append((int(status[:3]), headers))

        content = self._application(environ_of(watcher.scope, body), start_response)
        status, headers = responses[-1]
        if isinstance(body, StreamedBody) and body.is_unread:
            # Granian then closes the connection. Without the header, the client would use it again.
            headers = [*headers, ("Connection", "close")]
        try:
            watcher.proto.response_bytes(*_checked(status, headers, content))
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
    """Return the WSGI environ of a request. Repeated headers are joined by commas.

    Granian lists no value that is not ASCII. Its header stays, so that no rule for a missing one applies.
    """
    path: str = scope.path
    server, _, port = scope.server.rpartition(":")
    environ = BASE_ENVIRON | {
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
    for name in scope.headers.keys():  # noqa: SIM118 - granian's headers are no dictionary
        if "_" not in name:
            environ.setdefault(_variable(name), UNREADABLE)
    if "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority or ""
    return environ


def _length_of(scope: Any) -> int:
    length = scope.headers.get("content-length") or ""
    return int(length) if length.isdigit() and len(length) <= MAX_LENGTH_DIGITS else 0


@lru_cache(1000)
def _variable(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"


def _checked(status: int, headers: Headers, content: Iterable[bytes]) -> tuple[int, Headers, bytes]:
    """Replace a response with invalid header values: granian would end the whole process."""
    if all(value.isascii() and value.isprintable() for _, value in headers):
        return status, headers, b"".join(content)
    log.error("A response header has a value that HTTP does not allow. The client gets status 500")
    return INTERNAL_ERROR


def _received(chunk: Any, deadline: float) -> bytes:
    arrived = allocate_lock()
    arrived.acquire()
    chunk.add_done_callback(lambda _: arrived.release(), context=None)
    if not arrived.acquire(timeout=max(0, deadline - monotonic())):
        # Otherwise the connection would stay open for the rest of the body.
        chunk.cancel()
        raise BodyNotReceived
    received: bytes = chunk.result()
    if not received:
        raise BodyNotReceived
    return received
