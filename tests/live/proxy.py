"""A small reverse proxy: one origin for the live process, which gets event requests, and the site."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.live_app import LiveApp

EVENTS = re.compile(rb"GET /api/shows/[^/ ]+/events/ ")


@contextmanager
def one_origin(app: LiveApp) -> Iterator[str]:
    """Run the proxy during the block. Yield its base URL."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(_Proxy(app).serve, "localhost", 0))
    running = threading.Thread(target=loop.run_forever)
    running.start()
    try:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(timeout=5)
        loop.call_soon_threadsafe(loop.stop)
        running.join(timeout=5)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class _Proxy:
    """Forwards one request per connection, with an unchanged Host header."""

    def __init__(self, app: LiveApp) -> None:
        self._live, self._site = (int(url.rpartition(":")[2]) for url in (app.live_url, app.base_url))

    async def serve(self, client: asyncio.StreamReader, response: asyncio.StreamWriter) -> None:
        # Close the streams on cancellation too: an open stream raises a warning in a later test.
        with closing(response):
            head = await client.readuntil(b"\r\n\r\n")
            port = self._live if EVENTS.match(head) else self._site
            reader, writer = await asyncio.open_connection("localhost", port)
            with closing(writer):
                writer.write(_forwarded(head, response.get_extra_info("peername")[0]))
                await _relay_both_ways((client, writer), (reader, response))


def _forwarded(head: bytes, address: str) -> bytes:
    lines = [line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close", b"X-Forwarded-For: " + address.encode(), b"", b""])


async def _relay_both_ways(*pairs: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    tasks = [asyncio.create_task(_relay(*pair)) for pair in pairs]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


async def _relay(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while chunk := await source.read(65536):
        target.write(chunk)
        await target.drain()
