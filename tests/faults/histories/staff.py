"""Random actions of staff: prices, taxes, sales, seats, moved and cancelled shows, refunds, admissions."""
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
from tests.faults.histories.programme import CANCELLED, MOVED, Programme
from tests.faults.histories.recording_client import Json, RecordingClient

START = "from tests.faults.histories.staff_process import serve; serve()"
READY = "ready"
"""The first line that the process prints."""

TIMEOUT_SECONDS = 60
RETRY_SECONDS = 0.2
STAFF = -1
"""The client number of staff."""

PRICES = ("3.00", "9.00", "12.50", "25.50")
NAMES = {"Adult": ("0", "1"), "Child": ("-4", "-2.50"), "Kid": ("-4", "-3"), "Senior": ("-2",)}
SUPPLEMENTS, TAX_RATES = ("3", "4.50"), ("7.00", "19.00", "0.00")
MOVE_SECONDS = 2.0
"""How long a show may be off sale while its move waits until no seat is held or sold."""

SHORT_SECONDS = 0.5
"""The longest time that sales are closed or a seat is out of service."""


class StaffProcess:
    """A process of the site that executes the actions of staff, one at a time."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [*command, "manage", "shell", "--no-imports", "--command", START],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lock = threading.Lock()
        while (line := self._line()) != READY:
            assert line, "the process did not start"

    def do(self, action: str, **about: object) -> dict[str, Any]:
        """Execute an action and return its result (see `staff_process.py`)."""
        with self._lock:
            assert self._process.stdin
            self._process.stdin.write(json.dumps({"action": action, **about}) + "\n")
            self._process.stdin.flush()
            result: dict[str, Any] = json.loads(self._line())
            return result

    def do_until_known(self, action: str, **about: object) -> dict[str, Any]:
        """Repeat an action while its result is `lost`; return `lost` only after the time limit."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while "lost" in (result := self.do(action, **about)) and time.monotonic() < deadline:
            time.sleep(RETRY_SECONDS)
        return result

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
    """Executes random actions until stopped; sales and seats are always reopened."""

    def __init__(
        self,
        staff_process: StaffProcess,
        programme: Programme,
        types: list[int],
        *,
        seed: str,
        recorder: Recorder,
        stopping: threading.Event,
        orders: "SimpleQueue[Json]",
        booked_orders: "SimpleQueue[Json]",
        pause: float,
        weights: Mapping[str, float],
    ) -> None:
        super().__init__(name="staff", daemon=True)
        self._process, self._programme, self._types = staff_process, programme, types
        self._random = random.Random(f"{seed} staff")  # noqa: S311 - repeatable, not secret
        self._recorder, self._stopping, self._orders, self._booked_orders = (
            recorder,
            stopping,
            orders,
            booked_orders,
        )
        self._pause, self._weights = pause, weights
        self._added_type: int | None = None
        self._hall = programme.show(MOVED).hall
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Execute random actions. Store an exception for the main thread."""
        try:
            while not self._stopping.wait(self._pause * (0.5 + self._random.random())):
                STAFF_ACTIONS[self._random.choices([*self._weights], [*self._weights.values()])[0]](self)
        except BaseException as failure:
            self.failure = failure

    def _change(self, action: str, subject: str, **about: object) -> dict[str, Any]:
        """Change a setting, and record the interval in which it took effect. A rejection changes nothing."""
        start = time.monotonic()
        result = self._process.do_until_known(action, **about)
        assert "failed" not in result, result["failed"]
        if "rejected" not in result:
            end = inf if "lost" in result else time.monotonic()
            value = about.get("value")
            self._recorder.add(Change(subject.format(result.get("done")), value, start, end))
        return result

    def _price(self) -> None:
        show, price = self._random_show(), self._random.choice(PRICES)
        self._change("price", f"price of show {show}", show=show, value=price)

    def _ticket_type(self) -> None:
        pk = self._random.choice([*self._programme.types])
        names = ["Adult"] if pk == min(self._programme.types) else ["Child", "Kid"]
        name = self._random.choice(names)
        value = [name, self._random.choice(NAMES[name])]
        self._change("ticket type", f"ticket type {pk}", pk=pk, value=value)

    def _add_or_delete_type(self) -> None:
        """Add a ticket type, or delete the one that was added."""
        if self._added_type:
            self._change("delete a type", f"ticket type {self._added_type}", pk=self._added_type)
            self._types[:] = [*self._programme.types]
            self._added_type = None
        else:
            value = ["Senior", NAMES["Senior"][0]]
            venue = self._programme.venue
            self._added_type = self._change("add a type", "ticket type {}", venue=venue, value=value).get(
                "done"
            )
            self._types[:] = [*self._programme.types, *([self._added_type] if self._added_type else [])]

    def _supplement(self) -> None:
        value = self._random.choice(SUPPLEMENTS)
        self._change("supplement", "supplement", venue=self._programme.venue, value=value)

    def _tax_rate(self) -> None:
        value = self._random.choice(TAX_RATES)
        self._change("tax rate", "tax rate", venue=self._programme.venue, value=value)

    def _sales(self) -> None:
        show = self._random_show()
        for value in (self._random.choice(["early", "late"]), "open"):
            self._change("sales", f"sales of show {show}", show=show, value=value)
            time.sleep(self._random.random() * SHORT_SECONDS)

    def _in_service(self) -> None:
        seat = self._random.choice(self._programme.seats)
        for value in (False, True):
            self._change("in service", f"service of seat {seat}", seat=seat, value=value)
            time.sleep(self._random.random() * SHORT_SECONDS)

    def _move(self) -> None:
        """Close sales, move the show once no seat is held or sold, and reopen sales, moved or not."""
        show = self._programme.show(MOVED).id
        hall = next(hall for hall in self._programme.halls if hall != self._hall)
        self._change("sales", f"sales of show {show}", show=show, value="early")
        deadline = time.monotonic() + MOVE_SECONDS
        while "rejected" in self._change("move", f"hall of show {show}", show=show, value=hall):
            if time.monotonic() > deadline or self._stopping.wait(RETRY_SECONDS):
                break
        else:
            self._hall = hall
        self._change("sales", f"sales of show {show}", show=show, value="open")

    def _cancel(self) -> None:
        show = self._programme.show(CANCELLED).id
        self._change("cancel", f"status of show {show}", show=show, value="CANCELLED")

    def _refund(self) -> None:
        with suppress(Empty):
            order = self._orders.get_nowait()
            self._orders.put(order)
            about = {"reference": order["reference"]}
            result = self._act_on_order("refund", {**about, "show_id": order["show_id"]}, "refund", **about)
            assert "failed" not in result, result["failed"]

    def _admit(self) -> None:
        with suppress(Empty):
            page = self._booked_orders.get_nowait()
            show = page.get("show", {}).get("id")
            for ticket in page.get("tickets", []):
                if self._random.random() < 0.8:
                    about = {"code": ticket["code"], "reference": page["reference"], "show_id": show}
                    self._act_on_order(
                        "admit",
                        about | {"seat_id": ticket["seat_id"]},
                        "admit",
                        code=ticket["code"],
                        show=show,
                    )

    def _act_on_order(self, verb: str, request: Json, action: str, **about: object) -> dict[str, Any]:
        """Execute an action on an order, and record it like a client's call."""
        start = time.monotonic()
        result = self._process.do(action, **about)
        status, response = 0, {}
        if "done" in result:
            status, response = 200, {"released" if verb == "refund" else "verdict": result["done"]}
        elif "rejected" in result:
            status, response = 409, {"code": result["rejected"]}
        number = next(RecordingClient.operations)
        request = {**request, "staff": True}
        self._recorder.add(Call(number, STAFF, verb, request, start, time.monotonic(), status, response))
        return result

    def _random_show(self) -> int:
        return self._random.choice(self._programme.shows).id


STAFF_ACTIONS: dict[str, Callable[[Staff], None]] = {
    "change a price": Staff._price,
    "change a ticket type": Staff._ticket_type,
    "add or delete a ticket type": Staff._add_or_delete_type,
    "change the supplement": Staff._supplement,
    "change the tax rate": Staff._tax_rate,
    "close sales for a moment": Staff._sales,
    "put a seat out of service for a moment": Staff._in_service,
    "move a show to another hall": Staff._move,
    "cancel a show": Staff._cancel,
    "refund an order": Staff._refund,
    "admit a ticket": Staff._admit,
}
"""All actions by name."""
