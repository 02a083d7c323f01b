"""Holds by number of clients: `python -m benches.clients`

Throughput of the hold through HTTP, of T and of C (see lock_seat), and the response time of the first, with 1
to 32 clients. Each round runs all numbers of clients.
"""

from benches.lock_seat import HTTP, C, T, variants_of
from benches.rig.report import Report
from benches.rig.rounds import Rounds
from benches.rig.site import open_site
from benches.rig.stock import make_stock

CLIENTS, SECONDS, ROUNDS = (1, 2, 4, 8, 16, 32), 2, 2


def main() -> None:
    """Measure on a new site."""
    with open_site() as site, site.connect("postgres") as database:
        stock = make_stock(database)
        report = Report("clients", site)
        report.note(f"{ROUNDS} rounds only, to show the shape of the curves")
        rounds = Rounds({})
        variants = {
            f"{name} {clients}": variant
            for clients in CLIENTS
            for name, variant in variants_of(site, stock, clients=clients, seconds=SECONDS).items()
            if name in (HTTP, T, C)
        }
        rounds.run(variants, lambda: stock.empty(database), ROUNDS)
    for name in (HTTP, T, C):
        report.curve("throughput", name, [(x, rounds.rate(f"{name} {x}").median) for x in CLIENTS])
    for percentile in ("p50", "p90", "p99"):
        times = [(x, rounds.latency(f"{HTTP} {x}", f"{percentile}_ms").median) for x in CLIENTS]
        report.curve("latency", percentile, times)


if __name__ == "__main__":
    main()
