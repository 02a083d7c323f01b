"""The checker itself: good histories are good, and each kind of wrong is found. Made by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.faults.histories.books import Books, Money, Ticket
from tests.faults.histories.mails import Mail, wrong_mails
from tests.faults.story import (
    CHEAP,
    DEAR,
    KEY,
    PRICE,
    PROGRAMME,
    Story,
    booked,
    held,
    hold,
    line,
    order,
    ticket,
    token,
    unpaid,
)

GOOD = {
    "nothing": (Story(), []),
    "one after another's time": (Story().lock("a", [1], 10).taken([1], 11).lock("b", [1], 12.1), []),
    "two at once, one taken": (Story().lock("a", [1], 10, lasts=1, clock=10.9).taken([1], 10.5), []),
    "taken, then given back, all at once": (
        Story()
        .lock("a", [1], 10)
        .call("release", 11, 200, {"released": [1]}, lasts=1, hold_token=token("a"))
        .taken([1], 11.2)
        .lock("b", [1], 11.4),
        [],
    ),
    "extended": (
        Story().lock("a", [1, 2], 10).extend("a", [1, 2], 11.5).taken([2], 13).lock("b", [2], 13.6),
        [],
    ),
    "bought, given back, bought": (
        Story()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .taken([1], 60)
        .refund("a", [1], 70)
        .refund("a", [1], 90)
        .lock("b", [1], 71)
        .book("b", [1], 72),
        [order("a", [1], voided=[1], status="REFUNDED"), order("b", [1])],
    ),
    "heard at the second call": (
        Story()
        .call("lock", 10, 0, {}, operation=1, seat_ids=[1], show_id=DEAR)
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
    "done unheard": (
        Story().call("lock", 10, 0, {}, seat_ids=[1], show_id=DEAR).taken([1], 10.5).lock("b", [1], 13),
        [],
    ),
    "not done unheard": (
        Story().call("lock", 10, 0, {}, seat_ids=[1], show_id=DEAR).lock("b", [1], 10.5),
        [],
    ),
    "the database's clock leaps": (
        Story()
        .lock("a", [1], 10)
        .fault("step the database's clock", 10.5, 10.6, offset=60.0)
        .lock("b", [1], 11, clock=71.05)
        .fault("step the database's clock", 11.5, 11.6, offset=0.0)
        .taken([1], 50),
        [],
    ),
    "cut off while paying, run out, and sold once the seat was free again": (
        Story()
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
    "forgotten in a crash": (
        Story()
        .lock("a", [1], 10)
        .fault("kill the database", 10.3, 11.5)
        .expired("extend", "a", 11.6)
        .lock("b", [1], 11.7),
        [],
    ),
    "sold after all, while nobody looked": (
        Story().lock("a", [1], 10).pay("a", 11).taken([1], 700),
        [order("a", [1])],
    ),
    "declined after an answer that was lost, and only looked at since": (
        Story()
        .lock("a", [1], 10)
        .call("book", 11, 503, {"code": "unavailable"}, operation=2, hold_token=token("a"))
        .call("book", 12, 402, {"code": "payment-declined"}, operation=2, hold_token=token("a"))
        .taken([1], 40),
        [unpaid("a", [1])],
    ),
    "paying came to nothing": (
        Story().lock("a", [1], 10).pay("a", 11).lock("b", [1], 40),
        [unpaid("a", [1])],
    ),
    "a key for the same request, again and again": (
        Story()
        .lock("a", [1, 2], 10, key=KEY)
        .call("release", 10.5, 200, {"released": [2]}, hold_token=token("a"), seat_ids=[2])
        .lock("a", [1, 2], 11, seconds=1, told={"seat_ids": [1], "total": "12"}, key=KEY)
        .lock("b", [1, 2], 13, key=KEY),
        [],
    ),
    "a key whose hold grew and is over": (
        Story()
        .lock("a", [1], 10, key=KEY)
        .lock("a", [2], 10.5, told=held("a", [1, 2], 10.55), hold_token=token("a"))
        .lock("a", [1], 13, key=KEY),
        [],
    ),
    "two that grow without keys": (
        Story()
        .lock("a", [1], 10)
        .lock("a", [2], 10.5, told=held("a", [1, 2], 10.55), hold_token=token("a"))
        .lock("b", [3], 11)
        .lock("b", [4], 11.5, told=held("b", [3, 4], 11.55), hold_token=token("b")),
        [],
    ),
    "refunded ticket by ticket": (
        Story()
        .lock("a", [1, 2], 10)
        .book("a", [1, 2], 11)
        .refund("a", [1], 12)
        .call(
            "refund",
            13,
            200,
            {"released": [2], "refunds": [{"amount": "12", "status": "DONE"}] * 2},
            reference="a",
            show_id=DEAR,
            seat_ids=[2],
        ),
        [order("a", [1, 2], voided=[1, 2], status="REFUNDED")],
    ),
    "a used key, refused": (
        Story().lock("a", [1], 10, key=KEY).refused("idempotency-mismatch", 13, 422, show_id=CHEAP, key=KEY),
        [],
    ),
    "two at once under one key, one refused": (
        Story()
        .lock("a", [1], 10, lasts=1, clock=10.5, key=KEY)
        .refused("idempotency-mismatch", 10.1, 422, seat_ids=[2], key=KEY),
        [],
    ),
    "a key that a crash forgot": (
        Story()
        .lock("a", [1], 10, key=KEY)
        .fault("kill the database", 10.3, 11.5)
        .lock("a", [1], 11.6, show=CHEAP, key=KEY),
        [],
    ),
    "the same seat in two shows": (
        Story().lock("a", [1], 10).lock("a", [1], 10.2, show=CHEAP).book("a", [1], 10.5, show=CHEAP),
        [order("a", [1], show=CHEAP)],
    ),
    "a premium seat, by its page": (
        Story().lock("a", [9], 10).book("a", [9], 11, seat_ids=[9], total="15").look(order("a", [9]), 12),
        [order("a", [9])],
    ),
    "a price that changed after the hold": (
        Story()
        .lock("a", [1], 10)
        .change(f"price of show {DEAR}", "9", 10.5)
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
        Story().lock("a", [1], 10).change(f"price of show {DEAR}", "9", 11.05).book("a", [1], 11),
        [order("a", [1])],
    ),
    "what staff made impossible": (
        Story()
        .change(f"sales of show {DEAR}", "early", 9)
        .refused("sales-not-open", 10)
        .change(f"sales of show {DEAR}", "late", 11)
        .refused("sales-closed", 12)
        .change("service of seat 1", value=False, at=13)
        .refused("seat-out-of-service", 14)
        .change(f"hall of show {DEAR}", 2, 15)
        .refused("seat-not-found", 16, 404)
        .change(f"status of show {DEAR}", "CANCELLED", 17)
        .refused("show-cancelled", 18),
        [],
    ),
    "a ticket that is used, refunded with its show": (
        Story()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .admit("a", 1, 12)
        .admit("a", 1, 13, "AlreadyUsed")
        .change(f"status of show {DEAR}", "CANCELLED", 14),
        [order("a", [1], voided=[1], status="REFUNDED")],
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_good(name: str) -> None:
    story, orders = GOOD[name]
    assert story.wrong(orders) == []


BAD = {
    "two owners": (Story().lock("a", [1], 10).lock("b", [1], 11), [], "Show 100, seat 1: no legal order"),
    "two owners of one seat of two": (
        Story().lock("a", [1, 2], 10).lock("b", [2, 3], 11),
        [],
        "Show 100, seat 2: no legal order",
    ),
    "two owners at once": (
        Story().lock("a", [1], 10, lasts=1).lock("b", [1], 10.5),
        [],
        "Show 100, seat 1: no legal order",
    ),
    "taken from nobody": (Story().lock("a", [1], 10).taken([1], 20), [], "Show 100, seat 1: no legal order"),
    "taken after it was given back": (
        Story().lock("a", [1], 10).release("a", [1], 10.5).taken([1], 11),
        [],
        "Show 100, seat 1: no legal order",
    ),
    "extended after another had it": (
        Story().lock("a", [1], 10).lock("b", [1], 12.2).extend("a", [1], 13),
        [],
        "Show 100, seat 1: no legal order",
    ),
    "expired before its time": (
        Story().lock("a", [1], 10).expired("extend", "a", 11),
        [],
        "Show 100, seat 1: no legal order",
    ),
    "forgotten in a crash though it was extended": (
        Story()
        .lock("a", [1], 10)
        .extend("a", [1], 10.2)
        .fault("kill the database", 10.5, 11)
        .lock("b", [1], 11.1),
        [],
        "Show 100, seat 1: no legal order",
    ),
    "forgotten long before the crash": (
        Story().lock("a", [1], 10).fault("kill the database", 11.5, 11.6).lock("b", [1], 11.7),
        [],
        "Show 100, seat 1: no legal order",
    ),
    "sold though it was another's": (
        Story().lock("a", [1], 10).lock("b", [1], 12.2).book("a", [1], 12.4),
        [order("a", [1])],
        "Show 100, seat 1: no legal order",
    ),
    "sold, then held": (
        Story().lock("a", [1], 10).book("a", [1], 11).lock("b", [1], 60),
        [order("a", [1])],
        "Show 100, seat 1: no legal order",
    ),
    "frozen, then held": (
        Story().lock("a", [1], 10).pay("a", 11).lock("b", [1], 40),
        [order("a", [1])],
        "Show 100, seat 1: no legal order",
    ),
    "a booking that is lost": (
        Story().lock("a", [1], 10).book("a", [1], 11),
        [],
        "the acknowledged booking a is not in the books",
    ),
    "a booking of other seats": (
        Story().lock("a", [1], 10).book("a", [1], 11),
        [order("a", [2])],
        "booking a has other tickets than was acknowledged",
    ),
    "the app's clock": (
        Story().lock("a", [1], 10, clock=3610),
        [],
        "judged by another clock than the database's",
    ),
    "a clock that was read too early": (
        Story()
        .lock("a", [1], 10, lasts=2, clock=10.1)
        .fault("hoard seats", 9, 12, seats=[1], since=9.0, until=11.9, before=11.9),
        [],
        "its clock was read while somebody else had the lock of seat 1",
    ),
    "a seat that somebody else had locked": (
        Story().lock("a", [1], 10).fault("hoard seats", 9, 12, seats=[1], since=9.0, until=11.9, before=11.9),
        [],
        "was granted while somebody else had the lock of seat 1",
    ),
    "a hold that is too long": (Story().lock("a", [1], 10, seconds=3), [], "held for longer than 2.0 s"),
    "a fault of the server": (
        Story().refused("server-fault", 10, 500),
        [],
        "answered (500, 'server-fault')",
    ),
    "one key, two shows": (
        Story().lock("a", [1], 10, key=KEY).lock("b", [1], 13, show=CHEAP, key=KEY),
        [],
        "one Idempotency-Key did both",
    ),
    "one key, other seats": (
        Story().lock("a", [1], 10, key=KEY).lock("b", [2], 13, key=KEY),
        [],
        "one Idempotency-Key did both",
    ),
    "one key, two shows at once": (
        Story().lock("a", [1], 10, lasts=1, clock=10.5, key=KEY).lock("b", [1], 10.1, show=CHEAP, key=KEY),
        [],
        "one Idempotency-Key did both",
    ),
    "one key, two purchases": (
        Story()
        .lock("a", [1], 10)
        .lock("b", [2], 10)
        .book("a", [1], 11, key=KEY)
        .book("b", [2], 11.2, key=KEY),
        [order("a", [1]), order("b", [2])],
        "one Idempotency-Key did both",
    ),
    "a key refused for nothing": (
        Story().refused("idempotency-mismatch", 10, 422, key=KEY),
        [],
        "its key was used for nothing else",
    ),
    "an order of another show": (
        Story().lock("a", [1], 10, show=CHEAP).book("a", [1], 11, show=CHEAP, told=booked("a", [1])),
        [order("a", [1])],
        "the order is for show 100, not for 200",
    ),
    "an order of another hold": (
        Story().lock("a", [1], 10).lock("b", [2], 10).book("b", [2], 11, told=booked("a", [1])),
        [order("a", [1])],
        "the order a is one of hold",
    ),
    "seats at the price of another show": (
        Story().lock("a", [1], 10).book("a", [1], 11, told={"tickets": [ticket("a", 1) | {"price": "6"}]}),
        [
            replace(
                order("a", [1]),
                lines=[line(1, CHEAP)],
                tickets=[Ticket(1, True, Decimal(6), "Adult", "a-1", DEAR)],
                total=Decimal(6),
                payments=[Money("SETTLED", "approved", "TAKEN", Decimal(6), Decimal(0), {})],
            )
        ],
        "seat 1 was sold at 6, and cost [Decimal('12')] then",
    ),
    "a price that was over when Pay was pressed": (
        Story().lock("a", [1], 10).change(f"price of show {DEAR}", "9", 10.5).book("a", [1], 11),
        [order("a", [1])],
        "seat 1 was sold at 12, and cost [Decimal('9')] then",
    ),
    "a hold at a price that is not": (
        Story().lock("a", [1], 10, told={"total": "6"}),
        [],
        "seats [1] cost 6, which they did not at that time",
    ),
    "a hold of another show": (
        Story().lock("a", [1], 10, told={"show_id": CHEAP}),
        [],
        "a hold of show 200, not of 100",
    ),
    "a hold of other seats": (
        Story().lock("a", [1], 10, told={"seat_ids": [2]}),
        [],
        "holds [2], but was asked for [1]",
    ),
    "a hold of more seats than there may be": (
        Story().lock("a", [*range(1, 10), 11, 12], 10),
        [],
        "holds [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]",
    ),
    "a total that is not that of the order": (
        Story().lock("a", [1], 10).book("a", [1], 11, told={"order": booked("a", [2, 3])["order"]}),
        [order("a", [1])],
        "told 24 EUR, the order's is 12",
    ),
    "more seats than were confirmed": (
        Story().lock("a", [1, 2], 10).book("a", [1, 2], 11, seat_ids=[1]),
        [order("a", [1, 2])],
        "confirmed seats [1], the order is for [1, 2]",
    ),
    "another total than was confirmed": (
        Story().lock("a", [1], 10).book("a", [1], 11, total="6"),
        [order("a", [1])],
        "confirmed a total of 6, the order's is 12",
    ),
    "another ticket type than was chosen": (
        Story().lock("a", [1], 10).book("a", [1], 11, tickets=[{"seat_id": 1, "ticket_type": 2}]),
        [order("a", [1])],
        "seat 1 was to be of ticket type 2, and is of 1",
    ),
    "a ticket with another name": (
        Story().lock("a", [1], 10).book("a", [1], 11),
        [replace(order("a", [1]), lines=[line(1, name="Child")])],
        "the ticket for seat 1 is called Child",
    ),
    "a ticket with another code": (
        Story().lock("a", [1], 10).book("a", [1], 11, told={"tickets": [ticket("b", 1)]}),
        [order("a", [1])],
        "told [(1, Decimal('12'), 'Adult', 'b-1', 100)]",
    ),
    "a tax that is not the venue's": (
        Story().lock("a", [1], 10).book("a", [1], 11),
        [replace(order("a", [1]), lines=[line(1, tax_rate=Decimal(19))])],
        "seat 1 was taxed at 19",
    ),
    "a tax that is wrongly rounded": (
        Story(),
        [replace(order("a", [1]), lines=[line(1, net=Decimal("11.22"), tax=Decimal("0.78"))])],
        "11.22 and 0.78 are no 7 % of 12",
    ),
    "another address": (
        Story().lock("a", [1], 10).book("a", [1], 11, customer={"email": "a@example.org"}),
        [replace(order("a", [1]), email="b@example.org")],
        "the customer of a left another address",
    ),
    "the page of another show": (
        Story().lock("a", [1], 10).book("a", [1], 11).look(order("a", [1]), 12, show={"id": CHEAP}),
        [order("a", [1])],
        "the page says show 200",
    ),
    "a page with another receipt": (
        Story().lock("a", [1], 10).book("a", [1], 11).look(order("a", [1]), 12, receipt={"number": 7}),
        [order("a", [1])],
        "the page says receipt {'number': 7}",
    ),
    "a page with other lines": (
        Story().lock("a", [1], 10).book("a", [1], 11).look(order("a", [1]), 12, lines=[]),
        [order("a", [1])],
        "the page says [], the books say",
    ),
    "more released than was asked for": (
        Story()
        .lock("a", [1, 2], 10)
        .call("release", 11, 200, {"released": [1, 2]}, hold_token=token("a"), seat_ids=[1]),
        [],
        "released [1, 2], but was asked to release [1]",
    ),
    "more refunded than the tickets cost": (
        Story()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .call(
            "refund",
            12,
            200,
            {"released": [1], "refunds": [{"amount": "24", "status": "QUEUED"}]},
            reference="a",
            show_id=DEAR,
        ),
        [order("a", [1], voided=[1], status="REFUNDED")],
        "24 is to go back, of 12 at most",
    ),
    "held though the show was cancelled": (
        Story().change(f"status of show {DEAR}", "CANCELLED", 9).lock("a", [1], 10),
        [],
        "granted, though show 100 was cancelled",
    ),
    "held though sales were closed": (
        Story().change(f"sales of show {DEAR}", "late", 9).lock("a", [1], 10),
        [],
        "granted, though show 100 was not on sale",
    ),
    "sold though sales were closed": (
        Story().lock("a", [1], 10).change(f"sales of show {DEAR}", "late", 10.2).book("a", [1], 11),
        [order("a", [1])],
        "granted, though show 100 was not on sale",
    ),
    "held though the seat was out of service": (
        Story().change("service of seat 1", value=False, at=9).lock("a", [1], 10),
        [],
        "granted, though seat 1 was out of service",
    ),
    "held in another hall": (
        Story().lock("a", [11], 10),
        [],
        "granted, though seat 11 is in no hall of show 100",
    ),
    "closed though sales were open": (
        Story().refused("sales-closed", 10),
        [],
        "refused as sales-closed, which it was not",
    ),
    "changed though nothing was": (
        Story()
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
        "refused as hold-changed, which it was not",
    ),
    "a cancelled show that is not refunded": (
        Story().lock("a", [1], 10).book("a", [1], 11).change(f"status of show {DEAR}", "CANCELLED", 12),
        [order("a", [1])],
        "its show was cancelled, and seats [1] are not refunded",
    ),
    "two let in with one ticket": (
        Story().lock("a", [1], 10).book("a", [1], 11).admit("a", 1, 12).admit("a", 1, 13),
        [order("a", [1])],
        "a ticket let two in",
    ),
    "let in after the refund": (
        Story().lock("a", [1], 10).book("a", [1], 11).refund("a", [1], 12).admit("a", 1, 13),
        [order("a", [1], voided=[1], status="REFUNDED")],
        "let in with a ticket that had been given back",
    ),
    "given back after it let somebody in": (
        Story().lock("a", [1], 10).book("a", [1], 11).admit("a", 1, 12).refund("a", [1], 13),
        [order("a", [1], voided=[1], status="REFUNDED")],
        "gave a ticket back that had let somebody in",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad(name: str) -> None:
    story, orders, complaint = BAD[name]
    assert any(complaint in found for found in story.wrong(orders)), story.wrong(orders)


PAID = order("a", [1, 2])
WRONG_BOOKS = {
    "two tickets for a seat": ([order("a", [1]), order("b", [1])], None, "Show 100, seat 1: 2 valid tickets"),
    "a ticket without its seat": ([order("a", [1])], [], "Valid tickets and booked seats differ"),
    "a seat without a ticket": ([], [(DEAR, 1, hold("a"))], "Valid tickets and booked seats differ"),
    "an open order": ([replace(unpaid("a", [1]), status="PENDING")], None, "ended as PENDING"),
    "a paid order with a void ticket": (
        [order("a", [1, 2], voided=[1])],
        None,
        "ended as PAID with 1 valid tickets of 2",
    ),
    "tickets for nothing": ([replace(PAID, payments=[])], None, "0 was kept for tickets worth 24"),
    "money for nothing": (
        [unpaid("a", [1], captured=PRICE, refunded=PRICE, refunds={"DONE": PRICE})],
        None,
        "of 12 was captured, but there never were tickets",
    ),
    "money that was kept": (
        [unpaid("a", [1], captured=PRICE, card="settled")],
        None,
        "12 was kept for tickets worth 0",
    ),
    "money still reserved": ([unpaid("a", [1], ledger_status="RESERVED")], None, "at the provider RESERVED"),
    "money not given back yet": (
        [order("a", [1]), unpaid("b", [2], captured=PRICE, card="settled", refunds={"QUEUED": PRICE})],
        None,
        "is still to be given back",
    ),
    "money given back twice": (
        [unpaid("a", [1], captured=PRICE, card="settled", refunded=PRICE, refunds={"DONE": 2 * PRICE})],
        None,
        "gave 12 back, but the books say",
    ),
}


@pytest.mark.parametrize("name", WRONG_BOOKS)
def test_wrong_books(name: str) -> None:
    orders, booked, complaint = WRONG_BOOKS[name]
    found = Story().wrong(orders, booked)
    assert any(complaint in one for one in found), found


def test_the_bank_may_refuse_a_refund() -> None:
    voided = order("a", [1], voided=[1], status="NEEDS_ATTENTION")
    money = replace(voided.payments[0], refunded=Decimal(0), refunds={"REFUSED": PRICE})
    assert Story().wrong([replace(voided, payments=[money])]) == []


SOLD = replace(order("a", [1]), email="a@example.org", mails={"tickets": ["SENT"]})
VOID = replace(order("a", [1], voided=[1]), email="a@example.org", mails={"tickets": ["SENT"]})
TO_SOLD = Mail("a@example.org", "Your ticket: The Dear Film", "Reference a, 12")
MAILS = {
    "as it should be": (SOLD, [TO_SOLD], None),
    "on its way": (replace(SOLD, mails={"tickets": ["WAITING"]}), [], None),
    "to a stranger": (SOLD, [TO_SOLD, replace(TO_SOLD, to="b@example.org")], "Mail to b@example.org"),
    "about another film": (
        SOLD,
        [replace(TO_SOLD, subject="Your ticket: The Cheap Film")],
        "is about The Cheap Film, the order is for show 100",
    ),
    "about another order": (SOLD, [replace(TO_SOLD, text="Reference B, 12")], "does not name the reference"),
    "that did not arrive": (SOLD, [], "1 emails were sent, and 0 arrived"),
    "that failed": (replace(SOLD, mails={"tickets": ["FAILED"]}), [], "an email could not be sent"),
    "that are not needed though the tickets are valid": (
        replace(SOLD, mails={"tickets": ["NOT_NEEDED"]}),
        [],
        "its tickets are valid, and were not sent",
    ),
    "about a refund": (
        replace(VOID, mails={"tickets": ["NOT_NEEDED"], "refund": ["SENT"]}),
        [TO_SOLD],
        None,
    ),
    "that nobody was to send about a refused refund": (
        replace(
            VOID,
            mails={"tickets": ["SENT"], "refund": ["SENT"]},
            payments=[replace(VOID.payments[0], refunds={"REFUSED": PRICE})],
        ),
        [TO_SOLD, TO_SOLD],
        "a refund was refused, and nobody was to say so",
    ),
    "that nobody was to send about a refund": (VOID, [TO_SOLD], "nobody was to say so"),
    "that nobody was to send": (replace(SOLD, mails={}), [], "nobody was to send its tickets"),
}


@pytest.mark.parametrize("name", MAILS)
def test_mails(name: str) -> None:
    sold, mails, complaint = MAILS[name]
    found = [*wrong_mails(Books([sold], []), PROGRAMME, mails)]
    assert any(complaint in one for one in found) if complaint else not found, found
