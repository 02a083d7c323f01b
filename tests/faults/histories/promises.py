"""Compares everything that an answer promises with what was asked, what staff had set, and what was done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.faults.histories.books import Books, Line, Order
from tests.faults.histories.history import Call, History, Operation, hold_of, show_of
from tests.faults.histories.programme import Programme
from tests.faults.histories.settings import Settings, Span

CENT = Decimal("0.01")
MOST_SEATS = 10


def settings_of(history: History) -> Settings:
    """What staff had set in a history."""
    return Settings(Programme.read(history.terms["programme"]), history.changes)


def broken_promises(history: History, books: Books) -> Iterator[str]:
    """Each thing that somebody was told and that was not so."""
    promises = _Promises(settings_of(history), books)
    operations = history.operations()
    for operation in operations:
        if operation.verb == "book":
            promises.presses[hold_of(operation.last.asked["hold_token"])].append(operation)
    for operation in operations:
        for wrong in promises.of(operation):
            yield f"Operation {operation.last.operation}, {operation.verb}: {wrong}"
    for order in books.orders:
        for line in order.lines:
            yield from (f"Order {order.reference}: {wrong}" for wrong in _line(line))


class _Promises:
    def __init__(self, settings: Settings, books: Books) -> None:
        self.settings, self.books = settings, books
        self.seats: dict[str, set[int]] = {}
        """What each hold was last told to have; nothing while that is in doubt."""
        self.keys: set[str] = set()
        """Idempotency-Keys that were used to hold seats."""
        self.presses: dict[str, list[Operation]] = defaultdict(list)
        """Everything that somebody did to pay for a hold, by the hold."""

    def of(self, operation: Operation) -> Iterator[str]:
        """What is wrong with its answer."""
        call = operation.last
        span = Span(operation.start, operation.end)
        told = {
            ("lock", 201): self._held,
            ("extend", 200): self._held,
            ("release", 200): self._released,
            ("book", 201): self._booked,
            ("book", 202): self._pending,
            ("refund", 200): self._refunded,
            ("look", 200): self._page,
        }.get((operation.verb, call.status))
        if told:
            yield from told(operation, span)
        self.keys |= {operation.key} - {""} if operation.verb == "lock" else set()
        token = call.answer.get("hold_token") or call.asked.get("hold_token")
        if token and (operation.verb == "release" or any(one.is_in_doubt for one in operation.calls)):
            self.seats.pop(hold_of(token), None)

    def _held(self, operation: Operation, span: Span) -> Iterator[str]:
        """The hold has exactly the seats that it had and those that were asked for, at their price."""
        call, answer = operation.last, operation.last.answer
        hold, seats = hold_of(answer["hold_token"]), answer["seat_ids"]
        asked = call.asked.get("seat_ids", [])
        repeats = operation.key in self.keys
        may_stand = repeats or "hold_token" in call.asked
        before = self.seats.get(hold) if may_stand else set()
        if show_of(answer["hold_token"]) != operation.show or answer["show_id"] != operation.show:
            yield f"a hold of show {answer['show_id']}, not of {operation.show}"
        # Asked again under its key, a hold is as it stands, or takes the first seats again once it is over.
        right = [before, {*asked}] if repeats else [{*asked, *(before or ())}]
        if before is not None and set(seats) not in right:
            yield f"holds {seats}, but was asked for {asked} and had {sorted(before)}"
        missing = not may_stand and not {*asked} <= {*seats}
        if len(seats) > MOST_SEATS or len(set(seats)) < len(seats) or missing:
            yield f"holds {seats}"
        if Decimal(answer["total"]) not in self.settings.totals(seats, operation.show, span):
            yield f"seats {seats} cost {answer['total']}, which they did not at that time"
        if answer["status"] != "LOCKED" or answer["currency"] != "EUR":
            yield f"the hold is {answer['status']}, in {answer['currency']}"
        self.seats[hold] = set(seats)

    def _released(self, operation: Operation, _span: Span) -> Iterator[str]:
        """Only what was asked for and had is given back."""
        asked = operation.last.asked.get("seat_ids")
        if asked is not None and not {*operation.last.answer["released"]} <= {*asked}:
            yield f"released {operation.last.answer['released']}, but was asked to release {asked}"

    def _ordered(self, operation: Operation) -> Iterator[str]:
        """The order is the hold's, and for its show."""
        told, hold = operation.last.answer["order"], hold_of(operation.last.asked["hold_token"])
        order = self.books.order(told["reference"])
        if told["show_id"] != operation.show:
            yield f"the order is for show {told['show_id']}, not for {operation.show}"
        if order is None:
            yield f"there is no order {told['reference']}"
        elif (order.hold, order.show) != (hold, operation.show):
            yield f"the order {order.reference} is one of hold {order.hold} of show {order.show}"

    def _pending(self, operation: Operation, span: Span) -> Iterator[str]:
        """What is being paid for, unless somebody confirmed something else later."""
        yield from self._ordered(operation)
        hold = hold_of(operation.last.asked["hold_token"])
        later = [press for press in self.presses[hold] if press.start > operation.start]
        if all(press.request == operation.request for press in later):
            yield from self._sold(operation, span)

    def _sold(self, operation: Operation, span: Span) -> Iterator[str]:
        """The order has what was confirmed, at the prices of a time when Pay was pressed."""
        order = self.books.order(operation.last.answer["order"]["reference"])
        if order:
            presses = self.presses[hold_of(operation.last.asked["hold_token"])]
            spans = [Span(press.start, press.end) for press in presses if press.start <= span.start]
            yield from _same_total(operation.last.answer["order"], order)
            yield from self._as_confirmed(operation.last, order)
            yield from self._priced(order, spans)

    def _booked(self, operation: Operation, span: Span) -> Iterator[str]:
        """The tickets are those of the books, each for its seat, at its price and under its name."""
        yield from self._ordered(operation)
        yield from self._sold(operation, span)
        answer = operation.last.answer
        order = self.books.order(answer["order"]["reference"])
        if order:
            yield from _same_tickets(answer["tickets"], order)

    def _refunded(self, operation: Operation, _span: Span) -> Iterator[str]:
        """No other seats came free; of the order's money no more goes back than was paid, and that did."""
        told = operation.last.answer
        order = self.books.order(operation.last.asked["reference"])
        if order is None or operation.last.asked.get("staff"):
            return
        most = order.total * len(order.payments)
        amounts = sum((Decimal(refund["amount"]) for refund in told["refunds"]), Decimal(0))
        done = sum((Decimal(one["amount"]) for one in told["refunds"] if one["status"] == "DONE"), Decimal(0))
        asked = operation.last.asked.get("seat_ids", order.seats)
        if not {*told["released"]} <= {*asked}:
            yield f"{told['released']} came free, and was asked to refund {asked}"
        if amounts > most:
            yield f"{amounts} is to go back, of {most} at most"
        if done > sum((payment.refunded for payment in order.payments), Decimal(0)):
            yield f"{done} went back, which the provider does not know"

    def _page(self, operation: Operation, _span: Span) -> Iterator[str]:
        """The order's page says what the books say; only its tickets may be refunded by now."""
        page = operation.last.answer
        order = self.books.order(page["reference"])
        if order is None or page["reference"] != operation.last.asked["reference"]:
            yield f"the page of order {operation.last.asked['reference']} is that of {page['reference']}"
            return
        if page["show"]["id"] != order.show or order.show != operation.show:
            yield f"the page says show {page['show']['id']}"
        if (page["receipt"] or {}).get("number") != order.receipt:
            yield f"the page says receipt {page['receipt']}, the books say {order.receipt}"
        told = [_told_line(line) for line in page["lines"]]
        if told != sorted(order.lines, key=lambda line: line.seat):
            yield f"the page says {told}, the books say {order.lines}"
        yield from _same_total(page, order)
        yield from _same_tickets(page["tickets"], order)

    def _as_confirmed(self, call: Call, order: Order) -> Iterator[str]:
        """What the buyer named is what is sold."""
        asked = call.asked
        if "seat_ids" in asked and sorted(asked["seat_ids"]) != sorted(order.seats):
            yield f"confirmed seats {asked['seat_ids']}, the order is for {order.seats}"
        if "total" in asked and Decimal(asked["total"]) != order.total:
            yield f"confirmed a total of {asked['total']}, the order's is {order.total}"
        types = {one["seat_id"]: one["ticket_type"] for one in asked.get("tickets", [])}
        for line in order.lines:
            wanted = types.get(line.seat, self.settings.default_type)
            if line.ticket_type != wanted:
                yield f"seat {line.seat} was to be of ticket type {wanted}, and is of {line.ticket_type}"
        if asked.get("customer", {}).get("email", "") != order.email:
            yield f"the customer of {order.reference} left another address"

    def _priced(self, order: Order, spans: Sequence[Span]) -> Iterator[str]:
        """Each line costs what such a ticket cost when Pay was pressed, with the tax of that time."""
        for line in order.lines:
            prices = {
                price
                for span in spans
                for price in self.settings.seat_prices(line.seat, order.show, line.ticket_type, span)
            }
            if line.gross not in prices:
                yield f"seat {line.seat} was sold at {line.gross}, and cost {sorted(prices)} then"
            if line.tax_rate not in {rate for span in spans for rate in self.settings.tax_rates(span)}:
                yield f"seat {line.seat} was taxed at {line.tax_rate}, which was not the rate then"
            names = {one.name for span in spans for one in self.settings.types(line.ticket_type, span)}
            if line.name not in names:
                yield f"the ticket for seat {line.seat} is called {line.name}, and {sorted(names)} then"


def _line(line: Line) -> Iterator[str]:
    """Net and tax make the price, and the tax is that of the rate, rounded to the cent (B13)."""
    tax = (line.gross * line.tax_rate / (100 + line.tax_rate)).quantize(CENT, ROUND_HALF_UP)
    if (line.tax, line.net + line.tax) != (tax, line.gross):
        yield f"{line.net} and {line.tax} are no {line.tax_rate} % of {line.gross}"


def _same_total(told: Mapping[str, Any], order: Order) -> Iterator[str]:
    lines = sum((line.gross for line in order.lines), Decimal(0))
    if not Decimal(told["total"]) == order.total == lines or told["currency"] != order.currency:
        yield f"told {told['total']} {told['currency']}, the order's is {order.total}, its lines' {lines}"


def _same_tickets(told: Iterable[Mapping[str, Any]], order: Order) -> Iterator[str]:
    tickets = {(one.seat, one.price, one.type_name, one.code, one.show) for one in order.tickets}
    promised = {
        (one["seat_id"], Decimal(one["price"]), one["ticket_type_name"], one["code"], order.show)
        for one in told
    }
    sold = {(line.seat, line.gross, line.name) for line in order.lines}
    if promised != tickets:
        yield f"told {sorted(promised - tickets)}, the tickets are {sorted(tickets - promised)}"
    if {ticket[:3] for ticket in tickets} != (sold if order.paid else set()):
        yield f"the tickets of {order.reference} are not what its lines are"


def _told_line(line: Mapping[str, Any]) -> Line:
    amounts = {name: Decimal(line[name]) for name in ("net", "tax_rate", "tax", "gross")}
    return Line(line["seat_id"], line["ticket_type"], line["ticket_type_name"], **amounts)
