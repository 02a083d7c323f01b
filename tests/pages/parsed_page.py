"""Parses the HTML of a page."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

SITE = "https://kino.example"


class Tags(HTMLParser):
    """All tags with their attributes, and the text of the title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
            self._inside = ""


@dataclass(frozen=True)
class ParsedPage:
    """A response and the metadata in its HTML."""

    response: HttpResponse

    @property
    def html(self) -> str:
        return self.response.content.decode()

    @property
    def title(self) -> str:
        return Tags(self.html).title

    @property
    def metas(self) -> dict[str, str]:
        """The contents of the meta tags by name or property, without those that all pages share."""
        metas = [attrs for tag, attrs in Tags(self.html).tags if tag == "meta"]
        return {
            (meta.get("name") or meta.get("property") or ""): meta.get("content") or ""
            for meta in metas
            if meta.get("name") not in ("viewport", "color-scheme", "theme-color") and "charset" not in meta
        }

    def links(self, rel: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in Tags(self.html).tags if tag == "link" and attrs.get("rel") == rel]

    @property
    def language(self) -> str | None:
        return next(attrs["lang"] for tag, attrs in Tags(self.html).tags if tag == "html")

    @property
    def structured_data(self) -> Any:
        """The JSON-LD of the page. Its end is found as in a browser."""
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', self.html, re.DOTALL)
        assert len(found) == 1
        return json.loads(found[0])


OpenPage = Callable[..., ParsedPage]
