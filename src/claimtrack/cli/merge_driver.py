"""``claimtrack merge-driver``: merges a record that two people changed, for git."""

import os
from itertools import chain
from pathlib import Path
from typing import Annotated, Final

import typer

from claimtrack.cli.streams import message
from claimtrack.files.discover import FOLDER, PARTIES, SOURCES, is_claim, unfit_kind
from claimtrack.files.load import FileKind, Loader
from claimtrack.files.merge import CannotMergeError, merge_record
from claimtrack.files.merge_blocks import in_conflict
from claimtrack.files.registries import read_parties
from claimtrack.files.replace import replace_file
from claimtrack.history.run_git import GitError, merge_files
from claimtrack.model.registry import Registry
from claimtrack.problems import ExitCode

_KINDS: Final[dict[str, FileKind]] = {PARTIES: "parties", SOURCES: "sources"}


def command(
    *,
    base: Annotated[Path, typer.Argument(metavar="%O", help="The last common version.")],
    ours: Annotated[Path, typer.Argument(metavar="%A", help="Our version; the result is written here.")],
    theirs: Annotated[Path, typer.Argument(metavar="%B", help="Their version.")],
    path: Annotated[Path, typer.Argument(metavar="%P", help="Where the record is in the working tree.")],
) -> None:
    """Merge two versions of a record, for git: keep what both sides added, and what only one of them changed.

    If there is more to decide, the file has git's ordinary conflict, and the exit code is 1.

    To set it up, write `claims/**/*.toml merge=claimtrack` to .gitattributes, and once in each clone type
    git config merge.claimtrack.driver "claimtrack merge-driver %O %A %B %P"
    """
    before, mine, other = (each.read_bytes() for each in (base, ours, theirs))
    by_git, is_clean = _merged_by_git(base, ours, theirs)
    # Whatever goes wrong from here on, the file holds both texts.
    written = _replace(ours, mine, in_conflict(mine, other) if is_clean else by_git)
    home = _home(path)
    try:
        kind = _kind(os.path.relpath(path, home))
        if kind is not None:
            by_lines = by_git if is_clean else None
            by_git = merge_record(kind, before, mine, other, registry=_registry(home), by_lines=by_lines)
        elif not is_clean:
            raise typer.Exit(ExitCode.FINDINGS)
    except CannotMergeError as error:
        message(f"claimtrack: {path}: {error}")
        raise typer.Exit(ExitCode.FINDINGS) from None
    _replace(ours, written, by_git)


def _merged_by_git(base: Path, ours: Path, theirs: Path) -> tuple[bytes, bool]:
    """Return what git makes of the three, and whether that has no conflict."""
    try:
        return merge_files(str(ours), str(base), str(theirs))
    except GitError:  # they are no text; git leaves our version in place then
        return ours.read_bytes(), False


def _replace(file: Path, old: bytes, new: bytes) -> bytes:
    replace_file(str(file), old, new, within=os.path.dirname(os.path.abspath(file)))
    return new


def _home(path: Path) -> str:
    """Return the folder of claims that a record is in: the one of that name, or else the one with the registry."""
    above = path.parents
    named = (folder for folder in above if folder.name == FOLDER)
    registered = (folder for folder in above if (folder / PARTIES).exists())
    return str(next(chain(named, registered), path.parent))


def _kind(below: str) -> FileKind | None:
    """Return what is in a file, by its path below the folder of claims; None if it is no record."""
    return _KINDS.get(below) or ("claim" if is_claim(below) else None)


def _registry(home: str) -> Registry | None:
    """Return the parties in the working tree; None if they cannot be read as they are meant."""
    path = os.path.join(home, PARTIES)
    if not os.path.lexists(path):
        return Registry() if os.path.isdir(home) else None
    if unfit_kind(path, os.path.realpath(home)):
        return None
    loader = Loader([], keep=False)
    registry = read_parties(loader, path).registry
    return None if any(problem.hides for problem in loader.problems) else registry
