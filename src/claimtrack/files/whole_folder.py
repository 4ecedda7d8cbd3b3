"""Writes a folder whole or not at all: first to a draft beside it, which then replaces it."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claimtrack.files.replace import draft_path, sync_folder
from claimtrack.files.whole_file import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_folder(path: str) -> Iterator[str]:
    """Yield the path of an empty folder; when the block ends, it is synced and replaces the folder at `path`.

    If the block fails, the folder at `path` stays as it is. If `path` is a link, its target is replaced.

    Raises:
        RefusedError: the folder cannot be written.
    """
    target = os.path.realpath(path)
    parent = os.path.dirname(target)
    draft = draft_path(parent)
    try:
        os.mkdir(draft)
        try:
            yield draft
            _sync(draft)
            _replace(draft, target)
            sync_folder(parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def _sync(folder: str) -> None:
    for where, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(where, name), "rb") as file:
                os.fsync(file.fileno())
        sync_folder(where)


def _replace(draft: str, target: str) -> None:
    """Move a folder to a path; if there is a folder already, it is removed afterwards."""
    if not os.path.lexists(target):
        os.rename(draft, target)
        return
    former = draft_path(os.path.dirname(target))
    os.rename(target, former)
    try:
        os.rename(draft, target)
    except OSError:
        os.rename(former, target)
        raise
    shutil.rmtree(former)
