"""The throughput of a hold through HTTP, relative to the database's own: `python -m benches.lock_seat`

Each request holds another free seat, with an idempotency key of its own as from the web app. T is the seed's
five-statement transaction, C the hold in one statement, both by pgbench on the database that the site uses.
"""

from collections.abc import Callable
from functools import partial

import httpx
import psycopg

from benches.rig.load import Load, hold, pgbench
from benches.rig.report import Report
from benches.rig.rounds import Rounds
from benches.rig.site import Site, open_site, serve
from benches.rig.stock import Stock, make_stock

CLIENTS, SECONDS, TRIALS = 16, 4, 20
T, C, T_ASYNC, C_ASYNC = "T", "C", "T asynchronous", "C asynchronous"
HTTP, HTTP_WITHOUT_KEYS, HTTP_DURABLE = "HTTP", "HTTP without keys", "HTTP durable"

COMMIT_DURABLY = """
CREATE SCHEMA durable;
GRANT USAGE ON SCHEMA durable TO PUBLIC;
CREATE FUNCTION durable.set_config(text, text, boolean) RETURNS text LANGUAGE sql
AS $$ SELECT CASE WHEN $1 = 'synchronous_commit' THEN $2 ELSE pg_catalog.set_config($1, $2, $3) END $$;
"""
"""With this schema first in the search path, requests for asynchronous commits have no effect."""

DURABLE = {"PGOPTIONS": "-c search_path=durable,pg_catalog,public"}

PRETIX_WEB_MS, PRETIX_API_MS = 61, 31
"""CPU of pretix 2026.8 to add one seat to a cart, by its shop (61 to 64 ms) and by its API. Measured
on two cores, from /proc as here; it is not measured again."""


def main() -> None:
    """Measure on a new site."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        database.execute(COMMIT_DURABLY)
        with serve(site.folder, {**DURABLE, "DATABASE_URL": site.database_url}) as durable:
            _measure(site, durable, stock, database)


def _measure(site: Site, durable: Site, stock: Stock, database: psycopg.Connection) -> None:
    report = Report("lock_seat", site)
    assert _is_durable(durable, stock, 0)
    how = "durably" if _is_durable(site, stock, TRIALS) else "asynchronously"
    report.note(f"the site commits a new hold {how}; HTTP durable is the same site with durable commits")
    rounds = Rounds({HTTP: site.web, HTTP_DURABLE: durable.web, "PostgreSQL": site.postgresql})

    def reset() -> None:
        stock.empty(database)
        database.execute("CHECKPOINT")

    reset()
    variants = variants_of(site, stock, clients=CLIENTS, seconds=SECONDS)
    variants[HTTP_DURABLE] = partial(hold, durable, stock, clients=CLIENTS, seconds=SECONDS)
    rounds.run(variants, reset)
    _report(report, rounds)


def variants_of(site: Site, stock: Stock, *, clients: int, seconds: int) -> dict[str, Callable[[], Load]]:
    """The variants that alternate."""
    sql = partial(pgbench, site, clients=clients, seconds=seconds)
    return {
        HTTP: lambda: hold(site, stock, clients=clients, seconds=seconds),
        HTTP_WITHOUT_KEYS: lambda: hold(site, stock, clients=clients, seconds=seconds, with_keys=False),
        T: lambda: sql("transaction", stock.sequence()),
        C: lambda: sql("statement", stock.sequence()),
        T_ASYNC: lambda: sql("transaction", stock.sequence(), asynchronous=True),
        C_ASYNC: lambda: sql("statement", stock.sequence(), asynchronous=True),
    }


def _is_durable(site: Site, stock: Stock, first: int) -> bool:
    """Whether a hold is on disk when its response arrives; with asynchronous commits it almost never is."""
    unwritten = 0
    with site.connect() as database, httpx.Client(base_url=site.url) as client:
        for number in range(first, first + TRIALS):
            request = {"show_id": stock.first_show, "seat_id": stock.first_seat + number}
            client.post("/api/lock-seat/", json=request).raise_for_status()
            waiting = database.execute("SELECT pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn()")
            unwritten += (True,) in waiting.fetchall()
    return unwritten < TRIALS / 2


def _report(report: Report, rounds: Rounds) -> None:
    for name in rounds.of:
        report.figure(f"{name}, {CLIENTS} clients", rounds.rate(name), "per second")
    report.figure("HTTP durable, relative to T", rounds.ratio(HTTP_DURABLE, T), goal="durable hold")
    report.figure("HTTP, relative to T", rounds.ratio(HTTP, T), goal="hold ratio")
    report.figure("HTTP, relative to HTTP without keys", rounds.ratio(HTTP, HTTP_WITHOUT_KEYS))
    report.figure("HTTP, relative to T asynchronous", rounds.ratio(HTTP, T_ASYNC))
    report.figure("C, relative to T", rounds.ratio(C, T))
    report.figure("HTTP, relative to C", rounds.ratio(HTTP, C))
    cost = rounds.cost_ms(HTTP, HTTP)
    report.figure("CPU of the web processes per hold", cost, "ms")
    report.figure(
        "CPU of pretix's shop per seat, relative to that",
        cost.as_divisor_of(PRETIX_WEB_MS),
        goal="pretix CPU",
    )
    report.figure("CPU of pretix's API per seat, relative to that", cost.as_divisor_of(PRETIX_API_MS))
    for name in (HTTP, HTTP_WITHOUT_KEYS, T, C):
        report.figure(f"CPU of PostgreSQL per hold, {name}", rounds.cost_ms(name, "PostgreSQL"), "ms")
    report.figure("CPU of web and PostgreSQL per hold, relative to T", rounds.cost_ratio(HTTP, T))
    report.figure("HTTP, p50", rounds.latency(HTTP, "p50_ms"), "ms")
    report.figure("HTTP, p99", rounds.latency(HTTP, "p99_ms"), "ms")


if __name__ == "__main__":
    main()
