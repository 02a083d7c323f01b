"""Reads while 100 writers request one locked seat: `python -m benches.contention`

Another session holds the lock of the seat's row, so each writer that reaches it waits. Rounds without and
with writers alternate.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import httpx

from benches.rig.load import Load, read, start_wrk
from benches.rig.report import Report
from benches.rig.rounds import Rounds, Spread
from benches.rig.site import Site, open_site
from benches.rig.stock import SEATS, Stock, make_stock

READERS, WRITERS, SECONDS = 16, 100, 3
WRITE_SECONDS = SECONDS + 5
"""The writers start before the readers and end after them."""

ALONE, CONTENDED = "without writers", f"with {WRITERS} writers"


class Writers:
    """Clients that request one locked seat; their responses by status, and the response times."""

    def __init__(self, site: Site, stock: Stock) -> None:
        self._site = site
        self._seats = iter(range(stock.first_seat, stock.first_seat + SEATS))
        self._show = stock.first_show
        self.statuses: Counter[str] = Counter()
        self.p50: list[float] = []
        self.p99: list[float] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the writers during the block, on a seat that no earlier round used."""
        show, seat = self._show, next(self._seats)
        with self._site.connect() as locker, locker.transaction():
            locker.execute("SELECT 1 FROM seat WHERE id = %s FOR UPDATE", (seat,))
            wrk = start_wrk(
                self._site.url, "contention", show, seat, token_hex(), clients=WRITERS, seconds=WRITE_SECONDS
            )
            self._wait_for_lock_waiter()
            yield
            assert wrk.poll() is None, "the writers ended before the readers"
            result = json.loads(wrk.communicate()[0].splitlines()[-1])
        self.p50.append(result.pop("p50_ms"))
        self.p99.append(result.pop("p99_ms"))
        del result["seconds"]
        self.statuses.update(result)

    def _wait_for_lock_waiter(self) -> None:
        with self._site.connect() as database:
            waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            while not database.execute(waiting).fetchone():
                continue


def main() -> None:
    """Measure on a new site."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        report = Report("contention", site)
        writers = Writers(site, stock)
        path = f"/api/hall-layout/{stock.first_show + 1}/"

        def read_map() -> Load:
            return read(site.url + path, clients=READERS, seconds=SECONDS)

        def read_map_with_writers() -> Load:
            with writers.running():
                return read_map()

        rounds = Rounds({"web": site.web})
        rounds.run({ALONE: read_map, CONTENDED: read_map_with_writers}, lambda: _drain(site, path))
        for name in rounds.of:
            report.figure(f"maps read {name}", rounds.rate(name), "per second")
            report.figure(f"maps read {name}, p99", rounds.latency(name, "p99_ms"), "ms")
        report.figure(
            "reads with writers, relative to reads alone",
            rounds.ratio(CONTENDED, ALONE),
            goal="contended reads",
        )
        report.figure(f"response time of {WRITERS} writers, p50", Spread.of(writers.p50), "ms")
        report.figure(f"response time of {WRITERS} writers, p99", Spread.of(writers.p99), "ms")
        counts = ", ".join(f"{number} × {status}" for status, number in sorted(writers.statuses.items()))
        report.note(f"responses to the writers: {counts or 'none'}")


def _drain(site: Site, path: str) -> None:
    """Wait until the writers' last requests are answered: each worker answers these reads after them."""
    for _ in range(READERS):
        httpx.get(site.url + path, timeout=60).raise_for_status()


if __name__ == "__main__":
    main()
