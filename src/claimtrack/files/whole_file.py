"""Writes a file of any size whole or not at all: first to a draft beside it, which then replaces it."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from claimtrack.files.replace import draft_path, sync_folder
from claimtrack.problems import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(path: str) -> Iterator[str]:
    """Yield the path of an empty draft; when the block ends, it is synced and replaces the file at `path`.

    The mode of the file is kept. If the block fails, the file stays as it is. If `path` is a link, its target is replaced.

    Raises:
        RefusedError: the file cannot be written.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    draft = draft_path(folder)
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        yield draft
        with suppress(FileNotFoundError):
            os.chmod(draft, stat.S_IMODE(os.stat(target).st_mode))
        with open(draft, "rb") as file:
            os.fsync(file.fileno())
        os.replace(draft, target)
        sync_folder(folder)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            os.unlink(draft)


def cannot_write(path: str, error: OSError) -> RefusedError:
    """Return the error that says why a file or a folder cannot be written; `path` is as the user typed it."""
    return RefusedError(f"{path}: it cannot be written: {error.strerror or error}")
