"""Every text field of the API rejects bad values, names the field, and changes nothing."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from rest_framework import serializers

from matinee.api.framework.fields import EmailField, StrictSerializer, TextField
from matinee.api.public.holds import shapes as holds
from matinee.api.public.orders import shapes as orders
from matinee.api.public.payments import shapes as payments
from matinee.api.public.programme import shapes as programme
from matinee.api.public.seat_map import shapes as seat_map
from matinee.api.public.site import shapes as site
from matinee.checkout.erasure import erase_customer
from matinee.checkout.models import Customer
from matinee.tickets.models import Ticket
from tests.api.client import Api, assert_invalid, nothing_changes
from tests.cinema import Cinema
from tests.jobs import RunJobs
from tests.values import BAD_EMAILS, BAD_LINES, GOOD_EMAILS, GOOD_LINES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SIGNED = {
    "LockSeatRequest.hold_token": "signed by us",
    "LockOneSeatRequest.hold_token": "signed by us",
    "LockSeatsRequest.hold_token": "signed by us",
    "ReleaseLockRequest.hold_token": "signed by us",
    "ExtendLockRequest.hold_token": "signed by us",
    "BookSeatRequest.hold_token": "signed by us",
    "PageQuery.cursor": "written by us",
    "ShowsQuery.cursor": "written by us",
    "MoviesQuery.cursor": "written by us",
}
"""Values that the site signs or writes itself; no value type covers them."""

WHERE = {
    "BookSeatRequest.customer.name": ("/api/book-seat/", {"hold_token": "x"}),
    "BookSeatRequest.customer.email": ("/api/book-seat/", {"hold_token": "x"}),
    "BookSeatRequest.payment.card": ("/api/book-seat/", {"hold_token": "x"}),
    "BookSeatRequest.payment.confirmation_token": ("/api/book-seat/", {"hold_token": "x"}),
    "BookSeatRequest.payment.payment_method": ("/api/book-seat/", {"hold_token": "x"}),
    "FindOrdersRequest.email": ("/api/orders/find/", {}),
    "SendTicketsRequest.email": ("/api/orders/no-such-secret/email/", {}),
    "ShowsQuery.city": ("/api/shows/", None),
    "ShowsQuery.q": ("/api/shows/", None),
    "MoviesQuery.q": ("/api/movies/", None),
}
"""The path of each text field, with the other required fields. A query has no body."""


def texts(shape: type[StrictSerializer], path: str) -> Iterator[tuple[str, Any]]:
    """Yield every text field of an input, including nested ones."""
    for name, field in shape().fields.items():
        inner = field.child if isinstance(field, serializers.ListField) else field
        if isinstance(inner, StrictSerializer):
            yield from texts(type(inner), f"{path}.{name}")
        elif isinstance(inner, serializers.CharField):
            yield f"{path}.{name}", inner


def inputs_of_the_api() -> list[type[StrictSerializer]]:
    shapes = [
        one
        for shapes in (holds, orders, payments, programme, seat_map, site)
        for one in vars(shapes).values()
        if isinstance(one, type) and issubclass(one, StrictSerializer)
    ]
    nested = {orders.Customer, orders.PaymentMethod, orders.TicketChoice, StrictSerializer}
    return [one for one in shapes if one not in nested]


ALL = {name: field for shape in inputs_of_the_api() for name, field in texts(shape, shape.__name__)}


def test_every_text_has_a_tested_value_type() -> None:
    assert ALL.keys() == WHERE.keys() | SIGNED.keys()
    assert all(isinstance(ALL[name], TextField | EmailField) for name in WHERE)
    assert all(ALL[name].max_length for name in WHERE)


def send(api: Api, place: str, value: str) -> Any:
    """Send a request with one value in its field."""
    path, body = WHERE[place]
    _, *names = place.split(".")
    if body is None:
        return api.get(f"{path}?{names[0]}={quote(value)}")
    sent: Any = value
    for name in reversed(names):
        sent = {name: sent}
    return api.post(path, body | sent)


@pytest.mark.parametrize("place", WHERE)
def test_bad_values_are_rejected_and_the_field_is_named(api: Api, cinema: Cinema, place: str) -> None:  # noqa: ARG001
    is_email, in_query = isinstance(ALL[place], EmailField), WHERE[place][1] is None
    for kind, value in (BAD_EMAILS if is_email else BAD_LINES).items():
        if "\ud800" in value and in_query:
            continue
        with nothing_changes():
            response = send(api, place, value)
        field = "body" if "\ud800" in value else place.split(".", 1)[1]
        assert response.status_code == 400, (place, kind)
        assert_invalid(response, field)
    longest = ALL[place].max_length
    with nothing_changes():
        assert_invalid(send(api, place, "x" * (longest + 1)), place.split(".", 1)[1])


def test_valid_names_are_stored_unchanged(api: Api, cinema: Cinema) -> None:
    seats = [str(seat) for seat in cinema.seats]
    for seat, value in zip(seats, GOOD_LINES.values(), strict=False):
        api.book(api.lock(cinema, seat), customer={"name": value})
        assert Customer.objects.latest("pk").name == value


def test_email_addresses_are_normalised(api: Api, cinema: Cinema, run_jobs: RunJobs) -> None:
    """Sending, finding and erasing use the stored form."""
    for seat, (typed, normal) in zip(cinema.seats, GOOD_EMAILS.items(), strict=False):
        api.book(api.lock(cinema, str(seat)), customer={"email": typed})
        assert Customer.objects.get().email == normal
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [[normal]]
        assert f"\nTo: {normal}\n" in str(mail.outbox[0].message())
        mail.outbox.clear()
        local, domain = typed.split("@")
        other_case = f"{local.upper()}@{domain}"
        api.post("/api/orders/find/", {"email": other_case})
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [[normal]]
        mail.outbox.clear()
        assert erase_customer(email="eve@example.org").orders == 0
        assert erase_customer(email=typed).orders == 1
        assert not Customer.objects.exists()


def test_invalid_card_number_buys_nothing(api: Api, cinema: Cinema) -> None:
    for seat, (kind, value) in zip(cinema.seats, BAD_LINES.items(), strict=False):
        hold = api.lock(cinema, str(seat))
        response = api.post("/api/book-seat/", {"hold_token": hold["hold_token"], "payment": {"card": value}})
        assert response.status_code in {400, 402}, kind
    assert not Ticket.objects.exists()
