"""Polls the database and publishes changes to the channels (decision 0008)."""

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
"""Polling interval of the table of changes. The average delay of an event is half of it."""

HEARTBEAT_SECONDS = 15
RECONNECT_SECONDS = 1
DATABASE_TIMEOUT_SECONDS = 5
"""The database counts as unavailable if it does not answer within this time."""

Connect = Callable[[], Awaitable[AsyncConnection[Any]]]

logger = logging.getLogger(__name__)


def _is_unavailable(error: psycopg.Error) -> bool:
    """Whether the error affects all shows: no connection, or missing tables."""
    return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError, UndefinedTable))


class Feed:
    """The channels of all watched shows. Reads through one connection, one query at a time."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._epoch = secrets.token_hex(4)
        self._channels: dict[int, Channel] = {}
        self._channel_opened = asyncio.Event()
        self.paused = False
        """Whether the database is unavailable."""

    @property
    def shows(self) -> int:
        """Number of watched shows."""
        return len(self._channels)

    @property
    def failing(self) -> int:
        """Number of watched shows that cannot be read although the database is available."""
        return sum(channel.failing for channel in self._channels.values())

    @contextmanager
    def subscribe(self, show_id: int) -> Iterator[Channel]:
        """Subscribe to a show during the block. A channel without subscribers is removed."""
        channel = self._channels.get(show_id)
        if channel is None:
            channel = self._channels[show_id] = Channel(show_id, self._epoch, paused=self.paused)
            self._channel_opened.set()
        channel.subscribers += 1
        try:
            yield channel
        finally:
            channel.subscribers -= 1
            if not channel.subscribers and self._channels.get(show_id) is channel:
                del self._channels[show_id]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Poll the database during the block."""
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._poll_with_reconnect()),
                group.create_task(self._send_heartbeats()),
            ]
            yield
            for task in tasks:
                task.cancel()

    def end(self) -> None:
        """End all streams. Clients reconnect to the next process."""
        for channel in self._channels.values():
            channel.end()

    async def _poll_with_reconnect(self) -> None:
        """Poll forever, and reconnect after errors."""
        while True:
            try:
                async with asyncio.timeout(DATABASE_TIMEOUT_SECONDS):
                    connection = await self._connect()
                async with connection:
                    await self._poll(SeatReader(connection))
            except (psycopg.Error, OSError) as error:
                self._pause(error)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _poll(self, reader: SeatReader) -> None:
        while True:
            async with asyncio.timeout(DATABASE_TIMEOUT_SECONDS):
                await self._poll_once(reader)
            if self.paused:
                self.paused = False
                LIVE_PAUSED.set(0)
                logger.info("The database is available. Seat maps are live.")
            await self._wait_for_next_poll()

    async def _poll_once(self, reader: SeatReader) -> None:
        """Read all changed or due shows in one query, and publish the differences."""
        changed = await reader.changed_shows()
        now = time.monotonic()
        due = {show: one for show, one in self._channels.items() if show in changed or one.due_at <= now}
        try:
            taken = await reader.taken_seats(due) if due else {}
        except psycopg.Error as error:
            if _is_unavailable(error):
                raise
            await self._read_one_by_one(reader, due)
        else:
            for channel in due.values():
                self._update(channel, taken)

    async def _read_one_by_one(self, reader: SeatReader, due: Mapping[int, Channel]) -> None:
        """Find the show that cannot be read, and publish the changes of all others."""
        for show, channel in due.items():
            try:
                taken = await reader.taken_seats([show])
            except psycopg.Error as error:
                if _is_unavailable(error):
                    raise
                channel.fail(error)
            else:
                self._update(channel, taken)

    def _update(self, channel: Channel, taken: Mapping[int, TakenSeats]) -> None:
        """Publish the taken seats of a show. An error affects only this show."""
        show = channel.show_id
        try:
            channel.update(taken.get(show))
        except Exception as error:
            channel.fail(error)
        if show not in taken and self._channels.get(show) is channel:
            # A later subscription opens a new channel.
            del self._channels[show]

    async def _wait_for_next_poll(self) -> None:
        """Wait for the next tick, an earlier expiry of a hold, or a new channel."""
        tick = time.monotonic() + TICK_SECONDS
        until = min([tick, *(channel.due_at for channel in self._channels.values())])
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0, until - time.monotonic())):
                await self._channel_opened.wait()
        self._channel_opened.clear()

    def _pause(self, error: Exception) -> None:
        if not self.paused and isinstance(error, UndefinedTable):
            # At the first start, the tables are being created. Later, /readyz reports their absence.
            logger.info("Seat maps wait until the schema is migrated.")
        elif not self.paused:
            reason = (str(error) or "it does not answer").splitlines()[0]
            logger.warning("Seat maps are paused because the database is unavailable: %s", reason)
        self.paused = True
        LIVE_PAUSED.set(1)
        for channel in self._channels.values():
            channel.pause()

    async def _send_heartbeats(self) -> None:
        """Send a heartbeat to idle channels, even while the database is unavailable."""
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            for channel in self._channels.values():
                if now - channel.last_event_at >= HEARTBEAT_SECONDS - 1:
                    channel.publish(events.HEARTBEAT)
