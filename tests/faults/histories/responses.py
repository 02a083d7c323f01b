"""Compares each response with its request, the settings of staff and the final state."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.faults.histories.final_state import FinalState, Line, Order
from tests.faults.histories.history import Call, History, Operation, hold_of, show_of
from tests.faults.histories.programme import Programme
from tests.faults.histories.settings import Settings, Span

CENT = Decimal("0.01")
MOST_SEATS = 10


def settings_of(history: History) -> Settings:
    """The settings of staff in a history."""
    return Settings(Programme.read(history.parameters["programme"]), history.changes)


def wrong_responses(history: History, final: FinalState) -> Iterator[str]:
    """The contents of responses and order lines that are wrong."""
    checker = _ResponseChecker(settings_of(history), final)
    operations = history.operations()
    for operation in operations:
        if operation.verb == "book":
            checker.payments[hold_of(operation.last.request["hold_token"])].append(operation)
    for operation in operations:
        for wrong in checker.of(operation):
            yield f"Operation {operation.last.operation}, {operation.verb}: {wrong}"
    for order in final.orders:
        for line in order.lines:
            yield from (f"Order {order.reference}: {wrong}" for wrong in _line(line))


class _ResponseChecker:
    def __init__(self, settings: Settings, final: FinalState) -> None:
        self.settings, self.final = settings, final
        self.seats: dict[str, set[int]] = {}
        """The seats of each hold in its last response; no entry if a later call is indeterminate."""
        self.keys: set[str] = set()
        """Idempotency-Keys of holds."""
        self.payments: dict[str, list[Operation]] = defaultdict(list)
        """The payments of each hold."""

    def of(self, operation: Operation) -> Iterator[str]:
        """The errors in the response of an operation."""
        call = operation.last
        span = Span(operation.start, operation.end)
        check = {
            ("lock", 201): self._held,
            ("extend", 200): self._held,
            ("release", 200): self._released,
            ("book", 201): self._booked,
            ("book", 202): self._pending,
            ("refund", 200): self._refunded,
            ("look", 200): self._page,
        }.get((operation.verb, call.status))
        if check:
            yield from check(operation, span)
        self.keys |= {operation.key} - {""} if operation.verb == "lock" else set()
        token = call.response.get("hold_token") or call.request.get("hold_token")
        if token and (operation.verb == "release" or any(one.is_indeterminate for one in operation.calls)):
            self.seats.pop(hold_of(token), None)

    def _held(self, operation: Operation, span: Span) -> Iterator[str]:
        """The hold has exactly its earlier and the requested seats, at their price."""
        call, response = operation.last, operation.last.response
        hold, seats = hold_of(response["hold_token"]), response["seat_ids"]
        requested = call.request.get("seat_ids", [])
        is_repetition = operation.key in self.keys
        may_exist = is_repetition or "hold_token" in call.request
        before = self.seats.get(hold) if may_exist else set()
        if show_of(response["hold_token"]) != operation.show or response["show_id"] != operation.show:
            yield f"a hold of show {response['show_id']}, not of {operation.show}"
        # A repetition returns the hold as it is, or holds the first seats again after it ended.
        expected = [before, {*requested}] if is_repetition else [{*requested, *(before or ())}]
        if before is not None and set(seats) not in expected:
            yield f"holds {seats}, but {requested} were requested and it had {sorted(before)}"
        missing = not may_exist and not {*requested} <= {*seats}
        if len(seats) > MOST_SEATS or len(set(seats)) < len(seats) or missing:
            yield f"holds {seats}"
        if Decimal(response["total"]) not in self.settings.totals(seats, operation.show, span):
            yield f"seats {seats} have the total {response['total']}, which is wrong at that time"
        if response["status"] != "LOCKED" or response["currency"] != "EUR":
            yield f"the hold is {response['status']}, in {response['currency']}"
        self.seats[hold] = set(seats)

    def _released(self, operation: Operation, _span: Span) -> Iterator[str]:
        """Only requested seats are released."""
        requested = operation.last.request.get("seat_ids")
        if requested is not None and not {*operation.last.response["released"]} <= {*requested}:
            yield f"released {operation.last.response['released']}, but {requested} were requested"

    def _ordered(self, operation: Operation) -> Iterator[str]:
        """The order belongs to the hold and its show."""
        response, hold = operation.last.response["order"], hold_of(operation.last.request["hold_token"])
        order = self.final.order(response["reference"])
        if response["show_id"] != operation.show:
            yield f"the order is for show {response['show_id']}, not for {operation.show}"
        if order is None:
            yield f"there is no order {response['reference']}"
        elif (order.hold, order.show) != (hold, operation.show):
            yield f"the order {order.reference} belongs to hold {order.hold} of show {order.show}"

    def _pending(self, operation: Operation, span: Span) -> Iterator[str]:
        """The order is for the confirmed seats, unless a later payment confirms something else."""
        yield from self._ordered(operation)
        hold = hold_of(operation.last.request["hold_token"])
        later = [payment for payment in self.payments[hold] if payment.start > operation.start]
        if all(payment.fingerprint == operation.fingerprint for payment in later):
            yield from self._sold(operation, span)

    def _sold(self, operation: Operation, span: Span) -> Iterator[str]:
        """The order has the confirmed seats at the prices during one of the payments."""
        order = self.final.order(operation.last.response["order"]["reference"])
        if order:
            payments = self.payments[hold_of(operation.last.request["hold_token"])]
            spans = [Span(payment.start, payment.end) for payment in payments if payment.start <= span.start]
            yield from _same_total(operation.last.response["order"], order)
            yield from self._as_confirmed(operation.last, order)
            yield from self._priced(order, spans)

    def _booked(self, operation: Operation, span: Span) -> Iterator[str]:
        """The tickets are those of the final state: seats, prices, names and codes."""
        yield from self._ordered(operation)
        yield from self._sold(operation, span)
        response = operation.last.response
        order = self.final.order(response["order"]["reference"])
        if order:
            yield from _same_tickets(response["tickets"], order)

    def _refunded(self, operation: Operation, _span: Span) -> Iterator[str]:
        """Only requested seats are released; at most the paid amount is refunded, and the provider has it."""
        response = operation.last.response
        order = self.final.order(operation.last.request["reference"])
        if order is None or operation.last.request.get("staff"):
            return
        most = order.total * len(order.payments)
        amounts = sum((Decimal(refund["amount"]) for refund in response["refunds"]), Decimal(0))
        done = sum(
            (Decimal(one["amount"]) for one in response["refunds"] if one["status"] == "DONE"), Decimal(0)
        )
        requested = operation.last.request.get("seat_ids", order.seats)
        if not {*response["released"]} <= {*requested}:
            yield f"released {response['released']}, but a refund of {requested} was requested"
        if amounts > most:
            yield f"refunds of {amounts}, but at most {most} was paid"
        if done > sum((payment.refunded for payment in order.payments), Decimal(0)):
            yield f"refunds of {done}, which the provider does not confirm"

    def _page(self, operation: Operation, _span: Span) -> Iterator[str]:
        """The order's page agrees with the database, except for later refunds."""
        page = operation.last.response
        order = self.final.order(page["reference"])
        if order is None or page["reference"] != operation.last.request["reference"]:
            yield f"the page of order {operation.last.request['reference']} is that of {page['reference']}"
            return
        if page["show"]["id"] != order.show or order.show != operation.show:
            yield f"the page has show {page['show']['id']}"
        if (page["receipt"] or {}).get("number") != order.receipt:
            yield f"the page has receipt {page['receipt']}, the database has {order.receipt}"
        lines = [_line_of_page(line) for line in page["lines"]]
        if lines != sorted(order.lines, key=lambda line: line.seat):
            yield f"the page has {lines}, the database has {order.lines}"
        yield from _same_total(page, order)
        yield from _same_tickets(page["tickets"], order)

    def _as_confirmed(self, call: Call, order: Order) -> Iterator[str]:
        """The order agrees with the request: seats, total, ticket types and email address."""
        requested = call.request
        if "seat_ids" in requested and sorted(requested["seat_ids"]) != sorted(order.seats):
            yield f"confirmed seats {requested['seat_ids']}, the order has {order.seats}"
        if "total" in requested and Decimal(requested["total"]) != order.total:
            yield f"confirmed a total of {requested['total']}, the order's is {order.total}"
        types = {one["seat_id"]: one["ticket_type"] for one in requested.get("tickets", [])}
        for line in order.lines:
            wanted = types.get(line.seat, self.settings.default_type)
            if line.ticket_type != wanted:
                yield f"seat {line.seat} has ticket type {line.ticket_type}, not {wanted}"
        if requested.get("customer", {}).get("email", "") != order.email:
            yield f"the order {order.reference} has another email address"

    def _priced(self, order: Order, spans: Sequence[Span]) -> Iterator[str]:
        """Each line has the price, tax rate and name of a time during one of the payments."""
        for line in order.lines:
            prices = {
                price
                for span in spans
                for price in self.settings.seat_prices(line.seat, order.show, line.ticket_type, span)
            }
            if line.gross not in prices:
                yield f"seat {line.seat} was sold at {line.gross}, the price was one of {sorted(prices)}"
            if line.tax_rate not in {rate for span in spans for rate in self.settings.tax_rates(span)}:
                yield f"seat {line.seat} was taxed at {line.tax_rate}, which was not the rate at that time"
            names = {one.name for span in spans for one in self.settings.types(line.ticket_type, span)}
            if line.name not in names:
                yield f"the ticket for seat {line.seat} is called {line.name}, not one of {sorted(names)}"


def _line(line: Line) -> Iterator[str]:
    """Net and tax add up to the price; the tax is computed from the rate and rounded to the cent (B13)."""
    tax = (line.gross * line.tax_rate / (100 + line.tax_rate)).quantize(CENT, ROUND_HALF_UP)
    if (line.tax, line.net + line.tax) != (tax, line.gross):
        yield f"{line.net} and {line.tax} are not {line.tax_rate} % of {line.gross}"


def _same_total(response: Mapping[str, Any], order: Order) -> Iterator[str]:
    lines = sum((line.gross for line in order.lines), Decimal(0))
    if not Decimal(response["total"]) == order.total == lines or response["currency"] != order.currency:
        total = f"{response['total']} {response['currency']}"
        yield f"returned {total}, the order has {order.total}, its lines {lines}"


def _same_tickets(response: Iterable[Mapping[str, Any]], order: Order) -> Iterator[str]:
    tickets = {(one.seat, one.price, one.type_name, one.code, one.show) for one in order.tickets}
    returned = {
        (one["seat_id"], Decimal(one["price"]), one["ticket_type_name"], one["code"], order.show)
        for one in response
    }
    sold = {(line.seat, line.gross, line.name) for line in order.lines}
    if returned != tickets:
        yield f"returned {sorted(returned - tickets)}, the tickets are {sorted(tickets - returned)}"
    if {ticket[:3] for ticket in tickets} != (sold if order.paid else set()):
        yield f"the tickets of {order.reference} differ from its lines"


def _line_of_page(line: Mapping[str, Any]) -> Line:
    amounts = {name: Decimal(line[name]) for name in ("net", "tax_rate", "tax", "gross")}
    return Line(line["seat_id"], line["ticket_type"], line["ticket_type_name"], **amounts)
