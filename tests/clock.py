"""Simulates the passing of time: moves stored times into the past instead of changing a clock."""

from datetime import timedelta

from django.db.models import F

from matinee.booking.models import Booking
from matinee.checkout.models import EmailStatus, OrderEmail, Payment, TicketOrder


def pass_time(**delta: float) -> None:
    """Move the times of all bookings, orders, payments and emails into the past by `timedelta(**delta)`."""
    step = timedelta(**delta)
    Booking.objects.update(
        locked_until=F("locked_until") - step,
        hold_started_at=F("hold_started_at") - step,
        frozen_at=F("frozen_at") - step,
        created_at=F("created_at") - step,
    )
    TicketOrder.objects.update(agreed_at=F("agreed_at") - step)
    Payment.objects.update(changed_at=F("changed_at") - step)
    OrderEmail.objects.update(created_at=F("created_at") - step, changed_at=F("changed_at") - step)
    OrderEmail.objects.filter(status=EmailStatus.WAITING).update(next_attempt_at=F("next_attempt_at") - step)
