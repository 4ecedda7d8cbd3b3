"""Replaces a file whole, or not at all, and only if nobody else has changed it meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from claimtrack.files.discover import is_below
from claimtrack.problems import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Do not follow a link in place of the file, and do not wait for the other end of a pipe.
_READ: Final = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NONBLOCK", "O_NOFOLLOW"))


def replace_file(path: str, old: bytes, new: bytes, *, within: str) -> None:
    """Replace the content `old` of a file, as the caller read it; if the file is a link, that of its target.

    The content is written beside the file, synced, given the file's mode and moved over it: readers see the old file or
    the new one, and a crash or a full disk leaves the old one. No link is followed out of the folder `within`.

    Raises:
        ConflictError: it has other content by now, leads out of the folder, or is gone; nothing is written.
        OSError: it cannot be written; the error names the file, which is unchanged.
    """
    try:
        target = os.path.realpath(path)
        if not is_below(target, os.path.realpath(within)):
            raise _changed(path)
        _replace(path, target, old, new)
    except OSError as error:
        # Name the file, and not the temporary one beside it.
        raise OSError(error.errno, f"it cannot be written: {error.strerror or error}", path) from error


def _replace(path: str, target: str, old: bytes, new: bytes) -> None:
    folder = os.path.dirname(target)
    with _locked(folder):
        mode = _unchanged(path, target, old)
        handle, beside = tempfile.mkstemp(prefix=".claimtrack-", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(new)
                file.flush()
                os.fchmod(file.fileno(), mode) if hasattr(os, "fchmod") else os.chmod(beside, mode)
                os.fsync(file.fileno())
            _unchanged(path, target, old)
            os.replace(beside, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
        _sync(folder)


def _unchanged(path: str, target: str, old: bytes) -> int:
    """Return the file's mode, if it still holds what the caller read."""
    try:
        with os.fdopen(os.open(target, _READ), "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISREG(mode) and file.read() == old and os.path.realpath(path) == target:
                return stat.S_IMODE(mode)
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ELOOP}:
            raise
    raise _changed(path)


def _changed(path: str) -> ConflictError:
    return ConflictError(f"{path} was changed meanwhile and is left as it is", "run the command again")


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Lock the folder against writing by other claimtrack processes; the lock ends with the process."""
    try:
        import fcntl  # noqa: PLC0415 - POSIX only; elsewhere contents are compared all the same
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync(folder: str) -> None:
    """Sync the folder's entry to disk, if the system can open folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
