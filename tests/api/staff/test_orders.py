"""The orders desk: finding orders, an order's record, and the attendees of a show."""

from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.audit.services import Actor
from matinee.checkout.erasure import erase_customer
from matinee.checkout.models import Customer, OrderEmail, TicketOrder
from matinee.checkout.order_status import mark_failed
from matinee.checkout.refunds import refund_order
from matinee.checkout.services import resend_tickets
from matinee.staff.models import ApiKey, User
from matinee.staff.permissions import Role
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket
from tests.api.staff.sales import (
    ADA,
    REFUND_REFUSED,
    VISA,
    admit_seat,
    order_with_refused_refund,
    sold_order,
    terms_of,
)
from tests.api.staff.team import StaffClient, as_program, as_role, person_with, problem
from tests.cinema import Cinema, make_cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ORDERS = "/api/staff/orders/"
ATTENDEES = f"{ORDERS}attendees/"


def found(client: StaffClient, query: str = "") -> list[str]:
    """The references of the orders that a query finds."""
    response = client.get(f"{ORDERS}?{query}")
    assert response.status_code == 200, response.content
    return [one["reference"] for one in response.json()["results"]]


def by_text(client: StaffClient, text: str, more: str = "") -> list[str]:
    return found(client, f"q={quote(text)}{more}")


def codes_of(client: StaffClient, order: TicketOrder) -> set[str | None]:
    """The ticket codes in the record of an order, of both kinds."""
    tickets = record_of(client, order)["tickets"]
    return {ticket[name] for ticket in tickets for name in ("code", "short_code")}


def record_of(client: StaffClient, order: TicketOrder) -> dict[str, Any]:
    response = client.get(f"{ORDERS}{order.reference}/")
    assert response.status_code == 200, response.content
    record: dict[str, Any] = response.json()
    return record


class TestList:
    """The list of orders, its filters and its pages."""

    def test_an_order_in_the_list(self, cinema: Cinema, cashier: StaffClient) -> None:
        cinema.hall.seats.filter(pk__in=cinema.ids("A2")).update(section="Balcony", label="2a")
        order = sold_order(cinema)
        (one,) = cashier.get(ORDERS).json()["results"]
        a1, a2 = cinema.ids("A1", "A2")
        assert one == {
            "reference": order.reference,
            "status": "PAID",
            "needs_attention": False,
            "customer": {"name": "Ada Lovelace", "email": ADA},
            "show": {
                "id": cinema.show.pk,
                "title": cinema.movie.title,
                "starts_at": one["show"]["starts_at"],
                "hall": {"id": cinema.hall.pk, "name": "Hall 1"},
                "venue": {"id": cinema.venue.pk, "name": cinema.venue.name, "timezone": "Europe/Berlin"},
            },
            "seats": [
                {"id": a1, "section": "", "row": "A", "label": "1", "name": "A1"},
                {"id": a2, "section": "Balcony", "row": "A", "label": "2a", "name": "Balcony A2a"},
            ],
            "total": "24.00",
            "currency": "EUR",
            "created_at": one["created_at"],
            "paid_at": one["paid_at"],
        }
        assert one["show"]["starts_at"].endswith(("+01:00", "+02:00"))

    def test_it_is_newest_first_and_in_pages(self, cinema: Cinema, cashier: StaffClient) -> None:
        orders = [sold_order(cinema, f"A{number}").reference for number in range(1, 6)]
        seen: list[str] = []
        address = f"{ORDERS}?page_size=2&show={cinema.show.pk}"
        while address:
            page = cashier.get(address).json()
            seen += [one["reference"] for one in page["results"]]
            address = page["next"] and page["next"].removeprefix("http://testserver")
        assert seen == orders[::-1]
        before = cashier.get(page["previous"].removeprefix("http://testserver")).json()
        assert [one["reference"] for one in before["results"]] == seen[2:4]

    def test_the_filters(self, cinema: Cinema, cashier: StaffClient) -> None:
        other = make_cinema()
        mine, theirs = sold_order(cinema).reference, sold_order(other).reference
        refused = order_with_refused_refund(cinema, "B1").reference
        assert found(cashier) == [refused, theirs, mine]
        assert found(cashier, f"venue={cinema.venue.pk}") == [refused, mine]
        assert found(cashier, f"show={other.show.pk}") == [theirs]
        assert found(cashier, "attention=true") == [refused]
        assert found(cashier, "attention=false") == [refused, theirs, mine]
        assert found(cashier, f"venue={other.venue.pk}&attention=true") == []
        mark_failed(sold_order(other, "B1").pk, ValueError())
        assert len(found(cashier, "attention=true")) == 2
        assert found(cashier, "refused=true") == [refused]
        assert found(cashier, "email_failed=true") == []
        resend_tickets(order_id=TicketOrder.objects.get(reference=theirs).pk, actor="customer")
        assert found(cashier, "email_failed=true") == []
        OrderEmail.objects.filter(order__reference=theirs).update(error="SMTPException")
        assert found(cashier, "email_failed=true") == [theirs]

    def test_an_erased_customer_is_null(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        erase_customer(email=ADA)
        assert cashier.get(ORDERS).json()["results"][0]["customer"] is None
        record = record_of(cashier, order)
        assert record["customer"] is None
        assert not record["can"]["resend"]
        assert not record["can"]["correct_address"]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("q=", "q"),
            ("q=%20", "q"),
            ("q=a%0Ab", "q"),
            ("q=a%00b", "q"),
            (f"q={'a' * 301}", "q"),
            ("venue=roxy", "venue"),
            ("show=0", "show"),
            ("attention=yes", "attention"),
            ("refused=1", "refused"),
            ("email_failed=", "email_failed"),
            ("cursor=x", "cursor"),
            ("page_size=0", "page_size"),
            ("seat=A1", "seat"),
        ],
    )
    def test_a_bad_value_is_named(self, cashier: StaffClient, query: str, field: str) -> None:
        response = cashier.get(f"{ORDERS}?{query}")
        assert problem(response) == (400, "invalid")
        assert list(response.json()["errors"]) == [field]

    def test_a_page_takes_the_same_number_of_queries_for_any_number_of_orders(
        self, cinema: Cinema, cashier: StaffClient
    ) -> None:
        counts = []
        for number in range(1, 4):
            sold_order(cinema, f"A{number}")
            with CaptureQueriesContext(connection) as queries:
                cashier.get(ORDERS)
            counts.append(len(queries))
        assert len(set(counts)) == 1


class TestSearch:
    """`q` finds by reference, code, address and name, and by seat of a show."""

    def test_by_reference(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        sold_order(cinema, "B1")
        reference = order.reference
        for typed in (reference, reference.lower(), f" {reference[:4]}-{reference[4:]} "):
            assert by_text(cashier, typed) == [reference]
        assert by_text(cashier, reference[:4]) == []

    def test_by_ticket_code(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        sold_order(cinema, "B1")
        ticket = Ticket.objects.filter(order_line__order=order).order_by("pk")[0]
        short = format_short_code(ticket.short_code)
        for typed in (short, short.lower().replace("-", " "), ticket.code, ticket.code.lower()):
            assert by_text(cashier, typed) == [order.reference]

    def test_by_whole_address(self, cinema: Cinema, cashier: StaffClient) -> None:
        order = sold_order(cinema)
        sold_order(cinema, "B1", email="b@example.org")
        for typed in (ADA, ADA.upper(), f" {ADA} "):
            assert by_text(cashier, typed) == [order.reference]
        for typed in ("ada@", "@example.org", "ada@example", "da@example.org"):
            assert by_text(cashier, typed) == []

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("Ada Lovelace", "lovelace"),
            ("Ada Lovelace", "LOVE ada"),
            ("José Peña", "jose pena"),
            ("Jose Pena", "José Peña"),
            ("Jörg Müller", "mueller"),
            ("Joerg Mueller", "Müller Jörg"),
            ("Jörg Müller", "jorg muller"),
            ("Łukasz Sørensen", "lukasz sorensen"),
            ("Sinéad O’Connor", "o'connor"),
            ("Anne-Marie Smith", "marie"),
            ("Дмитрий Иванов", "иванов"),
            ("山田 太郎", "山田"),
        ],
    )
    def test_by_words_of_the_name(self, cinema: Cinema, cashier: StaffClient, name: str, typed: str) -> None:
        order = sold_order(cinema, name=name)
        sold_order(cinema, "B1", name="Somebody Else")
        assert by_text(cashier, typed) == [order.reference]

    @pytest.mark.parametrize(
        "typed", ["ovelace", "ada byron", "'", "':*", "\\", "a' | 'b", "!!", "(", "&", "%", "_", "ada\\"]
    )
    def test_what_finds_nothing(self, cinema: Cinema, cashier: StaffClient, typed: str) -> None:
        sold_order(cinema, name="Boss Lovelace", email="")
        assert by_text(cashier, typed) == []

    def test_by_seat_of_a_show(self, cinema: Cinema, cashier: StaffClient) -> None:
        cinema.hall.seats.filter(pk__in=cinema.ids("B2")).update(section="Balcony", label="2a")
        order = sold_order(cinema, "B1", "B2")
        sold_order(cinema, "A1")
        here = f"&show={cinema.show.pk}"
        for typed in ("B1", "b 1", "b-1", "B2a", "balcony B 2A"):
            assert by_text(cashier, typed, here) == [order.reference], typed
        for typed in ("B2", "B11", "B9", "balcony"):
            assert by_text(cashier, typed, here) == [], typed
        assert by_text(cashier, "B1") == []
        assert by_text(cashier, "B1", f"&show={make_cinema().show.pk}") == []

    @pytest.mark.parametrize(
        "typed",
        [
            *("4242", " 4242 ", "…4242", "... 4242", "**** 4242", "•••• 4242", "xxxx-xxxx-xxxx-4242"),
            *("Card ending in 4242", "card 4242", "Karte endet auf 4242", "Bankkarte 4242"),
        ],
    )
    def test_by_the_last_digits_of_a_card(self, cinema: Cinema, cashier: StaffClient, typed: str) -> None:
        order = sold_order(cinema, card=VISA)
        sold_order(cinema, "B1", card=REFUND_REFUSED)
        sold_order(cinema, "B2")
        assert by_text(cashier, typed) == [order.reference]

    @pytest.mark.parametrize(
        "typed", ["242", "42424", "4242 4242 4242 4242", "٤٢٤٢", "4242 Ada", "card", "…"]
    )
    def test_what_is_no_end_of_a_card(self, cinema: Cinema, cashier: StaffClient, typed: str) -> None:
        sold_order(cinema, card=VISA, name="Boss")
        assert by_text(cashier, typed) == []

    def test_four_digits_can_be_more_than_a_card(self, cinema: Cinema, cashier: StaffClient) -> None:
        cinema.hall.seats.filter(pk__in=cinema.ids("C1")).update(row_letter="42", seat_number=42)
        by_card = sold_order(cinema, card=VISA).reference
        by_name = sold_order(cinema, "B1", name="4242 Club").reference
        by_seat = sold_order(cinema, "C1").reference
        assert by_text(cashier, "4242") == [by_name, by_card]
        assert by_text(cashier, "4242", f"&show={cinema.show.pk}") == [by_seat, by_name, by_card]

    def test_a_card_at_another_venue_is_not_found(self, cinema: Cinema) -> None:
        sold_order(cinema, card=VISA)
        person = person_with(Role.CASHIER, make_cinema().venue.pk)
        assert by_text(StaffClient(person), "4242") == []

    def test_the_text_and_the_filters_together(self, cinema: Cinema, cashier: StaffClient) -> None:
        other = make_cinema()
        mine, theirs = sold_order(cinema).reference, sold_order(other).reference
        assert by_text(cashier, "ada") == [theirs, mine]
        assert by_text(cashier, "ada", f"&venue={cinema.venue.pk}") == [mine]
        assert by_text(cashier, mine, f"&show={other.show.pk}") == []
        assert by_text(cashier, "ada", "&attention=true") == []

    @pytest.mark.parametrize(
        ("typed", "index"), [("lovelace", "customer_by_words_of_name"), ("4242", "payment_by_card")]
    )
    def test_it_is_found_by_its_index(
        self, cinema: Cinema, cashier: StaffClient, typed: str, index: str
    ) -> None:
        sold_order(cinema, card=VISA)
        with CaptureQueriesContext(connection) as queries:
            assert len(by_text(cashier, typed)) == 1
        (statement,) = [one["sql"] for one in queries if "to_tsquery" in one["sql"]]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {statement.replace('%', '%%')}", [])
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert index in plan
        assert "Seq Scan" not in plan


class TestRecord:
    """Everything about an order."""

    def test_a_whole_record(self, cinema: Cinema) -> None:
        terms_of(cinema, ticket_tax_rate=7)
        order = sold_order(cinema, card=VISA)
        admit_seat(cinema, "A1")
        manager = person_with(Role.MANAGER)
        resend_tickets(order_id=order.pk, actor=Actor(person_id=manager.pk))
        record = record_of(StaffClient(manager), order)
        assert (record["status"], record["owed"], record["language"]) == ("PAID", "0.00", "en")
        assert record["receipt"] == {
            "number": order.receipt_number,
            "seller_name": "Roxy Ltd",
            "seller_tax_number": "DE1",
        }
        line, _ = record["lines"]
        assert line == {
            "kind": "ticket",
            "seat": {"id": cinema.ids("A1")[0], "section": "", "row": "A", "label": "1", "name": "A1"},
            "name": "Adult",
            "net": "11.21",
            "tax_rate": "7.00",
            "tax": "0.79",
            "gross": "12.00",
        }
        admitted, other = record["tickets"]
        assert (admitted["seat"]["name"], admitted["status"], admitted["door"]) == ("A1", "VALID", "Left")
        assert admitted["admitted_at"]
        assert (other["admitted_at"], other["door"], other["price"]) == (None, "", "12.00")
        ticket = Ticket.objects.get(pk=other["id"])
        assert (other["code"], other["short_code"]) == (ticket.code, format_short_code(ticket.short_code))
        (payment,) = record["payments"]
        assert (payment["provider"], payment["status"], payment["amount"]) == ("demo", "AUTHORISED", "24.00")
        assert payment["card_last4"] == "4242"
        assert record["refunds"] == []
        (email,) = record["emails"]
        assert (email["kind"], email["status"], email["attempts"], email["error"]) == (
            "tickets",
            "WAITING",
            0,
            "",
        )
        events = [(one["type"], one["actor"], one["who"]) for one in record["events"]]
        assert events[0] == ("frozen", "customer", None)
        assert events[-1] == ("tickets sent again", f"staff:{manager.pk}", manager.email)
        assert record["can"] == {
            "resend": True,
            "print": True,
            "correct_address": True,
            "refund": True,
            "refund_admitted": True,
            "refund_with_approval": False,
            "settle": False,
            "retry": False,
        }
        assert order.secret not in str(record)

    def test_a_role_that_only_reads_orders_sees_no_ticket_code(self, cinema: Cinema) -> None:
        order = sold_order(cinema)
        venue_id = cinema.venue.pk
        accounts = person_with(Role.ACCOUNTS, venue_id)
        # A role at another cinema changes nothing here.
        accounts.role_grants.create(role=Role.CASHIER, venue=make_cinema().venue)
        assert codes_of(StaffClient(accounts), order) == {None}
        assert codes_of(as_program(Role.ACCOUNTS), order) == {None}
        accounts.role_grants.create(role=Role.STEWARD, venue=cinema.venue)
        shown = {ticket.code for ticket in Ticket.objects.filter(order_line__order=order)}
        assert codes_of(StaffClient(accounts), order) >= shown
        assert codes_of(as_role(Role.CASHIER, venue_id), order) >= shown

    def test_a_refused_refund(self, cinema: Cinema) -> None:
        order = order_with_refused_refund(cinema)
        record = record_of(as_role(Role.MANAGER), order)
        (refund,) = record["refunds"]
        assert (refund["status"], refund["amount"], refund["message"], refund["attempt"]) == (
            "REFUSED",
            "24.00",
            "The refund was refused.",
            1,
        )
        assert (record["needs_attention"], record["owed"]) == (True, "24.00")
        assert {ticket["status"] for ticket in record["tickets"]} == {"VOIDED"}
        assert record["can"] == {
            "resend": False,
            "print": False,
            "correct_address": True,
            "refund": False,
            "refund_admitted": False,
            "refund_with_approval": False,
            "settle": True,
            "retry": True,
        }

    def test_the_actions_depend_on_the_role(self, cinema: Cinema) -> None:
        order = sold_order(cinema)
        admit_seat(cinema, "A1", "A2")
        nothing = dict.fromkeys(record_of(as_role(Role.ACCOUNTS), order)["can"].values())
        assert list(nothing) == [False]
        can = record_of(as_role(Role.CASHIER), order)["can"]
        possible = [action for action, is_possible in can.items() if is_possible]
        assert possible == ["resend", "print", "correct_address", "refund_with_approval"]

    def test_a_program_is_named(self, cinema: Cinema) -> None:
        order = sold_order(cinema)
        program = as_program(Role.CASHIER)
        program.post(f"{ORDERS}{order.reference}/resend/")
        event = record_of(program, order)["events"][-1]
        assert (event["actor"], event["who"]) == (f"key:{ApiKey.objects.get().pk}", "Website")

    def test_the_reference_may_be_typed(self, cinema: Cinema, cashier: StaffClient) -> None:
        reference = sold_order(cinema).reference
        typed = f"{reference[:4]}-{reference[4:]}".lower()
        assert cashier.get(f"{ORDERS}{typed}/").json()["reference"] == reference

    def test_an_unknown_reference(self, cashier: StaffClient) -> None:
        assert problem(cashier.get(f"{ORDERS}AAAAAAAA/")) == (404, "order-not-found")


class TestOtherVenue:
    """Orders of another venue are neither found nor read."""

    def test_list_and_record(self, cinema: Cinema) -> None:
        order = sold_order(cinema)
        client = as_role(Role.MANAGER, make_cinema().venue.pk)
        assert found(client) == []
        assert by_text(client, order.reference) == []
        assert found(client, f"venue={cinema.venue.pk}") == []
        assert problem(client.get(f"{ORDERS}{order.reference}/")) == (404, "order-not-found")
        assert problem(client.get(f"{ATTENDEES}?show={cinema.show.pk}")) == (404, "show-not-found")
        own = StaffClient(person_with(Role.CASHIER, cinema.venue.pk))
        assert found(own) == [order.reference]
        assert record_of(own, order)["reference"] == order.reference


class TestAttendees:
    """The valid tickets of a show, by seat."""

    def test_by_seat(self, cinema: Cinema, cashier: StaffClient) -> None:
        later, first = sold_order(cinema, "B1"), sold_order(cinema, name="Zoe")
        refund_order(order_id=first.pk, seat_ids=cinema.ids("A2"), reason="", actor="staff:1")
        admit_seat(cinema, "B1")
        Customer.objects.filter(order=later).delete()
        sold_order(make_cinema())
        page = cashier.get(f"{ATTENDEES}?show={cinema.show.pk}").json()
        assert page["show"]["id"] == cinema.show.pk
        a1, b1 = page["attendees"]
        assert a1 == {
            "seat": {"id": cinema.ids("A1")[0], "section": "", "row": "A", "label": "1", "name": "A1"},
            "customer_name": "Zoe",
            "reference": first.reference,
            "ticket_type_name": "Adult",
            "admitted_at": None,
        }
        assert (b1["seat"]["name"], b1["customer_name"], b1["reference"]) == ("B1", "", later.reference)
        assert b1["admitted_at"]

    @pytest.mark.parametrize(("query", "status"), [("", 400), ("?show=x", 400), ("?show=999999", 404)])
    def test_a_bad_show(self, cashier: StaffClient, query: str, status: int) -> None:
        assert cashier.get(f"{ATTENDEES}{query}").status_code == status


def test_somebody_with_a_name_is_named(cinema: Cinema) -> None:
    order = sold_order(cinema)
    manager = person_with(Role.MANAGER)
    User.objects.update(first_name="Grace", last_name="Hopper")
    resend_tickets(order_id=order.pk, actor=Actor(person_id=manager.pk))
    assert record_of(StaffClient(manager), order)["events"][-1]["who"] == "Grace Hopper"
