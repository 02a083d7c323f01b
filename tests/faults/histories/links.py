"""Cables to cut: proxies between clients and site, and between site and database."""

import asyncio
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

LOOK_SECONDS = 0.05
SOCKET, REAL = ".s.PGSQL.5432", ".s.PGSQL.5433"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Link(ABC):
    """Carries bytes both ways, as slowly as it is told, until it is cut."""

    def __init__(self) -> None:
        self.delay = 0.0
        """Seconds for each piece."""
        self.is_deaf = False
        """Whether answers are lost: what is asked arrives and is done, and nobody hears."""
        self._ends: set[asyncio.StreamWriter] = set()

    @abstractmethod
    async def run(self) -> None:
        """Take connections until cancelled."""

    @abstractmethod
    async def connect(self) -> Streams:
        """Reach the other side. Raises: OSError."""

    def cut(self) -> None:
        """Reset every connection. Called from the loop."""
        for end in [*self._ends]:
            end.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        with closing(writer):
            try:
                far_reader, far_writer = await self.connect()
            except OSError:
                writer.transport.abort()
                return
            with closing(far_writer):
                await self._carry_both_ways((reader, far_writer), (far_reader, writer))

    async def _carry_both_ways(self, there: Streams, back: Streams) -> None:
        ends = {there[1], back[1]}
        self._ends |= ends
        ways = [
            asyncio.create_task(self._pass(*there, answers=False)),
            asyncio.create_task(self._pass(*back, answers=True)),
        ]
        with suppress(asyncio.CancelledError):
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        self._ends -= ends

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        with suppress(OSError):
            while chunk := await source.read(65536):
                if self.delay:
                    await asyncio.sleep(self.delay)
                if not (answers and self.is_deaf):
                    target.write(chunk)
                    await target.drain()


class ClientLink(Link):
    """Between the clients and the site."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def run(self) -> None:
        """Take connections until cancelled."""
        async with await asyncio.start_server(self.carry, sock=self._socket) as server:
            await server.serve_forever()

    async def connect(self) -> Streams:
        """Reach the site."""
        return await asyncio.open_connection("127.0.0.1", self._port)


class DatabaseLink(Link):
    """Between the site and PostgreSQL: takes the place of the server's socket, each time that it starts."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._socket, self._real = folder / SOCKET, folder / REAL

    async def run(self) -> None:
        """Step in wherever the server has opened its socket anew."""
        server, ours = None, 0
        try:
            while True:
                with suppress(FileNotFoundError):
                    if self._socket.stat().st_ino != ours:
                        self._socket.rename(self._real)
                        if server:
                            server.close()
                        server = await asyncio.start_unix_server(self.carry, self._socket)
                        self._socket.chmod(0o777)
                        ours = self._socket.stat().st_ino
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            if server:
                server.close()
            with suppress(FileNotFoundError):
                self._real.rename(self._socket)

    async def connect(self) -> Streams:
        """Reach the server."""
        return await asyncio.open_unix_connection(self._real)


class Cables:
    """Links in a thread of their own."""

    def __init__(self, *links: Link) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=[links], daemon=True)
        self._thread.start()

    def cut(self, link: Link) -> None:
        """Reset the link's connections."""
        self._loop.call_soon_threadsafe(link.cut)

    def end(self) -> None:
        """Take the links away."""
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(self._loop)])
        self._thread.join(10)

    def _run(self, links: tuple[Link, ...]) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._all(links))
        self._loop.close()

    @staticmethod
    async def _all(links: tuple[Link, ...]) -> None:
        try:
            await asyncio.gather(*(link.run() for link in links))
        finally:
            for link in links:
                link.cut()
            await asyncio.sleep(LOOK_SECONDS)


@contextmanager
def cables(*links: Link) -> Iterator[Cables]:
    """Run the links while the block runs."""
    running = Cables(*links)
    try:
        yield running
    finally:
        running.end()
