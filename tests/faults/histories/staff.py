"""Staff at work meanwhile: prices, names, taxes, sales, seats, moved and cancelled shows, refunds, doors."""
# ruff: noqa: S603

import json
import random
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import inf
from queue import Empty, SimpleQueue
from typing import Any

from tests.faults.histories.history import Call, Change, Recorder
from tests.faults.histories.programme import DOOMED, MOVING, Programme
from tests.faults.histories.wire import Answer, Wire

OPEN = "from tests.faults.histories.office import serve; serve()"
READY = "ready"
"""What the office says once it is open."""

PATIENCE_SECONDS = 60
AGAIN_SECONDS = 0.2
STAFF = -1
"""Their number among the clients."""

PRICES = ("3.00", "9.00", "12.50", "25.50")
NAMES = {"Adult": ("0", "1"), "Child": ("-4", "-2.50"), "Kid": ("-4", "-3"), "Senior": ("-2",)}
SUPPLEMENTS, TAX_RATES = ("3", "4.50"), ("7.00", "19.00", "0.00")
MOVE_SECONDS = 2.0
"""How long a show that is to move may be off sale, waiting until nobody has a seat."""

SHORT_SECONDS = 0.5
"""How long sales are closed, and a seat is out of service, at most."""


class Office:
    """The process in which the staff's work is done; one deed at a time."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [*command, "manage", "shell", "--no-imports", "--command", OPEN],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lock = threading.Lock()
        while (line := self._line()) != READY:
            assert line, "the office did not open"

    def do(self, deed: str, **about: object) -> dict[str, Any]:
        """Have it done, and hear what came of it (see `office.py`)."""
        with self._lock:
            assert self._process.stdin
            self._process.stdin.write(json.dumps({"deed": deed, **about}) + "\n")
            self._process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._line())
            return answer

    def until_known(self, deed: str, **about: object) -> dict[str, Any]:
        """Have it done, again while nobody knows whether it was; `lost` only if the database stays away."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "lost" in (answer := self.do(deed, **about)) and time.monotonic() < deadline:
            time.sleep(AGAIN_SECONDS)
        return answer

    def close(self) -> None:
        """End the process."""
        with self._process:
            assert self._process.stdin
            self._process.stdin.close()

    def _line(self) -> str:
        assert self._process.stdout
        line: str = self._process.stdout.readline()
        return line.rstrip("\n")


class Staff(threading.Thread):
    """One deed after another, until told to stop; what is closed is opened again."""

    def __init__(
        self,
        office: Office,
        programme: Programme,
        types: list[int],
        *,
        seed: str,
        recorder: Recorder,
        stopping: threading.Event,
        orders: "SimpleQueue[Answer]",
        bought: "SimpleQueue[Answer]",
        pause: float,
        weights: Mapping[str, float],
    ) -> None:
        super().__init__(name="staff", daemon=True)
        self._office, self._programme, self._types = office, programme, types
        self._chance = random.Random(f"{seed} staff")  # noqa: S311 - repeatable, not secret
        self._recorder, self._stopping, self._orders, self._bought = recorder, stopping, orders, bought
        self._pause, self._weights = pause, weights
        self._added: int | None = None
        self._hall = programme.show(MOVING).hall
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Work, and store a failure for the thread that waits for the end."""
        try:
            while not self._stopping.wait(self._pause * (0.5 + self._chance.random())):
                WORK[self._chance.choices([*self._weights], [*self._weights.values()])[0]](self)
        except BaseException as failure:
            self.failure = failure

    def _change(self, deed: str, subject: str, **about: object) -> dict[str, Any]:
        """Change something; record from when it may be so and by when it is. A refusal changes nothing."""
        start = time.monotonic()
        answer = self._office.until_known(deed, **about)
        assert "failed" not in answer, answer["failed"]
        if "refused" not in answer:
            end = inf if "lost" in answer else time.monotonic()
            value = about.get("value")
            self._recorder.add(Change(subject.format(answer.get("done")), value, start, end))
        return answer

    def _price(self) -> None:
        show, price = self._some_show(), self._chance.choice(PRICES)
        self._change("price", f"price of show {show}", show=show, value=price)

    def _ticket_type(self) -> None:
        pk = self._chance.choice([*self._programme.types])
        names = ["Adult"] if pk == min(self._programme.types) else ["Child", "Kid"]
        name = self._chance.choice(names)
        value = [name, self._chance.choice(NAMES[name])]
        self._change("ticket type", f"ticket type {pk}", pk=pk, value=value)

    def _senior(self) -> None:
        """A ticket type that comes and goes."""
        if self._added:
            self._change("delete a type", f"ticket type {self._added}", pk=self._added)
            self._types[:] = [*self._programme.types]
            self._added = None
        else:
            value = ["Senior", NAMES["Senior"][0]]
            venue = self._programme.venue
            self._added = self._change("add a type", "ticket type {}", venue=venue, value=value).get("done")
            self._types[:] = [*self._programme.types, *([self._added] if self._added else [])]

    def _supplement(self) -> None:
        value = self._chance.choice(SUPPLEMENTS)
        self._change("supplement", "supplement", venue=self._programme.venue, value=value)

    def _tax_rate(self) -> None:
        value = self._chance.choice(TAX_RATES)
        self._change("tax rate", "tax rate", venue=self._programme.venue, value=value)

    def _sales(self) -> None:
        show = self._some_show()
        for value in (self._chance.choice(["early", "late"]), "open"):
            self._change("sales", f"sales of show {show}", show=show, value=value)
            time.sleep(self._chance.random() * SHORT_SECONDS)

    def _in_service(self) -> None:
        seat = self._chance.choice(self._programme.seats)
        for value in (False, True):
            self._change("in service", f"service of seat {seat}", seat=seat, value=value)
            time.sleep(self._chance.random() * SHORT_SECONDS)

    def _move(self) -> None:
        """Close sales and wait until nobody has a seat; moved or not, open them again."""
        show = self._programme.show(MOVING).id
        hall = next(hall for hall in self._programme.halls if hall != self._hall)
        self._change("sales", f"sales of show {show}", show=show, value="early")
        deadline = time.monotonic() + MOVE_SECONDS
        while "refused" in self._change("move", f"hall of show {show}", show=show, value=hall):
            if time.monotonic() > deadline or self._stopping.wait(AGAIN_SECONDS):
                break
        else:
            self._hall = hall
        self._change("sales", f"sales of show {show}", show=show, value="open")

    def _cancel(self) -> None:
        show = self._programme.show(DOOMED).id
        self._change("cancel", f"status of show {show}", show=show, value="CANCELLED")

    def _refund(self) -> None:
        with suppress(Empty):
            order = self._orders.get_nowait()
            self._orders.put(order)
            about = {"reference": order["reference"]}
            answer = self._deed("refund", {**about, "show_id": order["show_id"]}, "refund", **about)
            assert "failed" not in answer, answer["failed"]

    def _admit(self) -> None:
        with suppress(Empty):
            page = self._bought.get_nowait()
            show = page.get("show", {}).get("id")
            for ticket in page.get("tickets", []):
                if self._chance.random() < 0.8:
                    about = {"code": ticket["code"], "reference": page["reference"], "show_id": show}
                    self._deed(
                        "admit",
                        about | {"seat_id": ticket["seat_id"]},
                        "admit",
                        code=ticket["code"],
                        show=show,
                    )

    def _deed(self, verb: str, asked: Answer, deed: str, **about: object) -> dict[str, Any]:
        """Something done to an order, recorded as a client's call would be."""
        start = time.monotonic()
        answer = self._office.do(deed, **about)
        status, told = 0, {}
        if "done" in answer:
            status, told = 200, {"released" if verb == "refund" else "verdict": answer["done"]}
        elif "refused" in answer:
            status, told = 409, {"code": answer["refused"]}
        number = next(Wire.operations)
        asked = {**asked, "staff": True}
        self._recorder.add(Call(number, STAFF, verb, asked, start, time.monotonic(), status, told))
        return answer

    def _some_show(self) -> int:
        return self._chance.choice(self._programme.shows).id


WORK: dict[str, Callable[[Staff], None]] = {
    "change a price": Staff._price,
    "change a ticket type": Staff._ticket_type,
    "add or delete a ticket type": Staff._senior,
    "change the supplement": Staff._supplement,
    "change the tax rate": Staff._tax_rate,
    "close sales for a moment": Staff._sales,
    "put a seat out of service for a moment": Staff._in_service,
    "move a show to another hall": Staff._move,
    "cancel a show": Staff._cancel,
    "refund an order": Staff._refund,
    "admit a ticket's bearer": Staff._admit,
}
"""Everything that they do, by name."""
