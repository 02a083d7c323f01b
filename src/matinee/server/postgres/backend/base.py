"""PostgreSQL as Django has it, but for what happens to a connection between two requests (decision 0017)."""

from time import monotonic
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg.pq import TransactionStatus

from matinee.runtime.connection_pool import is_good, shared

LOST = {TransactionStatus.INERROR, TransactionStatus.UNKNOWN}


class DatabaseWrapper(base.DatabaseWrapper):
    """Shares connections where they are shared; asks no `SELECT 1` before each request."""

    def connect(self) -> None:
        """Have a connection; where they are shared, until the request ends."""
        super().connect()
        if shared():
            self.close_at = monotonic()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Take a shared one, or open one."""

        def open_one() -> Connection:
            opened: Connection = base.DatabaseWrapper.get_new_connection(self, conn_params)
            return opened

        kept = shared()
        return kept.take(open_one) if kept else open_one()

    def is_usable(self) -> bool:
        """Ask the socket, which knows as well."""
        connection = self.connection
        if connection is None or connection.closed or connection.info.transaction_status in LOST:
            return False
        return is_good(connection)

    def _close(self) -> None:
        kept = shared()
        if kept and self.connection is not None:
            kept.give_back(self.connection)
        else:
            super()._close()  # type: ignore[misc]
