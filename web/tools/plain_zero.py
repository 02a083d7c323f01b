"""Writes web/src/ui/fonts/plain-zero.woff2: the UI font's zero without its slash; it is committed.

Atkinson Hyperlegible Next has a slashed zero only. Codes keep it, times and prices don't. The font is under
the SIL Open Font License, which allows changed versions. Run again when the font changes:
`uv run --with fonttools,brotli web/tools/plain_zero.py`.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates
from fontTools.varLib.iup import iup_delta

WEB = Path(__file__).resolve().parents[1]
FULL = (
    WEB
    / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
    / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
)
PLAIN = WEB / "src/ui/fonts/plain-zero.woff2"

Points = list[tuple[float, float]]

PHANTOMS = 4
"""Points after those of the outline, for the glyph's metrics."""


def counter(points: Points, ends: list[int]) -> Points:
    """Mirror the lower left quarter of the lower half of the counter to all four quarters.

    `points` are positions or their deltas: both are mirrored at the same points.
    """
    lower = points[ends[0] + 1 : ends[1] + 1]
    # From the bottom, on the curve, over three control points to the left, on the curve.
    quarter = [lower[0], lower[10], lower[9], lower[8], lower[7]]
    (middle_x, _), (_, middle_y) = quarter[0], quarter[-1]
    up = [(x, 2 * middle_y - y) for x, y in reversed(quarter[:-1])]
    left = [*quarter, *up]
    right = [(2 * middle_x - x, y) for x, y in reversed(left[1:-1])]
    # Against the direction of the outer outline.
    return [left[0], *reversed([*left[1:], *right])]


def fill_counter(font: TTFont) -> None:
    """Replace the two halves of the zero's counter by one."""
    zero = font["glyf"]["zero"]
    coordinates, ends, flags = zero.getCoordinates(font["glyf"])
    points = list(coordinates)
    size = len(points)
    outer = ends[0] + 1
    inner = counter(points, list(ends))
    assert len(inner) == outer, "the outline has changed"  # noqa: S101

    for variation in font["gvar"].variations["zero"]:
        origin = [*points, *[(0, 0)] * PHANTOMS]
        deltas = iup_delta(variation.coordinates, origin, list(ends))
        variation.coordinates = [*deltas[:outer], *counter(deltas, list(ends)), *deltas[size:]]

    changed = Glyph()
    changed.numberOfContours = 2
    changed.coordinates = GlyphCoordinates([*points[:outer], *inner])
    # The inner outline has its points where the outer one has them.
    changed.flags = type(flags)([*flags[:outer], *flags[:outer]])
    changed.endPtsOfContours = [outer - 1, 2 * outer - 1]
    changed.program = zero.program if hasattr(zero, "program") else None
    changed.recalcBounds(font["glyf"])
    font["glyf"]["zero"] = changed


def main() -> None:
    """Write the font with this glyph alone."""
    font = TTFont(FULL)
    options = subset.Options(layout_features=["tnum"], hinting=False, notdef_outline=False)
    only_zero = subset.Subsetter(options)
    only_zero.populate(unicodes=[ord("0")])
    only_zero.subset(font)
    fill_counter(font)
    font.flavor = "woff2"
    font.save(PLAIN)
    print(f"{PLAIN.relative_to(WEB)}: {PLAIN.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
