"""Does a cinema grow slower as it grows older? `python -m benches.growth`

Three databases on one server, with 10 thousand, 1 million and 10 million old bookings, and a site on each.
Holds, seat maps and lists of shows take turns on all three. BENCH_BOOKINGS=1000000 leaves the largest out.
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

JUDGED = 10_000_000
MOST = int(os.environ.get("BENCH_BOOKINGS", JUDGED))
SIZES = [size for size in (10_000, 1_000_000, JUDGED) if size <= MOST]
CLIENTS, SECONDS = 8, 2
KINDS = {"hold": "growth hold", "map": "growth map", "list": "growth list"}
"""What is asked, and the goal that it is judged by."""


def main() -> None:
    """Measure on a server of our own."""
    with ExitStack() as stack:
        folder = stack.enter_context(data_folder())
        cinemas = {size: stack.enter_context(_cinema(folder, size)) for size in SIZES}
        smallest, _ = cinemas[SIZES[0]]
        report = Report("growth", smallest)
        rounds = Rounds(
            {f"web {size}": site.web for size, (site, _) in cinemas.items()}
            | {"PostgreSQL": smallest.postgresql}
        )
        contenders = {
            f"{kind}, {size:,} old bookings": ask
            for size, (site, stock) in cinemas.items()
            for kind, ask in _questions(site, stock).items()
        }

        def reset() -> None:
            for site, stock in cinemas.values():
                with site.connect("postgres") as database:
                    stock.empty(database)

        rounds.run(contenders, reset)
    _tell(report, rounds)


@contextmanager
def _cinema(folder: Path, size: int) -> Iterator[tuple[Site, Stock]]:
    """A site on a database of its own on the folder's server, with so many old bookings."""
    url = other_database(folder, f"bookings_{size}")
    with serve(folder, {"DATABASE_URL": url}) as site, site.connect("postgres") as database:
        yield site, make_stock(database, size)


def _questions(site: Site, stock: Stock) -> dict[str, Callable[[], Load]]:
    ask = partial(read, clients=CLIENTS, seconds=SECONDS)
    return {
        "hold": partial(hold, site, stock, clients=CLIENTS, seconds=SECONDS),
        "map": partial(ask, f"{site.url}/api/hall-layout/{stock.first_show}/"),
        "list": partial(ask, f"{site.url}/api/shows/?page_size=50"),
    }


def _tell(report: Report, rounds: Rounds) -> None:
    fewest = SIZES[0]
    for kind, goal in KINDS.items():
        base = f"{kind}, {fewest:,} old bookings"
        for size in SIZES:
            name = f"{kind}, {size:,} old bookings"
            report.figure(name, rounds.rate(name), "per second")
            report.figure(f"CPU of the web processes, {name}", rounds.cost_ms(name, f"web {size}"), "ms")
            report.figure(f"CPU of PostgreSQL, {name}", rounds.cost_ms(name, "PostgreSQL"), "ms")
            if size != fewest:
                judged_by = goal if size == JUDGED else ""
                report.figure(f"{name}, of {fewest:,}", rounds.ratio(name, base), goal=judged_by)
        costs = [
            (size, rounds.cost_ms(f"{kind}, {size:,} old bookings", "PostgreSQL").median) for size in SIZES
        ]
        report.curve("growth", kind, costs)


if __name__ == "__main__":
    main()
