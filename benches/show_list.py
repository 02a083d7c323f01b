"""The cost of a page of 50 shows, relative to a seat map: `python -m benches.show_list`

A fortnight of shows in ten halls, at least two thirds of the seats of the listed shows sold. Lists and maps
alternate on the same site.
"""

import httpx

from benches.rig.load import read
from benches.rig.report import Report
from benches.rig.rounds import Rounds
from benches.rig.site import open_site
from benches.rig.stock import make_stock

CLIENTS, SECONDS, SHOWS = 16, 3, 50

LIST, MAP = "the list", "the map"

SELL = """
INSERT INTO booking (show_id, seat_id, status)
SELECT show.id, seat.id, 'BOOKED'
FROM (
    SELECT id, hall_id FROM show WHERE sales_close_at > now() ORDER BY starts_at, id LIMIT %(shows)s
) AS show
JOIN seat ON seat.hall_id = show.hall_id AND seat.id %% 3 > 0
ON CONFLICT DO NOTHING
"""


def main() -> None:
    """Measure on a new site."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        database.execute(SELL, {"shows": SHOWS})
        database.execute("VACUUM ANALYZE")
        listed = httpx.get(f"{site.url}/api/shows/?page_size={SHOWS}").json()["results"]
        assert all(show["seats_available"] < show["seats_total"] / 2 for show in listed)
        report = Report("show_list", site)
        rounds = Rounds({"web": site.web, "postgresql": site.postgresql})
        rounds.run(
            {
                LIST: lambda: read(
                    f"{site.url}/api/shows/?page_size={SHOWS}", clients=CLIENTS, seconds=SECONDS
                ),
                MAP: lambda: read(
                    f"{site.url}/api/hall-layout/{stock.first_show}/", clients=CLIENTS, seconds=SECONDS
                ),
            },
            lambda: None,
        )
        report.figure(f"lists of {SHOWS} shows, {CLIENTS} clients", rounds.rate(LIST), "per second")
        report.figure("web CPU of the list", rounds.cost_ms(LIST, "web"), "ms")
        report.figure("web CPU of the map", rounds.cost_ms(MAP, "web"), "ms")
        report.figure(
            "web CPU of the list, relative to the map",
            rounds.part_cost_ratio(LIST, MAP, "web"),
            goal="list CPU ratio",
        )
        report.figure(
            "PostgreSQL CPU of the list", rounds.cost_ms(LIST, "postgresql"), "ms", goal="list database CPU"
        )
        report.figure("the list, p99", rounds.latency(LIST, "p99_ms"), "ms")


if __name__ == "__main__":
    main()
