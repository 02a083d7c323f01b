"""The built web app: its HTML page, cut where the server puts something in, and the names of its parts."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ENTRY = "index.html"
CUTS = re.compile(
    r'(?<=<html lang=")en(?=")|<!--head:.*?<!--/head-->|(?=</head>)|<!--plain-->.*?<!--/plain-->', re.DOTALL
)
"""Language, head and plain content as web/index.html marks them, and the end of the head."""


class NotBuilt(Exception):
    """There is no built web app. Run: make web"""


@dataclass(frozen=True)
class WebApp:
    """One build. `pieces` are what stands around language, head, hints and plain content."""

    pieces: tuple[str, str, str, str, str]
    manifest: dict[str, dict[str, Any]]

    def html(self, *, language: str, head: str, hints: str, plain: str) -> str:
        """The whole page. Hints on what to load come last: what every page needs goes first over the line."""
        opening, before_head, before_hints, before_plain, end = self.pieces
        return "".join((opening, language, before_head, head, before_hints, hints, before_plain, plain, end))

    def files_of(self, module: str, language: str) -> list[str]:
        """What a page loads on demand, words first: paths below the app's folder.

        `module` is how the source file of the page is called, such as `seats-page.tsx`. The app asks for its
        own words and for those of the page's feature. What this build doesn't have is left out.
        """
        page = next((key for key in self.manifest if key.endswith("/" + module)), "")
        words = f"locales/{language}.po"
        wanted = (f"src/public/app/{words}", f"{page.rpartition('/')[0]}/{words}", page)
        at_hand = set(self._closure(ENTRY))
        needed = dict.fromkeys(one for key in wanted if key in self.manifest for one in self._closure(key))
        return [self.manifest[one]["file"] for one in needed if one not in at_hand]

    def _closure(self, key: str) -> Iterator[str]:
        """A chunk with everything it imports at once; the same one may come twice."""
        yield key
        for imported in self.manifest[key].get("imports", ()):
            if imported != ENTRY:
                yield from self._closure(imported)


@cache
def web_app(folder: Path) -> WebApp:
    """Read the build in `folder`, once in the life of this process.

    Raises: NotBuilt.
    """
    try:
        html = (folder / ENTRY).read_text()
        manifest = json.loads((folder / ".vite" / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise NotBuilt from error
    opening, before_head, before_hints, before_plain, end = CUTS.split(html)
    return WebApp((opening, before_head, before_hints, before_plain, end), manifest)
