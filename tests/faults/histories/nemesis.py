"""The nemesis: injects one random fault after another and records each."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

import psycopg

from tests.faults.histories.history import Fault, Recorder
from tests.faults.histories.programme import EXPENSIVE
from tests.faults.histories.proxies import Proxy
from tests.faults.histories.site import Site
from tests.faults.machine import descendants, kill
from tests.faults.test_serve import command_line

Facts = dict[str, object]

STEPS_FORWARD = (3.0, 3.0, 60.0, 60.0, 700.0, 3600.0)
STEPS_BACK = (5.0, 60.0, 700.0, 3600.0)
"""Steps of the database's clock, in seconds."""

WEB_WORKER_INTERVAL_SECONDS = 15.0
"""The shortest time between two kills of web workers."""

PAST_ALL_TIMEOUTS = 3 * 3600.0
"""A step of the database's clock after which every hold and every time limit has expired."""


class Nemesis(threading.Thread):
    """Injects one fault at a time, with a pause after each."""

    def __init__(
        self,
        site: Site,
        recorder: Recorder,
        seed: str,
        stopping: threading.Event,
        *,
        pause: float,
        weights: Mapping[str, float],
    ) -> None:
        super().__init__(name="nemesis", daemon=True)
        self._site, self._recorder, self._stopping = site, recorder, stopping
        self._random = random.Random(f"{seed} nemesis")  # noqa: S311 - repeatable, not secret
        self._pause, self._weights = pause, weights
        self._next_web_worker_kill = 0.0
        self._offset = 0.0
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Inject faults until stopped, then reset the proxies."""
        try:
            while not self._stopping.wait(self._pause * (0.5 + self._random.random())):
                self._inject(self._random.choices([*self._weights], [*self._weights.values()])[0])
        except BaseException as failure:
            self.failure = failure
        for proxy in (self._site.clients, self._site.database):
            proxy.delay, proxy.drops_responses = 0.0, False

    def step_clock(self, seconds: float) -> None:
        """Step the database's clock forward permanently."""
        self._offset += seconds
        self._set_clock(self._offset)

    def _set_clock(self, offset: float) -> None:
        self._record("step the database's clock", lambda: self._step(offset))

    def _inject(self, name: str) -> None:
        self._site.wait_for_database()
        self._record(name, FAULTS[name].__get__(self))

    def _record(self, name: str, fault: Callable[[], Facts]) -> None:
        start = time.monotonic()
        facts = fault()
        self._recorder.add(Fault(name, start, time.monotonic(), facts))

    def _kill_database(self) -> Facts:
        """Kill PostgreSQL like a power cut, and wait until the supervisor restarts it."""
        pid = self._site.machine.server_pid()
        kill(pid)
        self._site.wait_for_database()
        return {"pid": pid}

    def _kill_web_worker(self) -> Facts:
        """Kill a web worker, but rarely: granian exits after several crashes in a row."""
        if time.monotonic() < self._next_web_worker_kill:
            return {"skipped": True}
        self._next_web_worker_kill = time.monotonic() + WEB_WORKER_INTERVAL_SECONDS
        return self._kill([pid for server in self._processes(b"web") for pid in descendants(server)])

    def _kill_worker(self) -> Facts:
        return self._kill(self._processes(b"worker"))

    def _kill_live(self) -> Facts:
        return self._kill(self._processes(b"live"))

    def _processes(self, module: bytes) -> list[int]:
        """The processes of a module, including granian's workers."""
        processes = descendants(self._site.process.pid)
        return [pid for pid in processes if b"matinee.server." + module in command_line(pid)]

    def _kill(self, pids: list[int]) -> Facts:
        """Kill one of the processes. One that is restarting is skipped."""
        if pids:
            with suppress(ProcessLookupError):
                kill(pid := self._random.choice(sorted(pids)))
                return {"pid": pid}
        return {"skipped": True}

    def _cut_clients(self) -> Facts:
        return self._cut(self._site.clients)

    def _cut_database(self) -> Facts:
        return self._cut(self._site.database)

    def _cut(self, proxy: Proxy) -> Facts:
        """Drop responses for a moment, then reset every connection."""
        proxy.drops_responses = True
        time.sleep(seconds := self._random.random() / 2)
        self._site.proxies.cut(proxy)
        proxy.drops_responses = False
        return {"seconds": seconds}

    def _slow_clients(self) -> Facts:
        return self._slow(self._site.clients, 0.5)

    def _slow_database(self) -> Facts:
        return self._slow(self._site.database, 0.05)

    def _slow(self, proxy: Proxy, most: float) -> Facts:
        proxy.delay = self._random.random() * most
        time.sleep(seconds := self._random.random() * 3)
        facts: Facts = {"delay": proxy.delay, "seconds": seconds}
        proxy.delay = 0.0
        return facts

    def _fill_connections(self) -> Facts:
        """Reset the site's connections, then open as many as the server permits."""
        self._site.proxies.cut(self._site.database)
        opened: list[psycopg.Connection[tuple[object, ...]]] = []
        try:
            with suppress(psycopg.OperationalError):
                while len(opened) < 1000:
                    opened.append(self._site.connect())
            time.sleep(1 + self._random.random())
        finally:
            for one in opened:
                one.close()
        return {"connections": len(opened)}

    def _step_clock(self) -> Facts:
        """Step forward permanently, or back for less than a second, as holds last longer meanwhile."""
        if self._random.random() < 0.5:
            self._set_clock(self._offset - self._random.choice(STEPS_BACK))
            time.sleep(self._random.random())
        else:
            self._offset += self._random.choice(STEPS_FORWARD)
        return self._step(self._offset)

    def _step(self, offset: float) -> Facts:
        with self._site.connect() as connection:
            connection.execute("SELECT setval('nemesis.clock_offset', %s)", [int(offset * 1_000_000)])
        return {"offset": offset}

    def _lock_seat_rows(self) -> Facts:
        """Lock rows of seats with plain SQL (B11), and record the database's clock meanwhile."""
        hall = list(self._site.programme.halls[self._site.programme.show(EXPENSIVE).hall])
        count = self._random.choice([1, len(hall)])
        seats = sorted(self._random.sample(hall, count))
        with self._site.connect() as connection, connection.transaction():
            connection.execute("SELECT FROM seat WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [seats])
            since = self._clock(connection)
            time.sleep(0.3 + self._random.random())
            until = self._clock(connection)
            return {"seats": seats, "since": since, "until": until, "before": time.monotonic()}

    def _clock(self, connection: "psycopg.Connection[tuple[object, ...]]") -> object:
        row = connection.execute("SELECT extract(epoch FROM nemesis.clock_timestamp())::float8").fetchone()
        assert row
        return row[0]

    def _truncate_changes(self) -> Facts:
        with self._site.connect() as connection:
            connection.execute("SET lock_timeout = '2s'")
            with suppress(psycopg.errors.LockNotAvailable):
                connection.execute("TRUNCATE seat_change")
        return {}


FAULTS: dict[str, Callable[[Nemesis], Facts]] = {
    "kill the database": Nemesis._kill_database,
    "kill a web worker": Nemesis._kill_web_worker,
    "kill the worker": Nemesis._kill_worker,
    "kill the live process": Nemesis._kill_live,
    "cut the clients off": Nemesis._cut_clients,
    "cut the database off": Nemesis._cut_database,
    "slow the clients down": Nemesis._slow_clients,
    "slow the database down": Nemesis._slow_database,
    "fill the connection limit": Nemesis._fill_connections,
    "step the database's clock": Nemesis._step_clock,
    "lock seat rows": Nemesis._lock_seat_rows,
    "truncate the change table": Nemesis._truncate_changes,
}
"""All faults by name."""
