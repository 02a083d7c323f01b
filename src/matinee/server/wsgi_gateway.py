"""Granian's requests as WSGI's, without the headers whose names contain an underscore (decision 0031).

WSGI writes `X-Forwarded-For` and `X_Forwarded_For` as one variable, so no application can tell them apart.
Here the names are still those that were sent.
"""

import logging
import sys
from _thread import allocate_lock
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from granian._granian import RSGIProtocolClosed

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

SHORT_BODY = 4096
"""Bytes of a body that is requested before the application reads it."""

Headers = list[tuple[str, str]]


class RequestBody:
    """`wsgi.input`: the body of a request, up to the length that was declared."""

    def __init__(self, protocol: Any, length: int) -> None:
        self._protocol, self._missing = protocol, length
        self._stream: Any = None
        # Requested early, a short body has mostly arrived when it is read, and no thread has to wait for it.
        self._whole = protocol() if 0 < length <= SHORT_BODY else None
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Wait for `size` bytes, or for all.

        Raises: ConnectionResetError when the client goes before it has sent everything.
        """
        while self._missing and not 0 <= size <= len(self._rest):
            self._rest += self._next_chunk()
        return self._take(len(self._rest) if size < 0 else size)

    def readline(self, size: int = -1) -> bytes:
        """Wait for a line, or for `size` bytes of it. Raises: ConnectionResetError, as `read` does."""
        while self._missing and b"\n" not in self._rest and not 0 <= size <= len(self._rest):
            self._rest += self._next_chunk()
        end = self._rest.find(b"\n") + 1 or len(self._rest)
        return self._take(end if size < 0 else min(end, size))

    def _take(self, size: int) -> bytes:
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def _next_chunk(self) -> bytes:
        if self._whole is None and self._stream is None:
            self._stream = self._protocol.__aiter__()
        try:
            chunk: bytes = _result_of(self._whole or self._stream.__anext__())
        except RSGIProtocolClosed:
            chunk = b""
        if not chunk or (self._whole and len(chunk) < self._missing):
            raise ConnectionResetError("the client left before its whole request had arrived")
        self._missing = max(0, self._missing - len(chunk))
        return chunk


class Loop:
    """What granian tells that a future is done: there is no event loop here, a thread waits."""

    def call_soon(self, callback: Any, *arguments: Any, context: Any = None) -> None:  # noqa: ARG002
        """Call it in the thread that finished the future."""
        callback(*arguments)

    call_soon_threadsafe = call_soon


def answer(application: WSGIApplication, scope: Any, protocol: Any) -> None:
    """Have the application answer one request of granian's RSGI interface."""
    answered: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Headers, _error: Any = None) -> Any:
        answered.append((int(status[:3]), headers))

    content = application(environ_of(scope, protocol), start_response)
    try:
        status, headers = answered[-1]
        protocol.response_bytes(*_sendable(status, headers, content))
    finally:
        if close := getattr(content, "close", None):
            close()


def environ_of(scope: Any, protocol: Any) -> WSGIEnvironment:
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
    }
    headers = scope.headers
    for name in headers.keys():  # noqa: SIM118 - it has no mapping's iterator
        if "_" not in name:
            environ[_variable(name)] = ",".join(headers.get_all(name))
    if "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority or ""
    length = environ.get("CONTENT_LENGTH", "")
    environ["wsgi.input"] = RequestBody(protocol, int(length) if length.isdigit() else 0)
    return environ


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


def _result_of(future: Any) -> Any:
    if future.done():
        return future.result()
    done = allocate_lock()
    done.acquire()
    future.add_done_callback(lambda _: done.release(), context=None)
    done.acquire()
    return future.result()
