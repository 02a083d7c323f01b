"""Limits the concurrent connections per client."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from matinee.core.client_address import client_network
from matinee.core.metrics import LIVE_CLIENTS
from matinee.live.errors import TooManyConnections


class ConnectionLimit:
    """Counts open connections per client: an IPv4 address or an IPv6 /64."""

    def __init__(self, per_client: int) -> None:
        """Allow this many connections per client. 0 means unlimited."""
        self._per_client = per_client
        self._open: Counter[str] = Counter()

    @property
    def open(self) -> int:
        """Number of open connections."""
        return self._open.total()

    @contextmanager
    def count_connection(self, address: str) -> Iterator[None]:
        """Count a connection during the block.

        Raises: TooManyConnections.
        """
        client = client_network(address)
        if self._per_client and self._open[client] >= self._per_client:
            raise TooManyConnections
        self._open[client] += 1
        LIVE_CLIENTS.set(self.open)
        try:
            yield
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]
            LIVE_CLIENTS.set(self.open)
