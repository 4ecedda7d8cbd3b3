"""Finds files whose names tell that something is wrong: not read, a copy, or a name that not every system can hold."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.files.discover import SUFFIX, is_hidden, is_record, is_registry
from claimtrack.model.names import is_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Endings of files that were probably meant as records: other data formats, and misspelt ones.
_MEANT: Final = (".yaml", ".yml", ".json", ".tml", ".tom", ".tolm", ".tomll")
_SCHEMA: Final = ".schema.json"
# How programs name a copy that they make on their own when two people changed a file, or git merged it.
_CONFLICT: Final = re.compile(
    r"(?P<stem>.+?)(?:[. _-]+sync-conflict-\d.*"  # Syncthing
    r"|[. _-]*\([^()]*(?:conflicted copy|conflict|conflicto|conflit|konflikt)[^()]*\)"  # Dropbox and others
    r"|_conflict-\d.*|[_-]conflict(?:ed)?(?:[_-]copy)?(?:[_-]\d.*)?"  # Nextcloud
    r"|_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+)",  # git mergetool
    re.IGNORECASE,
)
# The same for copies that people and file managers make; only with the file beside it, as some ids end so.
_COPY: Final = re.compile(
    r"(?P<stem>.+?)(?: \(\d+\)|[ _-]+-?[ _-]*(?:copy|kopie|copie|copia)(?: ?\(?\d+\)?)?"
    r"|[._-](?:orig|bak|backup|old|rej|tmp|save))",
    re.IGNORECASE,
)
_COPY_OF: Final = re.compile(r"(?:copy|kopie|copie|copia) (?:\(\d+\) )?(?:of|von|de|di) (?P<stem>.+)", re.IGNORECASE)
# What Windows, or a disk formatted by it, cannot hold.
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\.|\Z)", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_MOST_BYTES: Final = 255  # of a name on Linux; Windows and macOS count characters, which are fewer


class OddName(NamedTuple):
    """A file or a folder with an odd name."""

    path: str  # below the folder of claims
    message: str
    hint: str


class Names(NamedTuple):
    """The names in one folder."""

    below: str  # its path below the folder of claims
    folders: list[str]
    files: list[str]


def list_names(folder: str) -> Iterator[Names]:
    """Yield the names in the folder of claims and in each folder below it, without those that are hidden."""
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        below = os.path.relpath(path, folder)
        shown = sorted(each for each in files if not each.startswith("."))
        yield Names("" if below == os.curdir else below, [*folders], shown)


def names_of(paths: Iterable[str]) -> list[Names]:
    """Return the same of a folder that is not on disk, from the paths of its files below it."""
    listed: dict[str, Names] = {"": Names("", [], [])}
    for path in sorted(each for each in paths if not is_hidden(each)):
        *above, name = path.split("/")
        below = ""
        for folder in above:
            outer, below = listed[below], os.path.join(below, folder)
            if below not in listed:
                outer.folders.append(folder)
                listed[below] = Names(below, [], [])
        listed[below].files.append(name)
    return [*listed.values()]


def ignored_files(listed: Iterable[Names]) -> Iterator[OddName]:
    """Find files that look like records and are not read, and copies that are read as claims of their own."""
    for below, _, names in listed:
        here = set(names)
        for name in names:
            if odd := _ignored(name) or _copied(name, here):
                yield OddName(os.path.join(below, name), *odd)


def unportable_names(listed: Iterable[Names]) -> Iterator[OddName]:
    """Find records, and folders of records, with names that not every system can hold."""
    for below, folders, names in listed:
        for name in [*folders, *filter(_is_meant, names)]:
            if reason := unportable(name):
                yield OddName(os.path.join(below, name), f"{name} is a name that {reason}", "give it another name")


def why_not_read(path: str) -> tuple[str, str]:
    """Return why a path below the folder of claims is not read, and what to do about it."""
    *above, name = path.split(os.sep)
    hidden = next((part for part in (*above, name) if part.startswith(".")), None)
    if hidden is not None:
        return f"{hidden} is hidden, and what is hidden is not read", "give it a name that does not begin with a dot"
    if odd := _ignored(name):
        return odd
    return f"{name} is not read: a record is a file with a name that ends in {SUFFIX}", "name a record, or the folder"


def _is_meant(name: str) -> bool:
    return SUFFIX in name.casefold()


def _ignored(name: str) -> tuple[str, str] | None:
    """Return why a file that looks like a record is not read, and what to do; None for any other file."""
    if name.endswith(SUFFIX) or is_registry(name):
        return None
    folded = name.casefold()
    stem, found, _ = folded.partition(SUFFIX)
    if found:
        better = f"{name[: len(stem)].strip('#~')}{SUFFIX}"
        what = f"{name} is not read: the name of a record ends in {SUFFIX}, in small letters"
        return what, f"rename it to {better}, or remove it"
    if folded.endswith(_MEANT) and not folded.endswith(_SCHEMA):
        return f"{name} is not read: records are TOML files", f"write it as {os.path.splitext(name)[0]}{SUFFIX}"
    return None


def _copied(name: str, here: set[str]) -> tuple[str, str] | None:
    """Return of what a record is probably a copy, and what to do; None if it is probably none."""
    if not is_record(name):
        return None
    stem = name.removesuffix(SUFFIX)
    conflict = _CONFLICT.fullmatch(stem)
    copy = conflict or _COPY.fullmatch(stem) or _COPY_OF.fullmatch(stem)
    if copy is None or not (conflict or f"{copy['stem']}{SUFFIX}" in here):
        return None
    original = f"{copy['stem']}{SUFFIX}"
    return f"{name} looks like a copy of {original}, and counts as a claim of its own", (
        f"move what belongs into {original}, and remove this file"
    )


def unportable(name: str) -> str:
    """Return why not every system can hold a name; an empty text if each can."""
    if _DEVICE.match(name):
        return "Windows keeps for a device"
    if found := _FORBIDDEN.search(name):
        return f"Windows cannot hold, for its {found[0]!r}"
    if name.endswith((".", " ")):
        return "Windows cannot hold, as it ends in a dot or a space"
    if len(os.fsencode(name)) > _MOST_BYTES:
        return f"Linux cannot hold, as it has more than {_MOST_BYTES} bytes"
    return "" if is_utf8(name) else "macOS cannot hold, as it is not UTF-8"
