"""What staff do to orders: send again, correct, refund, settle and try again."""

from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from matinee.audit.models import AuditEntry
from matinee.booking.models import Booking
from matinee.checkout import refunds
from matinee.checkout.capture import capture_payment
from matinee.checkout.emails.delivery import send_due_emails
from matinee.checkout.erasure import erase_customer
from matinee.checkout.models import Customer, OrderEmail, OrderEvent, Payment, Refund, TicketOrder
from matinee.checkout.order_status import mark_failed
from matinee.checkout.order_version import version_of
from matinee.checkout.refunds import execute_refund, refund_order
from matinee.payments.models import DemoPayment, LedgerResult
from matinee.staff.models import RoleGrant, User
from matinee.staff.permissions import Role
from matinee.tickets.models import Ticket, TicketStatus
from tests.api.staff.sales import (
    ADA,
    CAPTURE_FAILS,
    REFUND_REFUSED,
    admit_seat,
    age_events,
    nothing_changes,
    order_with_refused_refund,
    sold_order,
    terms_of,
)
from tests.api.staff.team import StaffClient, as_program, as_role, person_with, problem
from tests.cinema import Cinema, make_cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

KEY = "0123456789abcdef"
REASON = {"reason": "the projector failed"}


def act(client: StaffClient, order: TicketOrder, action: str, body: Any = None) -> Any:
    if action == "customer":
        body = {"version": version_of(order), **body}
    return client.post(f"/api/staff/orders/{order.reference}/{action}/", body)


def record(response: Any) -> dict[str, Any]:
    """The record of the order after an action that succeeded."""
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def refused(response: Any, permission: str) -> bool:
    return problem(response) == (403, "not-permitted") and response.json()["permission"] == permission


class TestOtherVenue:
    """An order of another venue is unknown. At one where the caller only reads, the permission is missing."""

    @pytest.mark.parametrize(
        ("action", "body", "permission"),
        [
            ("resend", {}, "serve-customers"),
            ("customer", {"name": "Eve"}, "serve-customers"),
            ("refund", REASON, "refund-orders"),
            ("settle", {"how": "cash"}, "settle-orders"),
            ("retry", {}, "settle-orders"),
        ],
    )
    def test_each_action(self, cinema: Cinema, action: str, body: Any, permission: str) -> None:
        order = order_with_refused_refund(cinema)
        person = person_with(Role.MANAGER, make_cinema().venue.pk)
        with nothing_changes():
            assert problem(act(StaffClient(person), order, action, body)) == (404, "order-not-found")
            RoleGrant.objects.create(user=person, role=Role.ACCOUNTS, venue=cinema.venue)
            assert refused(act(StaffClient(person), order, action, body), permission)


class TestResend:
    """The tickets are sent again."""

    def test_the_valid_tickets_are_sent(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        assert [one["type"] for one in record(act(cashier, order, "resend"))["events"]][-1] == (
            "tickets sent again"
        )
        send_due_emails()
        (message,) = mail.outbox
        assert message.to == [ADA]
        event = OrderEvent.objects.latest("pk")
        assert event.actor == f"staff:{User.objects.get().pk}"

    def test_without_address_or_valid_ticket(self, cinema: Cinema, cashier: StaffClient) -> None:
        without_address, refunded = sold_order(cinema, email=""), sold_order(cinema, "B1")
        refund_order(order_id=refunded.pk, seat_ids=None, reason="", actor="staff:1")
        for order in (without_address, refunded):
            with nothing_changes():
                assert problem(act(cashier, order, "resend")) == (409, "nothing-to-send")


class TestCustomer:
    """The customer's address and name are corrected at any time."""

    def test_the_address_is_corrected_and_the_former_one_gets_a_notice(
        self, cinema: Cinema, cashier: StaffClient
    ) -> None:
        order = sold_order(cinema)
        body = {"email": "Grace@Example.org", "name": "Grace Hopper"}
        found = record(act(cashier, order, "customer", body))
        assert found["customer"] == {"name": "Grace Hopper", "email": "Grace@example.org"}
        assert [one["kind"] for one in found["emails"]] == ["tickets", "address_corrected"]
        send_due_emails()
        assert sorted(one for message in mail.outbox for one in message.to) == ["Grace@example.org", ADA]
        event = OrderEvent.objects.get(type="email address corrected")
        assert event.facts == {"corrected": ["email", "name"]}
        assert AuditEntry.objects.get().action == "order email address corrected"

    @pytest.mark.parametrize("body", [{"name": "Grace"}, {"email": ADA.upper().replace("ORG", "org")}])
    def test_a_name_or_another_case_sends_the_tickets_alone(
        self, cinema: Cinema, cashier: StaffClient, body: dict[str, str]
    ) -> None:
        order = sold_order(cinema)
        found = record(act(cashier, order, "customer", body))
        assert [one["kind"] for one in found["emails"]] == ["tickets"]
        assert found["events"][-1]["type"] == "customer corrected"
        assert found["events"][-1]["facts"] == {"corrected": [*body]}

    def test_a_first_address_sends_no_notice(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema, email="")
        found = record(act(cashier, order, "customer", {"email": ADA}))
        assert [one["kind"] for one in found["emails"]] == ["tickets"]

    def test_more_often_than_customers_can_and_without_counting_for_them(
        self, cinema: Cinema, cashier: StaffClient
    ) -> None:
        order = sold_order(cinema)
        TicketOrder.objects.update(paid_at=cinema.show.sales_open_at)
        for number in range(5):
            email = f"ada{number}@example.org"
            assert record(act(cashier, order, "customer", {"email": email}))["customer"]["email"] == email

    @pytest.mark.parametrize("body", [{}, {"email": ADA}, {"email": ADA, "name": "Ada Lovelace"}])
    def test_what_is_correct_already_changes_nothing(
        self, cinema: Cinema, cashier: StaffClient, body: dict[str, str]
    ) -> None:
        order = sold_order(cinema)
        with nothing_changes():
            record(act(cashier, order, "customer", body))

    def test_after_erasure(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        erase_customer(email=ADA)
        with nothing_changes():
            response = act(cashier, order, "customer", {"email": ADA})
        assert problem(response) == (409, "customer-forgotten")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"email": "ada"}, "email"),
            ({"email": ""}, "email"),
            ({"name": "two\nlines"}, "name"),
            ({"name": ""}, "name"),
            ({"name": None}, "name"),
            ({"phone": "1"}, "phone"),
        ],
    )
    def test_a_bad_value(
        self, cinema: Cinema, cashier: StaffClient, body: dict[str, Any], field: str
    ) -> None:
        order = sold_order(cinema)
        with nothing_changes():
            response = act(cashier, order, "customer", body)
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == [field]


class TestRefund:
    """By seat or the whole order, with a reason."""

    def test_the_whole_order(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        found = record(act(cashier, order, "refund", REASON))
        assert (found["status"], found["under_way"], found["owed"]) == ("REFUNDED", "24.00", "0.00")
        (refund,) = found["refunds"]
        assert (refund["amount"], refund["status"]) == ("24.00", "QUEUED")
        assert refund["reason"] == "by staff: the projector failed"
        assert not Booking.objects.exists()
        person = User.objects.get()
        event = found["events"][-1]
        assert (event["type"], event["actor"]) == ("refunded", f"staff:{person.pk}")
        assert event["facts"] == {"amount": "24.000", "seat_ids": cinema.ids("A1", "A2"), **REASON}
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.person_id, entry.venue_id) == (
            "order refunded",
            person.pk,
            cinema.venue.pk,
        )
        assert entry.facts == event["facts"]
        execute_refund(refund["id"])
        assert DemoPayment.objects.get().refunded == Decimal(24)

    def test_one_seat(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        body = {"seat_ids": cinema.ids("A2"), **REASON}
        found = record(act(cashier, order, "refund", body))
        assert (found["status"], [one["amount"] for one in found["refunds"]]) == (
            "PARTLY_REFUNDED",
            ["12.00"],
        )
        assert [one["status"] for one in found["tickets"]] == ["VALID", "VOIDED"]
        with nothing_changes():
            assert problem(act(cashier, order, "refund", body)) == (409, "not-refundable")
            both = {"seat_ids": cinema.ids("A1", "A2"), **REASON}
            assert problem(act(cashier, order, "refund", both)) == (409, "not-refundable")
        assert record(act(cashier, order, "refund", REASON))["status"] == "REFUNDED"

    def test_a_program_refunds(self, cinema: Cinema) -> None:
        order = sold_order(cinema)
        found = record(act(as_program(Role.CASHIER), order, "refund", REASON))
        assert found["events"][-1]["actor"].startswith("key:")
        assert AuditEntry.objects.latest("pk").api_key_id

    def test_the_terms_for_customers_do_not_apply(self, cinema: Cinema, cashier: StaffClient) -> None:
        terms_of(cinema, refundable_until_minutes=None)
        assert record(act(cashier, sold_order(cinema), "refund", REASON))["status"] == "REFUNDED"

    def test_a_refund_named_like_one_of_the_checkout(self, cinema: Cinema, cashier: StaffClient) -> None:
        """A refund with the reason `released` would say that the payment pays for nothing."""
        order = sold_order(cinema)
        body = {"seat_ids": cinema.ids("A1"), "reason": "released"}
        record(act(cashier, order, "refund", body))
        assert record(act(cashier, order, "refund", REASON))["refunds"][1]["amount"] == "12.00"

    def test_admitted_tickets_need_the_permission(
        self, cinema: Cinema, cashier: StaffClient, manager: StaffClient
    ) -> None:
        order = sold_order(cinema)
        admit_seat(cinema, "A1")
        with nothing_changes():
            assert refused(act(cashier, order, "refund", REASON), "refund-any-order")
            body = {"seat_ids": cinema.ids("A1"), **REASON}
            assert refused(act(cashier, order, "refund", body), "refund-any-order")
        body = {"seat_ids": cinema.ids("A2"), **REASON}
        assert record(act(cashier, order, "refund", body))["status"] == "PARTLY_REFUNDED"
        assert record(act(manager, order, "refund", REASON))["status"] == "REFUNDED"

    def test_more_than_the_limit_needs_the_permission(
        self, cinema: Cinema, cashier: StaffClient, manager: StaffClient
    ) -> None:
        terms_of(cinema, refund_limit=Decimal(24))
        order = sold_order(cinema, "A1", "A2", "A3")
        with nothing_changes():
            assert refused(act(cashier, order, "refund", REASON), "refund-any-order")
        body = {"seat_ids": cinema.ids("A1", "A2"), **REASON}
        assert record(act(cashier, order, "refund", body))["status"] == "PARTLY_REFUNDED"
        with nothing_changes():
            assert refused(act(cashier, order, "refund", REASON), "refund-any-order")
        assert record(act(manager, order, "refund", REASON))["status"] == "REFUNDED"

    def test_what_customers_gave_back_does_not_count(self, cinema: Cinema, cashier: StaffClient) -> None:
        terms_of(cinema, refund_limit=Decimal(12))
        order = sold_order(cinema)
        refund_order(order_id=order.pk, seat_ids=cinema.ids("A1"), reason="given back", actor="customer")
        assert record(act(cashier, order, "refund", REASON))["status"] == "REFUNDED"

    def test_the_record_says_what_the_limit_permits(
        self, cinema: Cinema, cashier: StaffClient, manager: StaffClient
    ) -> None:
        terms_of(cinema, refund_limit=Decimal(11))
        path = f"/api/staff/orders/{sold_order(cinema).reference}/"
        assert not cashier.get(path).json()["can"]["refund"]
        assert manager.get(path).json()["can"]["refund"]

    def test_a_permission_at_another_venue_is_none(self, cinema: Cinema) -> None:
        order = sold_order(cinema)
        admit_seat(cinema, "A1")
        person = person_with(Role.CASHIER, cinema.venue.pk)
        RoleGrant.objects.create(user=person, role=Role.MANAGER, venue=make_cinema().venue)
        with nothing_changes():
            assert refused(act(StaffClient(person), order, "refund", REASON), "refund-any-order")

    def test_a_repeated_key_changes_nothing(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        cashier.headers["Idempotency-Key"] = KEY
        body = {"seat_ids": cinema.ids("A1"), **REASON}
        first = record(act(cashier, order, "refund", body))
        with nothing_changes():
            assert record(act(cashier, order, "refund", body)) == first
            response = act(cashier, order, "refund", {**body, "reason": "another"})
        assert problem(response) == (422, "idempotency-mismatch")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "reason"),
            ({"reason": ""}, "reason"),
            ({"reason": " "}, "reason"),
            ({"reason": "two\nlines"}, "reason"),
            ({"reason": "x" * 301}, "reason"),
            ({"reason": "ill", "seat_ids": []}, "seat_ids"),
            ({"reason": "ill", "amount": "1.00"}, "amount"),
        ],
    )
    def test_a_bad_value(
        self, cinema: Cinema, cashier: StaffClient, body: dict[str, Any], field: str
    ) -> None:
        order = sold_order(cinema)
        with nothing_changes():
            response = act(cashier, order, "refund", body)
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == [field]

    def test_a_seat_of_another_order(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        sold_order(cinema, "B1")
        with nothing_changes():
            response = act(cashier, order, "refund", {"seat_ids": cinema.ids("A1", "B1"), **REASON})
        assert problem(response) == (404, "seat-not-found")
        assert response.json()["seat_ids"] == cinema.ids("B1")


class TestSettle:
    """Staff record how an order was settled."""

    def test_refused_refunds_count_as_paid(self, cinema: Cinema, manager: StaffClient) -> None:
        order = order_with_refused_refund(cinema)
        found = record(act(manager, order, "settle", {"how": "paid back in cash, receipt 17"}))
        assert (found["status"], found["owed"], found["needs_attention"]) == ("REFUNDED", "0.00", False)
        (refund,) = found["refunds"]
        assert (refund["status"], refund["settled_how"]) == ("REFUSED", "paid back in cash, receipt 17")
        assert refund["settled_at"]
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.facts["how"]) == ("order settled", "paid back in cash, receipt 17")

    def test_an_order_that_needs_no_attention(self, cinema: Cinema, manager: StaffClient) -> None:
        order = sold_order(cinema)
        with nothing_changes():
            response = act(manager, order, "settle", {"how": "cash"})
        assert problem(response) == (409, "cannot-settle")
        assert "nothing to settle" in response.json()["reason"]

    def test_only_once(self, cinema: Cinema, manager: StaffClient) -> None:
        order = order_with_refused_refund(cinema)
        record(act(manager, order, "settle", {"how": "cash"}))
        with nothing_changes():
            assert problem(act(manager, order, "settle", {"how": "cash"})) == (409, "cannot-settle")
            assert problem(act(manager, order, "retry")) == (409, "cannot-retry")

    @pytest.mark.parametrize("how", ["", " ", "two\nlines", None, 17])
    def test_a_bad_text(self, cinema: Cinema, manager: StaffClient, how: Any) -> None:
        order = order_with_refused_refund(cinema)
        with nothing_changes():
            response = act(manager, order, "settle", {"how": how})
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == ["how"]

    @pytest.mark.parametrize("role", [Role.CASHIER, Role.ACCOUNTS])
    def test_others_may_not(self, cinema: Cinema, role: Role) -> None:
        order = order_with_refused_refund(cinema)
        with nothing_changes():
            assert refused(act(as_role(role), order, "settle", {"how": "cash"}), "settle-orders")


class TestRetry:
    """A refused refund is tried again as a new attempt, which pays at most once."""

    def retried(self, client: StaffClient, order: TicketOrder) -> Refund:
        (queued,) = record(act(client, order, "retry"))["refunds"]
        assert (queued["status"], queued["message"]) == ("QUEUED", "")
        return Refund.objects.get(pk=queued["id"])

    def test_it_succeeds(self, cinema: Cinema, manager: StaffClient) -> None:
        order = order_with_refused_refund(cinema)
        OrderEmail.objects.all().delete()
        refund = self.retried(manager, order)
        entry = AuditEntry.objects.get()
        assert entry.action == "order refund tried again"
        assert entry.facts == {"refund_ids": [refund.pk], "amount": "24.000"}
        DemoPayment.objects.update(card="approved")
        for _ in range(2):
            execute_refund(refund.pk)
        assert DemoPayment.objects.get().refunded == Decimal(24)
        found = manager.get(f"/api/staff/orders/{order.reference}/").json()
        assert (found["status"], found["owed"], found["needs_attention"]) == ("REFUNDED", "0.00", False)
        assert (found["refunds"][0]["status"], found["refunds"][0]["attempt"]) == ("DONE", 2)
        assert [one["kind"] for one in found["emails"]] == ["refund_settled"]
        send_due_emails()
        assert "€24.00" in str(mail.outbox[-1].body)

    def test_it_is_refused_again(self, cinema: Cinema, manager: StaffClient) -> None:
        order = order_with_refused_refund(cinema)
        execute_refund(self.retried(manager, order).pk)
        with nothing_changes():
            assert problem(act(manager, order, "retry")) == (409, "cannot-retry")
        age_events(order)
        found = manager.get(f"/api/staff/orders/{order.reference}/").json()
        assert (found["status"], found["can"]["retry"]) == ("NEEDS_ATTENTION", True)
        assert found["refunds"][0]["message"] == "The refund was refused."
        keys = (
            LedgerResult.objects.filter(key__contains="refund").order_by("pk").values_list("key", flat=True)
        )
        first = f"{order.reference}-refund-{found['refunds'][0]['id']}"
        assert list(keys) == [first, f"{first}-2"]

    def test_a_late_result_of_the_first_attempt_is_ignored(
        self, cinema: Cinema, manager: StaffClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """While a process waits with its result, another one records the refusal, and staff try again."""
        order = sold_order(cinema, card=REFUND_REFUSED)
        (refund,) = refund_order(order_id=order.pk, seat_ids=None, reason="ill", actor="customer")
        record_result = refunds._record_result

        def stop(*slow: Any) -> None:
            monkeypatch.setattr(refunds, "_record_result", record_result)
            execute_refund(refund.pk)
            age_events(order)
            self.retried(manager, order)
            record_result(*slow)

        monkeypatch.setattr(refunds, "_record_result", stop)
        execute_refund(refund.pk)
        refund.refresh_from_db()
        assert (refund.status, refund.attempt) == ("QUEUED", 2)
        assert OrderEvent.objects.filter(type="refund refused").count() == 1

    def test_it_waits_after_a_refusal(self, cinema: Cinema, manager: StaffClient) -> None:
        order = sold_order(cinema, card=REFUND_REFUSED)
        (refund,) = refund_order(order_id=order.pk, seat_ids=None, reason="ill", actor="customer")
        execute_refund(refund.pk)
        with nothing_changes():
            assert problem(act(manager, order, "retry")) == (409, "cannot-retry")

    def test_nothing_was_refused(self, cinema: Cinema, manager: StaffClient) -> None:
        order = sold_order(cinema)
        record(act(manager, order, "refund", REASON))
        with nothing_changes():
            assert problem(act(manager, order, "retry")) == (409, "cannot-retry")

    def test_not_more_than_the_payment_took(self, cinema: Cinema, manager: StaffClient) -> None:
        order = order_with_refused_refund(cinema)
        Refund.objects.create(payment=Payment.objects.get(), amount=Decimal(1), status="DONE", reason="x")
        with nothing_changes():
            assert problem(act(manager, order, "retry")) == (409, "cannot-retry")

    def test_another_reason_for_attention_remains(self, cinema: Cinema, manager: StaffClient) -> None:
        order = sold_order(cinema, card=REFUND_REFUSED)
        mark_failed(order.pk, RuntimeError())
        (refund,) = refund_order(order_id=order.pk, seat_ids=None, reason="ill", actor="customer")
        execute_refund(refund.pk)
        age_events(order)
        self.retried(manager, order)
        DemoPayment.objects.update(card="approved")
        execute_refund(refund.pk)
        found = manager.get(f"/api/staff/orders/{order.reference}/").json()
        assert (found["status"], found["owed"], found["can"]["settle"]) == ("NEEDS_ATTENTION", "0.00", True)

    def test_a_failed_capture_cannot_be_retried(self, cinema: Cinema, manager: StaffClient) -> None:
        order = sold_order(cinema, card=CAPTURE_FAILS)
        capture_payment(Payment.objects.get().pk)
        with nothing_changes():
            assert problem(act(manager, order, "retry")) == (409, "cannot-retry")
        assert not Ticket.objects.filter(status=TicketStatus.VALID).exists()
        assert Customer.objects.get().email == ADA
