"""The names of the site's pages: safe on every disk, in every address, and no two alike."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from claimtrack.files.file_names import unportable

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_BYTES: Final = 180  # of an id in a name: a page of two parties has two, and a disk takes 255 bytes
_PAIR_BYTES: Final = 100
_SPECIAL: Final = re.compile(r"[^a-zA-Z0-9_.-]")
_PLAIN: Final = re.compile(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_-])?")


class FileNames:
    """The file names of some ids, without their endings.

    An id is its own name where it can be. Characters that some system does not take are written as `~` and a number. A
    name that is too long, that Windows keeps for a device, or that differs from another one only by its case gets a
    part that nothing else has.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        taken: set[str] = set()
        for each in sorted(ids):
            name = safe(each, _MOST_BYTES)
            if _folded(name) in taken:
                name = f"{name}~{_digest(each)}"
            taken.add(_folded(name))
            self._names[each] = name

    def __contains__(self, each: str) -> bool:
        """Return whether an id has a page."""
        return each in self._names

    def __getitem__(self, each: str) -> str:
        """Return the name of an id."""
        return self._names[each]

    def pair(self, a: str, b: str) -> str:
        """Return the name of a page about two."""
        one, other = (
            name if len(name.encode()) <= _PAIR_BYTES else safe(name, _PAIR_BYTES) for name in (self[a], self[b])
        )
        return f"{one}--{other}"


def safe(text: str, most: int) -> str:
    """Return a name for an id, of at most about so many bytes; the same id always has the same name."""
    if len(text) <= most and _PLAIN.fullmatch(text) and not unportable(f"{text}.html"):
        return text
    name = _SPECIAL.sub(_written, unicodedata.normalize("NFC", text))
    if name.startswith(".") or not name:
        name = f"~{name}"
    if len(name.encode()) > most:
        name = f"{name.encode()[: most - 10].decode(errors='ignore')}~{_digest(text)}"
    return f"{name}~" if unportable(name) or unportable(f"{name}.html") else name


def href(path: str) -> str:
    """Return the address of a file of the site, from its path below the site's folder."""
    return quote(path, safe="/-._~")


def _written(match: re.Match[str]) -> str:
    char = match[0]
    is_kept = not char.isascii() and unicodedata.category(char)[0] in "LNM"
    return char if is_kept else f"~{ord(char):x}~"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
