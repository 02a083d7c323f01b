"""The live process: uvicorn with the seat maps' events in it."""

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
DEAD_AFTER_MS = 30_000
"""A client that takes nothing for so long has gone, whatever it says: the kernel closes its connection."""


class Connection(H11Protocol):
    """One that has to ask something: uvicorn would wait for the head of a request for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Look now and then whether a request is under way."""
        super().connection_made(transport)
        self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no longer."""
        self._next_look.cancel()
        super().connection_lost(exc)

    def _look_later(self) -> None:
        self._next_look = self.loop.call_later(child_process.HEAD_SECONDS, self._close_if_idle)

    def _close_if_idle(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
        else:
            self._look_later()


class LiveServer(uvicorn.Server):
    """Runs the feed beside the server, and ends the endless answers when told to stop."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop."""
        async with self._feed.running():
            await super().serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the viewers go first: uvicorn waits for them."""
        self._feed.end()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End with status 0, where uvicorn would raise the signal again."""
        for each in SIGNALS:
            asyncio.get_running_loop().add_signal_handler(each, self.handle_exit, each, None)
        yield


def run(settings: Environment, database_url: str) -> None:
    """Serve events until SIGINT or SIGTERM."""
    child_process.set_statement_timeouts()
    child_process.raise_file_limit()
    logging.basicConfig(level=logging.INFO, handlers=[logs.handler(production=settings.production)])
    logging.getLogger("uvicorn.error").addFilter(_is_our_fault)

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
        http=Connection,
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


def _is_our_fault(record: logging.LogRecord) -> bool:
    """Whoever sends a broken request is refused by uvicorn, and then the app can't answer him too."""
    return not (record.exc_info and isinstance(record.exc_info[1], h11.LocalProtocolError))


def _listen(host: str, port: int) -> socket.socket:
    """Open the port beside the supervisor's reservation. What is set here holds for every connection."""
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_AFTER_MS)
    opened.bind((host, port))
    return opened


def main() -> None:
    """Serve for the process that started this one."""
    child_process.exit_with_parent()
    settings = environment.read()
    run(settings, settings.database_url)


if __name__ == "__main__":
    main()
