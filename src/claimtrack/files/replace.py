"""Replaces, makes or moves a file whole, or not at all, and only if nobody else has changed it meanwhile."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from claimtrack.files.discover import is_below
from claimtrack.problems import ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# Do not follow a link in place of the file, and do not wait for the other end of a pipe.
_READ: Final = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NONBLOCK", "O_NOFOLLOW"))
_DRAFT: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NOFOLLOW", "O_CLOEXEC"))
)
_DRAFT_NAME: Final = re.compile(r"\.claimtrack-[0-9a-f]{16}\.tmp")


class LockedFile:
    """A file that no other claimtrack process writes to, as long as `lock_file` holds it."""

    def __init__(self, path: str, target: str) -> None:
        self.path = path  # as the user would type it
        self._target = target  # the file itself, if the path is a link
        self.folder = os.path.dirname(target)

    def replace(self, old: bytes, new: bytes) -> None:
        """Replace the content `old`; see `replace_file`."""
        with self.prepare(old, new) as replace:
            replace()

    @contextmanager
    def prepare(self, old: bytes, new: bytes) -> Iterator[Callable[[], None]]:
        """Write new content beside the file, and yield a function that puts it in place; that takes no more space."""
        with self._draft(old, new) as draft:

            def replace() -> None:
                self.put(draft, old)
                sync_folder(self.folder)

            yield replace

    def move(self, to: str) -> None:
        """Give the file another name in its folder; if it is a link, that is the link's.

        Raises:
            ConflictError: there is a file of that name.
        """
        try:
            os.link(self.path, to, follow_symlinks=False)
        except (
            OSError,
            NotImplementedError,
        ):  # the name is taken, perhaps by this file; or there are no links to files
            if os.path.lexists(to) and not is_one(self.path, to):
                raise _taken(to) from None
            if is_listed(to):  # both names are there
                os.unlink(self.path)
            else:  # if the name seems to be there, it is this one, in other letters
                os.rename(self.path, to)
        else:
            os.unlink(self.path)
        sync_folder(os.path.dirname(os.path.abspath(to)))

    def create(self, content: bytes) -> None:
        """Make the file; see `create_file`."""
        with self._draft(None, content) as draft:
            self.put(draft, None)
        sync_folder(self.folder)

    def write_draft(self, old: bytes | None, new: bytes, *, sync: bool) -> str:
        """Write new content to a draft beside the file, and return its path; `old` is None if there is no file yet."""
        status = self._unchanged(old) if old is not None else None
        if status is None and os.path.lexists(self._target):
            raise _taken(self.path)
        draft = draft_path(self.folder)
        try:
            _write(draft, new, status, sync=sync)
        except BaseException:
            with suppress(OSError):
                os.unlink(draft)
            raise
        return draft

    def put(self, draft: str, old: bytes | None) -> None:
        """Move a draft over the file, whose content is still `old`; None if there is no file yet."""
        if old is not None:
            self._unchanged(old)
            os.replace(draft, self._target)
            return
        try:
            os.link(draft, self._target)
        except FileExistsError:
            raise _taken(self.path) from None
        except OSError:  # a file system without links to files
            if os.path.lexists(self._target):
                raise _taken(self.path) from None
            os.rename(draft, self._target)
        else:
            os.unlink(draft)

    @contextmanager
    def _draft(self, old: bytes | None, new: bytes) -> Iterator[str]:
        """Write a draft as `write_draft` does, and remove it if it is still there when the block ends."""
        draft = self.write_draft(old, new, sync=True)
        try:
            yield draft
        finally:
            with suppress(OSError):
                os.unlink(draft)

    def _unchanged(self, old: bytes) -> os.stat_result:
        """Return the file's status, if it still holds what the caller read."""
        try:
            with os.fdopen(os.open(self._target, _READ), "rb") as file:
                status = os.fstat(file.fileno())
                if stat.S_ISREG(status.st_mode) and file.read() == old and os.path.realpath(self.path) == self._target:
                    return status
        except OSError as error:
            if error.errno not in {errno.ENOENT, errno.ELOOP}:
                raise
        raise _changed(self.path)


def replace_file(path: str, old: bytes, new: bytes, *, within: str) -> None:
    """Replace the content `old` of a file, as the caller read it; if the file is a link, that of its target.

    The content is written beside the file, synced, given the file's mode and owner and moved over it: readers see the
    old file or the new one, and a crash or a full disk leaves the old one. No link is followed out of the folder
    `within`.

    Raises:
        ConflictError: it has other content by now, leads out of the folder, or is gone; nothing is written.
        OSError: it cannot be written; the error names the file, which is unchanged.
    """
    with lock_file(path, within=within) as file:
        file.replace(old, new)


def create_file(path: str, content: bytes, *, within: str) -> None:
    """Make a file that is not there yet, whole or not at all.

    Raises:
        ConflictError: it is there, or its folder is a link out of the folder `within`; nothing is written.
        OSError: it cannot be written; the error names it.
    """
    with lock_file(path, within=within) as file:
        file.create(content)


def draft_path(folder: str) -> str:
    """Return a path in a folder for a file that is not complete yet; no such file exists."""
    return os.path.join(folder, f".claimtrack-{os.urandom(8).hex()}.tmp")


@contextmanager
def lock_file(path: str, *, within: str) -> Iterator[LockedFile]:
    """Keep other claimtrack processes from writing in the folder of a file; the lock ends with the process.

    Raises:
        ConflictError: the path leads out of the folder `within`.
        OSError: of the lock or of whatever the block does; the error names the file.
    """
    target = _target(path, within)
    with _naming(path), lock_folder(os.path.dirname(target)):
        yield LockedFile(path, target)


@contextmanager
def lock_files(paths: Iterable[str], *, within: str) -> Iterator[list[LockedFile]]:
    """Lock the folders of several files, and the folder `within`, in the same way.

    Raises:
        ConflictError: a path leads out of the folder `within`.
        OSError: of the locks or of whatever the block does; the error names the folder.
    """
    files = [LockedFile(path, _target(path, within)) for path in paths]
    with _naming(within), ExitStack() as locks:
        # In one order, so that no two processes wait for each other.
        for folder in sorted({os.path.realpath(within), *(file.folder for file in files)}):
            locks.enter_context(lock_folder(folder))
            _remove_drafts(folder)
        yield files


def is_one(path: str, other: str) -> bool:
    """Return whether two names, which both exist, are of one file; a link and what it leads to are two."""
    return os.path.samestat(os.lstat(path), os.lstat(other))


def is_listed(path: str) -> bool:
    """Return whether a folder has a name, in these letters."""
    folder, name = os.path.split(os.path.abspath(path))
    return name in os.listdir(folder)


def _target(path: str, within: str) -> str:
    with _naming(path):
        target = os.path.realpath(path)
        if not is_below(target, os.path.realpath(within)):
            raise _changed(path)
        return target


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Name the file in an error, and not the temporary one beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, f"it cannot be written: {error.strerror or error}", path) from error


def _changed(path: str) -> ConflictError:
    return ConflictError(f"{path} was changed meanwhile and is left as it is", "run the command again")


def _taken(path: str) -> ConflictError:
    return ConflictError(f"{path} is there already and is left as it is")


def _write(draft: str, content: bytes, like: os.stat_result | None, *, sync: bool) -> None:
    """Create a file with the mode and the owner of another one, if one is given."""
    handle = os.open(draft, _DRAFT, 0o600 if like else 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        if like is not None:
            _keep_owner(file.fileno(), like)
            mode = stat.S_IMODE(like.st_mode)
            os.fchmod(file.fileno(), mode) if hasattr(os, "fchmod") else os.chmod(draft, mode)
        if sync:
            os.fsync(file.fileno())


def _keep_owner(handle: int, like: os.stat_result) -> None:
    """Give a file the owner and the group of another one, as far as this user may."""
    if not hasattr(os, "fchown"):
        return
    own = os.fstat(handle)
    for uid, gid, is_same in (
        (-1, like.st_gid, own.st_gid == like.st_gid),
        (like.st_uid, -1, own.st_uid == like.st_uid),
    ):
        if not is_same:
            with suppress(PermissionError):
                os.fchown(handle, uid, gid)


def _remove_drafts(folder: str) -> None:
    """Remove the drafts that a killed process left behind; the folder is locked, so no running process needs them."""
    for name in os.listdir(folder):
        if _DRAFT_NAME.fullmatch(name):
            with suppress(OSError):
                os.unlink(os.path.join(folder, name))


@contextmanager
def lock_folder(folder: str) -> Iterator[None]:
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


def sync_folder(folder: str) -> None:
    """Sync the folder's entry to disk, if the system can open folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
