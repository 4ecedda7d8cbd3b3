"""Renders the pages of a site, unless what they are made from is what it was when they were written."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack import __version__
from claimtrack.render import json as json_format
from claimtrack.site.templates import Templates, asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from claimtrack.render.view import View
    from claimtrack.site.output import Output

# Nothing from elsewhere, nothing inline; what is not listed is forbidden.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
NAVIGATION: Final = (
    ("Claims", "claims.html"),
    ("Matrix", "matrix.html"),
    ("Parties", "parties.html"),
    ("Shifts", "shifts.html"),
    ("Sources", "sources.html"),
    ("Map", "map.html"),
)
_ASSETS: Final = ("site.css", "site.js")
_DESCRIBED: Final = 300  # characters of a description
_encode: Final = json.JSONEncoder(check_circular=False, default=repr).encode  # several times as fast as repr


class SiteFacts(NamedTuple):
    """What every page says of the site."""

    title: str
    base_url: str  # with a slash at its end; empty if it is not known where the site will be
    policy: str = POLICY
    navigation: tuple[tuple[str, str], ...] = NAVIGATION


class PageWriter:
    """Writes pages and the JSON beside them."""

    def __init__(self, output: Output, site: SiteFacts) -> None:
        self._output = output
        self._site = site
        self.templates = Templates()
        self._made_by = hashlib.sha256(repr((site, __version__, sorted(_program()))).encode()).digest()

    def key(self, *parts: object) -> str:
        """Return the digest of what a page is made from, and of the program that makes it."""
        digest = hashlib.sha256(self._made_by)
        for part in parts:
            digest.update(b"\0")
            digest.update((part if isinstance(part, str) else _encode(part)).encode())
        return digest.hexdigest()[:32]

    def is_current(self, key: str, *paths: str) -> bool:
        """Return whether files are there as they were written from what has this key; if so, they are kept."""
        return self._output.keep(key, paths)

    def page(
        self,
        template: str,
        path: str,
        *,
        heading: str,
        description: str,
        as_of: str,
        revision: str,
        key: str = "",
        **values: Any,  # noqa: ANN401 - whatever the template takes
    ) -> None:
        """Write a page."""
        common = {
            "site": self._site,
            "path": path,
            "root": "../" * path.count("/"),
            "heading": heading,
            "description": _cut(description),
            "as_of": as_of,
            "revision": revision,
            "data_path": "",
        }
        self.render(template, path, {**common, **values}, key)

    def render(self, template: str, path: str, values: Mapping[str, Any], key: str = "") -> None:
        """Write a file from a template."""
        self._output.write(path, self.templates.render(template, {"site": self._site, **values}), key)

    def json(self, path: str, view: View, key: str = "") -> None:
        """Write an answer as JSON."""
        self.text(path, (f"{piece}\n" for piece in json_format.render(view)), key)

    def text(self, path: str, pieces: Iterable[str], key: str = "") -> None:
        """Write a file of text."""
        self._output.write(path, "".join(pieces).encode(), key)

    def assets(self) -> None:
        """Write the files that all pages use."""
        for name in _ASSETS:
            self._output.write(f"assets/{name}", asset(name))


def _program() -> Iterator[tuple[str, int, int]]:
    """Yield the files of the program, with what tells that they changed."""
    for folder, _, names in os.walk(str(files("claimtrack"))):
        for name in names:
            if not name.endswith(".pyc"):
                status = os.stat(os.path.join(folder, name))
                yield os.path.join(folder, name), status.st_size, status.st_mtime_ns


def _cut(text: str) -> str:
    return text if len(text) <= _DESCRIBED else f"{text[: _DESCRIBED - 1].rsplit(' ', 1)[0]}…"
