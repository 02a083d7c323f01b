"""Reads about orders."""

from uuid import UUID

from django.conf import settings

from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import OrderStatus, Payment, TicketOrder, VenueTerms
from matinee.tickets.models import Ticket


def order_by_secret(secret: str) -> TicketOrder:
    """The order that this secret opens, with show, hall and venue.

    Raises: OrderNotFound.
    """
    orders = TicketOrder.objects.select_related("show__movie", "show__hall__venue", "customer")
    order = orders.filter(secret=secret).first()
    if order is None:
        raise OrderNotFound
    return order


def order_of_hold(*, hold_id: UUID, show_id: int) -> TicketOrder | None:
    """The order that a hold of this show became or is becoming, if any (B15)."""
    orders = TicketOrder.objects.filter(hold_id=hold_id, show=show_id)
    return orders.exclude(status=OrderStatus.EXPIRED).first()


def tickets_of_order(order: TicketOrder) -> list[Ticket]:
    """The tickets of an order with their seats, by seat; voided ones too."""
    lines = order.lines.filter(ticket__isnull=False).select_related("ticket__seat")
    return [line.ticket for line in lines.order_by("seat_id", "pk") if line.ticket]


def terms_of(show_id: int) -> VenueTerms | None:
    """On what terms the venue of a show sells, with the seller."""
    return VenueTerms.objects.select_related("seller").filter(venue__halls__shows=show_id).first()


def page_url(order: TicketOrder) -> str:
    """Where its buyer opens an order."""
    return f"{settings.SITE_URL}/ticket/{order.secret}"


def latest_payment(order: TicketOrder) -> Payment | None:
    """The payment that was tried last."""
    return order.payments.order_by("-pk").first()
