"""200 concurrent requests for one seat: successful holds and response times. `python -m benches.one_seat`

All connections are open before the first request is sent. Each burst requests another seat.
"""

import asyncio
import time
from collections import Counter
from secrets import token_hex

from benches.rig.report import Report
from benches.rig.rounds import Spread
from benches.rig.site import Site, open_site
from benches.rig.stock import make_stock

CLIENTS, BURSTS = 200, 10


def main() -> None:
    """Measure on a new site."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        report = Report("one_seat", site)
        burst(site, stock.first_show, stock.first_seat)
        rounds = [burst(site, stock.first_show, stock.first_seat + number + 1) for number in range(BURSTS)]
    statuses = sum((Counter(status for status, _ in responses) for responses in rounds), Counter[int]())
    winners = [float(sum(status == 201 for status, _ in responses)) for responses in rounds]
    errors = [float(sum(status >= 500 for status, _ in responses)) for responses in rounds]
    times = [sorted(1000 * seconds for _, seconds in responses) for responses in rounds]
    counts = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
    report.note(f"{BURSTS} bursts of {CLIENTS} requests: {counts}")
    report.figure("successful holds per burst", Spread.of(winners), goal="winners")
    report.figure("5xx responses per burst", Spread.of(errors), goal="5xx")
    report.figure("response time, p50", Spread.of([each[CLIENTS // 2] for each in times]), "ms")
    report.figure(
        "response time, p99", Spread.of([each[CLIENTS * 99 // 100] for each in times]), "ms", goal="one seat"
    )


def burst(site: Site, show: int, seat: int) -> list[tuple[int, float]]:
    """Send all requests at once; return the statuses and the response times in seconds."""
    return asyncio.run(_burst(site.port, b'{"show_id": %d, "seat_id": %d}' % (show, seat)))


async def _burst(port: int, body: bytes) -> list[tuple[int, float]]:
    request = (
        b"POST /api/lock-seat/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Idempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s"
    )
    requests = [request % (token_hex().encode(), len(body), body) for _ in range(CLIENTS)]
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CLIENTS)]
    try:
        return await asyncio.gather(
            *(
                _send(reader, writer, request)
                for (reader, writer), request in zip(connections, requests, strict=True)
            )
        )
    finally:
        for _, writer in connections:
            writer.close()


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, float]:
    began = time.perf_counter()
    writer.write(request)
    status = (await reader.readline()).split()[1]
    return int(status), time.perf_counter() - began


if __name__ == "__main__":
    main()
