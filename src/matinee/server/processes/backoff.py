"""Exponential backoff for restarts: immediate at first, then with growing delays."""

import time
from collections.abc import Callable

MAX_DELAY_SECONDS = 30.0
RESET_AFTER_SECONDS = 60.0
"""A process that ran this long before it ended restarts without delay."""


class Backoff:
    """The restart delays of one process: 0, 1, 2, 4, 8, 16, 30, 30 … seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started_at = clock()
        self._due_at = 0.0
        self.failures = 0
        """Consecutive failures, each soon after a start."""

    def started(self) -> None:
        """Record a start."""
        self._started_at = self._clock()

    def failed(self) -> float:
        """Record a failure. Returns the delay until the next start, in seconds."""
        now = self._clock()
        if now - self._started_at >= RESET_AFTER_SECONDS:
            self.failures = 0
        delay = min(2.0 ** (self.failures - 1), MAX_DELAY_SECONDS) if self.failures else 0.0
        self.failures += 1
        self._due_at = now + delay
        return delay

    def is_due(self) -> bool:
        """Whether the delay is over."""
        return self._clock() >= self._due_at
