"""The errors of orders. Each docstring is the message for people."""

from datetime import datetime
from typing import Annotated

from matinee.core.json_schema import Id
from matinee.core.problems import Invalid, Problem, TooManyRequests


class UnknownTicketType(Invalid):
    """This ticket type is not sold for this show."""


class TooManyOfTicketType(Problem):
    """An order can have fewer tickets of this type. Choose another type for some seats, or order again."""

    code = "too-many-of-ticket-type"
    title = "Too many of a ticket type"
    status = 409

    ticket_type: Annotated[Id, "The id of the ticket type."]
    name: Annotated[str, "Its name, in the language of the order."]
    most_per_order: Annotated[int, "How many tickets of this type one order can have."]


class KeyInFlight(Problem):
    """The same request is still being processed. Send it again with the same Idempotency-Key in a moment."""

    code = "idempotency-in-flight"
    title = "Request in flight"
    status = 409


class PaymentDeclined(Problem):
    """The payment was declined; you were not charged. Your seats are still held: try another way to pay."""

    code = "payment-declined"
    title = "Payment declined"
    status = 402

    decline_code: Annotated[str, "Such as `card_declined`."]
    message: Annotated[
        str | None, "The reason, for people. Missing in the response to a repeated request."
    ] = None
    locked_until: Annotated[
        datetime | None, "The seats are held until then. Missing in the response to a repeated request."
    ] = None


class OrderNotFound(Problem):
    """There is no such order."""

    code = "order-not-found"
    title = "Order not found"
    status = 404


class NotRefundable(Problem):
    """These tickets can no longer be given back here. Ask at the box office."""

    code = "not-refundable"
    title = "Not refundable"
    status = 409


class TicketsNotSendable(Problem):
    """These tickets cannot be sent from here, or not to this address. Ask at the box office."""

    code = "tickets-not-sendable"
    title = "Tickets not sendable"
    status = 409


class LegalPageNotFound(Problem):
    """This cinema has no such page."""

    code = "legal-page-not-found"
    title = "Legal page not found"
    status = 404


class TooManyAttempts(TooManyRequests):
    """Payment was tried too often for these seats. They stay held; start again when their time is up."""

    title = "Too many payment attempts"


class TooManyDeclines(TooManyRequests):
    """Too many payments from your network were declined. Your seats stay held; try to pay again later."""

    title = "Too many declined payments"


class NothingToRefund(NotRefundable):
    """Some of these tickets are refunded already, or were never issued. Open the order again to see them."""


class NothingToSend(Problem):
    """The order has no valid ticket or no email address. Correct the customer's address, if there is one."""

    code = "nothing-to-send"
    title = "Nothing to send"
    status = 409


class NothingToPrint(Problem):
    """Some of these tickets are refunded or were never issued. Nothing is printed: open the order again."""

    code = "nothing-to-print"
    title = "Nothing to print"
    status = 409


class CustomerForgotten(Problem):
    """This order has no name and no email address: they are erased. They cannot be changed any more."""

    code = "customer-forgotten"
    title = "Customer forgotten"
    status = 409


class CannotSettle(Problem):
    """The order cannot be settled. `reason` says why. Nothing has changed."""

    code = "cannot-settle"
    title = "Cannot settle"
    status = 409

    reason: Annotated[str, "Why, for people."]

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason


class CannotRetry(Problem):
    """No refused refund of this order can be tried again now. Wait two minutes, or pay it in another way."""

    code = "cannot-retry"
    title = "Cannot retry"
    status = 409
