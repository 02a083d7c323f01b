"""Requests by number of old bookings: `python -m benches.growth`

Three databases on one server, with 10 thousand, 1 million and 10 million old bookings, and a site on each.
Holds, seat maps and lists of shows alternate on all three. BENCH_BOOKINGS=1000000 omits the largest.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from benches.rig.load import Load, hold, read
from benches.rig.report import Report
from benches.rig.rounds import Rounds
from benches.rig.site import Site, data_folder, other_database, serve
from benches.rig.stock import Stock, make_stock

GOAL_SIZE = 10_000_000
MOST = int(os.environ.get("BENCH_BOOKINGS", GOAL_SIZE))
SIZES = [size for size in (10_000, 1_000_000, GOAL_SIZE) if size <= MOST]
CLIENTS, SECONDS = 8, 2
KINDS = {"hold": "growth hold", "map": "growth map", "list": "growth list"}
"""The kinds of request, each with its goal."""


def main() -> None:
    """Measure on a new server."""
    with ExitStack() as stack:
        folder = stack.enter_context(data_folder())
        cinemas = {size: stack.enter_context(_cinema(folder, size)) for size in SIZES}
        smallest, _ = cinemas[SIZES[0]]
        report = Report("growth", smallest)
        rounds = Rounds(
            {f"web {size}": site.web for size, (site, _) in cinemas.items()}
            | {"PostgreSQL": smallest.postgresql}
        )
        variants = {
            f"{kind}, {size:,} old bookings": run
            for size, (site, stock) in cinemas.items()
            for kind, run in _requests(site, stock).items()
        }

        def reset() -> None:
            for site, stock in cinemas.values():
                with site.connect("postgres") as database:
                    stock.empty(database)

        rounds.run(variants, reset)
    _report(report, rounds)


@contextmanager
def _cinema(folder: Path, size: int) -> Iterator[tuple[Site, Stock]]:
    """A site on a new database of the folder's server, with `size` old bookings."""
    url = other_database(folder, f"bookings_{size}")
    with serve(folder, {"DATABASE_URL": url}) as site, site.connect("postgres") as database:
        yield site, make_stock(database, size)


def _requests(site: Site, stock: Stock) -> dict[str, Callable[[], Load]]:
    get = partial(read, clients=CLIENTS, seconds=SECONDS)
    return {
        "hold": partial(hold, site, stock, clients=CLIENTS, seconds=SECONDS),
        "map": partial(get, f"{site.url}/api/hall-layout/{stock.first_show}/"),
        "list": partial(get, f"{site.url}/api/shows/?page_size=50"),
    }


def _report(report: Report, rounds: Rounds) -> None:
    fewest = SIZES[0]
    for kind, goal in KINDS.items():
        base = f"{kind}, {fewest:,} old bookings"
        for size in SIZES:
            name = f"{kind}, {size:,} old bookings"
            report.figure(name, rounds.rate(name), "per second")
            report.figure(f"CPU of the web processes, {name}", rounds.cost_ms(name, f"web {size}"), "ms")
            report.figure(f"CPU of PostgreSQL, {name}", rounds.cost_ms(name, "PostgreSQL"), "ms")
            if size != fewest:
                goal_key = goal if size == GOAL_SIZE else ""
                report.figure(f"{name}, relative to {fewest:,}", rounds.ratio(name, base), goal=goal_key)
        costs = [
            (size, rounds.cost_ms(f"{kind}, {size:,} old bookings", "PostgreSQL").median) for size in SIZES
        ]
        report.curve("growth", kind, costs)


if __name__ == "__main__":
    main()
