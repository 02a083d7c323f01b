"""The same database as `default`, with the queue's schema as search path."""

import os
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from matinee.runtime.job_queue.schema import jobs_schema, search_path_option
from matinee.server.postgres.backend import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the database of `default`, in tests too."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return the parameters of `default` with the search path of the queue."""
        params: dict[str, Any] = super().get_connection_params()
        schema = jobs_schema(self.settings_dict["OPTIONS"].get("options", ""))
        # libpq ignores PGOPTIONS if the connection has options of its own.
        options = params.get("options") or os.environ.get("PGOPTIONS", "")
        return params | {
            "dbname": connections[DEFAULT_DB_ALIAS].settings_dict["NAME"],
            "options": f"{options} {search_path_option(schema)}",
        }
