"""A small real reverse proxy: events go to the live process, all else to the site, under one origin."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.live_app import LiveApp

EVENTS = re.compile(rb"GET /api/shows/[^/ ]+/events/ ")


@contextmanager
def one_origin(app: LiveApp) -> Iterator[str]:
    """Stand in front of the site while the block runs; give the address."""
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
    """One request for each connection; the Host stays as it was asked."""

    def __init__(self, app: LiveApp) -> None:
        self._live, self._site = (int(url.rpartition(":")[2]) for url in (app.live_url, app.base_url))

    async def serve(self, visitor: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        # Also when cancelled: a stream left open fails whichever test runs when it is collected.
        with closing(answer):
            head = await visitor.readuntil(b"\r\n\r\n")
            port = self._live if EVENTS.match(head) else self._site
            reader, writer = await asyncio.open_connection("localhost", port)
            with closing(writer):
                writer.write(_forwarded(head, answer.get_extra_info("peername")[0]))
                await _pass_both_ways((visitor, writer), (reader, answer))


def _forwarded(head: bytes, address: str) -> bytes:
    lines = [line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close", b"X-Forwarded-For: " + address.encode(), b"", b""])


async def _pass_both_ways(*pairs: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    ways = [asyncio.create_task(_pass(*pair)) for pair in pairs]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()


async def _pass(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while chunk := await source.read(65536):
        target.write(chunk)
        await target.drain()
