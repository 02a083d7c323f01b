"""One show that somebody watches: its taken seats, and the last events about them."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator

from matinee.core.metrics import ROWS_FAILED
from matinee.core.row_failures import report_row_failure
from matinee.live import events
from matinee.live.queries import TakenSeats
from matinee.live.rules import Seats, difference
from matinee.shows.errors import ShowNotFound

KEPT = 32
"""Events kept for viewers that are a little behind. Whoever is further behind gets a snapshot instead."""

LOOP = "live"

REREAD_SECONDS = 3
"""How soon a change shows that nobody noted, as plain SQL makes it."""


class Channel:
    """What a show's viewers get. Memory doesn't grow with slow viewers: nothing is kept for each of them."""

    def __init__(self, show_id: int, epoch: str, *, paused: bool) -> None:
        self.show_id = show_id
        self.viewers = 0
        self.due_at = 0.0
        """When it has to be read, by the monotonic clock: a hold runs out, or it is time to look anyway."""
        self.failing = False
        """Whether this show cannot be read, though the database can."""
        self.spoke_at = time.monotonic()
        self._epoch, self._number = epoch, 0
        self._seats: Seats | None = None
        self._paused = paused
        self._gone = self._ended = False
        self._made, self._kept = 0, deque[bytes](maxlen=KEPT)
        self._news = asyncio.Event()

    def update(self, taken: TakenSeats | None) -> None:
        """Take what the database says now, and tell what is different; None when there is no such show."""
        if taken is None:
            self._gone = True
            self.end()
            return
        # The database's clock judges again then, so it does no harm to be early.
        self.due_at = time.monotonic() + min(taken.expires_in, REREAD_SECONDS)
        before, self._seats, self._paused = self._seats, taken.seats, False
        if before is None:
            self._number += 1
            self.publish(events.snapshot(self._id, taken.seats))
        elif changed := difference(before, taken.seats):
            self._number += 1
            self.publish(events.changes(self._id, changed))
        self.failing = False

    def pause(self) -> None:
        """Tell that the database is away, once."""
        self._seats, self.due_at = None, 0.0
        if not self._paused:
            self._paused = True
            self.publish(events.PAUSED)

    def fail(self, error: Exception) -> None:
        """This show cannot be read: its map is paused, and read again after a while."""
        if self.failing:
            ROWS_FAILED.labels(LOOP).inc()
        else:
            report_row_failure(LOOP, self.show_id, error)
        self.pause()
        self.failing = True
        self.due_at = time.monotonic() + REREAD_SECONDS

    def publish(self, event: bytes) -> None:
        """Give an event to all viewers."""
        self._kept.append(event)
        self._made += 1
        self.spoke_at = time.monotonic()
        self._wake()

    def end(self) -> None:
        """Let all viewers go."""
        self._ended = True
        self._wake()

    async def opened(self) -> None:
        """Wait until something can be said.

        Raises: ShowNotFound.
        """
        while self._seats is None and not (self._paused or self._ended):
            await self._news.wait()
        if self._gone:
            raise ShowNotFound(show_id=self.show_id)

    async def follow(self) -> AsyncIterator[bytes]:
        """Yield how things stand, then whatever happens until the channel ends."""
        seen = self._made
        yield self._standing()
        while not self._ended:
            if seen == self._made:
                await self._news.wait()
                continue
            missed, seen = self._made - seen, self._made
            yield b"".join(list(self._kept)[-missed:]) if missed <= KEPT else self._standing()

    @property
    def _id(self) -> str:
        return f"{self._epoch}-{self._number}"

    def _standing(self) -> bytes:
        return events.PAUSED if self._seats is None else events.snapshot(self._id, self._seats)

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
