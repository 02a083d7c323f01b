"""The live process: uvicorn serving the events of seat maps."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator

import h11
import psycopg
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from matinee.live.app import App, Message, Receive, Send
from matinee.live.feed import Feed
from matinee.server.config import environment, logs
from matinee.server.config.environment import Environment
from matinee.server.processes import child_process

SIGNALS = (signal.SIGINT, signal.SIGTERM)
SEND_BUFFER_BYTES = 64 * 1024
UNACKNOWLEDGED_MS = 30_000
"""The kernel closes a connection if the client acknowledges no data for this long."""


class ConnectionWithRequestTimeout(H11Protocol):
    """Closes a connection without a request. Uvicorn itself has no timeout for request headers."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start checking for a request."""
        super().connection_made(transport)
        self._schedule_check()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop checking."""
        self._next_check.cancel()
        super().connection_lost(exc)

    def _schedule_check(self) -> None:
        self._next_check = self.loop.call_later(child_process.HEAD_SECONDS, self._close_if_idle)

    def _close_if_idle(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
        else:
            self._schedule_check()


class LiveServer(uvicorn.Server):
    """Runs the feed beside the server, and ends the event streams on shutdown."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until shutdown."""
        async with self._feed.running():
            await super().serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams first, because uvicorn waits for them."""
        self._feed.end()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Exit with status 0. Uvicorn itself would raise the signal again."""
        for each in SIGNALS:
            asyncio.get_running_loop().add_signal_handler(each, self.handle_exit, each, None)
        yield


def run(settings: Environment, database_url: str) -> None:
    """Serve events until SIGINT or SIGTERM."""
    child_process.set_statement_timeouts()
    child_process.raise_file_limit()
    logging.basicConfig(level=logging.INFO, handlers=[logs.handler(production=settings.production)])
    logging.getLogger("uvicorn.error").addFilter(_is_not_client_error)

    async def connect() -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(database_url, autocommit=True)

    feed = Feed(connect)
    app = App(
        feed,
        site_port=settings.port,
        connections_per_client=settings.live_connections_per_client,
        trusted_proxies=settings.trusted_proxies,
    )
    config = uvicorn.Config(
        drop_underscored_headers(app),
        http=ConnectionWithRequestTimeout,
        lifespan="off",
        ws="none",
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=child_process.STOP_SECONDS,
    )
    LiveServer(config, feed).run([_listen(settings.host, settings.live_port)])


def drop_underscored_headers(app: App) -> Callable[[Message, Receive, Send], Awaitable[None]]:
    """Drop the headers whose names contain an underscore, as the web processes do (decision 0031)."""

    async def filtered(scope: Message, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        await app({**scope, "headers": headers}, receive, send)

    return filtered


def _is_not_client_error(record: logging.LogRecord) -> bool:
    """Suppress errors about malformed requests: uvicorn has already sent the response."""
    return not (record.exc_info and isinstance(record.exc_info[1], h11.LocalProtocolError))


def _listen(host: str, port: int) -> socket.socket:
    """Open the port that the supervisor reserved. Accepted connections inherit these socket options."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS)
    listener.bind((host, port))
    return listener


def main() -> None:
    """Serve until the parent process ends."""
    child_process.exit_with_parent()
    settings = environment.read()
    run(settings, settings.database_url)


if __name__ == "__main__":
    main()
