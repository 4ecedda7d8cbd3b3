"""Finds the claims folder and the files in it."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from claimtrack.model import RESERVED_STEMS
from claimtrack.problems import Code, NotFoundError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER: Final = "claims"
PARTIES: Final = "parties.toml"
SOURCES: Final = "sources.toml"


@dataclass(slots=True)
class Found:
    """What a sweep of a folder found: paths by the id of the claim, the registries, and what is wrong with names."""

    claims: dict[str, str] = field(default_factory=dict)
    parties: str | None = None
    sources: str | None = None
    problems: list[Problem] = field(default_factory=list)


def claims_folder(given: Path | None) -> str:
    """Give the path of the claims folder, as short as it can be typed.

    Args:
        given: the folder that the user named. Without one, ``claims`` is looked for in the working
            directory, then in each directory above it.

    Raises:
        NotFoundError: there is none.
    """
    if given is not None:
        if given.is_dir():
            return str(given)
        what = "is a file, not a folder" if given.exists() else "does not exist"
        raise NotFoundError(f"{given} {what}", "name the folder that holds the records with --claims DIR")
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise NotFoundError(
            "the working directory is gone", "cd somewhere else, or use --claims DIR"
        ) from None
    for above in (here, *here.parents):
        if (above / FOLDER).is_dir():
            return os.path.relpath(above / FOLDER, here)
    raise NotFoundError(
        f"no folder named {FOLDER} here or in any folder above",
        f"make one (mkdir {FOLDER}) or name another with --claims DIR",
    )


def sweep(folder: str) -> Found:
    """Find every record below a folder, in the order of their paths.

    Hidden files and folders are passed over, and so is whatever is not named ``*.toml``. A link is followed
    to a file inside the folder and nowhere else.
    """
    problems: list[Problem] = []
    paths = sorted(_records(folder, os.path.realpath(folder), problems))
    return sort_out(folder, paths, problems)


def sort_out(folder: str, paths: Iterable[str], problems: list[Problem]) -> Found:
    """Tell claims, registries and unfit names apart.

    Args:
        folder: the folder's path.
        paths: the paths of the records in it, sorted, each beginning with the folder's.
        problems: what was wrong so far.
    """
    found = Found(problems=problems)
    for path in paths:
        name = os.path.basename(path)
        stem = unicodedata.normalize("NFC", name.removesuffix(".toml"))
        if stem.casefold() in RESERVED_STEMS:
            _registry(found, folder, path, name)
        elif hint := _unfit(stem):
            found.problems.append(
                Problem(path, 1, 1, Code.BAD_ID, f'the file name "{stem}" cannot be a claim\'s id', hint)
            )
        elif stem in found.claims:
            first = found.claims[stem]
            found.problems.append(
                Problem(
                    path,
                    1,
                    1,
                    Code.DUPLICATE_ID,
                    f'the id "{stem}" is taken by {first}',
                    "rename one of the files",
                )
            )
        else:
            found.claims[stem] = path
    return found


def _registry(found: Found, folder: str, path: str, name: str) -> None:
    if path == os.path.join(folder, PARTIES):
        found.parties = path
    elif path == os.path.join(folder, SOURCES):
        found.sources = path
    else:
        found.problems.append(
            Problem(
                path,
                1,
                1,
                Code.RESERVED,
                f"{name} is the name of a registry, which only the top folder has",
                f"rename the file, or move what it says to {os.path.join(folder, name.lower())}",
            )
        )


def _unfit(stem: str) -> str:
    """Say what a claim's file should be called instead, or nothing when its name will do."""
    if (
        stem
        and all(unicodedata.category(char)[0] in "LNM" or char in "-_." for char in stem)
        and stem[0] not in "-_."
    ):
        return ""
    return "use letters, digits, hyphens, underscores and dots, and start with a letter or digit"


def _records(folder: str, root: str, problems: list[Problem]) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            listed = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        problems.append(
            Problem(folder, 1, 1, Code.UNREADABLE, f"the folder cannot be read: {error.strerror}")
        )
        return
    for entry in listed:
        if entry.is_dir(follow_symlinks=False):
            yield from _records(entry.path, root, problems)
        elif entry.name.endswith(".toml") and (not entry.is_symlink() or _inside(entry.path, root, problems)):
            yield entry.path


def _inside(path: str, root: str, problems: list[Problem]) -> bool:
    target = os.path.realpath(path)
    if target.startswith(os.path.join(root, "")) and not os.path.isdir(target):
        return True
    problems.append(
        Problem(
            path,
            1,
            1,
            Code.LINK,
            "a link is followed to a file inside the folder and nowhere else",
            "copy the file instead",
        )
    )
    return False
