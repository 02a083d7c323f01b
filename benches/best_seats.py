"""The CPU time of proposing the best seats: `python -m benches.best_seats`

Halls of 420 and of 5,000 seats in many states, parties of one to ten people, with and without a
requested seat. Neither database nor HTTP.
"""

import gc
import os
import time
from itertools import cycle, islice
from typing import TYPE_CHECKING

import django

from benches.rig.report import Report
from benches.rig.rounds import ROUNDS, Spread

if TYPE_CHECKING:
    from matinee.booking.best_seats.geometry import Place

HALLS = {"420 seats": (21, 1), "5,000 seats": (50, 5)}
"""Rows, and how often the pattern of 20 seats is repeated in each."""

STATES = {
    "empty": ["s" * 20],
    "every second seat free": ["sx" * 10],
    "checkerboard": ["sx" * 10, "xs" * 10],
    "every third seat free": ["sxx" * 6 + "sx"],
    "pairs free": ["ssx" * 6 + "ss"],
    "nines free": ["sssssssssx" * 2],
    "a few free": ["x" * 20, "xxxxxxsxxxxxxxxxxxxs"],
    "one row free": ["s" * 20, *["x" * 20] * 20],
    "sold out": ["x" * 20],
}
"""Rows that are repeated up to the end of the hall."""


def main() -> None:
    """Measure each state; report the slowest party."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.server.config.settings")
    django.setup()
    report = Report("best_seats")
    for name, (rows, times) in HALLS.items():
        for state, patterns in STATES.items():
            hall = _hall([pattern * times for pattern in islice(cycle(patterns), rows)])
            report.figure(f"{name}, {state}", Spread.of([_slowest(hall) for _ in range(ROUNDS)]), "ms")


def _hall(drawn: list[str]) -> "list[Place]":
    """The seats of a drawn hall without aisles."""
    from matinee.booking.best_seats.geometry import Place

    signs = [(row, column, sign) for row, line in enumerate(drawn) for column, sign in enumerate(line)]
    return [
        Place(number, f"{row:02}", column + 1, "standard", float(column), float(row), sign == "s")
        for number, (row, column, sign) in enumerate(signs, start=1)
    ]


def _slowest(hall: "list[Place]") -> float:
    """The CPU time of the slowest request, in ms, without garbage collection."""
    from matinee.booking.best_seats.propose import best_seats

    times = []
    gc.collect()
    gc.disable()
    for near in (None, hall[0], hall[len(hall) // 3]):
        for count in range(1, 11):
            began = time.process_time()
            best_seats(hall, count, near)
            times.append(1000 * (time.process_time() - began))
    gc.enable()
    return max(times)


if __name__ == "__main__":
    main()
