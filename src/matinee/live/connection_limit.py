"""How many viewers one client may have at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from matinee.core.client_address import client_network
from matinee.core.metrics import LIVE_CLIENTS
from matinee.live.errors import TooManyConnections


class ConnectionLimit:
    """The open connections, by client: an IPv4 address or an IPv6 /64."""

    def __init__(self, per_client: int) -> None:
        """Allow so many to each; 0 for any number."""
        self._per_client = per_client
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """How many connections are open."""
        return self._taken.total()

    @contextmanager
    def count_connection(self, address: str) -> Iterator[None]:
        """Keep a place while the block runs.

        Raises: TooManyConnections.
        """
        client = client_network(address)
        if self._per_client and self._taken[client] >= self._per_client:
            raise TooManyConnections
        self._taken[client] += 1
        LIVE_CLIENTS.set(self.taken)
        try:
            yield
        finally:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]
            LIVE_CLIENTS.set(self.taken)
