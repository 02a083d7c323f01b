"""POST /api/orders/{secret}/email/: sends the tickets again, if needed to a corrected address."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.models import F

from matinee.checkout import ticket_resend
from matinee.checkout.erasure import erase_customer
from matinee.checkout.models import Customer, OrderEmail, OrderEvent, TicketOrder
from matinee.checkout.refunds import refund_order
from matinee.checkout.ticket_resend import send_tickets_for_holder
from tests.api.client import Api, assert_invalid, assert_problem
from tests.api.test_find_order import age_order_events, past
from tests.cinema import Cinema
from tests.jobs import RunJobs

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("sends_email"),
]

TYPO, ADA = "ada@gmial.example", "ada@example.org"


@pytest.fixture
def order(api: Api, cinema: Cinema, run_jobs: RunJobs) -> TicketOrder:
    """A paid order with a mistyped address, whose tickets are already sent."""
    api.book(api.lock(cinema, "A1", "A2"), customer={"name": "Ada", "email": TYPO})
    run_jobs()
    mail.outbox.clear()
    return TicketOrder.objects.get()


def send(api: Api, order: TicketOrder, **body: Any) -> Any:
    return api.post(f"/api/orders/{order.secret}/email/", body)


def is_accepted(response: Any) -> bool:
    """Whether the response is the only one for success. It never contains an address."""
    return (response.status_code, response.json()) == (202, {"status": "ACCEPTED"})


def recipients(run_jobs: RunJobs) -> list[str]:
    """Send the due emails, and return their recipients."""
    mail.outbox.clear()
    run_jobs()
    return [address for message in mail.outbox for address in message.to]


def assert_not_sendable(response: Any) -> None:
    assert_problem(response, 409, "tickets-not-sendable", "Tickets not sendable")


def test_the_tickets_are_sent_again(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    assert is_accepted(send(api, order))
    assert recipients(run_jobs) == [TYPO]
    (message,) = mail.outbox
    assert message.subject.startswith("Your tickets: ")
    event = OrderEvent.objects.latest("pk")
    assert (event.type, event.actor, event.facts) == ("tickets sent again", "customer", {})


def test_the_address_is_corrected_and_gets_the_tickets(
    api: Api, order: TicketOrder, run_jobs: RunJobs
) -> None:
    assert is_accepted(send(api, order, email=ADA))
    assert ADA in recipients(run_jobs)
    assert Customer.objects.get().email == ADA
    assert Customer.objects.get().name == "Ada"
    event = OrderEvent.objects.get(type="email address corrected")
    assert (event.actor, event.facts) == ("customer", {})


@pytest.mark.parametrize(
    ("language", "subject", "where"),
    [
        ("en", "Your tickets now go to another email address", "another address"),
        ("de", "Ihre Eintrittskarten gehen jetzt an eine andere E-Mail-Adresse", "eine andere Adresse"),
    ],
)
def test_the_former_address_gets_a_notice_without_the_new_one(
    api: Api, order: TicketOrder, run_jobs: RunJobs, language: str, subject: str, where: str
) -> None:
    TicketOrder.objects.update(language=language)
    send(api, order, email=ADA)
    assert sorted(recipients(run_jobs)) == sorted([ADA, TYPO])
    (message,) = (one for one in mail.outbox if one.to == [TYPO])
    assert message.subject == subject
    assert where in " ".join(str(message.body).split())
    assert order.reference in message.body
    whole = str(message.message())
    assert ADA not in whole
    assert order.secret not in whole
    assert message.attachments == []
    event = OrderEvent.objects.get(type="notice to former address")
    assert (event.actor, event.facts) == ("system", {})
    assert list(OrderEmail.objects.values_list("former_address", flat=True).distinct()) == [""]


def test_the_former_address_is_erased_with_the_customer(
    api: Api, order: TicketOrder, run_jobs: RunJobs
) -> None:
    send(api, order, email=ADA)
    assert OrderEmail.objects.filter(former_address=TYPO).exists()
    erase_customer(email=ADA)
    assert not OrderEmail.objects.filter(former_address=TYPO).exists()
    assert recipients(run_jobs) == []


def test_a_former_address_can_be_erased_alone(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    send(api, order, email=ADA)
    assert erase_customer(email=TYPO.upper()) == (0, 1)
    assert recipients(run_jobs) == [ADA]


def test_an_address_that_is_corrected_while_it_is_erased_is_erased_too(
    order: TicketOrder, run_jobs: RunJobs
) -> None:
    corrections = iter([ADA])

    def correct_before_customers_are_read(execute: Any, sql: str, *more: Any) -> Any:
        if '"customer"' in sql:
            for address in corrections:
                send_tickets_for_holder(order_id=order.pk, email=address)
        return execute(sql, *more)

    with connection.execute_wrapper(correct_before_customers_are_read):
        assert erase_customer(email=TYPO) == (0, 1)
    assert recipients(run_jobs) == [ADA]


def test_an_address_that_is_the_customers_again_gets_no_notice(
    api: Api, order: TicketOrder, run_jobs: RunJobs
) -> None:
    send(api, order, email=ADA)
    send(api, order, email=TYPO)
    assert sorted(recipients(run_jobs)) == sorted([TYPO, TYPO, ADA])
    notices = OrderEmail.objects.filter(kind="address_corrected").order_by("pk")
    assert [notice.status for notice in notices] == ["NOT_NEEDED", "SENT"]


def test_later_emails_go_to_the_corrected_address(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    send(api, order, email=ADA)
    assert sorted(recipients(run_jobs)) == sorted([ADA, TYPO])
    refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
    assert recipients(run_jobs) == [ADA]


def test_the_response_does_not_reveal_the_address(api: Api, order: TicketOrder) -> None:
    same, other = send(api, order, email=TYPO.upper()), send(api, order, email=ADA)
    assert is_accepted(same)
    assert is_accepted(other)
    assert TYPO not in api.get(f"/api/orders/{order.secret}/").content.decode()


def test_only_the_bearer_of_the_secret_may_send(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    for secret in ("x" * 43, order.reference):
        response = api.post(f"/api/orders/{secret}/email/", {"email": ADA})
        assert_problem(response, 404, "order-not-found", "Order not found")
    assert Customer.objects.get().email == TYPO
    assert recipients(run_jobs) == []


def test_one_email_a_minute_to_the_same_address(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    for _ in range(3):
        assert is_accepted(send(api, order))
        assert is_accepted(send(api, order, email=TYPO))
    assert recipients(run_jobs) == [TYPO]
    age_order_events(1)
    assert is_accepted(send(api, order))
    assert recipients(run_jobs) == [TYPO]


def test_the_number_of_emails_is_limited(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    for _ in range(ticket_resend.MAX_RESENDS):
        assert is_accepted(send(api, order))
        age_order_events(1)
    assert_not_sendable(send(api, order))
    assert recipients(run_jobs) == [TYPO] * ticket_resend.MAX_RESENDS


def test_the_number_of_corrections_is_limited(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    strangers = [f"stranger-{number}@example.org" for number in range(ticket_resend.MAX_CORRECTIONS + 2)]
    responses = [send(api, order, email=stranger) for stranger in strangers]
    assert [response.status_code for response in responses] == [202, 202, 202, 409, 409]
    assert_not_sendable(responses[-1])
    assert Customer.objects.get().email == strangers[2]
    # The address is read when an email is sent. Each former one gets a notice.
    assert sorted(recipients(run_jobs)) == sorted([strangers[2]] * 3 + [TYPO, *strangers[:2]])


def test_the_address_is_fixed_after_a_day(api: Api, order: TicketOrder, run_jobs: RunJobs) -> None:
    TicketOrder.objects.update(paid_at=F("paid_at") - ticket_resend.CORRECTION_TIME)
    assert_not_sendable(send(api, order, email=ADA))
    assert Customer.objects.get().email == TYPO
    assert is_accepted(send(api, order))
    assert recipients(run_jobs) == [TYPO]


class TestNothingIsSent:
    """There is nothing to send, or nobody to send it to."""

    @pytest.fixture(autouse=True)
    def _nothing(self, run_jobs: RunJobs) -> Any:
        yield
        sent = OrderEvent.objects.filter(type__in=("tickets sent again", "email address corrected"))
        assert not sent.exists()
        assert TYPO not in recipients(run_jobs)

    def test_after_the_show(self, api: Api, order: TicketOrder) -> None:
        past(order)
        assert_not_sendable(send(api, order))
        assert_not_sendable(send(api, order, email=ADA))

    def test_for_an_erased_customer(self, api: Api, order: TicketOrder) -> None:
        erase_customer(email=TYPO)
        assert_not_sendable(send(api, order))
        assert_not_sendable(send(api, order, email=ADA))
        assert not Customer.objects.exists()

    def test_without_an_address(self, api: Api, cinema: Cinema) -> None:
        api.book(api.lock(cinema, "A3"))
        assert_not_sendable(send(api, TicketOrder.objects.get()))


def test_refunded_tickets_are_not_sent(api: Api, order: TicketOrder) -> None:
    refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
    assert_not_sendable(send(api, order))
    assert_not_sendable(send(api, order, email=ADA))


def test_an_order_without_an_address_gets_one(api: Api, cinema: Cinema, run_jobs: RunJobs) -> None:
    api.book(api.lock(cinema, "A3"))
    assert is_accepted(send(api, TicketOrder.objects.get(), email=ADA))
    assert recipients(run_jobs) == [ADA]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"email": "ada"}, ["email"]),
        ({"email": None}, ["email"]),
        ({"name": "Ada"}, ["name"]),
        ([], ["body"]),
    ],
)
def test_invalid_fields_are_named(api: Api, order: TicketOrder, body: Any, fields: list[str]) -> None:
    assert_invalid(api.post(f"/api/orders/{order.secret}/email/", body), *fields)
