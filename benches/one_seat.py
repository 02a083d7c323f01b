"""Two hundred people want one seat at once: who gets it, and how soon? `python -m benches.one_seat`

All connections are open before the first request is sent. Each round is about another seat.
"""

import asyncio
import time
from collections import Counter
from secrets import token_hex

from benches.rig.report import Report
from benches.rig.rounds import Spread
from benches.rig.site import Site, open_site
from benches.rig.stock import make_stock

CLIENTS, RUSHES = 200, 10


def main() -> None:
    """Measure on a site of our own."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        report = Report("one_seat", site)
        rush(site, stock.first_show, stock.first_seat)
        rounds = [rush(site, stock.first_show, stock.first_seat + number + 1) for number in range(RUSHES)]
    statuses = sum((Counter(status for status, _ in answers) for answers in rounds), Counter[int]())
    winners = [float(sum(status == 201 for status, _ in answers)) for answers in rounds]
    broken = [float(sum(status >= 500 for status, _ in answers)) for answers in rounds]
    waits = [sorted(1000 * wait for _, wait in answers) for answers in rounds]
    told = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
    report.note(f"{RUSHES} rushes of {CLIENTS}: {told}")
    report.figure("winners of a rush", Spread.of(winners), goal="winners")
    report.figure("answers of 500 and above", Spread.of(broken), goal="broken")
    report.figure("p50", Spread.of([wait[CLIENTS // 2] for wait in waits]), "ms")
    report.figure("p99", Spread.of([wait[CLIENTS * 99 // 100] for wait in waits]), "ms", goal="one seat")


def rush(site: Site, show: int, seat: int) -> list[tuple[int, float]]:
    """Let everybody ask at once; give the statuses and the seconds that the answers took."""
    return asyncio.run(_rush(site.port, b'{"show_id": %d, "seat_id": %d}' % (show, seat)))


async def _rush(port: int, body: bytes) -> list[tuple[int, float]]:
    request = (
        b"POST /api/lock-seat/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Idempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s"
    )
    requests = [request % (token_hex().encode(), len(body), body) for _ in range(CLIENTS)]
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CLIENTS)]
    try:
        return await asyncio.gather(
            *(
                _ask(reader, writer, request)
                for (reader, writer), request in zip(lines, requests, strict=True)
            )
        )
    finally:
        for _, writer in lines:
            writer.close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, float]:
    began = time.perf_counter()
    writer.write(request)
    status = (await reader.readline()).split()[1]
    return int(status), time.perf_counter() - began


if __name__ == "__main__":
    main()
