"""The seat map compared with DRF's ModelSerializer: `python -m benches.seat_map`

The complete map of a hall of 300 seats, a third of them sold. Both are served by granian with the same number
of workers, from the same rows. The third variant is a conditional request, answered by 304.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from tests.live_app import free_port

from benches.rig.cpu import ProcessTree
from benches.rig.load import read
from benches.rig.report import Report
from benches.rig.rounds import Rounds
from benches.rig.site import Site, environ_of, open_site, wait_until_ready
from benches.rig.stock import SEATS, make_stock
from matinee.server.processes.web import WORKERS

CLIENTS, SECONDS, SOLD = 16, 3, SEATS // 3

THREADS = 8
"""Threads per worker of ModelSerializer's site: as many as when the goal was set."""

OURS, UNCHANGED, PLAIN = "the site", "304", "ModelSerializer"


def main() -> None:
    """Measure on a new site."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        database.execute(
            "INSERT INTO booking (show_id, seat_id, status)"
            " SELECT %s, %s + 3 * number, 'BOOKED' FROM generate_series(0, %s - 1) AS number",
            (stock.first_show, stock.first_seat, SOLD),
        )
        path = f"/api/hall-layout/{stock.first_show}/"
        with serve_plain_drf(site, path) as (plain, tree):
            _measure(site, plain, tree, path)


def _measure(site: Site, plain: str, tree: ProcessTree, path: str) -> None:
    tag = _check(site.url + path, plain + path)
    report = Report("seat_map", site)
    rounds = Rounds({OURS: site.web, PLAIN: tree})
    rounds.run(
        {
            OURS: lambda: read(site.url + path, clients=CLIENTS, seconds=SECONDS),
            PLAIN: lambda: read(plain + path, clients=CLIENTS, seconds=SECONDS),
            UNCHANGED: lambda: read(site.url + path, tag, clients=CLIENTS, seconds=SECONDS),
        },
        lambda: None,
    )
    for name in rounds.of:
        report.figure(f"{name}, {CLIENTS} clients", rounds.rate(name), "per second")
    report.figure("map, relative to ModelSerializer", rounds.ratio(OURS, PLAIN), goal="map ratio")
    report.figure("304, relative to ModelSerializer", rounds.ratio(UNCHANGED, PLAIN))
    report.figure("CPU of a map", rounds.cost_ms(OURS, OURS), "ms")
    report.figure("CPU of a map by ModelSerializer", rounds.cost_ms(PLAIN, PLAIN), "ms")
    report.figure("CPU of a 304", rounds.cost_ms(UNCHANGED, OURS), "ms")
    report.figure("map, p99", rounds.latency(OURS, "p99_ms"), "ms")


@contextmanager
def serve_plain_drf(site: Site, path: str) -> Iterator[tuple[str, ProcessTree]]:
    """Serve benches/plain_drf on the site's database; yield its address and its processes."""
    port = free_port()
    command = [
        *[sys.executable, "-m", "granian", "benches.plain_drf.wsgi:application", "--interface=wsgi"],
        *["--http=1", "--no-ws", f"--workers={WORKERS}", f"--blocking-threads={THREADS}", f"--port={port}"],
        "--log-level=error",
    ]
    environ = {**environ_of(site), "DJANGO_SETTINGS_MODULE": "benches.plain_drf.settings"}
    process = subprocess.Popen(command, env=environ)  # noqa: S603
    try:
        wait_until_ready(port, path, process)
        yield f"http://127.0.0.1:{port}", ProcessTree(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _check(ours: str, plain: str) -> str:
    """Check that both maps have the same statuses; return the site's ETag."""
    map_of_site, plain_map = httpx.get(ours), httpx.get(plain)
    assert _statuses(map_of_site) == _statuses(plain_map)
    tag = str(map_of_site.headers["ETag"])
    assert httpx.get(ours, headers={"If-None-Match": tag}).status_code == 304
    return tag


def _statuses(response: httpx.Response) -> dict[int, str]:
    return {seat["id"]: seat["status"] for seat in response.json()["seats"]}


if __name__ == "__main__":
    main()
