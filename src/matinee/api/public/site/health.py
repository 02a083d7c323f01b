"""The health checks: whether the process answers, and whether it can work."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.errors import Unavailable
from matinee.api.framework.views import ApiView
from matinee.api.public.site.readiness import details, missing_migrations
from matinee.api.public.site.shapes import HealthShape, ReadyShape
from matinee.runtime.graceful_shutdown import is_stopping


class HealthView(ApiView):
    """`/healthz`"""

    @documented("healthz", tag="Health", response=HealthShape)
    def get(self, _request: Request) -> Response:
        """Check that the process answers."""
        return Response({"status": "ok"})


class ReadyView(ApiView):
    """`/readyz`"""

    @documented("readyz", tag="Health", response=ReadyShape)
    def get(self, _request: Request) -> Response:
        """Check that the site can work.

        The database answers, its schema is up to date, and the site is not about to stop. `details` lists
        conditions that need attention all the same.
        """
        if is_stopping() or missing_migrations():
            raise Unavailable
        found = details()
        return Response({"status": "ok", "details": found} if found else {"status": "ok"})
