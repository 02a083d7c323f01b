"""What a bench found: printed at once, and kept as a line of JSON where BENCH_RESULTS names a file."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benches.rig.rounds import Spread
from benches.rig.site import Site


@dataclass(frozen=True)
class Figure:
    """One number that was measured."""

    bench: str
    label: str
    median: float
    low: float
    high: float
    unit: str
    goal: str
    """The key of a goal, or nothing."""


@dataclass(frozen=True)
class Curve:
    """One line of a plot."""

    plot: str
    label: str
    points: list[tuple[float, float]]


class Report:
    """The findings of one bench."""

    def __init__(self, bench: str, site: Site | None = None) -> None:
        self._bench = bench
        print(f"\n{bench}: median (lowest–highest) of the rounds")
        if site:
            self.note(configuration(site))

    def figure(self, label: str, spread: Spread, unit: str = "", goal: str = "") -> None:
        """A number and its spread."""
        print(f"  {label}: {spread} {unit}".rstrip(), flush=True)
        self._keep(Figure(self._bench, label, **asdict(spread), unit=unit, goal=goal))

    def curve(self, plot: str, label: str, points: Sequence[tuple[float, float]]) -> None:
        """A line of a plot, from (x, y)."""
        print(f"  {plot}, {label}: " + ", ".join(f"{x:g} → {y:.4g}" for x, y in points), flush=True)
        self._keep(Curve(plot, label, list(points)))

    def note(self, text: str) -> None:
        """A sentence about how it was measured."""
        print(f"  {text}", flush=True)
        self._keep({"bench": self._bench, "note": text})

    def _keep(self, finding: Figure | Curve | dict[str, str]) -> None:
        if path := os.environ.get("BENCH_RESULTS"):
            line = finding if isinstance(finding, dict) else asdict(finding)
            with Path(path).open("a") as file:
                file.write(json.dumps(line) + "\n")


def configuration(site: Site) -> str:
    """What a number depends on, in one line."""
    from matinee.server.processes.web import AT_WORK, DATABASE_CONNECTIONS, THREADS, WORKERS

    names = ("server_version", "fsync", "synchronous_commit", "shared_buffers", "max_connections")
    with site.connect() as database:
        shown = {name: str((database.execute(f"SHOW {name}").fetchone() or ("",))[0]) for name in names}
    version = shown.pop("server_version").split()[0]
    settings = ", ".join(f"{name} {value}" for name, value in shown.items())
    return (
        f"{os.cpu_count()} cores shared by client, site and database; PostgreSQL {version} ({settings}); "
        f"granian with {WORKERS} workers × {THREADS} threads, {AT_WORK} of them at work, "
        f"{DATABASE_CONNECTIONS} connections; no limits per address"
    )
