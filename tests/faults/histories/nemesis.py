"""What goes wrong: one thing after another, each at a moment drawn by lot, each recorded."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

import psycopg

from tests.faults.histories.history import Fault, Recorder
from tests.faults.histories.links import Link
from tests.faults.histories.programme import DEAR
from tests.faults.histories.site import Site
from tests.faults.machine import descendants, kill
from tests.faults.test_serve import command_line

Facts = dict[str, object]

STEPS_ON = (3.0, 3.0, 60.0, 60.0, 700.0, 3600.0)
STEPS_BACK = (5.0, 60.0, 700.0, 3600.0)
"""How far the database's clock is stepped, in seconds."""

BETWEEN_WEB_WORKERS = 15.0
"""Seconds from the death of a web worker to that of the next."""

AFTER_ALL = 3 * 3600.0
"""A step of the database's clock after which every hold and every patience has run out."""


class Nemesis(threading.Thread):
    """Breaks one thing at a time, and lets some seconds pass in between."""

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
        self._chance = random.Random(f"{seed} nemesis")  # noqa: S311 - repeatable, not secret
        self._pause, self._weights = pause, weights
        self._web_is_spared_until = 0.0
        self._offset = 0.0
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Go on until told to stop; then put all right again."""
        try:
            while not self._stopping.wait(self._pause * (0.5 + self._chance.random())):
                self._do(self._chance.choices([*self._weights], [*self._weights.values()])[0])
        except BaseException as failure:
            self.failure = failure
        for link in (self._site.clients, self._site.database):
            link.delay, link.is_deaf = 0.0, False

    def step_clock(self, seconds: float) -> None:
        """Step the database's clock on for good."""
        self._offset += seconds
        self._set_clock(self._offset)

    def _set_clock(self, offset: float) -> None:
        self._record("step the database's clock", lambda: self._step(offset))

    def _do(self, name: str) -> None:
        self._site.wait_for_database()
        self._record(name, FAULTS[name].__get__(self))

    def _record(self, name: str, deed: Callable[[], Facts]) -> None:
        start = time.monotonic()
        facts = deed()
        self._recorder.add(Fault(name, start, time.monotonic(), facts))

    def _kill_database(self) -> Facts:
        """As a power cut of its machine would; the supervisor brings it back."""
        pid = self._site.machine.server_pid()
        kill(pid)
        self._site.wait_for_database()
        return {"pid": pid}

    def _kill_web_worker(self) -> Facts:
        """Seldom: granian takes deaths in a row for a crash loop, and ends; then the site does."""
        if time.monotonic() < self._web_is_spared_until:
            return {"spared": True}
        self._web_is_spared_until = time.monotonic() + BETWEEN_WEB_WORKERS
        return self._kill([pid for server in self._parts(b"web") for pid in descendants(server)])

    def _kill_worker(self) -> Facts:
        return self._kill(self._parts(b"worker"))

    def _kill_live(self) -> Facts:
        return self._kill(self._parts(b"live"))

    def _parts(self, module: bytes) -> list[int]:
        """The processes of that module; of granian also its workers."""
        below = descendants(self._site.process.pid)
        return [pid for pid in below if b"matinee.server." + module in command_line(pid)]

    def _kill(self, pids: list[int]) -> Facts:
        """Kill one of them; one that is about to be started again is spared."""
        if pids:
            with suppress(ProcessLookupError):
                kill(pid := self._chance.choice(sorted(pids)))
                return {"pid": pid}
        return {"spared": True}

    def _cut_clients(self) -> Facts:
        return self._cut(self._site.clients)

    def _cut_database(self) -> Facts:
        return self._cut(self._site.database)

    def _cut(self, link: Link) -> Facts:
        """Lose answers for a moment, then every connection."""
        link.is_deaf = True
        time.sleep(deaf := self._chance.random() / 2)
        self._site.cables.cut(link)
        link.is_deaf = False
        return {"deaf": deaf}

    def _slow_clients(self) -> Facts:
        return self._slow(self._site.clients, 0.5)

    def _slow_database(self) -> Facts:
        return self._slow(self._site.database, 0.05)

    def _slow(self, link: Link, most: float) -> Facts:
        link.delay = self._chance.random() * most
        time.sleep(seconds := self._chance.random() * 3)
        facts: Facts = {"delay": link.delay, "seconds": seconds}
        link.delay = 0.0
        return facts

    def _fill_connections(self) -> Facts:
        """Take every connection that the server gives, after cutting those that the site has."""
        self._site.cables.cut(self._site.database)
        taken: list[psycopg.Connection[tuple[object, ...]]] = []
        try:
            with suppress(psycopg.OperationalError):
                while len(taken) < 1000:
                    taken.append(self._site.connect())
            time.sleep(1 + self._chance.random())
        finally:
            for one in taken:
                one.close()
        return {"connections": len(taken)}

    def _step_clock(self) -> Facts:
        """On for good; back for a moment only, as holds made before stand until the clock is there again."""
        if self._chance.random() < 0.5:
            self._set_clock(self._offset - self._chance.choice(STEPS_BACK))
            time.sleep(self._chance.random())
        else:
            self._offset += self._chance.choice(STEPS_ON)
        return self._step(self._offset)

    def _step(self, offset: float) -> Facts:
        with self._site.connect() as connection:
            connection.execute("SELECT setval('nemesis.clock_offset', %s)", [int(offset * 1_000_000)])
        return {"offset": offset}

    def _hoard_seats(self) -> Facts:
        """Have seats' rows locked, as plain SQL may (B11), and note the database's clock meanwhile."""
        hall = list(self._site.programme.halls[self._site.programme.show(DEAR).hall])
        count = self._chance.choice([1, len(hall)])
        seats = sorted(self._chance.sample(hall, count))
        with self._site.connect() as connection, connection.transaction():
            connection.execute("SELECT FROM seat WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [seats])
            since = self._clock(connection)
            time.sleep(0.3 + self._chance.random())
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
    "hoard seats": Nemesis._hoard_seats,
    "truncate the change table": Nemesis._truncate_changes,
}
"""Everything that it can do, by name."""
