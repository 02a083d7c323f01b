"""Draws the brand's images into web/public, by headless Chromium; they are committed.

Run again when the brand changes: `.venv/bin/python web/tools/brand_images.py`.
"""

from base64 import b64encode
from io import BytesIO
from math import cos, degrees, sin
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

WEB = Path(__file__).resolve().parents[1]
PUBLIC = WEB / "public"
TITLE_FONT = (
    WEB / "node_modules/@fontsource-variable/big-shoulders/files/big-shoulders-latin-wght-normal.woff2"
)
CHROMIUM = "/usr/bin/chromium"

PAPER, INK, PETROL = "#faf7f2", "#1b1a17", "#0e5a63"
FREE, TAKEN = "#e3eef0", "#ded8ce"

ROWS, SEATS, PITCH, RADIUS = 4, 22, 50, 4600
YOURS = {(2, 10), (2, 11)}
GONE = {(0, 4), (0, 5), (1, 2), (1, 13), (1, 14), (2, 7), (2, 8), (2, 17), (2, 18), (2, 19), (3, 4), (3, 14)}

COLOURS = 64
"""Enough for five flat colours with smooth edges, at a third of the bytes."""

ICON_GLYPH = (
    '<path d="M8 24V12a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v12"/><path d="M6 18v6h20v-6" stroke-linejoin="round"/>'
)
"""As in favicon.svg, on 32 × 32."""

SAFE = 0.72
"""How much of a maskable icon its glyph may fill: a circle cut out of it must not touch the glyph."""


def main() -> None:
    """Draw them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        draw(page, social_card(), "social-card.png", 1200, 630)
        for size in (192, 512):
            draw(page, icon(corner=7), f"icon-{size}.png", size, size)
        draw(page, icon(corner=0, scale=SAFE), "icon-maskable-512.png", 512, 512)
        draw(page, icon(corner=0, scale=0.86), "apple-touch-icon.png", 180, 180)
        browser.close()


def draw(page: Page, body: str, name: str, width: int, height: int) -> None:
    """Write one picture of `body`, transparent where nothing is drawn."""
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f"<style>* {{ margin: 0 }} svg {{ display: block }}</style>{body}")
    page.evaluate("document.fonts.ready")
    picture = Image.open(BytesIO(page.screenshot(omit_background=True)))
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(PUBLIC / name, optimize=True)


def icon(*, corner: float, scale: float = 1) -> str:
    """The favicon at the size of the window."""
    move = f"translate({16 - 16 * scale} {16 - 16 * scale}) scale({scale})"
    return (
        '<svg viewBox="0 0 32 32" style="width: 100vw; height: 100vh">'
        f'<rect width="32" height="32" rx="{corner}" fill="{PETROL}"/>'
        f'<g transform="{move}" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round">'
        f"{ICON_GLYPH}</g></svg>"
    )


def social_card() -> str:
    """The name above an auditorium seen from behind, two seats chosen. No words: it serves every language."""
    font = b64encode(TITLE_FONT.read_bytes()).decode()
    return f"""
      <style>
        @font-face {{ font-family: Title; font-weight: 100 900; src: url(data:font/woff2;base64,{font}) }}
        text {{ font: 800 277px Title; letter-spacing: 0.08em; fill: {INK} }}
      </style>
      <svg width="1200" height="630" viewBox="0 0 1200 630">
        <rect width="1200" height="630" fill="{PAPER}"/>
        <text x="58" y="280">MATINEE</text>
        <path d="M252 338Q600 358 948 338" fill="none" stroke="{PETROL}"
          stroke-width="8" stroke-linecap="round"/>
        {"".join(seat(row, number) for row in range(ROWS) for number in range(SEATS))}
      </svg>"""


def seat(row: int, number: int) -> str:
    """One seat on an arc around the screen, by the shapes of the seat map."""
    angle = (number - (SEATS - 1) / 2) * PITCH / RADIUS
    x, y = 600 + RADIUS * sin(angle), 416 + row * 57 - RADIUS * (1 - cos(angle))
    fill, stroke, mark = FREE, "#3e7078", ""
    if (row, number) in YOURS:
        fill = stroke = INK
        mark = f'<path d="M-8 1l5.5 6L9-6" fill="none" stroke="{PAPER}" stroke-width="4"/>'
    elif (row, number) in GONE:
        fill = stroke = TAKEN
        mark = '<path d="M-6-6 6 6M6-6-6 6" stroke="#6f665a" stroke-width="3"/>'
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({-degrees(angle):.2f})">'
        f'<path d="M-18 17V-9a9 9 0 0 1 9-9H9a9 9 0 0 1 9 9V17Z" fill="{fill}" stroke="{stroke}"'
        f' stroke-width="2.5"/>{mark}</g>'
    )


if __name__ == "__main__":
    main()
