"""Find orders, for staff: by reference, ticket code, email address, name, card, or seat of a show."""

import re
import unicodedata
from typing import Any

from django.db.models import BooleanField, F, Func, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Lower, NullIf, Upper

from matinee.checkout.emails.outbox import failing_emails
from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import Customer, OrderLine, Payment, TicketOrder
from matinee.checkout.models.customer import NameWords, plain_words
from matinee.checkout.models.order import TicketOrderQuerySet
from matinee.core.codes import normalize_code
from matinee.core.email_address import comparison_form
from matinee.core.text_search import UMLAUTS
from matinee.shows.errors import ShowNotFound
from matinee.shows.models import Show
from matinee.staff.errors import NotPermitted
from matinee.staff.permissions import Access, Permission
from matinee.staff.queries import at_venues_of
from matinee.tickets.codes import cleaned
from matinee.tickets.models import TicketStatus

TEXT = TextField()
NOTHING = Value("", TEXT)

CARD = re.compile(r"(?:(?:card|(?:bank|kredit)?karte)\b[^0-9]*)?[\s.…*•·x#-]*([0-9]{4})", re.IGNORECASE)
"""The last four digits of a card, also as the order's page and receipts write them: `Card ending in 4242`."""


class Matches(Func):
    """Whether words (`tsvector`) match a query (`tsquery`)."""

    arg_joiner, template = " @@ ", "%(expressions)s"
    output_field = BooleanField()


def orders_visible_to(access: Access) -> TicketOrderQuerySet:
    """The orders of the venues whose orders the access may read."""
    return at_venues_of(access, Permission.READ_ORDERS, TicketOrder.objects.all(), "show__hall__venue")


def find_orders(
    access: Access,
    *,
    text: str | None = None,
    venue_id: int | None = None,
    show_id: int | None = None,
    needs_attention: bool = False,
    refund_refused: bool = False,
    email_failed: bool = False,
) -> TicketOrderQuerySet:
    """The visible orders that fit all of these filters, with customer, show and seats.

    `text` is a reference, a short or signed ticket code, a whole email address, words of the customer's name
    or their beginnings, in any case, or the last four digits of a card, such as `4242` or `…4242`; with
    `show_id` also a seat, such as `F12`. Finds each order that matches at least one of them.
    """
    orders = orders_visible_to(access)
    if venue_id is not None:
        orders = orders.filter(show__hall__venue=venue_id)
    if show_id is not None:
        orders = orders.filter(show=show_id)
    if needs_attention:
        orders = orders.needing_a_person()
    if refund_refused:
        orders = orders.with_refused_refund()
    if email_failed:
        orders = orders.filter(pk__in=failing_emails().values("order"))
    if text is not None:
        orders = orders.filter(pk__in=_ids_of(text, show_id))
    return _with_rows(orders)


def order_of_reference(
    access: Access, reference: str, permission: Permission = Permission.READ_ORDERS
) -> TicketOrder:
    """The visible order with this reference, which may have spaces, dashes and any case.

    Raises: OrderNotFound, also for an order of another venue; NotPermitted, if the access may read the order
    without having `permission` at its venue.
    """
    order = _with_rows(orders_visible_to(access)).filter(reference=normalize_code(reference)).first()
    if order is None:
        raise OrderNotFound
    if not access.may(permission, order.show.hall.venue_id):
        raise NotPermitted.needs(permission)
    return order


def attendees_of(access: Access, show_id: int) -> tuple[Show, list[OrderLine]]:
    """The show and the lines of its valid tickets, by seat, with their orders and customers.

    Raises: ShowNotFound, also for a show of another venue.
    """
    show = Show.objects.select_related("movie", "hall__venue").filter(pk=show_id).first()
    if show is None or not access.may(Permission.READ_ORDERS, show.hall.venue_id):
        raise ShowNotFound(show_id=show_id)
    lines = OrderLine.objects.filter(ticket__show=show, ticket__status=TicketStatus.VALID)
    return show, list(lines.select_related("ticket__seat", "order__customer").order_by("ticket__seat", "pk"))


def _with_rows(orders: TicketOrderQuerySet) -> TicketOrderQuerySet:
    seats = OrderLine.objects.filter(seat__isnull=False).select_related("seat").order_by("seat_id", "pk")
    related = orders.select_related("customer", "show__movie", "show__hall__venue")
    return related.with_attention().prefetch_related(Prefetch("lines", seats, to_attr="seat_lines"))


def _ids_of(text: str, show_id: int | None) -> QuerySet[Any, Any]:
    """The ids of the orders that a text finds, in one query. Each of its parts uses an index."""
    # A union, because PostgreSQL uses no index for an OR of columns of several tables.
    parts: list[QuerySet[Any, Any]] = [
        OrderLine.objects.filter(ticket__short_code=cleaned(text)).values("order"),
        OrderLine.objects.filter(ticket__code=cleaned(text)).values("order"),
    ]
    if show_id is not None:
        parts.append(_lines_of_seat(normalize_code(text), show_id).values("order"))
    if card := CARD.fullmatch(text.strip()):
        parts.append(Payment.objects.filter(card_last4=card[1]).exclude(card_last4="").values("order"))
    if "@" in text:
        same_address = Customer.objects.alias(address=Lower("email")).filter(address=comparison_form(text))
        parts.append(same_address.values("pk"))
    elif words := _query_of_words(text):
        parts.append(Customer.objects.filter(Matches(NameWords("name"), words)).values("pk"))
    return TicketOrder.objects.filter(reference=normalize_code(text)).values("pk").union(*parts)


def _lines_of_seat(seat: str, show_id: int) -> QuerySet[OrderLine]:
    """The lines of a seat of a show: row and number or label, also after the section."""
    number = Coalesce(NullIf("seat__label", NOTHING), Cast("seat__seat_number", TEXT), output_field=TEXT)
    place = Concat(F("seat__row_letter"), number, output_field=TEXT)
    lines = OrderLine.objects.filter(order__show=show_id).alias(
        place=_as_typed(place), whole_place=_as_typed(Concat(F("seat__section"), place, output_field=TEXT))
    )
    return lines.filter(Q(place=seat) | Q(whole_place=seat))


def _as_typed(text: Concat) -> Func:
    """In the form of `normalize_code`: capitals, without spaces and dashes."""
    return Upper(Func(text, Value(" -"), NOTHING, function="translate", output_field=TEXT))


def _query_of_words(text: str) -> Func | None:
    """The `tsquery` of the beginnings of all words of a text, with umlauts also as two letters."""
    words = [" | ".join(f"'{one}':*" for one in _spellings(word)) for word in text.split()]
    query = " & ".join(f"({word})" for word in words if word)
    if not query:
        return None
    return Func(Value(query), template="to_tsquery('simple', %(expressions)s)", output_field=TEXT)


def _spellings(word: str) -> list[str]:
    """A word as typed, and its umlauts as two letters or one: `Mueller` finds `Müller`, and the reverse."""
    typed = unicodedata.normalize("NFC", word).lower()
    spellings = (typed, typed.translate(UMLAUTS), re.sub("([aou])e", r"\1", typed))
    forms = [" ".join(plain_words(one)) for one in spellings]
    return [form for form in dict.fromkeys(forms) if form]
