"""The built web app: its HTML page, split at the insertion points, and its manifest of files."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ENTRY = "index.html"
START = "src/public/app/start.tsx"
INSERTION_POINTS = re.compile(
    r'(?<=<html lang=")en(?=")|<!--head:.*?<!--/head-->|(?=</head>)'
    r"|<!--first-view--><!--/first-view-->|<!--plain-->.*?<!--/plain-->",
    re.DOTALL,
)
"""Language, head, first view and noscript content as marked in web/index.html, and the end of the head."""


class NotBuilt(Exception):
    """The web app is not built. Run: make web"""


@dataclass(frozen=True)
class WebApp:
    """One build. `pieces` surround language, head, preload links, first view and noscript content."""

    pieces: tuple[str, ...]
    manifest: dict[str, dict[str, Any]]

    def html(self, *, language: str, head: str, preload: str, first_view: str, noscript: str) -> str:
        """Return the whole page. `preload` is last in the head: files for every page have priority."""
        contents = (language, head, preload, first_view, noscript, "")
        return "".join(part for pair in zip(self.pieces, contents, strict=True) for part in pair)

    def files_for(self, module: str, language: str) -> list[str]:
        """Return the scripts of a page except the entry, as paths below the app folder.

        `module` is the name of the page's source file, such as `seats-page.tsx`. The app loads its own
        message catalogue and that of the page's feature. Files that are missing in this build are omitted.
        """
        page = next((key for key in self.manifest if key.endswith("/" + module)), "")
        catalogue = f"locales/{language}.po"
        roots = (START, f"src/public/app/{catalogue}", f"{page.rpartition('/')[0]}/{catalogue}", page)
        already_loaded = set(self._closure(ENTRY))
        needed = dict.fromkeys(one for key in roots if key in self.manifest for one in self._closure(key))
        return [self.manifest[one]["file"] for one in needed if one not in already_loaded]

    def _closure(self, key: str) -> Iterator[str]:
        """Yield a chunk and its static imports, recursively. May yield duplicates."""
        yield key
        for imported in self.manifest[key].get("imports", ()):
            if imported != ENTRY:
                yield from self._closure(imported)


@cache
def web_app(folder: Path) -> WebApp:
    """Read the build in `folder`. The result is cached for the life of the process.

    Raises: NotBuilt.
    """
    try:
        html = (folder / ENTRY).read_text()
        manifest = json.loads((folder / ".vite" / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise NotBuilt from error
    return WebApp(tuple(INSERTION_POINTS.split(html)), manifest)
