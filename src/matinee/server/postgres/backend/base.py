"""Django's PostgreSQL backend with the connection pool of `runtime/` (decision 0017)."""

import os
from time import monotonic
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg.pq import TransactionStatus

from matinee.runtime.connection_pool import current_pool, is_alive

LOST = {TransactionStatus.INERROR, TransactionStatus.UNKNOWN}


class DatabaseWrapper(base.DatabaseWrapper):
    """Uses the pool of the process, if it has one, and checks connections without `SELECT 1`."""

    def get_connection_params(self) -> dict[str, Any]:
        """Add PGOPTIONS, which libpq ignores if the connection has options of its own."""
        params: dict[str, Any] = super().get_connection_params()
        if options := params.get("options"):
            params["options"] = f"{os.environ.get('PGOPTIONS', '')} {options}".strip()
        return params

    def connect(self) -> None:
        """Connect; a connection from a pool is released at the end of the request."""
        super().connect()
        if current_pool(self.alias):
            self.close_at = monotonic()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Acquire a connection from the pool, or open one."""

        def open_connection() -> Connection:
            opened: Connection = base.DatabaseWrapper.get_new_connection(self, conn_params)
            return opened

        pool = current_pool(self.alias)
        return pool.acquire(open_connection) if pool else open_connection()

    def is_usable(self) -> bool:
        """Check the socket instead of sending a query."""
        connection = self.connection
        if connection is None or connection.closed or connection.info.transaction_status in LOST:
            return False
        return is_alive(connection)

    def _close(self) -> None:
        pool = current_pool(self.alias)
        if pool and self.connection is not None:
            pool.release(self.connection)
        else:
            super()._close()  # type: ignore[misc]
