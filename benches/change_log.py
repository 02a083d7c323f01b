"""The cost of the change-log row in the hold that writes it: `python -m benches.change_log`

The hold in one statement with and without the row for the change log (decision 0008), by pgbench.
"""

from benches.rig.load import Load, pgbench
from benches.rig.report import Report
from benches.rig.rounds import Rounds
from benches.rig.site import open_site
from benches.rig.stock import make_stock

CLIENTS, SECONDS = 16, 3
WITH, WITHOUT = "with the change-log row", "without it"


def main() -> None:
    """Measure on a new site."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        report = Report("change_log", site)

        def run(script: str) -> Load:
            return pgbench(site, script, stock.sequence(), clients=CLIENTS, seconds=SECONDS)

        rounds = Rounds({"PostgreSQL": site.postgresql})
        rounds.run(
            {WITH: lambda: run("statement_with_change"), WITHOUT: lambda: run("statement")},
            lambda: stock.empty(database),
        )
        for name in rounds.of:
            report.figure(f"holds {name}", rounds.rate(name), "per second")
            report.figure(f"CPU of a hold {name}", rounds.cost_ms(name, "PostgreSQL"), "ms")
        report.figure("holds with the row, relative to those without", rounds.ratio(WITH, WITHOUT))


if __name__ == "__main__":
    main()
