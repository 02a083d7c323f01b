"""The start of `matinee serve`, after the first start: `python -m benches.start_up`

From the command to the first 200 of /readyz, which queries the database: with the private PostgreSQL stopped,
and with it running already.
"""

import time
from pathlib import Path

from benches.rig.report import Report
from benches.rig.rounds import ROUNDS, Spread
from benches.rig.site import data_folder, serve
from matinee.server.postgres import embedded


def main() -> None:
    """Measure on a new data folder."""
    report = Report("start_up")
    with data_folder() as folder:
        _start(folder)
        stopped = [_start(folder) for _ in range(ROUNDS)]
        embedded.ensure_running(folder)
        running = [_start(folder) for _ in range(ROUNDS)]
        embedded.stop(folder)
    report.figure("with PostgreSQL", Spread.of(stopped), "s", goal="start")
    report.figure("with PostgreSQL running already", Spread.of(running), "s")


def _start(folder: Path) -> float:
    began = time.monotonic()
    with serve(folder):
        return time.monotonic() - began


if __name__ == "__main__":
    main()
