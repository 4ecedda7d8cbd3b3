"""Reads the pages of a site as a browser would, without one."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """A page as a browser reads it: its links, ids, scripts and texts; it complains of tags that are not closed."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.scripts: list[str] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        assert self._open == [], path

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value))
            if name == "id":
                self.ids.append(value)
            if name in {"href", "src"}:
                self.links.append(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        assert self._open, (self.path, tag)
        assert self._open.pop() == tag, (self.path, tag)

    def handle_data(self, data):
        if self._open and self._open[-1] == "script":
            self.scripts.append(data)
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All words of the page."""
        return re.sub(r" (?=[,;:])", "", " ".join(" ".join(self.texts).split()))


def pages_of(site: Path) -> dict[str, Page]:
    """Read all pages of a site, by their paths."""
    return {path.relative_to(site).as_posix(): Page(path) for path in sorted(site.rglob("*.html"))}


def search_data(site: Path):
    """Return what the search of a site looks through."""
    text = (site / "data/search.js").read_text(encoding="utf-8")
    return json.loads(re.fullmatch(r"globalThis\.claimtrackSearch=(.*);\n", text, re.DOTALL)[1])
