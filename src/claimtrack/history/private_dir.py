"""A git directory of our own that borrows the objects of a repository.

It has none of the repository's configuration, attributes, hooks, filters or refs, so git runs nothing and contacts
nobody on their behalf. What git has to write, to compare the working tree, it writes here. The directory is removed
when the process ends.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.files.discover import SUFFIX
from claimtrack.files.toml_text import UnreadableError, read
from claimtrack.history.find_repository import refuse_special
from claimtrack.history.run_git import run_in_repository, run_private, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.history.find_repository import Located

LINK: Final = "120000"  # the mode of a symbolic link in a tree
_FILE: Final = "100644"
_GONE: Final = "0"
_STATES: Final = ("--modified", "--deleted", "--others", "--exclude-standard")
# Settings on what the file system can do and how lines end. They can have no other values than these.
_SETTINGS: Final = frozenset(
    {
        "core.autocrlf",
        "core.checkstat",
        "core.eol",
        "core.filemode",
        "core.ignorecase",
        "core.precomposeunicode",
        "core.symlinks",
        "core.trustctime",
    }
)
_VALUES: Final = frozenset({"true", "false", "input", "lf", "crlf", "native", "default", "minimal"})
_NO_FILES: Final = "no-files"  # the working tree of a command that needs none
_SHA256: Final = "sha256"
_EXCLUDES: Final = "core.excludesfile"  # a path, which the user may set and the repository may not
_OF_THE_USER: Final = frozenset({"system", "global", "command"})


class _Content(NamedTuple):
    """What is at a path now: its mode, and its bytes."""

    mode: str
    data: bytes


class PrivateDir:
    """The directory.

    Attributes:
        shallow: the commits at which the history of a shallow clone ends; none if it is whole.
    """

    def __init__(self, located: Located) -> None:
        """Make it, with an empty index.

        Raises:
            OSError: the folder for temporary files takes no more.
        """
        self._located = located
        self._path = tempfile.mkdtemp(prefix="claimtrack-")
        weakref.finalize(self, shutil.rmtree, self._path, ignore_errors=True)
        for folder in ("refs", os.path.join("objects", "info"), "info", _NO_FILES):
            os.makedirs(os.path.join(self._path, folder))
        self._write("HEAD", b"ref: refs/heads/main\n")
        alternates = os.path.join("objects", "info", "alternates")
        self._write(alternates, b'"%s"\n' % _escaped(os.fsencode(located.objects)))
        self._configure({})
        self.shallow = frozenset(self._copy(located.shallow, "shallow").decode("ascii", "replace").split())

    def run(self, *arguments: str, lines: Iterable[str] = (), end: str = "\n") -> bytes:
        """Run git on objects and the private index and return its output.

        Args:
            arguments: the command and its arguments.
            lines: what it reads from its standard input.
            end: what follows each line.

        Raises:
            GitError: git failed.
        """
        # A file, since a pipe could fill up on both sides.
        with tempfile.TemporaryFile() as file:
            file.write(os.fsencode("".join(f"{line}{end}" for line in lines)))
            file.seek(0)
            tree = os.path.join(self._path, _NO_FILES)
            return run_private(self._path, tree, *arguments, stdin=file.fileno())

    def index_working_tree(self, pathspec: str) -> None:
        """Bring the private index up to date with the records in the working tree.

        A file that git ignores and does not track stays out of it, as with ``git add``.

        Args:
            pathspec: the folder of records.

        Raises:
            GitError: git failed.
        """
        top = self._located.top
        refuse_special(_rules(top, self._located.prefix))
        self._take_index()
        listed = run_private(self._path, top, "ls-files", "-z", "-t", *_STATES, "--", pathspec, waits=False)
        states = [(line[0], line[2:]) for line in text(listed).split("\0") if line.endswith(SUFFIX)]
        removed = {path for state, path in states if state == "R"}
        contents: dict[str, _Content] = {}
        for path in sorted({path for _, path in states} - removed):
            content = _content(os.path.join(top, path))
            if content is None:
                removed.add(path)
            else:
                contents[path] = content
        objects = self._store([content.data for content in contents.values()])
        none = "0" * (64 if self._located.object_format == _SHA256 else 40)
        lines = [
            f"{content.mode} {name}\t{path}" for (path, content), name in zip(contents.items(), objects, strict=True)
        ]
        lines += [f"{_GONE} {none}\t{path}" for path in sorted(removed)]
        if lines:
            self.run("update-index", "-z", "--index-info", lines=lines, end="\0")

    def _take_index(self) -> None:
        """Copy the index of the working tree, with what git needs to compare the files with it."""
        self._configure(dict(self._settings()))
        self._copy(self._located.exclude, os.path.join("info", "exclude"))
        self._copy(self._located.index_file, "index")
        with suppress(FileNotFoundError):
            # Git looks into files as new as their index, since a later edit may not show in their times.
            times = os.stat(self._located.index_file)
            os.utime(os.path.join(self._path, "index"), ns=(times.st_atime_ns, times.st_mtime_ns))
        for name in os.listdir(self._located.git_dir):
            if name.startswith("sharedindex."):
                self._copy(os.path.join(self._located.git_dir, name), name)

    def _store(self, contents: list[bytes]) -> list[str]:
        """Write contents as objects into the private directory and return their ids."""
        if not contents:
            return []
        with tempfile.TemporaryDirectory(dir=self._path) as folder:
            paths = [os.path.join(folder, str(number)) for number in range(len(contents))]
            for path, content in zip(paths, contents, strict=True):
                with open(path, "wb") as file:
                    file.write(content)
            return text(self.run("hash-object", "-w", "--no-filters", "--stdin-paths", lines=paths)).split()

    def _settings(self) -> Iterator[tuple[str, str]]:
        """Yield the settings of the repository and the user that count here too."""
        listed = text(run_in_repository(self._located.top, "config", "--null", "--show-scope", "--list"))
        parts = iter(listed.split("\0"))
        for scope, setting in zip(parts, parts, strict=False):
            key, _, value = setting.partition("\n")
            if key in _SETTINGS and value.lower() in _VALUES:
                yield key, value
            elif key == _EXCLUDES and scope in _OF_THE_USER:
                yield key, os.path.expanduser(value)

    def _configure(self, settings: dict[str, str]) -> None:
        """Write the configuration."""
        sha256 = self._located.object_format == _SHA256
        settings = {
            "core.repositoryformatversion": "1" if sha256 else "0",
            **({"extensions.objectformat": _SHA256} if sha256 else {}),
            "core.bare": "false",
            "core.compression": "0",
            "core.fsync": "none",
            "core.untrackedcache": "false",
            **settings,
        }
        lines = []
        for key, value in settings.items():
            section, _, name = key.partition(".")
            lines.append(b'[%s] %s = "%s"\n' % (section.encode(), name.encode(), _escaped(os.fsencode(value))))
        self._write("config", b"".join(lines))

    def _copy(self, source: str, name: str) -> bytes:
        """Copy a regular file, if it is there, and return its content; skip a special one, which could block."""
        try:
            content = read(source)
        except UnreadableError:
            return b""
        self._write(name, content)
        return content

    def _write(self, name: str, content: bytes) -> None:
        with open(os.path.join(self._path, name), "wb") as file:
            file.write(content)


def _escaped(value: bytes) -> bytes:
    return value.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")


def _rules(top: str, folder: str) -> Iterator[str]:
    """Yield the files that may say what git ignores and how it converts, in and above a folder."""
    above, folders = top, []
    for name in filter(None, folder.split("/")):
        folders.append(above)
        above = os.path.join(above, name)
    folders += (path for path, _, _ in os.walk(above))
    for path in folders:
        yield os.path.join(path, ".gitignore")
        yield os.path.join(path, ".gitattributes")


def _content(path: str) -> _Content | None:
    """Return what is at a path; None if there is no file and no link."""
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            return _Content(LINK, os.fsencode(os.readlink(path)))
        return _Content(_FILE, read(path))
    except (OSError, UnreadableError):
        return None
