"""The folder of a site: writes what changed, removes what is gone, and touches no file that it did not write."""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TextIO

from claimtrack.files.replace import lock_folder
from claimtrack.problems import BadRequestError, ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

MANIFEST: Final = ".claimtrack-site.json"
_JOURNAL: Final = ".claimtrack-site.journal"  # what a build has written so far, for the next one if this one is killed
_DRAFT: Final = ".claimtrack-site.tmp"
_FORM: Final = 1  # the version of the manifest
# What a build writes: files in the folder, and in folders with these names.
_OURS: Final = re.compile(r"(?:(?:claims|parties|diff|data|data/claims|assets)/)?[^/\\\x00-\x1f]+")


class Counts(NamedTuple):
    """What a build did, by paths below the folder."""

    files: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]  # no longer needed, but somebody edited them since, so they were left


class _Entry(NamedTuple):
    """A file as a build wrote it."""

    digest: str
    size: int
    mtime: int  # in nanoseconds
    key: str = ""  # of what it was made from, if that is known


class Output:
    """The folder that a site is written to. Its manifest lists the files that the last build wrote.

    Use it in a `with` block: other builds into the folder wait until the block ends.
    """

    def __init__(self, folder: str, *, dry_run: bool = False) -> None:
        """Open the folder.

        Raises:
            BadRequestError: it is no folder, or it holds files and no manifest, so it is somebody else's.
        """
        self.folder = folder
        self._dry_run = dry_run
        self._new: dict[str, _Entry] = {}
        self._written: list[str] = []
        self._journal: TextIO | None = None
        self._lock: AbstractContextManager[None] | None = None
        self._old = self._read()

    def __enter__(self) -> Self:
        """Make the folder, and lock it."""
        if not self._dry_run:
            os.makedirs(self.folder, exist_ok=True)
            self._lock = lock_folder(self.folder)
            self._lock.__enter__()
            self._old = self._read()  # another build may have just ended
        return self

    def __exit__(self, *_: object) -> None:
        """Unlock it."""
        if self._journal is not None:
            self._journal.close()
        if self._lock is not None:
            self._lock.__exit__(None, None, None)

    def keep(self, key: str, paths: Sequence[str]) -> bool:
        """Keep files if all are there as a build wrote them from what has this key, and return whether they are kept."""
        found = [(path, self._old.get(path)) for path in paths]
        kept = {path: old for path, old in found if old is not None and old.key == key and self._is_there(path, old)}
        if len(kept) < len(paths):
            return False
        self._new.update(kept)
        return True

    def write(self, path: str, content: bytes, key: str = "") -> None:
        """Write a file, given by its path below the folder, unless it is there with this content.

        `key` is the digest of what it is made from, for `keep`.

        Raises:
            ConflictError: there is a file or a link at the path that no build wrote.
            OSError: it cannot be written.
        """
        digest, old, target = hashlib.sha256(content).hexdigest(), self._old.get(path), self._at(path)
        if old is not None and old.digest == digest and (self._is_there(path, old) or _digest(target) == digest):
            self._new[path] = _Entry(digest, *(_state(target) or (0, 0)), key)
            return
        self._refuse_foreign(path, digest)
        self._written.append(path)
        if not self._dry_run:
            self._note(path, digest)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            self._replace(target, content)
        self._new[path] = _Entry(digest, *(_state(target) or (0, 0)), key)

    def finish(self) -> Counts:
        """Remove the files of the last build that this one did not write, and write the manifest."""
        removed, edited = [], []
        for path, entry in self._old.items():
            target = self._at(path)
            if path in self._new or not os.path.lexists(target):
                continue
            if _digest(target) != entry.digest:
                edited.append(path)
                continue
            removed.append(path)
            if not self._dry_run:
                os.unlink(target)
                with suppress(OSError):  # another file is in it
                    os.rmdir(os.path.dirname(target))
        if not self._dry_run:
            self._write_manifest()
        return Counts(len(self._new), tuple(self._written), tuple(removed), tuple(edited))

    def _is_there(self, path: str, entry: _Entry) -> bool:
        return _state(self._at(path)) == (entry.size, entry.mtime)

    def _at(self, path: str) -> str:
        return os.path.join(self.folder, path)

    def _read(self) -> dict[str, _Entry]:
        """Return what earlier builds wrote, by its path."""
        if not os.path.lexists(self.folder):
            return {}
        if not os.path.isdir(self.folder):
            raise BadRequestError(f"{self.folder} is a file, not a folder", "name a folder, or one that is to be made")
        names = {*os.listdir(self.folder)} - {".git", _DRAFT}
        if names.isdisjoint({MANIFEST, _JOURNAL}) and names:
            raise BadRequestError(
                f"{self.folder} holds files that claimtrack did not write, and is left as it is",
                "name an empty folder, or one that an earlier build wrote",
            )
        try:
            found = dict(self._stored())
        except (ValueError, LookupError, TypeError, AttributeError):
            raise BadRequestError(
                f"{self._at(MANIFEST)} cannot be read, so it is not known what an earlier build wrote",
                f"remove {self.folder}, and build the site again",
            ) from None
        return {path: entry for path, entry in found.items() if _is_ours(path)}

    def _stored(self) -> Iterator[tuple[str, _Entry]]:
        text = _text(self._at(MANIFEST))
        stored: dict[str, Any] = json.loads(text) if text else {"form": _FORM, "files": {}}
        if stored["form"] != _FORM:
            raise ValueError(stored["form"])
        for path, entry in stored["files"].items():
            yield path, _entry(*entry)
        for line in _text(self._at(_JOURNAL)).splitlines():
            with suppress(ValueError):  # the last line may be incomplete
                path, digest = json.loads(line)
                yield path, _entry(digest, -1, 0)

    def _note(self, path: str, digest: str) -> None:
        """Write down what is about to be written."""
        if self._journal is None:
            self._journal = open(self._at(_JOURNAL), "a", encoding="utf-8")  # noqa: SIM115 - open as long as the folder is
        self._journal.write(f"{json.dumps([path, digest], ensure_ascii=False)}\n")
        self._journal.flush()

    def _write_manifest(self) -> None:
        text = json.dumps({"form": _FORM, "files": dict(sorted(self._new.items()))}, ensure_ascii=False, indent=0)
        if _text(self._at(MANIFEST)) != text:
            self._replace(self._at(MANIFEST), text.encode())
        if self._journal is not None:
            self._journal.close()
        with suppress(FileNotFoundError):
            os.unlink(self._at(_JOURNAL))

    def _refuse_foreign(self, path: str, digest: str) -> None:
        """Refuse to replace a file that no build wrote, and to follow a link out of the folder."""
        above = os.path.dirname(path)
        for folder in filter(None, (above, os.path.dirname(above))):
            if os.path.islink(self._at(folder)):
                raise ConflictError(f"{self._at(folder)} is a link and is left as it is", "remove the link")
        target = self._at(path)
        if path not in self._old and os.path.lexists(target) and _digest(target) != digest:
            raise ConflictError(
                f"{target} is there already, and no build wrote it; it is left as it is",
                "move it away, or build into another folder",
            )

    def _replace(self, target: str, content: bytes) -> None:
        """Write a file beside another one and move it over that: readers see the old content or the new."""
        draft = self._at(_DRAFT)
        with suppress(FileNotFoundError):  # left by a build that was killed
            os.unlink(draft)
        with open(draft, "xb") as file:
            file.write(content)
        os.replace(draft, target)


def _entry(digest: Any, size: Any, mtime: Any, key: Any = "") -> _Entry:  # noqa: ANN401 - from JSON
    return _Entry(str(digest), int(size), int(mtime), str(key))


def _is_ours(path: str) -> bool:
    return _OURS.fullmatch(path) is not None and not {"", ".", ".."}.intersection(path.split("/"))


def _state(path: str) -> tuple[int, int] | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _digest(path: str) -> str:
    """Return the digest of a file's content; an empty text if it is no regular file."""
    try:
        with open(path, "rb") as file:
            return "" if os.path.islink(path) else hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _text(path: str) -> str:
    """Return a file's text; an empty one if there is no such file."""
    if os.path.islink(path) or not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()
