"""Where an export goes: to stdout, or to a file or a folder that is written whole or not at all."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from types import ModuleType
from typing import Final

from claimtrack.cli.answers import page_text
from claimtrack.exchange.selection import Selection
from claimtrack.files.discover import SUFFIX, is_below
from claimtrack.files.whole_file import whole_file
from claimtrack.files.whole_folder import whole_folder
from claimtrack.problems import BadRequestError, RefusedError

_AT_ONCE: Final = 1000  # lines that are written at once


def write_to_stdout(exporter: ModuleType, selection: Selection, *, paged: bool) -> None:
    """Write an export to stdout; a text on a terminal goes through the pager if it exceeds the screen.

    Raises:
        BadRequestError: it is no text, and stdout is a terminal; or it is a folder.
    """
    if _is_folder(exporter):
        raise BadRequestError("this format is a folder of files", "name one: -o DIR")
    if _is_text(exporter):
        lines = exporter.render(selection)
        if not sys.stdout.isatty():
            for piece in _pieces(lines):
                sys.stdout.write(piece)
            return
        text = "".join(_pieces(lines))
        if not paged or not page_text(text):
            sys.stdout.write(text)
        return
    if sys.stdout.isatty():
        raise BadRequestError("this format is no text, and cannot be shown on a terminal", "give a file: -o FILE")
    with tempfile.TemporaryDirectory() as folder:
        draft = os.path.join(folder, "export")
        exporter.write(selection, draft)
        sys.stdout.flush()
        with open(draft, "rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def write_to_file(exporter: ModuleType, selection: Selection, path: str, *, force: bool) -> None:
    """Write an export to a file or a folder; one that is there is replaced, unless that may be a mistake.

    Raises:
        RefusedError: it cannot be written, or is to stay as it is.
    """
    target = os.path.realpath(path)
    if _is_folder(exporter):
        _write_folder(exporter, selection, path, force=force)
        return
    if target.endswith(SUFFIX) and is_below(target, os.path.realpath(selection.book.path)):
        raise RefusedError(f"{path} is in the folder of claims, where only records have such a name")
    is_other = os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode)
    if is_other and not _is_text(exporter):
        raise RefusedError(f"{path} is no file that can be replaced")
    if is_other:  # a device or a pipe
        _write_text(exporter, selection, target)
    elif _is_text(exporter):
        with whole_file(path) as draft:
            _write_text(exporter, selection, draft)
    else:
        exporter.refuse_others(target, path, force=force)
        with whole_file(path) as draft:
            exporter.write(selection, draft)


def _write_folder(exporter: ModuleType, selection: Selection, path: str, *, force: bool) -> None:
    target, claims, here = map(os.path.realpath, (path, selection.book.path, os.curdir))
    if is_below(target, claims):
        raise RefusedError(f"{path} is in the folder of claims", "name a folder beside it")
    if target in {claims, here} or is_below(claims, target) or is_below(here, target):
        raise RefusedError(f"{path} holds the claims or the working directory, and is left as it is")
    if os.path.exists(target):
        if not os.path.isdir(target):
            raise RefusedError(f"{path} is a file, and no folder")
        exporter.refuse_others(target, path, force=force)
    with whole_folder(path) as draft:
        exporter.write(selection, draft)


def _is_folder(exporter: ModuleType) -> bool:
    return hasattr(exporter, "IS_FOLDER")


def _is_text(exporter: ModuleType) -> bool:
    return hasattr(exporter, "render")


def _write_text(exporter: ModuleType, selection: Selection, path: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(_pieces(exporter.render(selection)))


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    while some := [*islice(lines, _AT_ONCE)]:
        yield "\n".join([*some, ""])
