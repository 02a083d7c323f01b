"""The errors of the checkout (rule 9: the docstring is the message)."""

from typing import ClassVar

from matinee.core.problems import Problem, TooManyRequests


class UnknownTicketType(Problem):
    """This ticket type is not sold for this show."""

    code: ClassVar[str] = "invalid"
    title: ClassVar[str] = "Invalid request"


class KeyInFlight(Problem):
    """The same request is still being worked on. Ask again with the same Idempotency-Key in a moment."""

    code: ClassVar[str] = "idempotency-in-flight"
    title: ClassVar[str] = "Request in flight"


class PaymentDeclined(Problem):
    """The payment was declined; you were not charged. Your seats are still held: try another way to pay."""

    code: ClassVar[str] = "payment-declined"
    title: ClassVar[str] = "Payment declined"


class OrderNotFound(Problem):
    """There is no such order."""

    code: ClassVar[str] = "order-not-found"
    title: ClassVar[str] = "Order not found"


class NotRefundable(Problem):
    """These tickets can no longer be given back here. Ask at the box office."""

    code: ClassVar[str] = "not-refundable"
    title: ClassVar[str] = "Not refundable"


class TooManyAttempts(TooManyRequests):
    """Payment was tried too often for these seats. They stay held; start again when their time is up."""

    title: ClassVar[str] = "Too many payment attempts"


class TooManyDeclines(TooManyRequests):
    """Too many payments from your network were declined. Your seats stay held; try to pay again later."""

    title: ClassVar[str] = "Too many declined payments"


class CannotSettle(Exception):
    """The order cannot be settled. The message gives the administrator the reason."""
