"""Queries about orders."""

from uuid import UUID

from django.conf import settings
from django.db.models.functions import Lower

from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import Customer, OrderStatus, Payment, TicketOrder, VenueTerms
from matinee.core.clock import ClockTimestamp
from matinee.core.email_address import comparison_form
from matinee.tickets.models import Ticket


def order_by_secret(secret: str) -> TicketOrder:
    """Return the order with this secret, with its customer, show, hall and venue.

    Raises: OrderNotFound.
    """
    orders = TicketOrder.objects.select_related("show__movie", "show__hall__venue", "customer")
    order = orders.filter(secret=secret).first()
    if order is None:
        raise OrderNotFound
    return order


def order_of_hold(*, hold_id: UUID, show_id: int) -> TicketOrder | None:
    """Return the order of a hold of this show that is not expired, if there is one (B15)."""
    orders = TicketOrder.objects.filter(hold_id=hold_id, show=show_id)
    return orders.exclude(status=OrderStatus.EXPIRED).first()


def upcoming_bookings(customer: Customer) -> list[TicketOrder]:
    """Return the orders with this customer's email address whose tickets are of use, the next show first.

    These are the orders with valid tickets for a show that has not ended, and those that need a person.
    """
    same_address = Customer.objects.alias(address=Lower("email")).filter(
        address=comparison_form(customer.email)
    )
    # The ids first: with a subquery, PostgreSQL reads the orders of all customers.
    orders = TicketOrder.objects.filter(pk__in=list(same_address.values_list("pk", flat=True)))
    related = orders.select_related("show__movie", "show__hall__venue")
    upcoming = related.holding_seats().filter(show__ends_at__gt=ClockTimestamp())
    found = {order.pk: order for order in [*upcoming, *related.needing_a_person()]}
    return sorted(found.values(), key=lambda order: (order.show.starts_at, order.pk))


def order_seat_ids(order: TicketOrder) -> list[int]:
    """Return the ids of the seats on the order's lines."""
    return [line.seat_id for line in order.lines.all() if line.seat_id]


def tickets_of_order(order: TicketOrder) -> list[Ticket]:
    """Return the tickets of an order with their seats, including voided ones, sorted by seat id."""
    lines = order.lines.filter(ticket__isnull=False).select_related("ticket__seat", "ticket__ticket_type")
    return [line.ticket for line in lines.order_by("seat_id", "pk") if line.ticket]


def venue_terms(show_id: int) -> VenueTerms | None:
    """Return the terms of sale of a show's venue, with the seller."""
    return VenueTerms.objects.select_related("seller").filter(venue__halls__shows=show_id).first()


def order_url(order: TicketOrder) -> str:
    """Return the absolute URL of the order's page. It contains the order's secret."""
    return f"{settings.SITE_URL}/ticket/{order.secret}"


def latest_payment(order: TicketOrder) -> Payment | None:
    """Return the payment that was created last."""
    return order.payments.order_by("-pk").first()
