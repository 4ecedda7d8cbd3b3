"""Which files the PATHs of ``claimtrack check`` mean."""

import os
from pathlib import Path

from claimtrack.book.checking import Report
from claimtrack.book.names import guesses
from claimtrack.files.discover import CONFIG, claims_in, is_below, is_hidden, is_record, stem_of
from claimtrack.files.file_names import why_not_read
from claimtrack.model.names import composed
from claimtrack.problems import NotFoundError


def home_of(path: Path) -> Path:
    """Return the folder of claims that a path is in, or else the one in it, or else the path's own folder."""
    absolute = Path(os.path.abspath(path))  # a link that the user typed is followed
    for above in (absolute, *absolute.parents):
        if above.name == "claims" and above.is_dir():
            return Path(os.path.relpath(above))
    home = path if path.is_dir() else path.parent
    return claims_in(home) or home


def target_of(path: Path, folder: str) -> str:
    """Return the file or folder that a PATH means: its own, or the file of the claim of that id.

    Raises:
        NotFoundError: there is none, or it is not read.
    """
    if os.path.lexists(path):
        target, home = Path(os.path.abspath(path)), Path(os.path.abspath(folder))
        if home.is_relative_to(target):
            return str(path)
        if target.is_relative_to(home):
            below = str(target.relative_to(home))
            if not (is_record(below) or below == CONFIG or (path.is_dir() and not is_hidden(below))):
                raise _not_read(path, below)
            return str(path)
        raise NotFoundError(f"{path} is not in {folder}", "name the folder that holds it with --claims DIR")
    # Of several files with one stem, the claim is the first.
    files = sorted(file for file in Path(folder).rglob("*.toml") if is_record(str(file.relative_to(folder))))
    by_id = {stem_of(str(file)): str(file) for file in reversed(files)}
    claim = composed(str(path))
    if claim in by_id:
        return by_id[claim]
    near = guesses(claim, [(each, each) for each in by_id])
    hint = f"did you mean {', '.join(near)}?" if near else "give a path, or the id of a claim"
    raise NotFoundError(f"no file or folder {path}, nor a claim of that id", hint)


def _not_read(path: Path, below: str) -> NotFoundError:
    why, hint = why_not_read(below)
    return NotFoundError(f"{path} is not checked: {why}", hint)


def refuse_unread(only: list[str], report: Report, folder: str) -> None:
    """Refuse what the user named and nothing was read of, though its name is that of a record or a folder.

    Raises:
        NotFoundError: it is refused.
    """
    if not only:
        return
    home, files = os.path.abspath(folder), report.source_files
    named = (*files.claims, files.parties_path, files.sources_path, *(problem.path for problem in report.problems))
    read = [*map(os.path.abspath, filter(None, named))]
    for path in only:
        target = os.path.abspath(path)
        if target in {*read, os.path.join(home, CONFIG)} or is_below(os.path.join(home, ""), target):
            continue
        if not any(is_below(each, target) for each in read):
            what = "no record is in it" if os.path.isdir(path) else "it was not read"
            raise NotFoundError(f"{path} is not checked: {what}", "name a record, or the folder of claims")
