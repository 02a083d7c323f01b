"""The orders desk: previews of refunds, copies of tickets, stale actions, reasons for attention."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.conf import LazySettings

from matinee.audit.models import AuditEntry
from matinee.checkout.capture import capture_payment
from matinee.checkout.emails.delivery import send_due_emails
from matinee.checkout.emails.outbox import mark_sent
from matinee.checkout.models import OrderEmail, Payment, TicketOrder
from matinee.checkout.order_status import mark_failed
from matinee.checkout.order_version import version_of
from matinee.checkout.refunds import execute_refund, refund_order
from matinee.core.clock import database_now
from matinee.staff.models import RoleGrant
from matinee.staff.permissions import Role
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket
from tests.api.staff.sales import (
    CAPTURE_FAILS,
    admit_seat,
    nothing_changes,
    order_with_refused_refund,
    sold_order,
    terms_of,
)
from tests.api.staff.team import StaffClient, person_with, problem
from tests.cinema import Cinema, make_cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def path_of(order: TicketOrder, action: str = "") -> str:
    return f"/api/staff/orders/{order.reference}/" + (f"{action}/" if action else "")


def record_of(client: StaffClient, order: TicketOrder) -> dict[str, Any]:
    found: dict[str, Any] = client.get(path_of(order)).json()
    return found


class TestRefundPreview:
    """What a refund would do, before it is confirmed."""

    def preview(self, client: StaffClient, order: TicketOrder, *seat_ids: int) -> dict[str, Any]:
        query = f"?seat_ids={','.join(map(str, seat_ids))}" if seat_ids else ""
        with nothing_changes():
            response = client.get(path_of(order, "refund") + query)
        assert response.status_code == 200, response.content
        found: dict[str, Any] = response.json()
        return found

    def test_all_and_one_seat(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        found = self.preview(cashier, order)
        assert found == {
            "seats": record_of(cashier, order)["seats"],
            "amount": "24.00",
            "currency": "EUR",
            "provider": "demo",
            "admitted": 0,
            "permitted": True,
            "limit": None,
            "refunded_by_staff": "0.00",
            "version": record_of(cashier, order)["version"],
        }
        assert self.preview(cashier, order, *cinema.ids("A2"))["amount"] == "12.00"

    def test_it_is_what_the_refund_does(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        seats = cinema.ids("A1")
        found = self.preview(cashier, order, *seats)
        body = {"seat_ids": seats, "reason": "ill", "version": found["version"]}
        refund = cashier.post(path_of(order, "refund"), body).json()["refunds"][0]
        assert refund["amount"] == found["amount"] == "12.00"
        after = self.preview(cashier, order)
        assert (after["amount"], after["refunded_by_staff"]) == ("12.00", "12.00")

    def test_the_limit_and_admitted_tickets(
        self, cinema: Cinema, cashier: StaffClient, manager: StaffClient
    ) -> None:
        terms_of(cinema, refund_limit=Decimal(12))
        order = sold_order(cinema)
        assert (self.preview(cashier, order)["permitted"], self.preview(cashier, order)["limit"]) == (
            False,
            "12.00",
        )
        assert self.preview(manager, order)["permitted"]
        assert self.preview(cashier, order, *cinema.ids("A1"))["permitted"]
        admit_seat(cinema, "A1")
        found = self.preview(cashier, order, *cinema.ids("A1"))
        assert (found["admitted"], found["permitted"]) == (1, False)
        assert self.preview(manager, order)["permitted"]

    def test_a_free_order_pays_nothing_back(self, cinema: Cinema, cashier: StaffClient) -> None:
        cinema.show.price = Decimal(0)
        cinema.show.save()
        found = self.preview(cashier, sold_order(cinema))
        assert (found["amount"], found["provider"]) == ("0.00", "")

    def test_refunded_and_other_seats(self, cinema: Cinema, cashier: StaffClient) -> None:
        order, other = sold_order(cinema), sold_order(cinema, "B1")
        refund_order(order_id=order.pk, seat_ids=cinema.ids("A1"), reason="", actor="customer")
        a1, b1 = cinema.ids("A1", "B1")
        path = path_of(order, "refund")
        assert problem(cashier.get(f"{path}?seat_ids={a1}")) == (409, "not-refundable")
        assert problem(cashier.get(f"{path}?seat_ids={b1}")) == (404, "seat-not-found")
        refund_order(order_id=other.pk, seat_ids=None, reason="", actor="customer")
        assert problem(cashier.get(path_of(other, "refund"))) == (409, "not-refundable")

    @pytest.mark.parametrize("value", ["", "a", "1,", "1,1", "0", "-1", "1;2", "9" * 20, "%00"])
    def test_a_bad_value(self, cinema: Cinema, cashier: StaffClient, value: str) -> None:
        response = cashier.get(f"{path_of(sold_order(cinema), 'refund')}?seat_ids={value}")
        assert problem(response) == (400, "invalid")
        assert {name.partition(".")[0] for name in response.json()["errors"]} == {"seat_ids"}


class TestPrint:
    """Tickets are printed again, with the same codes."""

    def pages(self, response: Any) -> list[str]:
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(response.content)]

    def test_all_valid_tickets_as_copies(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        codes = list(Ticket.objects.order_by("seat_id").values_list("short_code", flat=True))
        response = cashier.post(path_of(order, "print"))
        assert order.reference in response["Content-Disposition"]
        pages = self.pages(response)
        for page, code in zip(pages, codes, strict=True):
            assert "COPY" in page
            assert format_short_code(code) in page
        event = record_of(cashier, order)["events"][-1]
        assert (event["type"], event["facts"]) == (
            "tickets printed again",
            {"seat_ids": cinema.ids("A1", "A2")},
        )
        assert AuditEntry.objects.get().action == "order tickets printed again"
        assert record_of(cashier, order)["emails"] == []

    def test_one_seat_in_the_language_of_the_order(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        TicketOrder.objects.update(language="de")
        (page,) = self.pages(cashier.post(path_of(order, "print"), {"seat_ids": cinema.ids("A2")}))
        assert "KOPIE" in page

    def test_refunded_tickets_are_not_printed(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        refund_order(order_id=order.pk, seat_ids=cinema.ids("A1"), reason="", actor="customer")
        assert len(self.pages(cashier.post(path_of(order, "print")))) == 1
        refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
        with nothing_changes():
            bodies: list[dict[str, Any]] = [{}, {"seat_ids": cinema.ids("A1")}]
            for body in bodies:
                response = cashier.post(path_of(order, "print"), body)
                assert problem(response) == (409, "nothing-to-print")

    def test_a_seat_of_another_order_and_bad_values(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        sold_order(cinema, "B1")
        path = path_of(order, "print")
        with nothing_changes():
            assert problem(cashier.post(path, {"seat_ids": cinema.ids("B1")})) == (404, "seat-not-found")
            wrong: list[dict[str, Any]] = [{"seat_ids": []}, {"seat_ids": ["1"]}, {"copies": 2}]
            for body in wrong:
                assert problem(cashier.post(path, body)) == (400, "invalid")

    def test_an_order_of_another_venue(self, cinema: Cinema) -> None:
        order = sold_order(cinema)
        person = person_with(Role.CASHIER, make_cinema().venue.pk)
        with nothing_changes():
            response = StaffClient(person).post(path_of(order, "print"))
            assert problem(response) == (404, "order-not-found")
            RoleGrant.objects.create(user=person, role=Role.ACCOUNTS, venue=cinema.venue)
            response = StaffClient(person).post(path_of(order, "print"))
            assert problem(response) == (403, "not-permitted")


Action = tuple[str, dict[str, Any]]


class TestStaleActions:
    """An action on a state that has changed is refused, with the current state."""

    @pytest.mark.parametrize(
        ("action", "body"),
        [
            ("customer", {"name": "Grace"}),
            ("refund", {"reason": "ill"}),
            ("settle", {"how": "in cash, receipt 17"}),
            ("retry", {}),
        ],
    )
    def test_each_action(
        self, cinema: Cinema, manager: StaffClient, action: str, body: dict[str, Any]
    ) -> None:
        order = order_with_refused_refund(cinema) if action in {"settle", "retry"} else sold_order(cinema)
        seen = record_of(manager, order)["version"]
        mark_failed(order.pk, ValueError())
        manager.post(path_of(order, "customer"), {"name": "Ada King", "version": version_of(order)})
        with nothing_changes():
            response = manager.post(path_of(order, action), {**body, "version": seen})
        assert problem(response) == (409, "changed-meanwhile")
        current = response.json()["current"]
        assert current == record_of(manager, order)
        assert current["customer"]["name"] == "Ada King"
        again = manager.post(path_of(order, action), {**body, "version": current["version"]})
        assert again.status_code == 200, again.content
        assert again.json()["version"] > current["version"]

    @pytest.mark.parametrize("version", [0, "1", 1.5, None, 2**63])
    def test_a_bad_version(self, cinema: Cinema, manager: StaffClient, version: Any) -> None:
        order = sold_order(cinema)
        with nothing_changes():
            response = manager.post(path_of(order, "refund"), {"reason": "ill", "version": version})
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == ["version"]

    def test_two_people_correct_one_order(
        self, cinema: Cinema, manager: StaffClient, cashier: StaffClient
    ) -> None:
        order = sold_order(cinema)
        path = path_of(order, "customer")
        first, second = record_of(manager, order)["version"], record_of(cashier, order)["version"]
        assert manager.post(path, {"email": "grace@example.org", "version": first}).status_code == 200
        with nothing_changes():
            stale = cashier.post(path, {"email": "eve@example.org", "version": second})
        assert problem(stale) == (409, "changed-meanwhile")
        current = stale.json()["current"]
        assert current["customer"]["email"] == "grace@example.org"
        saved = cashier.post(path, {"email": "eve@example.org", "version": current["version"]})
        assert saved.json()["customer"]["email"] == "eve@example.org"

    def test_a_correction_without_a_version_is_refused(self, cinema: Cinema, manager: StaffClient) -> None:
        order = sold_order(cinema)
        with nothing_changes():
            response = manager.post(path_of(order, "customer"), {"name": "Grace"})
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == ["version"]

    def test_a_repeated_refund_is_not_stale(self, cinema: Cinema, manager: StaffClient) -> None:
        order = sold_order(cinema)
        manager.headers["Idempotency-Key"] = "0123456789abcdef"
        body = {"reason": "ill", "version": record_of(manager, order)["version"]}
        first = manager.post(path_of(order, "refund"), body)
        with nothing_changes():
            assert manager.post(path_of(order, "refund"), body).json() == first.json()


def refused_refund(cinema: Cinema) -> TicketOrder:
    return order_with_refused_refund(cinema)


def failed_capture(cinema: Cinema) -> TicketOrder:
    order = sold_order(cinema, card=CAPTURE_FAILS)
    capture_payment(Payment.objects.get().pk)
    return order


def failed_processing(cinema: Cinema) -> TicketOrder:
    order = sold_order(cinema)
    mark_failed(order.pk, ValueError())
    return order


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (refused_refund, "refund-refused"),
        (failed_capture, "capture-failed"),
        (failed_processing, "processing-failed"),
    ],
)
def test_the_record_says_why_an_order_needs_attention(
    cinema: Cinema, manager: StaffClient, make: Callable[[Cinema], TicketOrder], reason: str
) -> None:
    order = make(cinema)
    found = record_of(manager, order)
    assert (found["needs_attention"], found["attention"]) == (True, [reason])
    settled = manager.post(path_of(order, "settle"), {"how": "in cash, receipt 17"}).json()
    assert (settled["needs_attention"], settled["attention"]) == (False, [])


def test_the_money_of_an_order(cinema: Cinema, manager: StaffClient) -> None:
    def money(order: TicketOrder) -> list[str]:
        found = record_of(manager, order)
        return [found[name] for name in ("captured", "paid_back", "under_way", "owed")]

    order = sold_order(cinema)
    capture_payment(Payment.objects.get().pk)
    assert money(order) == ["24.00", "0.00", "0.00", "0.00"]
    (refund,) = refund_order(order_id=order.pk, seat_ids=cinema.ids("A1"), reason="", actor="customer")
    assert money(order) == ["24.00", "0.00", "12.00", "0.00"]
    execute_refund(refund.pk)
    assert money(order) == ["24.00", "12.00", "0.00", "0.00"]
    refused = order_with_refused_refund(cinema, "B1")
    assert money(refused) == ["12.00", "0.00", "0.00", "12.00"]
    manager.post(path_of(refused, "settle"), {"how": "in cash, receipt 17"})
    assert money(refused) == ["12.00", "12.00", "0.00", "0.00"]


def test_emails_name_their_recipient_as_far_as_it_is_known(cinema: Cinema, manager: StaffClient) -> None:
    order = sold_order(cinema)
    former = record_of(manager, order)["customer"]["email"]
    sent = manager.post(path_of(order, "resend")).json()
    assert [one["recipient"] for one in sent["emails"]] == [former]
    mark_sent(OrderEmail.objects.get())
    OrderEmail.objects.update(changed_at=database_now() - timedelta(minutes=1))
    new = {"email": "new@example.org", "version": sent["version"]}
    corrected = manager.post(path_of(order, "customer"), new).json()
    # The first one went to the former address, which is kept until the notice to it is sent.
    found = [(one["kind"], one["recipient"]) for one in corrected["emails"]]
    assert found == [("tickets", ""), ("tickets", "new@example.org"), ("address_corrected", former)]


@pytest.mark.parametrize("sends", [True, False])
def test_the_record_says_whether_emails_leave_the_site(
    cinema: Cinema, manager: StaffClient, settings: LazySettings, sends: bool
) -> None:
    settings.SENDS_EMAIL = sends
    assert record_of(manager, sold_order(cinema))["sends_email"] is sends


@pytest.mark.parametrize(("sends", "status"), [(True, "SENT"), (False, "NOT_SENT")])
def test_the_history_says_what_became_of_the_email(
    cinema: Cinema, manager: StaffClient, settings: LazySettings, sends: bool, status: str
) -> None:
    settings.SENDS_EMAIL = sends
    order = sold_order(cinema)
    waiting = manager.post(path_of(order, "resend")).json()
    assert waiting["events"][-1]["email"] == {"status": "WAITING", "error": ""}
    OrderEmail.objects.update(error="SMTPException: down")
    failed = record_of(manager, order)["events"][-1]["email"]
    assert failed == {"status": "WAITING", "error": "SMTPException: down"}
    send_due_emails()
    found = record_of(manager, order)
    assert [email["status"] for email in found["emails"]] == [status]
    # The address was added after the purchase, so the first event has no email.
    *earlier, email = [event["email"] for event in found["events"]]
    assert set(earlier) == {None}
    assert email["status"] == status
