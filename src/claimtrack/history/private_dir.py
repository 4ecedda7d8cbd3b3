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
from typing import TYPE_CHECKING, Final

from claimtrack.files.discover import SUFFIX
from claimtrack.files.toml_text import UnreadableError, read
from claimtrack.history.find_repository import refuse_special
from claimtrack.history.run_git import run_in_repository, run_private, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.history.find_repository import Located

LINK: Final = "120000"  # the mode of a symbolic link in a tree
_FILE: Final = "100644"
_STATES: Final = ("--modified", "--deleted", "--others", "--exclude-standard")
# Settings on what the file system can do and how lines end. They can have no other values than these.
_CORE: Final = ("autocrlf", "checkstat", "eol", "filemode", "ignorecase", "precomposeunicode", "symlinks", "trustctime")
_SETTINGS: Final = frozenset(f"core.{name}" for name in _CORE)
_VALUES: Final = frozenset({"true", "false", "input", "lf", "crlf", "native", "default", "minimal"})
# The stages of a file in the index that one side of a merge removed: 1 is the common ancestor, 2 is ours, 3 is theirs.
_ONE_SIDE: Final = ({"1", "2"}, {"1", "3"})
# Files in the git directory of which there is one while a merge, or what is like it, has left conflicts.
_UNFINISHED: Final = frozenset({"AUTO_MERGE", "CHERRY_PICK_HEAD", "MERGE_HEAD", "REBASE_HEAD", "REVERT_HEAD"})
_NO_FILES: Final = "no-files"  # the working tree of a command that needs none
_WRITTEN: Final = "written"  # the objects of our own
_SHA256: Final = "sha256"
_EXCLUDES: Final = "core.excludesfile"  # a path, which the user may set and the repository may not
_OF_THE_USER: Final = frozenset({"system", "global", "command"})


class PrivateDir:
    """The directory; `shallow` are the commits at which the history of a shallow clone ends."""

    def __init__(self, located: Located) -> None:
        """Make the directory, with an empty index.

        Raises:
            OSError: the folder for temporary files is full or cannot be written.
        """
        self._located = located
        self._path = tempfile.mkdtemp(prefix="claimtrack-")
        weakref.finalize(self, shutil.rmtree, self._path, ignore_errors=True)
        for folder in ("refs", os.path.join("objects", "info"), "info", _NO_FILES, _WRITTEN):
            os.makedirs(os.path.join(self._path, folder))
        self._write("HEAD", b"ref: refs/heads/main\n")
        alternates = os.path.join("objects", "info", "alternates")
        self._written = os.path.join(self._path, _WRITTEN)
        borrowed = (located.objects, self._written)
        self._write(alternates, b"".join(b'"%s"\n' % _escaped(os.fsencode(path)) for path in borrowed))
        self._configure({})
        self.shallow = frozenset(self._copy(located.shallow, "shallow").decode("ascii", "replace").split())

    def run(self, *arguments: str, lines: Iterable[str] = (), end: str = "\n", objects: str | None = None) -> bytes:
        """Run git on objects and the private index, with lines on its standard input, and return its output.

        If a folder of `objects` is given, git knows only these, and writes there.

        Raises:
            GitError: git failed.
        """
        # A file, since a pipe could fill up on both sides.
        with tempfile.TemporaryFile() as file:
            file.write(os.fsencode("".join(f"{line}{end}" for line in lines)))
            file.seek(0)
            tree = os.path.join(self._path, _NO_FILES)
            return run_private(self._path, tree, *arguments, stdin=file.fileno(), objects=objects)

    def index_working_tree(self, prefixes: Iterable[str]) -> list[str]:
        """Bring the private index up to date with the records in some folders of the working tree.

        A file that git ignores and does not track stays out of it, as with ``git add``. Return the records that one side
        of an unfinished merge removed and the other edited: nothing in them shows that there is a conflict.

        Raises:
            GitError: git failed.
        """
        top = self._located.top
        refuse_special(path for prefix in prefixes for path in _rules(top, prefix))
        self._take_index()
        pathspecs = [*map(pathspec, prefixes)]
        listed = run_private(self._path, top, "ls-files", "-z", "-t", *_STATES, "--", *pathspecs, waits=False)
        states = {(line[0], line[2:]) for line in text(listed).split("\0") if line.endswith(SUFFIX)}
        unfinished = not _UNFINISHED.isdisjoint(os.listdir(self._located.git_dir))
        unmerged = self._half_removed(pathspecs) if unfinished else []
        removed = {path for state, path in states if state == "R"}
        contents = {path: _content(os.path.join(top, path)) for path in sorted({path for _, path in states} - removed)}
        files = [(path, *content) for path, content in contents.items() if content is not None]
        removed |= contents.keys() - {path for path, _, _ in files}
        objects = self._store([data for _, _, data in files])
        none = "0" * (64 if self._located.object_format == _SHA256 else 40)
        lines = [f"{mode} {blob}\t{path}" for (path, mode, _), blob in zip(files, objects, strict=True)]
        lines += [f"0 {none}\t{path}" for path in sorted(removed)]
        if lines:
            self.run("update-index", "-z", "--index-info", lines=lines, end="\0")
        return unmerged

    def _half_removed(self, pathspecs: Iterable[str]) -> list[str]:
        stages: dict[str, set[str]] = {}
        for line in filter(None, text(self.run("ls-files", "-z", "--unmerged", "--", *pathspecs)).split("\0")):
            entry, path = line.split("\t", 1)
            stages.setdefault(path, set()).add(entry[-1])
        return [path for path, some in stages.items() if path.endswith(SUFFIX) and some in _ONE_SIDE]

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
            command = ("hash-object", "-w", "--no-filters", "--stdin-paths")
            # Git gives a new time to an object that is to be written and is there already, in the repository too.
            return text(self.run(*command, lines=paths, objects=self._written)).split()

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
        pairs = ((*key.encode().split(b".", 1), _escaped(os.fsencode(value))) for key, value in settings.items())
        self._write("config", b"".join(b'[%s] %s = "%s"\n' % pair for pair in pairs))

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


def pathspec(path: str) -> str:
    """Return the pathspec of a path from the top, whatever characters are in it; of an empty one, that of the top."""
    return f":(top,literal){path}" if path else ":(top)"


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


def _content(path: str) -> tuple[str, bytes] | None:
    """Return the mode and the bytes of what is at a path; None if there is no file and no link."""
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            return LINK, os.fsencode(os.readlink(path))
        return _FILE, read(path)
    except (OSError, UnreadableError):
        return None
