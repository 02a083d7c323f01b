"""`make faults`: the long run. FAULT_SECONDS sets its duration, FAULT_SEED its random choices."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from tests.faults.histories import runner
from tests.faults.histories.site import prepare_machine, run_site

SEATS = 12
"""More than in short runs: a seat with an undecided payment becomes free after minutes."""


def main() -> int:
    """Run and print the report. Return 1 if there are anomalies."""
    seconds = float(os.environ.get("FAULT_SECONDS") or 600)
    seed = os.environ.get("FAULT_SEED") or secrets.token_hex(4)
    folder = Path(tempfile.mkdtemp(prefix="matinee-history-"))
    print(f"{runner.CLIENTS} clients and a nemesis for {seconds:.0f} s, seed {seed}", flush=True)  # noqa: T201
    with prepare_machine(1, SEATS) as cinema, run_site(cinema, runner.ENVIRON, folder / "site.log") as site:
        result = runner.run(site, seconds=seconds, seed=seed, path=folder / "history.jsonl")
    print(result.report())  # noqa: T201
    return bool(result.anomalies)


if __name__ == "__main__":
    sys.exit(main())
