"""Is the process alive, and can it work?"""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.documentation import documented
from matinee.api.outputs import HealthShape
from matinee.api.views import ApiView
from matinee.core.clock import database_now


class HealthView(ApiView):
    """`/healthz`"""

    @documented("healthz", tag="Health", answer=HealthShape)
    def get(self, _request: Request) -> Response:
        """Tell whether the process answers."""
        return Response({"status": "ok"})


class ReadyView(ApiView):
    """`/readyz`"""

    @documented("readyz", tag="Health", answer=HealthShape)
    def get(self, _request: Request) -> Response:
        """Tell whether the database answers too."""
        database_now()
        return Response({"status": "ok"})
