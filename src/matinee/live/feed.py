"""The loop that turns what the database says into events (decision 0008)."""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.errors import UndefinedTable

from matinee.core.metrics import LIVE_PAUSED
from matinee.live import events
from matinee.live.channel import Channel
from matinee.live.queries import SeatReader, TakenSeats

TICK_SECONDS = 0.2
"""How often the table of changes is read; half of it is the usual delay of an event."""

HEARTBEAT_SECONDS = 15
AGAIN_SECONDS = 1
PATIENCE_SECONDS = 5
"""A database that doesn't answer for so long is away."""

Connect = Callable[[], Awaitable[AsyncConnection[Any]]]

logger = logging.getLogger(__name__)


def _is_away(error: psycopg.Error) -> bool:
    """Whether the database or its tables are away, so that no show can be read."""
    return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError, UndefinedTable))


class Feed:
    """All shows that somebody watches. Reads on one connection, one thing at a time."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._epoch = secrets.token_hex(4)
        self._channels: dict[int, Channel] = {}
        self._opened = asyncio.Event()
        self.paused = False
        """Whether the database is away."""

    @property
    def shows(self) -> int:
        """How many shows are watched."""
        return len(self._channels)

    @property
    def failing(self) -> int:
        """How many of them cannot be read, though the database can."""
        return sum(channel.failing for channel in self._channels.values())

    @contextmanager
    def watch(self, show_id: int) -> Iterator[Channel]:
        """Watch a show while the block runs; what only this block watched is forgotten after it."""
        channel = self._channels.get(show_id)
        if channel is None:
            channel = self._channels[show_id] = Channel(show_id, self._epoch, paused=self.paused)
            self._opened.set()
        channel.viewers += 1
        try:
            yield channel
        finally:
            channel.viewers -= 1
            if not channel.viewers and self._channels.get(show_id) is channel:
                del self._channels[show_id]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the database while the block runs."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._follow()), group.create_task(self._beat())]
            yield
            for task in tasks:
                task.cancel()

    def end(self) -> None:
        """Let all viewers go; they connect again, to the next process."""
        for channel in self._channels.values():
            channel.end()

    async def _follow(self) -> None:
        """Read again and again, through restarts of the database."""
        while True:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    connection = await self._connect()
                async with connection:
                    await self._read_on(SeatReader(connection))
            except (psycopg.Error, OSError) as error:
                self._pause(error)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _read_on(self, reader: SeatReader) -> None:
        while True:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._read(reader)
            if self.paused:
                self.paused = False
                LIVE_PAUSED.set(0)
                logger.info("The database can be read; seat maps are live.")
            await self._rest()

    async def _read(self, reader: SeatReader) -> None:
        """Read the shows that changed or are due, all in one query, and tell their viewers."""
        changed = await reader.changed_shows()
        now = time.monotonic()
        due = {show: one for show, one in self._channels.items() if show in changed or one.due_at <= now}
        try:
            taken = await reader.taken(due) if due else {}
        except psycopg.Error as error:
            if _is_away(error):
                raise
            await self._read_one_by_one(reader, due)
        else:
            for channel in due.values():
                self._tell(channel, taken)

    async def _read_one_by_one(self, reader: SeatReader, due: Mapping[int, Channel]) -> None:
        """One of the shows cannot be read: find out which, and tell the viewers of all others."""
        for show, channel in due.items():
            try:
                taken = await reader.taken([show])
            except psycopg.Error as error:
                if _is_away(error):
                    raise
                channel.fail(error)
            else:
                self._tell(channel, taken)

    def _tell(self, channel: Channel, taken: Mapping[int, TakenSeats]) -> None:
        """Tell a show's viewers what is taken now; a show that fails leaves the others alone."""
        show = channel.show_id
        try:
            channel.update(taken.get(show))
        except Exception as error:
            channel.fail(error)
        if show not in taken and self._channels.get(show) is channel:
            # Whoever asks for it later is answered afresh.
            del self._channels[show]

    async def _rest(self) -> None:
        """Wait for the next tick, a hold that runs out before it, or a show to be opened."""
        tick = time.monotonic() + TICK_SECONDS
        until = min([tick, *(channel.due_at for channel in self._channels.values())])
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0, until - time.monotonic())):
                await self._opened.wait()
        self._opened.clear()

    def _pause(self, error: Exception) -> None:
        if not self.paused and isinstance(error, UndefinedTable):
            # On the very first start they are made meanwhile. Later, /readyz tells of them too.
            logger.info("Seat maps wait for the database's tables.")
        elif not self.paused:
            reason = (str(error) or "it doesn't answer").splitlines()[0]
            logger.warning("Seat maps are paused, since the database can't be read: %s", reason)
        self.paused = True
        LIVE_PAUSED.set(1)
        for channel in self._channels.values():
            channel.pause()

    async def _beat(self) -> None:
        """Let no viewer hear nothing for longer than the heartbeat, also while the database is away."""
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            for channel in self._channels.values():
                if now - channel.spoke_at >= HEARTBEAT_SECONDS - 1:
                    channel.publish(events.HEARTBEAT)
