"""`make faults`: the long run. FAULT_SECONDS and FAULT_SEED choose how long, and which."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from tests.faults.histories import trial
from tests.faults.histories.site import run_site, stage

SEATS = 12
"""More than in short runs: a seat whose payment is undecided comes free after minutes."""


def main() -> int:
    """Run, report, and end with 1 if anything was found."""
    seconds = float(os.environ.get("FAULT_SECONDS") or 600)
    seed = os.environ.get("FAULT_SEED") or secrets.token_hex(4)
    folder = Path(tempfile.mkdtemp(prefix="matinee-history-"))
    print(f"{trial.CLIENTS} clients and a nemesis for {seconds:.0f} s, seed {seed}", flush=True)  # noqa: T201
    with stage(1, SEATS) as cinema, run_site(cinema, trial.ENVIRON, folder / "site.log") as site:
        verdict = trial.run(site, seconds=seconds, seed=seed, path=folder / "history.jsonl")
    print(verdict.report())  # noqa: T201
    return bool(verdict.anomalies)


if __name__ == "__main__":
    sys.exit(main())
