"""Rate limits of the API, and the numbers under which clients are counted."""

from typing import Literal

from django.conf import settings
from rest_framework.request import Request

from matinee.api.framework.parsing import PlainRequest
from matinee.booking.client_limits import client_number
from matinee.core.client_address import client_network
from matinee.runtime.rate_limits import count_request

Limited = Literal["HOLDS_PER_MINUTE", "LOOKUPS_PER_MINUTE"]


def client_of(request: Request | PlainRequest) -> str:
    """The network that identifies the client. The proxy middleware has set REMOTE_ADDR to the visitor's."""
    return client_network(request.META.get("REMOTE_ADDR", ""))


def check_rate_limit(request: Request | PlainRequest, limit: Limited) -> None:
    """Count the request towards the limit in the setting of that name.

    Raises: TooManyRequests.
    """
    if per_minute := getattr(settings, limit):
        count_request(limit, client_of(request), per_minute)


def client_number_for_declines(request: Request | PlainRequest) -> int | None:
    """The number under which the client's declined payments are counted; None where they are not limited."""
    return client_number(client_of(request)) if settings.DECLINED_PAYMENTS_PER_HOUR else None


def client_number_for_holds(request: Request | PlainRequest) -> int | None:
    """The number under which the client's seats are counted; None where they are not limited."""
    return client_number(client_of(request)) if settings.MAX_SEATS_PER_CLIENT else None
