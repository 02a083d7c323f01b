"""What is left for readers while a hundred writers storm one stuck seat? `python -m benches.storm`

Somebody's session holds the seat's row locked, so each writer that gets to it waits. Rounds in peace and in
the storm take turns.
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
STORM_SECONDS = SECONDS + 5
"""From before the readers begin until after they ended."""

IDLE, STORM = "in peace", "in the storm"


class Writers:
    """The storm: what its answers were, and how long they took."""

    def __init__(self, site: Site, stock: Stock) -> None:
        self._site = site
        self._places = iter(range(stock.first_seat, stock.first_seat + SEATS))
        self._show = stock.first_show
        self.statuses: Counter[str] = Counter()
        self.p50: list[float] = []
        self.p99: list[float] = []

    @contextmanager
    def storm(self) -> Iterator[None]:
        """Blow from before the block until after it."""
        show, seat = self._show, next(self._places)
        with self._site.connect() as stuck, stuck.transaction():
            stuck.execute("SELECT 1 FROM seat WHERE id = %s FOR UPDATE", (seat,))
            wrk = start_wrk(
                self._site.url, "storm", show, seat, token_hex(), clients=WRITERS, seconds=STORM_SECONDS
            )
            self._wait_until_somebody_waits()
            yield
            assert wrk.poll() is None, "the storm was over too soon"
            said = json.loads(wrk.communicate()[0].splitlines()[-1])
        self.p50.append(said.pop("p50_ms"))
        self.p99.append(said.pop("p99_ms"))
        del said["seconds"]
        self.statuses.update(said)

    def _wait_until_somebody_waits(self) -> None:
        with self._site.connect() as database:
            waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            while not database.execute(waiting).fetchone():
                continue


def main() -> None:
    """Measure on a site of our own."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        report = Report("storm", site)
        writers = Writers(site, stock)
        path = f"/api/hall-layout/{stock.first_show + 1}/"

        def read_map() -> Load:
            return read(site.url + path, clients=READERS, seconds=SECONDS)

        def read_in_storm() -> Load:
            with writers.storm():
                return read_map()

        rounds = Rounds({"web": site.web})
        rounds.run({IDLE: read_map, STORM: read_in_storm}, lambda: _settle(site, path))
        for name in rounds.of:
            report.figure(f"maps read {name}", rounds.rate(name), "per second")
            report.figure(f"maps read {name}, p99", rounds.latency(name, "p99_ms"), "ms")
        report.figure("reads in the storm, of those in peace", rounds.ratio(STORM, IDLE), goal="storm")
        report.figure(f"{WRITERS} writers' wait for an answer, p50", Spread.of(writers.p50), "ms")
        report.figure(f"{WRITERS} writers' wait for an answer, p99", Spread.of(writers.p99), "ms")
        told = ", ".join(f"{number} × {status}" for status, number in sorted(writers.statuses.items()))
        report.note(f"the writers were answered {told or 'nothing'}")


def _settle(site: Site, path: str) -> None:
    """Let the storm's last requests be answered: those asked now come after them in each worker."""
    for _ in range(READERS):
        httpx.get(site.url + path, timeout=60).raise_for_status()


if __name__ == "__main__":
    main()
