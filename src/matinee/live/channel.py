"""A channel publishes the taken seats of one show, as snapshots and events, to its subscribers."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator

from matinee.core.metrics import ROWS_FAILED
from matinee.core.row_failures import report_row_failure
from matinee.live import events
from matinee.live.queries import TakenSeats
from matinee.live.rules import Seats, changed_seats
from matinee.shows.errors import ShowNotFound

BUFFERED_EVENTS = 32
"""Recent events for slow subscribers. A subscriber that missed more events gets a snapshot instead."""

LOOP = "live"

REFRESH_SECONDS = 3
"""Maximum delay of a change without a row in `seat_change`, such as one by plain SQL."""


class Channel:
    """The events of a show. Memory does not grow with slow subscribers: there is no queue per subscriber."""

    def __init__(self, show_id: int, epoch: str, *, paused: bool) -> None:
        self.show_id = show_id
        self.subscribers = 0
        self.due_at = 0.0
        """When to read the show next (monotonic clock): when a hold expires, or after REFRESH_SECONDS."""
        self.failing = False
        """Whether reading this show fails although the database is available."""
        self.last_event_at = time.monotonic()
        self._epoch, self._number = epoch, 0
        self._seats: Seats | None = None
        self._paused = paused
        self._show_missing = self._ended = False
        self._published, self._buffer = 0, deque[bytes](maxlen=BUFFERED_EVENTS)
        self._new_event = asyncio.Event()

    def update(self, taken: TakenSeats | None) -> None:
        """Compare with the current state of the database, and publish the differences. None: no such show."""
        if taken is None:
            self._show_missing = True
            self.end()
            return
        # Reading early is harmless: the database's clock decides which holds have expired.
        self.due_at = time.monotonic() + min(taken.expires_in, REFRESH_SECONDS)
        before, self._seats, self._paused = self._seats, taken.seats, False
        if before is None:
            self._number += 1
            self.publish(events.snapshot(self._id, taken.seats))
        elif changed := changed_seats(before, taken.seats):
            self._number += 1
            self.publish(events.changes(self._id, changed))
        self.failing = False

    def pause(self) -> None:
        """Publish one `paused` event: the database is unavailable."""
        self._seats, self.due_at = None, 0.0
        if not self._paused:
            self._paused = True
            self.publish(events.PAUSED)

    def fail(self, error: Exception) -> None:
        """Pause this show after an error, and schedule a retry."""
        if self.failing:
            ROWS_FAILED.labels(LOOP).inc()
        else:
            report_row_failure(LOOP, self.show_id, error)
        self.pause()
        self.failing = True
        self.due_at = time.monotonic() + REFRESH_SECONDS

    def publish(self, event: bytes) -> None:
        """Send an event to all subscribers."""
        self._buffer.append(event)
        self._published += 1
        self.last_event_at = time.monotonic()
        self._wake()

    def end(self) -> None:
        """End the streams of all subscribers."""
        self._ended = True
        self._wake()

    async def wait_until_ready(self) -> None:
        """Wait until the state is known: a snapshot, a pause, or the end.

        Raises: ShowNotFound.
        """
        while self._seats is None and not (self._paused or self._ended):
            await self._new_event.wait()
        if self._show_missing:
            raise ShowNotFound(show_id=self.show_id)

    async def follow(self) -> AsyncIterator[bytes]:
        """Yield the current state, then all events until the channel ends."""
        seen = self._published
        yield self._current_state()
        while not self._ended:
            if seen == self._published:
                await self._new_event.wait()
                continue
            missed, seen = self._published - seen, self._published
            yield (
                b"".join(list(self._buffer)[-missed:]) if missed <= BUFFERED_EVENTS else self._current_state()
            )

    @property
    def _id(self) -> str:
        return f"{self._epoch}-{self._number}"

    def _current_state(self) -> bytes:
        return events.PAUSED if self._seats is None else events.snapshot(self._id, self._seats)

    def _wake(self) -> None:
        event, self._new_event = self._new_event, asyncio.Event()
        event.set()
