"""Write docs/performance.md from the results of the benches: `python -m benches.rig.page RESULTS`"""

import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benches.rig.goals import GOALS, Goal
from benches.rig.plot import Chart, draw
from benches.rig.report import Curve, Figure
from benches.rig.rounds import Spread

DOCS = Path(__file__).resolve().parents[2] / "docs"
CHARTS = (
    Chart("throughput", "Holds per second by number of clients", "clients", "holds per second"),
    Chart("latency", "Response time of a hold through HTTP by number of clients", "clients", "milliseconds"),
    Chart("growth", "PostgreSQL CPU per request by number of old bookings", "old bookings", "CPU, ms"),
)

METHOD = """\
`make bench` runs every bench and writes this page. Each bench starts the site as `matinee serve` runs it, on
a PostgreSQL of its own that syncs to disk. The variants of a bench alternate (A B A B …). The first round is
a warm-up and is not counted, and a ratio is taken within each round. The tables give medians, with the lowest
and the highest round.

T is the seed's five-statement transaction and C the hold in one statement, both by `pgbench -M prepared` on
the same migrated database (`benches/pgbench/`). Each request names another seat of another show, and the rows
that a round wrote are deleted after it. wrk generates HTTP load. Client, site and PostgreSQL share the cores,
so requests per second describe how they compete. **CPU per request** is the operating system's accounting of
all processes of a part. Other load on the machine increases it less than it decreases the rate. CPU in units
of T is stable, and is the measure for a regression. Rate limits are off, because all load comes from one
address.
"""

MEASUREMENTS = Path(__file__).with_name("measurements.md").read_text()
"""Figures behind decision records. They are not measured again."""


def main() -> None:
    """Write the page and its plots."""
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    (DOCS / "performance").mkdir(exist_ok=True)
    curves = [Curve(**line) for line in lines if "plot" in line]
    for chart in CHARTS:
        document = draw(chart, [curve for curve in curves if curve.plot == chart.name])
        (DOCS / "performance" / f"{chart.name}.svg").write_text(document)
    figures = [Figure(**line) for line in lines if "median" in line]
    notes = [line for line in lines if "note" in line]
    (DOCS / "performance.md").write_text(page(figures, notes))


def page(figures: Sequence[Figure], notes: Sequence[dict[str, str]]) -> str:
    """Return the page as Markdown."""
    parts = ["# Performance", METHOD, "## Goals", _table(figures), "## Plots", *_plots()]
    parts += ["## Machine", _machine()]
    for bench in dict.fromkeys(figure.bench for figure in figures):
        parts += [f"## {bench}", *_bench(bench, figures, notes)]
    parts.append(MEASUREMENTS)
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(figures: Sequence[Figure]) -> str:
    found = {figure.goal: figure for figure in figures if figure.goal}
    rows = [_row(goal, found.get(goal.key)) for goal in GOALS]
    return "\n".join(["| goal | target | stretch target | measured | |", "|---|---|---|---|---|", *rows])


def _row(goal: Goal, figure: Figure | None) -> str:
    measured = f"{_spread(figure)}{goal.unit}" if figure else "not measured"
    verdict = goal.verdict(Spread(figure.median, figure.low, figure.high)) if figure else ""
    targets = f"{goal.format(goal.target)} | {goal.format(goal.stretch)}"
    return f"| {goal.label} | {targets} | {measured} | {verdict} |"


def _plots() -> Iterator[str]:
    for chart in CHARTS:
        yield f"![{chart.title}](performance/{chart.name}.svg)"


def _bench(bench: str, figures: Sequence[Figure], notes: Sequence[dict[str, str]]) -> Iterator[str]:
    yield from (f"{line['note'][0].upper()}{line['note'][1:]}." for line in notes if line["bench"] == bench)
    rows = [f"| {one.label} | {_spread(one)} {one.unit} |" for one in figures if one.bench == bench]
    yield "\n".join(["| | median (lowest–highest) |", "|---|---|", *rows])


def _spread(figure: Figure) -> str:
    return f"{_number(figure.median)} ({_number(figure.low)}–{_number(figure.high)})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _machine() -> str:
    cpu = _first_after("/proc/cpuinfo", "model name")
    memory = int(_first_after("/proc/meminfo", "MemTotal").split()[0]) // 2**20
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory} GiB of memory, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}. Measured on {datetime.now(UTC):%Y-%m-%d}; "
        f"load averages at the end: {load}."
    )


def _first_after(path: str, name: str) -> str:
    lines = Path(path).read_text().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith(name))


if __name__ == "__main__":
    main()
