"""Writes a file whole or not at all, whatever its size: beside its place first, and then over what is there."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from claimtrack.files.replace import sync_folder
from claimtrack.problems import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(path: str) -> Iterator[str]:
    """Yield the path of an empty file; when the block ends, it is synced and has the place and the mode of the one at `path`.

    If the block fails, what is at `path` stays as it is. A link stays a link, and what it leads to is replaced.

    Raises:
        RefusedError: it cannot be written.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    draft = os.path.join(folder, f".claimtrack-{os.urandom(8).hex()}.tmp")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except OSError as error:
        raise _refused(path, error) from error
    try:
        yield draft
        with suppress(FileNotFoundError):
            os.chmod(draft, stat.S_IMODE(os.stat(target).st_mode))
        with open(draft, "rb") as file:
            os.fsync(file.fileno())
        os.replace(draft, target)
        sync_folder(folder)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with suppress(OSError):
            os.unlink(draft)


def _refused(path: str, error: OSError) -> RefusedError:
    return RefusedError(f"{path}: it cannot be written: {error.strerror or error}")
