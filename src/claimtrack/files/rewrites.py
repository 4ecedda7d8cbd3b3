"""Changes several files as one: all of them, or none, also if the process is killed between two of them.

The new contents are written beside the files. Then a journal says what each file was and is to be, and only then are
the files replaced, one by one. If the journal is still there later, the change is completed; if somebody has edited one
of the files since, it is undone.
"""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from claimtrack.files import toml_text
from claimtrack.files.replace import LockedFile, is_listed, is_one, lock_files
from claimtrack.files.toml_text import UnreadableError
from claimtrack.problems import ConflictError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VERSION: Final = 1


class Rewrite(NamedTuple):
    """What becomes of one file."""

    path: str
    old: bytes
    new: bytes
    to: str | None = None  # its other name, if it gets one


class Journal(Protocol):
    """Where it is written down what is under way; whoever can write to it can write to the files."""

    def read(self) -> str | None:
        """Return what it says; None if there is none."""

    def write(self, content: str) -> None:
        """Write it, whole or not at all."""

    def remove(self) -> None:
        """Remove it."""


class Finished(NamedTuple):
    """What became of a change that was interrupted."""

    what: str  # as it was asked for
    edited: tuple[str, ...]  # the files that somebody has edited since, for which it was undone


def rewrite_files(rewrites: Sequence[Rewrite], what: str, folder: str, journal: Journal) -> None:
    """Change files of a folder as one.

    Args:
        rewrites: the changes.
        what: the command, to say later what was interrupted.
        folder: the folder of claims; no file outside it is changed.
        journal: where it is written down.

    Raises:
        ConflictError: a file was changed meanwhile, or a new name is taken; nothing is changed.
        RefusedError: there is no place for the journal; nothing is changed.
        OSError: a file cannot be written; nothing is changed.
    """
    with lock_files((each.path for each in rewrites), within=folder) as files, ExitStack() as drafts:
        pairs = [*zip(rewrites, files, strict=True)]
        replacements = [
            drafts.enter_context(file.prepare(each.old, each.new)) for each, file in pairs if each.old != each.new
        ]
        for each in rewrites:
            if each.to is not None and not _is_free(each):
                raise ConflictError(f"{each.to} is there already and is left as it is")
        if len(rewrites) == len(replacements) == 1 and rewrites[0].to is None:
            replacements[0]()  # which is whole or absent by itself
            return
        try:
            journal.write(_written(rewrites, what, folder))
        except OSError as error:
            hint = "CLAIMTRACK_CACHE_DIR names another folder for it"
            raise RefusedError(f"nothing was changed: there is no place for a journal: {error}", hint) from error
        try:
            for replace in replacements:
                replace()
            for each, file in pairs:
                if each.to is not None:
                    file.move(each.to)
        except BaseException:
            _settle(rewrites, forward=False)
            journal.remove()
            raise
        journal.remove()


def finish_rewrites(folder: str, journal: Journal) -> Finished | None:
    """Complete a change of files that was interrupted, or undo it; return None if there is none.

    Raises:
        OSError: a file cannot be written; the journal stays.
    """
    found = _read(journal, folder)
    if found is None:
        return None
    paths = (path for each in found[1] for path in (each.path, each.to) if path is not None)
    with lock_files(paths, within=folder):
        found = _read(journal, folder)  # another process may have been at it
        if found is None:
            return None
        what, rewrites = found
        edited = tuple(
            each.path for each in rewrites if _content(each) not in {each.old, each.new} or not _is_free(each)
        )
        _settle(rewrites, forward=not edited)
        journal.remove()
    return Finished(what, edited)


def _settle(rewrites: Iterable[Rewrite], *, forward: bool) -> None:
    """Bring each file to what it is to be, or back to what it was; one that somebody has edited stays as it is."""
    for each in rewrites:
        content, wanted = _content(each), each.new if forward else each.old
        if content is not None and content != wanted and content in {each.old, each.new}:
            path = _here(each)
            LockedFile(path, os.path.realpath(path)).replace(content, wanted)
        if each.to is not None:
            name, other = (each.to, each.path) if forward else (each.path, each.to)
            if is_listed(other) and _is_free(each):
                LockedFile(other, other).move(name)


def _is_free(each: Rewrite) -> bool:
    """Return whether no other file has the name that one is to get."""
    return (
        each.to is None or not (os.path.lexists(each.path) and os.path.lexists(each.to)) or is_one(each.path, each.to)
    )


def _here(each: Rewrite) -> str:
    return each.path if each.to is None or os.path.lexists(each.path) else each.to


def _content(each: Rewrite) -> bytes | None:
    """Return what is in a file, under either of its names; None if it cannot be read."""
    try:
        return toml_text.read(_here(each))
    except UnreadableError:
        return None


def _written(rewrites: Iterable[Rewrite], what: str, folder: str) -> str:
    """Write a change down; paths are those below the folder."""
    files = [
        {
            "path": os.path.relpath(each.path, folder),
            "old": each.old.decode(),
            "new": each.new.decode(),
            "to": each.to and os.path.relpath(each.to, folder),
        }
        for each in rewrites
    ]
    return json.dumps({"version": _VERSION, "folder": os.path.realpath(folder), "what": what, "files": files})


def _read(journal: Journal, folder: str) -> tuple[str, list[Rewrite]] | None:
    """Read what is written down; None if that is nothing, about another folder, or of another version."""
    content = journal.read()
    if content is None:
        return None
    try:
        found: dict[str, Any] = json.loads(content)
        if (found["version"], found["folder"]) != (_VERSION, os.path.realpath(folder)):
            return None
        rewrites = [
            Rewrite(
                os.path.join(folder, each["path"]),
                each["old"].encode(),
                each["new"].encode(),
                each["to"] and os.path.join(folder, each["to"]),
            )
            for each in found["files"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found["what"], rewrites
