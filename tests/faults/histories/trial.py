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
from tests.faults.histories.clients import Client, Habits
from tests.faults.histories.history import History, Recorder
from tests.faults.histories.mails import mails_in, wrong_mails
from tests.faults.histories.nemesis import AFTER_ALL, FAULTS, Nemesis
from tests.faults.histories.site import Site
from tests.faults.histories.staff import WORK, Office, Staff
from tests.faults.histories.wire import Answer

CLIENTS, HOLD_SECONDS = 8, 2
PEACE_SECONDS = 120
MAIL_SECONDS = 10
EVERYTHING = {
    **dict.fromkeys(FAULTS, 1),
    "step the database's clock": 4,
    "kill the database": 2,
    "cut the clients off": 3,
}
ENVIRON = {"HOLD_SECONDS": str(HOLD_SECONDS), "LOCK_WAIT_MS": "2000", "WRONG_CLOCK_HOURS": "12"}
UNFORESEEN = "Internal Server Error"
"""What Django logs where nobody foresaw an exception."""

EVERY_HABIT = Habits()
STAFF = {
    **dict.fromkeys(WORK, 1),
    "change a price": 3,
    "refund an order": 2,
    "admit a ticket's bearer": 3,
    "cancel a show": 0.2,
}


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
        changes = Counter(change.subject.partition(" of ")[0] for change in self.history.changes)
        lines += [
            f"{sum(changes.values())} changes by staff",
            *(f"  {name:37} {count:6}" for name, count in sorted(changes.items())),
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
    weights: Mapping[str, float] = EVERYTHING,
    staff_weights: Mapping[str, float] = STAFF,
    habits: Habits = EVERY_HABIT,
    latency: float = 0.0,
) -> Verdict:
    """Let it happen for so many seconds, and judge it.

    `latency` slows the way to the database down throughout, which makes races wider.
    """
    programme = site.programme
    recorder = Recorder(path, {"hold_seconds": HOLD_SECONDS, "seed": seed, "programme": programme.facts()})
    office = Office(site.machine.command(), site.machine.environment())
    site.database.delay = latency
    stop_clients, stop_others = threading.Event(), threading.Event()
    left_behind: SimpleQueue[Answer] = SimpleQueue()
    bought: SimpleQueue[Answer] = SimpleQueue()
    types = [*programme.types]
    nemesis = Nemesis(site, recorder, seed, stop_others, pause=pause, weights=weights)
    staff = Staff(
        office,
        programme,
        types,
        seed=seed,
        recorder=recorder,
        stopping=stop_others,
        orders=left_behind,
        bought=bought,
        pause=pause,
        weights=staff_weights,
    )
    clients = [
        Client(
            number,
            url=site.clients.url,
            programme=programme,
            types=types,
            habits=habits,
            seed=seed,
            recorder=recorder,
            stopping=stop_clients,
            left_behind=left_behind,
            bought=bought,
        )
        for number in range(CLIENTS)
    ]
    nemesis.step_clock(0)
    for thread in (nemesis, staff, *clients):
        thread.start()
    time.sleep(seconds)
    stop_others.set()
    for thread in (nemesis, staff):
        thread.join(PEACE_SECONDS)
        if thread.failure:
            raise thread.failure
    site.wait_for_database()
    stop_clients.set()
    nemesis.step_clock(AFTER_ALL)
    found = []
    deadline = time.monotonic() + PEACE_SECONDS
    while any(client.is_alive() for client in clients) and time.monotonic() < deadline:
        found += _finish(office)
        time.sleep(0.2)
    found += [f"{client.name} never got an answer" for client in clients if client.is_alive()]
    # What they began after the first of these steps has time limits of its own.
    nemesis.step_clock(AFTER_ALL)
    found += _finish(office)
    office.close()
    _wait_for_mails(site)
    history = recorder.history()
    recorder.close()
    end = time.monotonic()
    books = read_books(site.administrator, [show.id for show in programme.shows])
    found += anomalies(history, books, end) + _unforeseen(site.log)
    found += wrong_mails(books, programme, mails_in(site.mailbox))
    return Verdict(seed, path, history, books, sorted({*found}, key=found.index))


def _finish(office: Office) -> list[str]:
    """Have what was cut off finished, as the worker does each minute. All time limits have run out."""
    answer = office.until_known("finish")
    return [] if "done" in answer else [f"The reconciler stopped: {answer}"]


def _wait_for_mails(site: Site) -> None:
    """Let the worker send what it has begun to send; what failed waits longer than we do."""
    deadline = time.monotonic() + MAIL_SECONDS
    while site.unsent_mails() and time.monotonic() < deadline:
        time.sleep(0.1)


def _outcome(status: int, answer: Mapping[str, object]) -> str:
    return f"{status or 'unknown'} {answer.get('code', '')}".strip()


def _unforeseen(log: Path) -> list[str]:
    return [
        f"The log says: {line}" for line in log.read_text(errors="replace").splitlines() if UNFORESEEN in line
    ]
