"""Requests and responses of payments and of the site's configuration."""

from datetime import datetime
from typing import Annotated, NotRequired, TypedDict

from matinee.api.framework.fields import StrictBooleanField, StrictSerializer
from matinee.api.public.orders.shapes import NextActionShape
from matinee.core.json_schema import Keywords, OneOf


class ChallengeRequest(StrictSerializer):
    """The customer's decision in the demo provider's challenge."""

    approve = StrictBooleanField()


class PaymentStateShape(TypedDict):
    """The state of an order's payment."""

    status: Annotated[str, OneOf("PaymentOutcome", "BOOKED", "PENDING", "DECLINED", "EXPIRED")]
    next_action: Annotated[NextActionShape | None, "Null unless pending."]
    decline_code: NotRequired[Annotated[str, "Such as `card_declined`, when declined."]]


class ConfigShape(TypedDict):
    """The site's limits, its time, and its payment provider."""

    payment_provider: Annotated[
        Annotated[str, OneOf("PaymentProvider", "demo", "stripe")] | None,
        "Null where tickets are sold at the box office only.",
    ]
    stripe_publishable_key: str | None
    hold_seconds: Annotated[int, Keywords(minimum=1), "How long a hold lasts."]
    max_seats_per_hold: Annotated[int, Keywords(minimum=1)]
    server_time: Annotated[
        datetime, "By the clock that decides whether a sale has begun, what is over, and which day it is."
    ]
