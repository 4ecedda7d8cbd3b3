"""Keeps the cache private: which folders and files may be used, how they are made, and what may be removed.

An index repeats what records say, so nobody else may read it; and it is trusted, so nobody else may write to it.
Three folders are checked: the cache folder, ``indexes`` in it, and the folder of one index. Each must be a real folder
of this user that nobody else may write to. A folder above them may be a link, another user's, or writable by a group,
as a home folder may be; where everybody may write to one of them without the sticky bit, the cache is not used.

Windows has no such modes. There only kinds are checked: a link is never taken for a folder or a file.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HAS_MODES: Final = os.name == "posix"
_OTHERS: Final = 0o077
_OTHERS_WRITE: Final = 0o022


def _flags(*names: str) -> int:
    """Return the sum of flags, without those that this system does not have."""
    return sum(getattr(os, name, 0) for name in names)


_READ: Final = os.O_RDONLY | _flags("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")
_CREATE: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | _flags("O_NOFOLLOW", "O_BINARY")
_FOLDER: Final = os.O_RDONLY | _flags("O_DIRECTORY", "O_NOFOLLOW")
_BY_HANDLE: Final = {
    os.open,
    os.stat,
    os.unlink,
    os.rmdir,
} <= os.supports_dir_fd and os.listdir in os.supports_fd


# -- folders


def refusal(folder: str) -> str | None:
    """Return why a folder of the cache is not used; None if it may be.

    Raises:
        OSError: it does not exist, or its status cannot be read.
    """
    status = os.lstat(folder)
    if not stat.S_ISDIR(status.st_mode):
        return f"{folder} is a link or a file, not a folder"
    if not is_own(status):
        return f"{folder} belongs to another user"
    if _HAS_MODES and status.st_mode & _OTHERS_WRITE:
        return f"other users may write to {folder}"
    return None


def exposed(folder: str) -> str | None:
    """Return the folder above that everybody may write to, and so rename what is in it; None if there is none."""
    above = os.path.realpath(os.path.dirname(os.path.abspath(folder)))
    while _HAS_MODES:
        with suppress(FileNotFoundError):
            mode = os.stat(above).st_mode
            if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
                return above
        if above == os.path.dirname(above):
            break
        above = os.path.dirname(above)
    return None


def make_folder(folder: str) -> None:
    """Create a folder that only this user may enter, and the missing ones above it; leave one that exists.

    Raises:
        OSError: it cannot be made.
    """
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        return
    except FileNotFoundError:
        above = os.path.dirname(folder)
        if above in {"", folder}:
            raise
        make_folder(above)
        make_folder(folder)
        return
    os.chmod(folder, 0o700)  # whatever the umask took


def close_to_others(folder: str) -> None:
    """Make a folder private that an earlier version created readable for other users."""
    with suppress(OSError):  # a file system that cannot be written: nothing is new to the others
        mode = stat.S_IMODE(os.lstat(folder).st_mode)
        if _HAS_MODES and mode & _OTHERS:
            os.chmod(folder, mode & ~_OTHERS)


# -- files


def is_own(status: os.stat_result) -> bool:
    """Return whether a file belongs to this user."""
    return not _HAS_MODES or status.st_uid == os.geteuid()


def is_private(status: os.stat_result) -> bool:
    """Return whether this is a regular file of this user's, to which others have no right."""
    loose = _HAS_MODES and status.st_mode & _OTHERS
    return stat.S_ISREG(status.st_mode) and is_own(status) and not loose


def create(path: str) -> int:
    """Create a file that only this user may read; return its handle.

    Raises:
        OSError: something is there already, be it a link to nothing, or the file cannot be made.
    """
    handle = os.open(path, _CREATE, 0o600)
    if _HAS_MODES:
        os.fchmod(handle, 0o600)  # whatever the umask took
    return handle


def read(path: str, most: int) -> bytes:
    """Read a small private file.

    Args:
        path: the file.
        most: how many bytes to read at most.

    Raises:
        OSError: it cannot be read, or is a link, special, another user's, or open to others.
    """
    handle = os.open(path, _READ)
    try:
        if not is_private(os.fstat(handle)):
            raise PermissionError(f"{path} is not private")
        return os.read(handle, most)
    finally:
        os.close(handle)


# -- removal


class Inside:
    """What is directly in a folder; nothing is reached through a link, even if one takes the folder's place meanwhile."""

    def __init__(self, path: str, handle: int | None) -> None:
        """Take the folder's path, and its handle where this system can work with one."""
        self.path = path
        self._handle = handle

    def names(self) -> list[str]:
        """Return the names in the folder, sorted."""
        return sorted(os.listdir(self.path if self._handle is None else self._handle))

    def own_files(self, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, os.stat_result]]:
        """Return the names and the status of the regular files that belong to this user, if their names are wanted."""
        for name in filter(is_wanted, self.names()):
            with suppress(FileNotFoundError):  # another process was faster
                status = os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False)
                if stat.S_ISREG(status.st_mode) and is_own(status):
                    yield name, status

    def remove(self, name: str) -> None:
        """Remove a file.

        Raises:
            OSError: it cannot be removed.
        """
        os.unlink(self._at(name), dir_fd=self._handle)

    def remove_folder(self, name: str) -> None:
        """Remove a folder, if it is empty.

        Raises:
            OSError: it is not empty, or cannot be removed.
        """
        os.rmdir(self._at(name), dir_fd=self._handle)

    def close_to_others(self, name: str) -> None:
        """Make a file in the folder private.

        Raises:
            OSError: that cannot be done.
        """
        handle = os.open(self._at(name), _READ, dir_fd=self._handle)
        try:
            if _HAS_MODES:
                os.fchmod(handle, 0o600)
        finally:
            os.close(handle)

    def _at(self, name: str) -> str:
        return name if self._handle is not None else os.path.join(self.path, name)


@contextmanager
def inside(top: str, *below: str) -> Iterator[Inside]:
    """Open a folder, and from there the folders below it by their names, following no link.

    Raises:
        NotADirectoryError: one of them is a link or a file.
        FileNotFoundError: one of them is not there.
        OSError: one of them may not be read.
    """
    path = ""
    handle: int | None = None
    try:
        for name in (top, *below):
            path = os.path.join(path, name)
            above, handle = handle, _opened(path, name, handle)
            if above is not None:
                os.close(above)
        yield Inside(path, handle)
    finally:
        if handle is not None:
            os.close(handle)


def _opened(path: str, name: str, above: int | None) -> int | None:
    """Open a folder by its name in another one; return None where this system opens no folders."""
    if not _BY_HANDLE:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise NotADirectoryError(path)
        return None
    try:
        return os.open(name, _FOLDER, dir_fd=above)
    except OSError as error:
        if error.errno == errno.ELOOP:  # how some systems say that it is a link
            raise NotADirectoryError(path) from None
        raise
