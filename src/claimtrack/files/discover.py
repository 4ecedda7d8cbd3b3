"""Finds the claims folder and the records in it, and says which names they can have."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.names import composed
from claimtrack.model.vocabulary import RESERVED_STEMS
from claimtrack.problems import Code, Cost, NotFoundError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

FOLDER: Final = "claims"
PARTIES: Final = "parties.toml"
SOURCES: Final = "sources.toml"
CONFIG: Final = ".claimtrack.toml"
SUFFIX: Final = ".toml"

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_REGISTRIES: Final = frozenset({PARTIES, SOURCES})
A_FOLDER: Final = "is a folder, not a file"
_SPECIAL: Final = "is not a regular file, but a pipe, a socket or a device"


def claims_folder(given: Path | None) -> str:
    """Return the path of the claims folder, as short as it can be typed.

    If no folder is given, look for ``claims`` in the working directory, then in each directory above it.

    Raises:
        NotFoundError: there is none, or the one that was found is a link out of the directory that holds it.
    """
    if given is not None:
        if given.is_dir():
            return str(given)
        # A shell expands "~" in few places, and a file of settings for the environment nowhere.
        if (home := Path(os.path.expanduser(given))).is_dir():
            return str(home)
        what = "is a file, not a folder" if given.exists() else "does not exist"
        raise NotFoundError(f"{given} {what}", "name the folder that holds the records with --claims DIR")
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise NotFoundError("the working directory is gone", "cd somewhere else, or use --claims DIR") from None
    for above in (here, *here.parents):
        if folder := claims_in(above):
            return os.path.relpath(folder, here)
    raise NotFoundError(
        f"no folder named {FOLDER} here or in any folder above",
        f"make one (mkdir {FOLDER}) or name another with --claims DIR",
    )


def claims_in(directory: Path) -> Path | None:
    """Return the folder named ``claims`` in a directory; None if there is none.

    Raises:
        NotFoundError: it is a link out of the directory, which only the user may ask to follow.
    """
    folder = directory / FOLDER
    if not folder.is_dir():
        return None
    if folder.is_symlink():
        home, target = os.path.realpath(directory), os.path.realpath(folder)
        if target != home and not is_below(target, home):
            raise NotFoundError(
                f"{os.path.relpath(folder)} is a link out of the folder that it is in, and is not followed",
                "if that is where your claims are, name it with --claims DIR",
            )
    return folder


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is below a folder; both are real paths."""
    return path.startswith(os.path.join(folder, ""))


class NameProblem(NamedTuple):
    """Something that is wrong with a name, or with a whole folder."""

    path: str  # below the folder of claims; empty for that folder itself
    code: Code
    detail: str = ""  # the message of an error, or the path of the file that has the id already

    def in_folder(self, below: str) -> NameProblem:
        """Return it for a name in a folder, which is given by its path below the folder of claims."""
        return self._replace(path=os.path.join(below, self.path) if self.path else below)

    def problem(self, folder: str) -> Problem:
        """Return it as a problem, with paths that begin with the folder's."""
        path = os.path.join(folder, self.path) if self.path else folder
        name = os.path.basename(path)
        message = hint = ""
        match self.code:
            case Code.UNREADABLE if self.detail in {A_FOLDER, _SPECIAL}:
                message, hint = f"{name} {self.detail}", "remove it or give it another name"
            case Code.UNREADABLE:
                message = f"the folder cannot be read: {self.detail}"
            case Code.LINK:
                message = "only links to files inside the folder are followed"
                hint = "copy the file instead"
            case Code.RESERVED if name == self.path:
                message = f"{name} is not read: the registry is called {_folded(name)}, in small letters"
                hint = f"rename the file to {_folded(name)}"
            case Code.RESERVED:
                message = f"{name} is the name of a registry, which only the top folder has"
                hint = f"rename the file, or move what it says to {os.path.join(folder, _folded(name))}"
            case Code.BAD_ID:
                message = f'the file name "{stem_of(name)}" cannot be a claim\'s id'
                hint = "use letters, digits, hyphens, underscores and dots, and start with a letter or digit"
            case Code.DUPLICATE_ID:
                message = f'the id "{stem_of(name)}" is taken by {os.path.join(folder, self.detail)}'
                hint = "rename one of the files"
        return Problem(path, 1, 1, self.code, message, hint, Cost.RECORD)


class FolderNames(NamedTuple):
    """The names in one folder, sorted, and what is wrong with them."""

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # the records
    problems: tuple[NameProblem, ...] = ()  # with names as paths
    linked: bool = False  # whether a link is among the files that end in .toml
    unreadable: bool = False  # whether the folder could not be read at all


def list_folder(path: str, root: str) -> FolderNames:
    """List the folders and the records in one folder, except hidden ones.

    A link is followed to a file below `root`, the real path of the whole folder of claims, and nowhere else.
    """
    folders, files, problems, linked = [], [], [], False
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    if name.startswith("."):
                        continue
                    folders.append(name)
                    if is_registry(name):
                        problems.append(NameProblem(name, Code.UNREADABLE, A_FOLDER))
                elif not is_record(name):
                    continue
                elif name.endswith(SUFFIX):
                    if not entry.is_file(follow_symlinks=False):
                        linked = linked or entry.is_symlink()
                        if unfit := unfit_kind(entry.path, root):
                            problems.append(unfit)
                            continue
                    files.append(name)
                else:
                    problems.append(NameProblem(name, Code.RESERVED))
    except OSError as error:
        return FolderNames(problems=(NameProblem("", Code.UNREADABLE, error.strerror or ""),), unreadable=True)
    return FolderNames(tuple(sorted(folders)), tuple(sorted(files)), tuple(problems), linked)


@dataclass(slots=True)
class FoundFiles:
    """The paths of a folder's claims, by id, and of its registries, and what is wrong with names."""

    problems: list[Problem]
    claims: dict[str, str] = field(default_factory=dict)
    parties: str | None = None
    sources: str | None = None

    @property
    def paths(self) -> list[str]:
        """The paths of all files that are read."""
        return [*filter(None, (self.parties, self.sources)), *self.claims.values()]

    def only(self, claims: Collection[str]) -> FoundFiles:
        """Return these files without the claims that have other ids."""
        return replace(self, claims={claim: path for claim, path in self.claims.items() if claim in claims})


def classify(folder: str, paths: Iterable[str], problems: list[Problem]) -> FoundFiles:
    """Classify the records of a folder by their sorted paths, which begin with the folder's; add to the problems."""
    found = FoundFiles(problems)
    begin = len(os.path.join(folder, ""))
    for path in paths:
        below = path[begin:]
        if below == PARTIES:
            found.parties = path
        elif below == SOURCES:
            found.sources = path
        elif code := unfit_name(path, stem := stem_of(path)):
            problems.append(NameProblem(below, code).problem(folder))
        elif stem in found.claims:
            problems.append(NameProblem(below, Code.DUPLICATE_ID, found.claims[stem][begin:]).problem(folder))
        else:
            found.claims[stem] = path
    return found


def unfit_kind(path: str, root: str) -> NameProblem | None:
    """Return why a file is not opened, if it is a folder, a special file, or a link out of the real path `root`."""
    name = os.path.basename(path)
    target, linked = path, os.path.islink(path)
    if linked:
        target = os.path.realpath(path)
        if not is_below(target, root):
            return NameProblem(name, Code.LINK)
    try:
        mode = os.stat(target).st_mode
    except OSError:  # reported when it is read
        return None
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return NameProblem(name, Code.LINK) if linked else NameProblem(name, Code.UNREADABLE, A_FOLDER)
    return NameProblem(name, Code.UNREADABLE, _SPECIAL)


def is_registry(path: str) -> bool:
    """Return whether a path ends with a registry's name, in capital or small letters."""
    return _folded(os.path.basename(path)) in _REGISTRIES


def _folded(name: str) -> str:
    return composed(name).casefold()


def is_record(path: str) -> bool:
    """Return whether a path below the folder is that of a record, or of a file that was meant as a registry.

    Hidden files, and all files in hidden folders, are none.
    """
    return (path.endswith(SUFFIX) or is_registry(path)) and not is_hidden(path)


def is_hidden(path: str) -> bool:
    """Return whether a path below the folder is that of a hidden file or folder, or leads through a hidden folder."""
    return path.startswith(".") or "/." in path


def is_claim(path: str) -> bool:
    """Return whether a path below the folder is that of a claim."""
    return is_record(path) and not is_registry(path)


def stem_of(path: str) -> str:
    """Return the id that a file's name makes, in Unicode's composed form."""
    return composed(os.path.basename(path).removesuffix(SUFFIX))


def claim_file(path: str, folder: str) -> str | None:
    """Return where below a folder of claims a path leads, if that can be a claim's file, whether it exists or not."""
    real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    root = os.path.realpath(folder)
    below = os.path.relpath(real, root) if is_below(real, root) else ""
    return below if path.endswith(SUFFIX) and is_claim(below) else None


def unfit_name(path: str, stem: str) -> Code | None:
    """Return what is wrong with the name of a claim's file; `stem` is the id that it makes. Registries' names are reserved."""
    if stem.casefold() in RESERVED_STEMS or (not path.endswith(SUFFIX) and is_registry(path)):
        return Code.RESERVED
    return None if is_id(stem) else Code.BAD_ID


def is_id(stem: str) -> bool:
    """Return whether a text can be a claim's id: letters, digits, hyphens, underscores and dots."""
    if stem.isascii():
        return _ID.fullmatch(stem) is not None
    return stem[:1] not in {"-", "_", "."} and all(
        unicodedata.category(char)[0] in "LNM" or char in "-_." for char in stem
    )
