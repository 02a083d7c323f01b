"""Line charts as SVG, for light pages and dark ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import log10

from benches.rig.report import Curve

WIDTH, HEIGHT = 680, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 56, 52
GRIDLINES = 5
STYLE = """
.chart { font: 13px system-ui, sans-serif; fill: #333; }
.title { font-weight: 600; font-size: 15px; }
.grid { stroke: #ddd; }
.line { fill: none; stroke-width: 2.5; }
.c0 { stroke: #0b62a8; } .c1 { stroke: #b3440b; } .c2 { stroke: #20763a; }
.d0 { fill: #0b62a8; } .d1 { fill: #b3440b; } .d2 { fill: #20763a; }
@media (prefers-color-scheme: dark) {
  .chart { fill: #ddd; }
  .grid { stroke: #444; }
  .c0 { stroke: #6db8f2; } .c1 { stroke: #f2a06d; } .c2 { stroke: #74cf8f; }
  .d0 { fill: #6db8f2; } .d1 { fill: #f2a06d; } .d2 { fill: #74cf8f; }
}
"""


@dataclass(frozen=True)
class Chart:
    """What a plot says; x is on a logarithmic scale."""

    name: str
    title: str
    x: str
    y: str


def draw(chart: Chart, curves: Sequence[Curve]) -> str:
    """Give the chart as a document."""
    scale = Scale.of(curves)
    parts = [*_grid(scale), *_ticks(scale, curves)]
    for number, curve in enumerate(curves):
        parts += _line(scale, curve, number)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" class="chart">\n'
        f"<title>{escape(chart.title)}</title>\n<style>{STYLE}</style>\n"
        + _text(LEFT, 22, chart.title, "title")
        + _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, chart.x, anchor="middle")
        + _text(LEFT, 42, chart.y)
        + "".join(parts)
        + "</svg>\n"
    )


@dataclass(frozen=True)
class Scale:
    """Maps values to pixels."""

    first: float
    last: float
    top: float

    @classmethod
    def of(cls, curves: Sequence[Curve]) -> "Scale":
        """A scale that fits all curves; y begins at 0."""
        points = [point for curve in curves for point in curve.points]
        xs = [x for x, _ in points]
        return cls(min(xs), max(xs), _round_up(max(y for _, y in points)))

    def x(self, value: float) -> float:
        """Pixels from the left."""
        share = log10(value / self.first) / (log10(self.last / self.first) or 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM)


def _round_up(value: float) -> float:
    power = 10.0 ** int(log10(value) - (value < 1))
    return next(power * step for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if power * step >= value)


def _grid(scale: Scale) -> Iterable[str]:
    for number in range(GRIDLINES + 1):
        value = scale.top * number / GRIDLINES
        y = scale.y(value)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>\n'
        yield _text(LEFT - 8, y + 4, f"{value:,.4g}" if value < 1000 else f"{value:,.0f}", anchor="end")


def _ticks(scale: Scale, curves: Sequence[Curve]) -> Iterable[str]:
    for value in sorted({x for curve in curves for x, _ in curve.points}):
        yield _text(scale.x(value), HEIGHT - BOTTOM + 18, f"{value:,.0f}", anchor="middle")


def _line(scale: Scale, curve: Curve, number: int) -> Iterable[str]:
    places = [(scale.x(x), scale.y(y)) for x, y in curve.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="line c{number}" points="{path}"/>\n'
    for x, y in places:
        yield f'<circle class="d{number}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>\n'
    yield f'<circle class="d{number}" cx="{WIDTH - RIGHT + 18}" cy="{TOP + 12 + 22 * number}" r="5"/>\n'
    yield _text(WIDTH - RIGHT + 30, TOP + 16 + 22 * number, curve.label)


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>\n'
