"""How many requests a minute one client may send."""

from typing import Literal

from django.conf import settings
from rest_framework.request import Request

from matinee.api.framework.parsing import PlainRequest
from matinee.booking.client_limits import client_number
from matinee.core.client_address import client_network
from matinee.runtime.rate_limits import count_request

Limited = Literal["HOLDS_PER_MINUTE", "LOOKUPS_PER_MINUTE"]


def client_of(request: Request | PlainRequest) -> str:
    """What the client is known by. The middleware saw to it that the address is the visitor's."""
    return client_network(request.META.get("REMOTE_ADDR", ""))


def refuse_flood(request: Request | PlainRequest, limit: Limited) -> None:
    """Count the request towards the setting of that name.

    Raises: TooManyRequests.
    """
    if per_minute := getattr(settings, limit):
        count_request(limit, client_of(request), per_minute)


def payer_of(request: Request | PlainRequest) -> int | None:
    """Under which number the client's declined payments are counted; None while they are not."""
    return client_number(client_of(request)) if settings.DECLINED_PAYMENTS_PER_HOUR else None


def holder_of(request: Request | PlainRequest) -> int | None:
    """Under which number the client's seats are counted; None while they are not."""
    return client_number(client_of(request)) if settings.MAX_SEATS_PER_CLIENT else None
