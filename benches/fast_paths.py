"""The gain of each fast path, measured alone: `python -m benches.fast_paths`

Two sites on one database alternate: the site as it is, and the site without one path (benches/without). The
figures are relative to the site as it is: the CPU time of web processes and PostgreSQL per request, and the
rate.
"""

import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import httpx
import psycopg

from benches.rig.cpu import ProcessTree
from benches.rig.load import Load, hold
from benches.rig.report import Report
from benches.rig.rounds import Rounds
from benches.rig.site import Site, open_site, serve
from benches.rig.stock import Stock, make_stock

CLIENTS, SECONDS, ROUNDS = 16, 2, 5
WITH, WITHOUT = "with", "without"
REMOVAL = Path(__file__).resolve().parent / "without"

Loader = Callable[[Site, Stock], Load]


def new_holds(site: Site, stock: Stock) -> Load:
    """Hold free seats, each request another one."""
    return hold(site, stock, clients=CLIENTS, seconds=SECONDS, with_keys=False)


def added_seats(site: Site, stock: Stock) -> Load:
    """Add seats to a hold, one after the other, up to ten, by one client."""
    show = stock.first_show + next(stock.starts) % 90
    done, began = 0, monotonic()
    with httpx.Client(base_url=site.url) as client:
        for first in itertools.count(stock.first_seat + 300 * ((show - stock.first_show) // 100), 10):
            if monotonic() > began + SECONDS:
                return Load(done=done, seconds=monotonic() - began)
            token: dict[str, str] = {}
            for seat in range(first, first + 10):
                response = client.post("/api/lock-seat/", json={"show_id": show, "seat_id": seat, **token})
                if response.status_code != 201:
                    break
                done += bool(token)
                token = {"hold_token": response.json()["hold_token"]}
    raise AssertionError


PATHS: dict[str, Loader] = {
    "fast_lock_seat": new_holds,
    "fast_lock_seat_for_plain_view": new_holds,
    "fast_hold": new_holds,
    "add_seats": added_seats,
    "prepared_statements": new_holds,
    "connection_pool": new_holds,
    "run_slots": new_holds,
    "fast_valid": new_holds,
}


def main() -> None:
    """Measure each path, or those that the command line names, on a new site."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        report = Report("fast_paths", site)
        for name in sys.argv[1:] or PATHS:
            environ = {
                "DATABASE_URL": site.database_url,
                "WITHOUT": name,
                "PYTHONPATH": str(REMOVAL),
            }
            with serve(site.folder, environ) as without:
                _compare(report, name, PATHS[name], (site, without), stock, database)


def _compare(
    report: Report,
    name: str,
    load: Loader,
    sites: tuple[Site, Site],
    stock: Stock,
    database: psycopg.Connection,
) -> None:
    site, without = sites
    parts: dict[str, ProcessTree] = {WITH: site.web, WITHOUT: without.web, "PostgreSQL": site.postgresql}
    rounds = Rounds(parts)
    rounds.run(
        {WITH: lambda: load(site, stock), WITHOUT: lambda: load(without, stock)},
        lambda: stock.empty(database),
        ROUNDS,
    )
    report.figure(f"CPU without {name}", rounds.cost_ratio(WITHOUT, WITH))
    report.figure(f"rate without {name}", rounds.ratio(WITHOUT, WITH))


if __name__ == "__main__":
    main()
