"""The same hold as one SQL statement."""

from matinee.booking.fast_hold.attempt import attempt

__all__ = ["attempt"]
