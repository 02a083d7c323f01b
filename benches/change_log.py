"""What does the row that notes a change cost the hold that writes it? `python -m benches.change_row`

The hold in one statement with and without that row, by pgbench.
"""

from benches.rig.load import Load, pgbench
from benches.rig.report import Report
from benches.rig.rounds import Rounds
from benches.rig.site import open_site
from benches.rig.stock import make_stock

CLIENTS, SECONDS = 16, 3
NOTED, BARE = "with the row", "without the row"


def main() -> None:
    """Measure on a site of our own."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        report = Report("change_row", site)

        def run(script: str) -> Load:
            return pgbench(site, script, stock.places(), clients=CLIENTS, seconds=SECONDS)

        rounds = Rounds({"PostgreSQL": site.postgresql})
        rounds.run(
            {NOTED: lambda: run("noted"), BARE: lambda: run("statement")}, lambda: stock.empty(database)
        )
        for name in rounds.of:
            report.figure(f"holds {name}", rounds.rate(name), "per second")
            report.figure(f"CPU of a hold {name}", rounds.cost_ms(name, "PostgreSQL"), "ms")
        report.figure("holds with the row, of those without", rounds.ratio(NOTED, BARE))


if __name__ == "__main__":
    main()
