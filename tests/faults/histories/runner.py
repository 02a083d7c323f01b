"""One run: clients, staff and nemesis for some seconds, then recovery, and the check of the history."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.faults.histories.checker import anomalies
from tests.faults.histories.clients import Client, Workload
from tests.faults.histories.emails import received_emails, wrong_emails
from tests.faults.histories.final_state import FinalState, read_final_state
from tests.faults.histories.history import History, Recorder
from tests.faults.histories.nemesis import FAULTS, PAST_ALL_TIMEOUTS, Nemesis
from tests.faults.histories.recording_client import Json
from tests.faults.histories.site import Site
from tests.faults.histories.staff import STAFF_ACTIONS, Staff, StaffProcess

CLIENTS, HOLD_SECONDS = 8, 2
SETTLE_SECONDS = 120
EMAIL_SECONDS = 10
FAULT_WEIGHTS = {
    **dict.fromkeys(FAULTS, 1),
    "step the database's clock": 4,
    "kill the database": 2,
    "cut the clients off": 3,
}
ENVIRON = {"HOLD_SECONDS": str(HOLD_SECONDS), "LOCK_WAIT_MS": "2000", "WRONG_CLOCK_HOURS": "12"}
UNHANDLED_EXCEPTION = "Internal Server Error"
"""What Django logs for an unhandled exception."""

DEFAULT_WORKLOAD = Workload()
STAFF_WEIGHTS = {
    **dict.fromkeys(STAFF_ACTIONS, 1),
    "change a price": 3,
    "refund an order": 2,
    "admit a ticket": 3,
    "cancel a show": 0.2,
}


@dataclass(frozen=True)
class RunResult:
    """The history, the final state and the anomalies of a run."""

    seed: str
    path: Path
    history: History
    final: FinalState
    anomalies: list[str]

    def report(self) -> str:
        """A summary of operations, changes, faults and anomalies as text."""
        outcomes = Counter((call.verb, _outcome(call.status, call.response)) for call in self.history.calls)
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
        paid = sum(order.paid for order in self.final.orders)
        lines += [f"{len(self.final.orders)} orders, {paid} of them paid"]
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
    weights: Mapping[str, float] = FAULT_WEIGHTS,
    staff_weights: Mapping[str, float] = STAFF_WEIGHTS,
    workload: Workload = DEFAULT_WORKLOAD,
    latency: float = 0.0,
) -> RunResult:
    """Run clients, staff and nemesis for this time, then check the history.

    `latency` delays the connections to the database during the whole run, which makes races more likely.
    """
    programme = site.programme
    recorder = Recorder(path, {"hold_seconds": HOLD_SECONDS, "seed": seed, "programme": programme.facts()})
    staff_process = StaffProcess(site.machine.command(), site.machine.environment())
    site.database.delay = latency
    stop_clients, stop_others = threading.Event(), threading.Event()
    abandoned_orders: SimpleQueue[Json] = SimpleQueue()
    booked_orders: SimpleQueue[Json] = SimpleQueue()
    types = [*programme.types]
    nemesis = Nemesis(site, recorder, seed, stop_others, pause=pause, weights=weights)
    staff = Staff(
        staff_process,
        programme,
        types,
        seed=seed,
        recorder=recorder,
        stopping=stop_others,
        orders=abandoned_orders,
        booked_orders=booked_orders,
        pause=pause,
        weights=staff_weights,
    )
    clients = [
        Client(
            number,
            url=site.clients.url,
            programme=programme,
            types=types,
            workload=workload,
            seed=seed,
            recorder=recorder,
            stopping=stop_clients,
            abandoned_orders=abandoned_orders,
            booked_orders=booked_orders,
        )
        for number in range(CLIENTS)
    ]
    nemesis.step_clock(0)
    for thread in (nemesis, staff, *clients):
        thread.start()
    time.sleep(seconds)
    stop_others.set()
    for thread in (nemesis, staff):
        thread.join(SETTLE_SECONDS)
        if thread.failure:
            raise thread.failure
    site.wait_for_database()
    stop_clients.set()
    nemesis.step_clock(PAST_ALL_TIMEOUTS)
    found = []
    deadline = time.monotonic() + SETTLE_SECONDS
    while any(client.is_alive() for client in clients) and time.monotonic() < deadline:
        found += _finish(staff_process)
        time.sleep(0.2)
    found += [f"{client.name} never got a response" for client in clients if client.is_alive()]
    # Operations that began after the first of these steps have new time limits.
    nemesis.step_clock(PAST_ALL_TIMEOUTS)
    found += _finish(staff_process)
    staff_process.close()
    _wait_for_emails(site)
    history = recorder.history()
    recorder.close()
    end = time.monotonic()
    final = read_final_state(site.administrator, [show.id for show in programme.shows])
    found += anomalies(history, final, end) + _unhandled_exceptions(site.log)
    found += wrong_emails(final, programme, received_emails(site.mailbox))
    return RunResult(seed, path, history, final, sorted({*found}, key=found.index))


def _finish(staff_process: StaffProcess) -> list[str]:
    """Reconcile interrupted orders, as the worker does each minute. All time limits have expired."""
    outcome = staff_process.do_until_known("finish")
    return [] if "done" in outcome else [f"The reconciler stopped: {outcome}"]


def _wait_for_emails(site: Site) -> None:
    """Wait until the worker has sent the due emails. Retries of failed emails are later than this wait."""
    deadline = time.monotonic() + EMAIL_SECONDS
    while site.has_unsent_emails() and time.monotonic() < deadline:
        time.sleep(0.1)


def _outcome(status: int, response: Mapping[str, object]) -> str:
    return f"{status or 'unknown'} {response.get('code', '')}".strip()


def _unhandled_exceptions(log: Path) -> list[str]:
    return [
        f"The log contains: {line}"
        for line in log.read_text(errors="replace").splitlines()
        if UNHANDLED_EXCEPTION in line
    ]
