"""One run: clients and nemesis for some seconds, then peace, the books, and the verdict."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.faults.histories.books import Books, read_books
from tests.faults.histories.checker import anomalies
from tests.faults.histories.clients import Client
from tests.faults.histories.history import History, Recorder
from tests.faults.histories.nemesis import AFTER_ALL, FAULTS, Nemesis
from tests.faults.histories.site import Site

CLIENTS, HOLD_SECONDS = 8, 2
PEACE_SECONDS = 120
EVERYTHING = {
    **dict.fromkeys(FAULTS, 1),
    "step the database's clock": 4,
    "kill the database": 2,
    "cut the clients off": 3,
}
ENVIRON = {"HOLD_SECONDS": str(HOLD_SECONDS), "LOCK_WAIT_MS": "2000", "WRONG_CLOCK_HOURS": "12"}
UNFORESEEN = "Internal Server Error"
"""What Django logs where nobody foresaw an exception."""

RECONCILE = """
from matinee.checkout.reconciling import reconcile
for _ in range(10):
    if not reconcile():
        break
"""


@dataclass(frozen=True)
class Verdict:
    """What was found."""

    seed: str
    path: Path
    history: History
    books: Books
    anomalies: list[str]

    def report(self) -> str:
        """How much was done and broken, and what was found, for people."""
        outcomes = Counter((call.verb, _outcome(call.status, call.answer)) for call in self.history.calls)
        faults = Counter(fault.name for fault in self.history.faults)
        lines = [f"{len(self.history.operations())} operations in {len(self.history.calls)} calls"]
        lines += [f"  {verb:8} {outcome:28} {count:6}" for (verb, outcome), count in sorted(outcomes.items())]
        lines += [
            f"{sum(faults.values())} faults",
            *(f"  {name:37} {count:6}" for name, count in sorted(faults.items())),
        ]
        paid = sum(order.paid for order in self.books.orders)
        lines += [f"{len(self.books.orders)} orders, {paid} of them paid"]
        lines += [f"Seed {self.seed}, history in {self.path}"]
        lines += [f"Anomalies: {len(self.anomalies) or 'none'}", *(f"  {one}" for one in self.anomalies)]
        return "\n".join(lines)


def run(
    site: Site,
    *,
    seconds: float,
    seed: str,
    path: Path,
    pause: float = 1.0,
    weights: Mapping[str, int] = EVERYTHING,
    latency: float = 0.0,
) -> Verdict:
    """Let it happen for so many seconds, and judge it.

    `latency` slows the way to the database down throughout, which makes races wider.
    """
    recorder = Recorder(path, {"hold_seconds": HOLD_SECONDS, "seats": site.seats, "seed": seed})
    site.database.delay = latency
    stop_clients, stop_nemesis = threading.Event(), threading.Event()
    left_behind: SimpleQueue[Mapping[str, object]] = SimpleQueue()
    nemesis = Nemesis(site, recorder, seed, stop_nemesis, pause=pause, weights=weights)
    clients = [
        Client(
            number,
            url=site.clients.url,
            show=site.show,
            seats=site.seats,
            seed=seed,
            recorder=recorder,
            stopping=stop_clients,
            left_behind=left_behind,
        )
        for number in range(CLIENTS)
    ]
    nemesis.step_clock(0)
    for thread in (nemesis, *clients):
        thread.start()
    time.sleep(seconds)
    stop_nemesis.set()
    nemesis.join(PEACE_SECONDS)
    if nemesis.failure:
        raise nemesis.failure
    site.wait_for_database()
    stop_clients.set()
    nemesis.step_clock(AFTER_ALL)
    deadline = time.monotonic() + PEACE_SECONDS
    while any(client.is_alive() for client in clients) and time.monotonic() < deadline:
        finish(site)
    unanswered = [client.name for client in clients if client.is_alive()]
    # What they began after the first of these steps has time limits of its own.
    nemesis.step_clock(AFTER_ALL)
    finish(site)
    history = recorder.history()
    recorder.close()
    end = time.monotonic()
    books = read_books(site.administrator, site.show)
    found = [f"{name} never got an answer" for name in unanswered]
    found += anomalies(history, books, end) + _unforeseen(site.log)
    return Verdict(seed, path, history, books, found)


def finish(site: Site) -> None:
    """Have what was cut off finished, as the worker does each minute. All time limits have run out."""
    done = site.machine.matinee("manage", "shell", "--no-imports", "--command", RECONCILE)
    assert done.returncode == 0, done.stderr


def _outcome(status: int, answer: Mapping[str, object]) -> str:
    return f"{status or 'unknown'} {answer.get('code', '')}".strip()


def _unforeseen(log: Path) -> list[str]:
    return [
        f"The log says: {line}" for line in log.read_text(errors="replace").splitlines() if UNFORESEEN in line
    ]
