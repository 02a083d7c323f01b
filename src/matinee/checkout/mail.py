"""What we write to customers, in text and HTML."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from matinee.checkout.models import Customer, TicketOrder
from matinee.checkout.queries import tickets_of_order
from matinee.core.money import money_string


def send_tickets(order_id: int) -> None:
    """The tickets of an order, if its customer left an address."""
    _send(order_id, "tickets")


def send_sorry(order_id: int) -> None:
    """That the payment failed for good, the tickets are void and nothing was charged."""
    _send(order_id, "sorry")


def _send(order_id: int, letter: str) -> None:
    order = TicketOrder.objects.select_related("show__movie", "show__hall__venue").get(pk=order_id)
    customer = Customer.objects.filter(order=order).exclude(email="").first()
    if customer is None:
        return
    context = {
        "order": order,
        "show": order.show,
        "venue": order.show.hall.venue,
        "zone": order.show.hall.venue.timezone,
        "tickets": tickets_of_order(order),
        "total": f"{money_string(order.total, order.currency)} {order.currency}",
        "link": f"{settings.SITE_URL}/ticket/{order.secret}",
    }
    message = EmailMultiAlternatives(
        subject=render_to_string(f"checkout/{letter}.subject.txt", context).strip(),
        body=render_to_string(f"checkout/{letter}.txt", context),
        to=[customer.email],
    )
    message.attach_alternative(render_to_string(f"checkout/{letter}.html", context), "text/html")
    message.send()
