"""Proxies between clients and site, and between site and database, that inject network faults."""

import asyncio
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

POLL_SECONDS = 0.05
SOCKET, REAL = ".s.PGSQL.5432", ".s.PGSQL.5433"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Proxy(ABC):
    """Forwards bytes in both directions, with a delay, until its connections are reset."""

    def __init__(self) -> None:
        self.delay = 0.0
        """Seconds of delay for each chunk."""
        self.drops_responses = False
        """Whether responses are dropped: requests still arrive and are executed."""
        self._ends: set[asyncio.StreamWriter] = set()

    @abstractmethod
    async def run(self) -> None:
        """Accept connections until cancelled."""

    @abstractmethod
    async def connect(self) -> Streams:
        """Connect to the server side. Raises: OSError."""

    def cut(self) -> None:
        """Reset every connection. Called from the loop."""
        for end in [*self._ends]:
            end.transport.abort()

    async def forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forward one connection."""
        with closing(writer):
            try:
                far_reader, far_writer = await self.connect()
            except OSError:
                writer.transport.abort()
                return
            with closing(far_writer):
                await self._forward_both_directions((reader, far_writer), (far_reader, writer))

    async def _forward_both_directions(self, requests: Streams, responses: Streams) -> None:
        ends = {requests[1], responses[1]}
        self._ends |= ends
        tasks = [
            asyncio.create_task(self._copy(*requests, drop=False)),
            asyncio.create_task(self._copy(*responses, drop=True)),
        ]
        with suppress(asyncio.CancelledError):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        self._ends -= ends

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, drop: bool) -> None:
        with suppress(OSError):
            while chunk := await source.read(65536):
                if self.delay:
                    await asyncio.sleep(self.delay)
                if not (drop and self.drops_responses):
                    target.write(chunk)
                    await target.drain()


class ClientProxy(Proxy):
    """The proxy between the clients and the site."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def run(self) -> None:
        """Accept connections until cancelled."""
        async with await asyncio.start_server(self.forward, sock=self._socket) as server:
            await server.serve_forever()

    async def connect(self) -> Streams:
        """Connect to the site."""
        return await asyncio.open_connection("127.0.0.1", self._port)


class DatabaseProxy(Proxy):
    """The proxy between the site and PostgreSQL. It replaces the server's socket after each server start."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._socket, self._real = folder / SOCKET, folder / REAL

    async def run(self) -> None:
        """Replace the server's socket each time the server creates it."""
        server, own_inode = None, 0
        try:
            while True:
                with suppress(FileNotFoundError):
                    if self._socket.stat().st_ino != own_inode:
                        self._socket.rename(self._real)
                        if server:
                            server.close()
                        server = await asyncio.start_unix_server(self.forward, self._socket)
                        self._socket.chmod(0o777)
                        own_inode = self._socket.stat().st_ino
                await asyncio.sleep(POLL_SECONDS)
        finally:
            if server:
                server.close()
            with suppress(FileNotFoundError):
                self._real.rename(self._socket)

    async def connect(self) -> Streams:
        """Connect to the server."""
        return await asyncio.open_unix_connection(self._real)


class ProxyThread:
    """Runs proxies in a thread."""

    def __init__(self, *proxies: Proxy) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=[proxies], daemon=True)
        self._thread.start()

    def cut(self, proxy: Proxy) -> None:
        """Reset the connections of a proxy."""
        self._loop.call_soon_threadsafe(proxy.cut)

    def end(self) -> None:
        """Stop the proxies."""
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(self._loop)])
        self._thread.join(10)

    def _run(self, proxies: tuple[Proxy, ...]) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._all(proxies))
        self._loop.close()

    @staticmethod
    async def _all(proxies: tuple[Proxy, ...]) -> None:
        try:
            await asyncio.gather(*(proxy.run() for proxy in proxies))
        finally:
            for proxy in proxies:
                proxy.cut()
            await asyncio.sleep(POLL_SECONDS)


@contextmanager
def running_proxies(*proxies: Proxy) -> Iterator[ProxyThread]:
    """Run the proxies during the block."""
    thread = ProxyThread(*proxies)
    try:
        yield thread
    finally:
        thread.end()
