"""When to start again what died: at once, then after growing delays, so that a crash loop costs little."""

import time
from collections.abc import Callable

LONGEST_SECONDS = 30.0
HEALTHY_SECONDS = 60.0
"""What ran for so long and then dies begins anew with no delay."""


class Backoff:
    """The delays of one process: 0, 1, 2, 4, 8, 16, 30, 30 … seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started_at = clock()
        self._due_at = 0.0
        self.failures = 0
        """How often it died in a row, each time soon after its start."""

    def started(self) -> None:
        """Note that it was started now."""
        self._started_at = self._clock()

    def failed(self) -> float:
        """Note that it died now; give the seconds until it should be started again."""
        now = self._clock()
        if now - self._started_at >= HEALTHY_SECONDS:
            self.failures = 0
        delay = min(2.0 ** (self.failures - 1), LONGEST_SECONDS) if self.failures else 0.0
        self.failures += 1
        self._due_at = now + delay
        return delay

    def is_due(self) -> bool:
        """Tell whether the delay is over."""
        return self._clock() >= self._due_at
