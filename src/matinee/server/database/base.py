"""Django asks a kept connection `SELECT 1` before each request. Its socket knows as well (decision 0017)."""

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

LOST = {TransactionStatus.INERROR, TransactionStatus.UNKNOWN}


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as Django has it, but for the health check."""

    def is_usable(self) -> bool:
        """Whether nothing came on the idle connection. A server that goes says so, or its kernel closes."""
        connection = self.connection
        if connection is None or connection.closed or connection.info.transaction_status in LOST:
            return False
        news = select.poll()
        news.register(connection.fileno(), select.POLLIN)
        return not news.poll(0)
