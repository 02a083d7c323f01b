"""Latency and cost of seat changes on a thousand open maps: `python -m benches.live_updates`

Real HTTP throughout: the site on a new database, viewers spread over a few shows, holds at random times.
Measured from the response to the hold, which its commit precedes, to the receipt of the event.
"""

import argparse
import asyncio
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import orjson
from tests.conftest import server
from tests.live_app import LiveApp, run_live_app

from benches.rig.report import Report
from benches.rig.rounds import Spread


@dataclass
class Viewers:
    """The viewers of one show, and the times at which they received each change."""

    show_id: int
    seats: list[int]
    received: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    open: int = 0

    async def view(self, port: int, ready: asyncio.Semaphore) -> None:
        """Open the map and record the events, until cancelled."""
        async with ready:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /api/shows/%d/events/ HTTP/1.1\r\nHost: localhost\r\n\r\n" % self.show_id)
            while not (await reader.readline()).startswith(b"data: "):
                continue
            self.open += 1
        try:
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    now = time.perf_counter()
                    for seat in orjson.loads(line[6:])["seats"]:
                        self.received.setdefault((seat["id"], seat["status"]), []).append(now)
        finally:
            writer.close()


async def measure(app: LiveApp, pid: int, viewers: int, shows: int, seconds: float, rate: float) -> None:
    """Open the maps, change seats for some seconds, and report the result."""
    groups = [Viewers(*found) for found in await _programme(app, shows)]
    gate = asyncio.Semaphore(50)
    port = int(app.live_url.rpartition(":")[2])
    memory = _memory_kib(pid)
    tasks = [asyncio.create_task(groups[n % shows].view(port, gate)) for n in range(viewers)]
    while sum(group.open for group in groups) < viewers:
        await asyncio.sleep(0.1)
    each = (_memory_kib(pid) - memory) / viewers
    idle = await _cpu_share(pid, 5)
    before = _cpu_seconds(pid)
    latencies = await _change_seats(app, groups, seconds, rate)
    cpu = _cpu_seconds(pid) - before - idle * seconds
    for task in tasks:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks)
    _report(viewers, shows, latencies, cpu, idle, each)


async def _programme(app: LiveApp, shows: int) -> list[tuple[int, list[int]]]:
    async with httpx.AsyncClient(base_url=app.base_url, timeout=30) as client:
        listed = (await client.get("/api/shows/?page_size=200")).json()["results"]
        chosen = [show["id"] for show in listed if show["on_sale"]][-shows:]
        layouts = [(await client.get(f"/api/hall-layout/{show}/")).json() for show in chosen]
    return [
        (layout["show"]["id"], [seat["id"] for seat in layout["seats"] if seat["status"] == "AVAILABLE"])
        for layout in layouts
    ]


async def _change_seats(app: LiveApp, groups: Sequence[Viewers], seconds: float, rate: float) -> list[float]:
    """Hold free seats at random times, each seat once, so that events are unique. Return the latencies."""
    latencies: list[float] = []
    expected = 0
    chosen = [(group, seat) for group in groups for seat in group.seats]
    random.shuffle(chosen)
    done_at: dict[tuple[int, int], float] = {}
    async with httpx.AsyncClient(base_url=app.base_url, timeout=30) as client:
        end = time.perf_counter() + seconds
        for group, seat in chosen:
            if time.perf_counter() > end:
                break
            response = await client.post("/api/lock-seat/", json={"show_id": group.show_id, "seat_id": seat})
            if response.status_code == 201:
                done_at[group.show_id, seat] = time.perf_counter()
                expected += group.open
            await asyncio.sleep(random.expovariate(rate))
    await asyncio.sleep(2)
    for group in groups:
        for (show, seat), moment in done_at.items():
            if show == group.show_id:
                latencies += [received - moment for received in group.received.get((seat, "LOCKED"), [])]
    if len(latencies) != expected:
        sys.exit(f"{expected - len(latencies)} of {expected} events did not arrive")
    return latencies


def _report(viewers: int, shows: int, latencies: list[float], cpu: float, idle: float, each: float) -> None:
    milliseconds = sorted(1000 * latency for latency in latencies)
    p99 = milliseconds[int(len(milliseconds) * 0.99)]
    report = Report("live_updates")
    report.note(f"one run with {viewers} viewers of {shows} shows, {len(latencies)} events received")
    report.figure("from commit to receipt, p50", _single(statistics.median(milliseconds)), "ms")
    report.figure("from commit to receipt, p99", _single(p99), "ms", goal="live")
    report.figure("from commit to receipt, longest", _single(milliseconds[-1]), "ms")
    report.figure("CPU of the live process per event and viewer", _single(1e6 * cpu / len(latencies)), "µs")
    report.figure("CPU of the live process without events, share of a core", _single(100 * idle), "%")
    report.figure("memory per viewer", _single(each), "KiB")


def _single(value: float) -> Spread:
    return Spread(value, value, value)


async def _cpu_share(pid: int, seconds: float) -> float:
    before = _cpu_seconds(pid)
    await asyncio.sleep(seconds)
    return (_cpu_seconds(pid) - before) / seconds


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def _live_pid() -> int:
    """Find the live process below this one."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    (pid,) = (
        pid
        for pid in children
        if b"matinee.server.processes.live" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    return int(pid)


def main() -> None:
    """Measure on a new site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--shows", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=10, help="changes per second, about")
    args = parser.parse_args()
    _, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    server.start()
    try:
        os.environ["LIVE_CONNECTIONS_PER_CLIENT"] = "0"
        with run_live_app(server.url) as app:
            asyncio.run(measure(app, _live_pid(), args.viewers, args.shows, args.seconds, args.rate))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
