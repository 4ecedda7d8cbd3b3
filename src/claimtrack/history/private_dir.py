"""A git directory of our own that borrows the objects of a repository.

It has none of the repository's configuration, attributes, hooks or refs, so git runs nothing and asks nobody for what
they say. What git has to write, to compare the working tree, it writes here. The directory goes with the process.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from claimtrack.files.toml_text import UnreadableError, read
from claimtrack.history.run_git import ask_private, ask_repository, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.history.find_repository import Located

# Settings that say what the file system can do and how lines end. They have no other values than these.
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
_EXCLUDES: Final = "core.excludesfile"  # a path, which the user may name and the repository may not
_OF_THE_USER: Final = frozenset({"system", "global", "command"})


class PrivateDir:
    """The directory.

    Attributes:
        path: where it is.
        shallow: the commits at which the history of a shallow clone ends; none if it is whole.
        no_object: the id that stands for no object.
    """

    def __init__(self, located: Located) -> None:
        """Make it; its index is empty until `take_index`.

        Raises:
            OSError: the folder for temporary files takes no more.
        """
        self._located = located
        self.no_object = "0" * (64 if located.object_format == _SHA256 else 40)
        self.path = tempfile.mkdtemp(prefix="claimtrack-")
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        for folder in ("refs", os.path.join("objects", "info"), "info", _NO_FILES):
            os.makedirs(os.path.join(self.path, folder))
        self._write("HEAD", b"ref: refs/heads/main\n")
        self._write(
            os.path.join("objects", "info", "alternates"), _quoted(os.fsencode(located.objects)) + b"\n"
        )
        self._configure({})
        self.shallow = frozenset(self._copy(located.shallow, "shallow").decode("ascii", "replace").split())

    def run(self, *arguments: str, stdin: int | None = None) -> bytes:
        """Run git on objects and the private index and return its output; `stdin` is a file to read from.

        Raises:
            GitError: git failed.
        """
        return ask_private(self.path, os.path.join(self.path, _NO_FILES), *arguments, stdin=stdin)

    def run_on_files(self, *arguments: str) -> bytes:
        """Run git on the files of the working tree and return its output.

        Raises:
            GitError: git failed.
        """
        return ask_private(self.path, self._located.top, *arguments, waits=False)

    def take_index(self) -> None:
        """Copy the index of the working tree, with what git needs to compare the files with it."""
        self._configure(dict(self._settings()))
        self._copy(self._located.exclude, os.path.join("info", "exclude"))
        self._copy(self._located.index_file, "index")
        with suppress(FileNotFoundError):
            # Git looks into files as new as their index, since a later edit may not show in their times.
            times = os.stat(self._located.index_file)
            os.utime(os.path.join(self.path, "index"), ns=(times.st_atime_ns, times.st_mtime_ns))
        for name in os.listdir(self._located.git_dir):
            if name.startswith("sharedindex."):
                self._copy(os.path.join(self._located.git_dir, name), name)

    def _settings(self) -> Iterator[tuple[str, str]]:
        """Yield the settings that are taken over."""
        listed = text(ask_repository(self._located.top, "config", "--null", "--show-scope", "--list"))
        parts = iter(listed.split("\0"))
        for scope, setting in zip(parts, parts, strict=False):
            key, _, value = setting.partition("\n")
            if (key in _SETTINGS and value.lower() in _VALUES) or (
                key == _EXCLUDES and scope in _OF_THE_USER
            ):
                yield key, os.path.expanduser(value) if key == _EXCLUDES else value

    def _configure(self, settings: dict[str, str]) -> None:
        form = self._located.object_format
        named = {
            "core.repositoryformatversion": "1" if form == _SHA256 else "0",
            **({"extensions.objectformat": form} if form == _SHA256 else {}),
            "core.bare": "false",
            "core.compression": "0",
            "core.fsync": "none",
            "core.untrackedcache": "false",
            **settings,
        }
        lines = []
        for key, value in named.items():
            section, _, name = key.partition(".")
            lines.append(
                b'[%s] %s = "%s"\n' % (section.encode(), name.encode(), _escaped(os.fsencode(value)))
            )
        self._write("config", b"".join(lines))

    def _copy(self, source: str, name: str) -> bytes:
        """Copy a regular file, if it is there, and return its content; a special file could block, and is passed over."""
        try:
            content = read(source)
        except UnreadableError:
            return b""
        self._write(name, content)
        return content

    def _write(self, name: str, content: bytes) -> None:
        with open(os.path.join(self.path, name), "wb") as file:
            file.write(content)


def _quoted(path: bytes) -> bytes:
    return b'"%s"' % _escaped(path)


def _escaped(value: bytes) -> bytes:
    return value.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
