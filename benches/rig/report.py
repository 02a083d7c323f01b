"""The results of a bench: printed, and appended as JSON lines to the file that BENCH_RESULTS names."""

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
    """The key of a goal, or empty."""


@dataclass(frozen=True)
class Curve:
    """One line of a plot."""

    plot: str
    label: str
    points: list[tuple[float, float]]


class Report:
    """The results of one bench."""

    def __init__(self, bench: str, site: Site | None = None) -> None:
        self._bench = bench
        print(f"\n{bench}: median (lowest–highest) of the rounds")
        if site:
            self.note(configuration(site))

    def figure(self, label: str, spread: Spread, unit: str = "", goal: str = "") -> None:
        """Report a number and its spread."""
        print(f"  {label}: {spread} {unit}".rstrip(), flush=True)
        self._save(Figure(self._bench, label, **asdict(spread), unit=unit, goal=goal))

    def curve(self, plot: str, label: str, points: Sequence[tuple[float, float]]) -> None:
        """Report a line of a plot, from (x, y)."""
        print(f"  {plot}, {label}: " + ", ".join(f"{x:g} → {y:.4g}" for x, y in points), flush=True)
        self._save(Curve(plot, label, list(points)))

    def note(self, text: str) -> None:
        """Report a sentence about the measurement."""
        print(f"  {text}", flush=True)
        self._save({"bench": self._bench, "note": text})

    def _save(self, result: Figure | Curve | dict[str, str]) -> None:
        if path := os.environ.get("BENCH_RESULTS"):
            line = result if isinstance(result, dict) else asdict(result)
            with Path(path).open("a") as file:
                file.write(json.dumps(line) + "\n")


def configuration(site: Site) -> str:
    """The configuration that the numbers depend on, in one line."""
    from matinee.server.processes.web import DATABASE_CONNECTIONS, RUN_SLOTS, THREADS, WORKERS

    names = ("server_version", "fsync", "synchronous_commit", "shared_buffers", "max_connections")
    with site.connect() as database:
        shown = {name: str((database.execute(f"SHOW {name}").fetchone() or ("",))[0]) for name in names}
    version = shown.pop("server_version").split()[0]
    settings = ", ".join(f"{name} {value}" for name, value in shown.items())
    return (
        f"{os.cpu_count()} cores shared by client, site and database; PostgreSQL {version} ({settings}); "
        f"granian with {WORKERS} workers × {THREADS} threads and {RUN_SLOTS} run slots, "
        f"{DATABASE_CONNECTIONS} connections; no rate limits"
    )
