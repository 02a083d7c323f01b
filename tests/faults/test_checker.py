"""The checker accepts possible histories and reports each kind of anomaly."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.faults.histories.emails import Email, wrong_emails
from tests.faults.histories.final_state import FinalState, Payment, Ticket
from tests.faults.history_builder import (
    CHEAP,
    EXPENSIVE,
    KEY,
    PRICE,
    PROGRAMME,
    HistoryBuilder,
    booked,
    held,
    hold,
    line,
    order,
    ticket,
    token,
    unpaid,
)

POSSIBLE = {
    "nothing": (HistoryBuilder(), []),
    "a hold after another expired": (
        HistoryBuilder().lock("a", [1], 10).taken([1], 11).lock("b", [1], 12.1),
        [],
    ),
    "two concurrent requests, one rejected": (
        HistoryBuilder().lock("a", [1], 10, lasts=1, clock=10.9).taken([1], 10.5),
        [],
    ),
    "held, released and held again, concurrently": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .call("release", 11, 200, {"released": [1]}, lasts=1, hold_token=token("a"))
        .taken([1], 11.2)
        .lock("b", [1], 11.4),
        [],
    ),
    "extended": (
        HistoryBuilder().lock("a", [1, 2], 10).extend("a", [1, 2], 11.5).taken([2], 13).lock("b", [2], 13.6),
        [],
    ),
    "booked, refunded, booked": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .taken([1], 60)
        .refund("a", [1], 70)
        .refund("a", [1], 90)
        .lock("b", [1], 71)
        .book("b", [1], 72),
        [order("a", [1], voided=[1], status="REFUNDED"), order("b", [1])],
    ),
    "a response to the second call": (
        HistoryBuilder()
        .call("lock", 10, 0, {}, operation=1, seat_ids=[1], show_id=EXPENSIVE)
        .lock("a", [1], 10.5, operation=1)
        .call("book", 11, 503, {"code": "unavailable"}, operation=2, hold_token=token("a"))
        .call(
            "book",
            12,
            201,
            booked("a", [1]),
            operation=2,
            hold_token=token("a"),
        ),
        [order("a", [1])],
    ),
    "executed without a response": (
        HistoryBuilder()
        .call("lock", 10, 0, {}, seat_ids=[1], show_id=EXPENSIVE)
        .taken([1], 10.5)
        .lock("b", [1], 13),
        [],
    ),
    "not executed, without a response": (
        HistoryBuilder().call("lock", 10, 0, {}, seat_ids=[1], show_id=EXPENSIVE).lock("b", [1], 10.5),
        [],
    ),
    "a step of the database's clock": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .fault("step the database's clock", 10.5, 10.6, offset=60.0)
        .lock("b", [1], 11, clock=71.05)
        .fault("step the database's clock", 11.5, 11.6, offset=0.0)
        .taken([1], 50),
        [],
    ),
    "a payment cut off, its hold expired, and sold when the seat was free again": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .call("book", 11, 0, {}, operation=2, hold_token=token("a"))
        .taken([1], 20)
        .lock("b", [1], 700)
        .call(
            "book",
            710,
            201,
            booked("a", [1]),
            operation=2,
            hold_token=token("a"),
        ),
        [order("a", [1])],
    ),
    "lost in a crash": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .fault("kill the database", 10.3, 11.5)
        .expired("extend", "a", 11.6)
        .lock("b", [1], 11.7),
        [],
    ),
    "sold after a pending payment": (
        HistoryBuilder().lock("a", [1], 10).pay("a", 11).taken([1], 700),
        [order("a", [1])],
    ),
    "declined after a lost response, then repeated": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .call("book", 11, 503, {"code": "unavailable"}, operation=2, hold_token=token("a"))
        .call("book", 12, 402, {"code": "payment-declined"}, operation=2, hold_token=token("a"))
        .taken([1], 40),
        [unpaid("a", [1])],
    ),
    "a payment that failed": (
        HistoryBuilder().lock("a", [1], 10).pay("a", 11).lock("b", [1], 40),
        [unpaid("a", [1])],
    ),
    "one key for repetitions of one request": (
        HistoryBuilder()
        .lock("a", [1, 2], 10, key=KEY)
        .call("release", 10.5, 200, {"released": [2]}, hold_token=token("a"), seat_ids=[2])
        .lock("a", [1, 2], 11, seconds=1, overrides={"seat_ids": [1], "total": "12"}, key=KEY)
        .lock("b", [1, 2], 13, key=KEY),
        [],
    ),
    "a key whose hold got another seat and expired": (
        HistoryBuilder()
        .lock("a", [1], 10, key=KEY)
        .lock("a", [2], 10.5, overrides=held("a", [1, 2], 10.55), hold_token=token("a"))
        .lock("a", [1], 13, key=KEY),
        [],
    ),
    "two holds that get another seat without keys": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .lock("a", [2], 10.5, overrides=held("a", [1, 2], 10.55), hold_token=token("a"))
        .lock("b", [3], 11)
        .lock("b", [4], 11.5, overrides=held("b", [3, 4], 11.55), hold_token=token("b")),
        [],
    ),
    "two refunds of one order": (
        HistoryBuilder()
        .lock("a", [1, 2], 10)
        .book("a", [1, 2], 11)
        .refund("a", [1], 12)
        .call(
            "refund",
            13,
            200,
            {"released": [2], "refunds": [{"amount": "12", "status": "DONE"}] * 2},
            reference="a",
            show_id=EXPENSIVE,
            seat_ids=[2],
        ),
        [order("a", [1, 2], voided=[1, 2], status="REFUNDED")],
    ),
    "a used key, rejected": (
        HistoryBuilder()
        .lock("a", [1], 10, key=KEY)
        .rejected("idempotency-mismatch", 13, 422, show_id=CHEAP, key=KEY),
        [],
    ),
    "two concurrent requests with one key, one rejected": (
        HistoryBuilder()
        .lock("a", [1], 10, lasts=1, clock=10.5, key=KEY)
        .rejected("idempotency-mismatch", 10.1, 422, seat_ids=[2], key=KEY),
        [],
    ),
    "a key lost in a crash": (
        HistoryBuilder()
        .lock("a", [1], 10, key=KEY)
        .fault("kill the database", 10.3, 11.5)
        .lock("a", [1], 11.6, show=CHEAP, key=KEY),
        [],
    ),
    "the same seat in two shows": (
        HistoryBuilder().lock("a", [1], 10).lock("a", [1], 10.2, show=CHEAP).book("a", [1], 10.5, show=CHEAP),
        [order("a", [1], show=CHEAP)],
    ),
    "the page of an order with a premium seat": (
        HistoryBuilder()
        .lock("a", [9], 10)
        .book("a", [9], 11, seat_ids=[9], total="15")
        .look(order("a", [9]), 12),
        [order("a", [9])],
    ),
    "a price that changed after the hold": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .change(f"price of show {EXPENSIVE}", "9", 10.5)
        .call(
            "book",
            11,
            409,
            {"code": "hold-changed", "seat_ids": [1], "total": "9"},
            hold_token=token("a"),
            total="12",
        ),
        [],
    ),
    "a price that changed after Pay": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .change(f"price of show {EXPENSIVE}", "9", 11.05)
        .book("a", [1], 11),
        [order("a", [1])],
    ),
    "rejections because of settings": (
        HistoryBuilder()
        .change(f"sales of show {EXPENSIVE}", "early", 9)
        .rejected("sales-not-open", 10)
        .change(f"sales of show {EXPENSIVE}", "late", 11)
        .rejected("sales-closed", 12)
        .change("service of seat 1", value=False, at=13)
        .rejected("seat-out-of-service", 14)
        .change(f"hall of show {EXPENSIVE}", 2, 15)
        .rejected("seat-not-found", 16, 404)
        .change(f"status of show {EXPENSIVE}", "CANCELLED", 17)
        .rejected("show-cancelled", 18),
        [],
    ),
    "an admitted ticket, refunded with its show": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .admit("a", 1, 12)
        .admit("a", 1, 13, "AlreadyUsed")
        .change(f"status of show {EXPENSIVE}", "CANCELLED", 14),
        [order("a", [1], voided=[1], status="REFUNDED")],
    ),
}


@pytest.mark.parametrize("name", POSSIBLE)
def test_a_possible_history_has_no_anomalies(name: str) -> None:
    builder, orders = POSSIBLE[name]
    assert builder.anomalies(orders) == []


IMPOSSIBLE = {
    "two owners": (
        HistoryBuilder().lock("a", [1], 10).lock("b", [1], 11),
        [],
        "Show 100, seat 1: no linearization",
    ),
    "two owners of one seat of two": (
        HistoryBuilder().lock("a", [1, 2], 10).lock("b", [2, 3], 11),
        [],
        "Show 100, seat 2: no linearization",
    ),
    "two concurrent owners": (
        HistoryBuilder().lock("a", [1], 10, lasts=1).lock("b", [1], 10.5),
        [],
        "Show 100, seat 1: no linearization",
    ),
    "rejected as taken though free": (
        HistoryBuilder().lock("a", [1], 10).taken([1], 20),
        [],
        "Show 100, seat 1: no linearization",
    ),
    "rejected as taken after the release": (
        HistoryBuilder().lock("a", [1], 10).release("a", [1], 10.5).taken([1], 11),
        [],
        "Show 100, seat 1: no linearization",
    ),
    "extended after another hold had it": (
        HistoryBuilder().lock("a", [1], 10).lock("b", [1], 12.2).extend("a", [1], 13),
        [],
        "Show 100, seat 1: no linearization",
    ),
    "expired before its time": (
        HistoryBuilder().lock("a", [1], 10).expired("extend", "a", 11),
        [],
        "Show 100, seat 1: no linearization",
    ),
    "lost in a crash after an extension": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .extend("a", [1], 10.2)
        .fault("kill the database", 10.5, 11)
        .lock("b", [1], 11.1),
        [],
        "Show 100, seat 1: no linearization",
    ),
    "lost in a crash long after the hold": (
        HistoryBuilder().lock("a", [1], 10).fault("kill the database", 11.5, 11.6).lock("b", [1], 11.7),
        [],
        "Show 100, seat 1: no linearization",
    ),
    "sold while another hold had it": (
        HistoryBuilder().lock("a", [1], 10).lock("b", [1], 12.2).book("a", [1], 12.4),
        [order("a", [1])],
        "Show 100, seat 1: no linearization",
    ),
    "sold, then held": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11).lock("b", [1], 60),
        [order("a", [1])],
        "Show 100, seat 1: no linearization",
    ),
    "frozen, then held": (
        HistoryBuilder().lock("a", [1], 10).pay("a", 11).lock("b", [1], 40),
        [order("a", [1])],
        "Show 100, seat 1: no linearization",
    ),
    "a lost booking": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11),
        [],
        "the acknowledged booking a is not in the database",
    ),
    "a booking of other seats": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11),
        [order("a", [2])],
        "booking a has other tickets than acknowledged",
    ),
    "the app's clock": (
        HistoryBuilder().lock("a", [1], 10, clock=3610),
        [],
        "server_time is not the database's time",
    ),
    "a clock read before the lock": (
        HistoryBuilder()
        .lock("a", [1], 10, lasts=2, clock=10.1)
        .fault("lock seat rows", 9, 12, seats=[1], since=9.0, until=11.9, before=11.9),
        [],
        "the clock was read while another transaction had the lock of seat 1",
    ),
    "a hold while another transaction had the lock": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .fault("lock seat rows", 9, 12, seats=[1], since=9.0, until=11.9, before=11.9),
        [],
        "was accepted while another transaction had the lock of seat 1",
    ),
    "a hold that is too long": (
        HistoryBuilder().lock("a", [1], 10, seconds=3),
        [],
        "held for longer than 2.0 s",
    ),
    "an internal server error": (
        HistoryBuilder().rejected("server-fault", 10, 500),
        [],
        "response (500, 'server-fault')",
    ),
    "one key, two shows": (
        HistoryBuilder().lock("a", [1], 10, key=KEY).lock("b", [1], 13, show=CHEAP, key=KEY),
        [],
        "one Idempotency-Key did both",
    ),
    "one key, other seats": (
        HistoryBuilder().lock("a", [1], 10, key=KEY).lock("b", [2], 13, key=KEY),
        [],
        "one Idempotency-Key did both",
    ),
    "one key, two shows at once": (
        HistoryBuilder()
        .lock("a", [1], 10, lasts=1, clock=10.5, key=KEY)
        .lock("b", [1], 10.1, show=CHEAP, key=KEY),
        [],
        "one Idempotency-Key did both",
    ),
    "one key, two purchases": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .lock("b", [2], 10)
        .book("a", [1], 11, key=KEY)
        .book("b", [2], 11.2, key=KEY),
        [order("a", [1]), order("b", [2])],
        "one Idempotency-Key did both",
    ),
    "a key rejected without another request": (
        HistoryBuilder().rejected("idempotency-mismatch", 10, 422, key=KEY),
        [],
        "its key was rejected without another request",
    ),
    "an order of another show": (
        HistoryBuilder()
        .lock("a", [1], 10, show=CHEAP)
        .book("a", [1], 11, show=CHEAP, overrides=booked("a", [1])),
        [order("a", [1])],
        "the order is for show 100, not for 200",
    ),
    "an order of another hold": (
        HistoryBuilder().lock("a", [1], 10).lock("b", [2], 10).book("b", [2], 11, overrides=booked("a", [1])),
        [order("a", [1])],
        "the order a belongs to hold",
    ),
    "seats at the price of another show": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .book("a", [1], 11, overrides={"tickets": [ticket("a", 1) | {"price": "6"}]}),
        [
            replace(
                order("a", [1]),
                lines=[line(1, CHEAP)],
                tickets=[Ticket(1, True, Decimal(6), "Adult", "a-1", EXPENSIVE)],
                total=Decimal(6),
                payments=[Payment("SETTLED", "approved", "TAKEN", Decimal(6), Decimal(0), {})],
            )
        ],
        "seat 1 was sold at 6, the price was one of [Decimal('12')]",
    ),
    "a price from before the payment": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .change(f"price of show {EXPENSIVE}", "9", 10.5)
        .book("a", [1], 11),
        [order("a", [1])],
        "seat 1 was sold at 12, the price was one of [Decimal('9')]",
    ),
    "a hold with a wrong total": (
        HistoryBuilder().lock("a", [1], 10, overrides={"total": "6"}),
        [],
        "seats [1] have the total 6, which is wrong at that time",
    ),
    "a hold of another show": (
        HistoryBuilder().lock("a", [1], 10, overrides={"show_id": CHEAP}),
        [],
        "a hold of show 200, not of 100",
    ),
    "a hold of other seats": (
        HistoryBuilder().lock("a", [1], 10, overrides={"seat_ids": [2]}),
        [],
        "holds [2], but [1] were requested",
    ),
    "a hold of too many seats": (
        HistoryBuilder().lock("a", [*range(1, 10), 11, 12], 10),
        [],
        "holds [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]",
    ),
    "a total that is not that of the order": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .book("a", [1], 11, overrides={"order": booked("a", [2, 3])["order"]}),
        [order("a", [1])],
        "returned 24 EUR, the order has 12",
    ),
    "more seats than were confirmed": (
        HistoryBuilder().lock("a", [1, 2], 10).book("a", [1, 2], 11, seat_ids=[1]),
        [order("a", [1, 2])],
        "confirmed seats [1], the order has [1, 2]",
    ),
    "another total than was confirmed": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11, total="6"),
        [order("a", [1])],
        "confirmed a total of 6, the order's is 12",
    ),
    "another ticket type than was chosen": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11, tickets=[{"seat_id": 1, "ticket_type": 2}]),
        [order("a", [1])],
        "seat 1 has ticket type 1, not 2",
    ),
    "a ticket with another name": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11),
        [replace(order("a", [1]), lines=[line(1, name="Child")])],
        "the ticket for seat 1 is called Child",
    ),
    "a ticket with another code": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11, overrides={"tickets": [ticket("b", 1)]}),
        [order("a", [1])],
        "returned [(1, Decimal('12'), 'Adult', 'b-1', 100)]",
    ),
    "a tax that is not the venue's": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11),
        [replace(order("a", [1]), lines=[line(1, tax_rate=Decimal(19))])],
        "seat 1 was taxed at 19",
    ),
    "a tax that is wrongly rounded": (
        HistoryBuilder(),
        [replace(order("a", [1]), lines=[line(1, net=Decimal("11.22"), tax=Decimal("0.78"))])],
        "11.22 and 0.78 are not 7 % of 12",
    ),
    "another address": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11, customer={"email": "a@example.org"}),
        [replace(order("a", [1]), email="b@example.org")],
        "the order a has another email address",
    ),
    "the page of another show": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11).look(order("a", [1]), 12, show={"id": CHEAP}),
        [order("a", [1])],
        "the page has show 200",
    ),
    "a page with another receipt": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .look(order("a", [1]), 12, receipt={"number": 7}),
        [order("a", [1])],
        "the page has receipt {'number': 7}",
    ),
    "a page with other lines": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11).look(order("a", [1]), 12, lines=[]),
        [order("a", [1])],
        "the page has [], the database has",
    ),
    "more released than was asked for": (
        HistoryBuilder()
        .lock("a", [1, 2], 10)
        .call("release", 11, 200, {"released": [1, 2]}, hold_token=token("a"), seat_ids=[1]),
        [],
        "released [1, 2], but [1] were requested",
    ),
    "more refunded than the tickets cost": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .call(
            "refund",
            12,
            200,
            {"released": [1], "refunds": [{"amount": "24", "status": "QUEUED"}]},
            reference="a",
            show_id=EXPENSIVE,
        ),
        [order("a", [1], voided=[1], status="REFUNDED")],
        "refunds of 24, but at most 12 was paid",
    ),
    "held though the show was cancelled": (
        HistoryBuilder().change(f"status of show {EXPENSIVE}", "CANCELLED", 9).lock("a", [1], 10),
        [],
        "accepted, though show 100 was cancelled",
    ),
    "held though sales were closed": (
        HistoryBuilder().change(f"sales of show {EXPENSIVE}", "late", 9).lock("a", [1], 10),
        [],
        "accepted, though show 100 was not on sale",
    ),
    "sold though sales were closed": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .change(f"sales of show {EXPENSIVE}", "late", 10.2)
        .book("a", [1], 11),
        [order("a", [1])],
        "accepted, though show 100 was not on sale",
    ),
    "held though the seat was out of service": (
        HistoryBuilder().change("service of seat 1", value=False, at=9).lock("a", [1], 10),
        [],
        "accepted, though seat 1 was out of service",
    ),
    "held in another hall": (
        HistoryBuilder().lock("a", [11], 10),
        [],
        "accepted, though seat 11 is in no hall of show 100",
    ),
    "rejected as closed though sales were open": (
        HistoryBuilder().rejected("sales-closed", 10),
        [],
        "rejected as sales-closed without a reason",
    ),
    "rejected as changed without a change": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .call(
            "book",
            11,
            409,
            {"code": "hold-changed", "seat_ids": [1], "total": "12"},
            hold_token=token("a"),
            total="12",
        ),
        [],
        "rejected as hold-changed without a reason",
    ),
    "a cancelled show that is not refunded": (
        HistoryBuilder()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .change(f"status of show {EXPENSIVE}", "CANCELLED", 12),
        [order("a", [1])],
        "its show was cancelled, and seats [1] are not refunded",
    ),
    "two admissions with one ticket": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11).admit("a", 1, 12).admit("a", 1, 13),
        [order("a", [1])],
        "a ticket admitted twice",
    ),
    "admitted after the refund": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11).refund("a", [1], 12).admit("a", 1, 13),
        [order("a", [1], voided=[1], status="REFUNDED")],
        "admitted with a refunded ticket",
    ),
    "refunded after the admission": (
        HistoryBuilder().lock("a", [1], 10).book("a", [1], 11).admit("a", 1, 12).refund("a", [1], 13),
        [order("a", [1], voided=[1], status="REFUNDED")],
        "refunded an admitted ticket",
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_history_is_reported(name: str) -> None:
    builder, orders, anomaly = IMPOSSIBLE[name]
    assert any(anomaly in found for found in builder.anomalies(orders)), builder.anomalies(orders)


PAID = order("a", [1, 2])
INCONSISTENT_STATES = {
    "two tickets for a seat": ([order("a", [1]), order("b", [1])], None, "Show 100, seat 1: 2 valid tickets"),
    "a ticket without its seat": ([order("a", [1])], [], "Valid tickets and booked seats differ"),
    "a seat without a ticket": ([], [(EXPENSIVE, 1, hold("a"))], "Valid tickets and booked seats differ"),
    "an open order": ([replace(unpaid("a", [1]), status="PENDING")], None, "ended as PENDING"),
    "a paid order with a void ticket": (
        [order("a", [1, 2], voided=[1])],
        None,
        "ended as PAID with 1 valid tickets of 2",
    ),
    "tickets without a payment": ([replace(PAID, payments=[])], None, "0 was kept for tickets of 24"),
    "a capture without tickets, refunded": (
        [unpaid("a", [1], captured=PRICE, refunded=PRICE, refunds={"DONE": PRICE})],
        None,
        "of 12 was captured without tickets",
    ),
    "a capture without tickets, not refunded": (
        [unpaid("a", [1], captured=PRICE, card="settled")],
        None,
        "12 was kept for tickets of 0",
    ),
    "an authorisation that is still open": (
        [unpaid("a", [1], provider_status="RESERVED")],
        None,
        "at the provider RESERVED",
    ),
    "a refund that is still queued": (
        [order("a", [1]), unpaid("b", [2], captured=PRICE, card="settled", refunds={"QUEUED": PRICE})],
        None,
        "has a queued refund",
    ),
    "a refund recorded twice": (
        [unpaid("a", [1], captured=PRICE, card="settled", refunded=PRICE, refunds={"DONE": 2 * PRICE})],
        None,
        "refunded 12, but the database has",
    ),
}


@pytest.mark.parametrize("name", INCONSISTENT_STATES)
def test_an_inconsistent_final_state_is_reported(name: str) -> None:
    orders, booked, anomaly = INCONSISTENT_STATES[name]
    found = HistoryBuilder().anomalies(orders, booked)
    assert any(anomaly in one for one in found), found


def test_a_refund_refused_by_the_provider_is_no_anomaly() -> None:
    voided = order("a", [1], voided=[1], status="NEEDS_ATTENTION")
    money = replace(voided.payments[0], refunded=Decimal(0), refunds={"REFUSED": PRICE})
    assert HistoryBuilder().anomalies([replace(voided, payments=[money])]) == []


SOLD = replace(order("a", [1]), email="a@example.org", emails={"tickets": ["SENT"]})
VOID = replace(order("a", [1], voided=[1]), email="a@example.org", emails={"tickets": ["SENT"]})
TO_SOLD = Email("a@example.org", "Your ticket: The Expensive Film", "Reference a, 12")
EMAILS = {
    "tickets": (SOLD, [TO_SOLD], None),
    "not sent yet": (replace(SOLD, emails={"tickets": ["WAITING"]}), [], None),
    "to an address without an order": (
        SOLD,
        [TO_SOLD, replace(TO_SOLD, to="b@example.org")],
        "Email to b@example.org",
    ),
    "about another film": (
        SOLD,
        [replace(TO_SOLD, subject="Your ticket: The Cheap Film")],
        "is about The Cheap Film, the order is for show 100",
    ),
    "about another order": (
        SOLD,
        [replace(TO_SOLD, text="Reference B, 12")],
        "does not contain the reference",
    ),
    "that did not arrive": (SOLD, [], "1 emails were sent, and 0 arrived"),
    "that failed": (replace(SOLD, emails={"tickets": ["FAILED"]}), [], "an email could not be sent"),
    "that are not needed though the tickets are valid": (
        replace(SOLD, emails={"tickets": ["NOT_NEEDED"]}),
        [],
        "its tickets are valid, and were not sent",
    ),
    "about a refund": (
        replace(VOID, emails={"tickets": ["NOT_NEEDED"], "refund": ["SENT"]}),
        [TO_SOLD],
        None,
    ),
    "missing about a refused refund": (
        replace(
            VOID,
            emails={"tickets": ["SENT"], "refund": ["SENT"]},
            payments=[replace(VOID.payments[0], refunds={"REFUSED": PRICE})],
        ),
        [TO_SOLD, TO_SOLD],
        "a refund was refused, and there is no email about it",
    ),
    "missing about a refund": (VOID, [TO_SOLD], "there is no email about it"),
    "missing about tickets": (replace(SOLD, emails={}), [], "there is no email with its tickets"),
}


@pytest.mark.parametrize("name", EMAILS)
def test_wrong_and_missing_emails_are_reported(name: str) -> None:
    sold, emails, anomaly = EMAILS[name]
    found = [*wrong_emails(FinalState([sold], []), PROGRAMME, emails)]
    assert any(anomaly in one for one in found) if anomaly else not found, found
