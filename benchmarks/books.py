"""Where the generated folders, the homes and the caches of a benchmark are, and what is run on them."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
import time
import zlib
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import generate
from history import git_env, write_history
from measure import Program
from special_books import SPOKEN_ABOUT

if TYPE_CHECKING:
    from collections.abc import Callable

WARM, COLD = "warm", "cold"
"""The names of two caches: one that is kept between runs, and one that is removed before each."""

DEFAULT, UNREGISTERED, LONG, VOICES = "default", "unregistered", "long", "voices"
GROWING, EDITING = "history", "history-of-edits"
"""The kinds of books; the last two are repositories with a history."""

_HISTORIES: Final = (GROWING, EDITING)

SETTLED: Final = 2.5
"""Seconds after which a changed file is no longer too new for its time stamp to be trusted."""

_SHAPING: Final = ("generate", "history", "registers", "special_books", "speech", "stories", "words")


class Scale(NamedTuple):
    """How large the books are.

    Attributes:
        sizes: the numbers of claims, of folders that differ in nothing else.
        middling: from so many claims on, a folder is asked what is promised for 10,000.
        large: from so many claims on, a folder is asked what is promised for 100,000.
        long: records in a book of long records.
        commits: commits in which such a book grows.
        voices: voices in two books with voices.
    """

    sizes: tuple[int, ...]
    middling: int
    large: int
    long: int
    commits: int
    voices: tuple[int, int]


FULL: Final = Scale((20, 10_000, 100_000), 1_000, 50_000, 2_500, 50, (100, 400))
TRIAL: Final = Scale((20, 40, 400), 40, 400, 30, 4, (3, 12))
"""Everything at tiny sizes, to see that it works; the figures mean nothing."""


class Book(NamedTuple):
    """A generated folder of claims, with all that the programs measured make of it beside it."""

    size: int
    seed: int
    top: str

    @property
    def repository(self) -> str:
        """The folder in which git would be run."""
        return os.path.join(self.top, "book")

    @property
    def claims(self) -> str:
        """The folder of claims."""
        return os.path.join(self.repository, "claims")

    @property
    def shown(self) -> str:
        """The id of a claim in the middle."""
        return generate.story_id(self.size // 2)

    def cache(self, name: str) -> str:
        """Return the path of the cache folder of that name; it need not exist."""
        return os.path.join(self.top, f"cache-{name}")

    def a_file(self) -> str:
        """Return the path of the file of the claim in the middle."""
        return glob.glob(os.path.join(self.claims, "*", "*", f"{self.shown}.toml"))[0]

    def once(self, name: str, make: Callable[[str], object]) -> str:
        """Make a file or a folder of that name, unless an earlier run of the same generator has; return its path."""
        path = os.path.join(self.top, name)
        made = f"{path}.made"
        if not os.path.exists(made):
            shutil.rmtree(path, ignore_errors=True)
            make(path)
            with open(made, "wb"):
                pass
        return path


class Bench(NamedTuple):
    """What all questions share.

    Attributes:
        work: the folder below which everything is written.
        runs: how often each program is run.
        seed: from which claims are made.
        path: where programs are looked for.
        peer_limit: the largest folder that is converted for programs that take minutes to read it in.
        scale: how large the books are.
        older: the executable of another version, to be run beside ours; empty if there is none.
    """

    work: str
    runs: int
    seed: int
    path: str
    peer_limit: int
    scale: Scale
    older: str = ""

    def book(self, kind: str, count: int) -> Book:
        """Return a book, made now unless it is there from an earlier run, and old enough for a cache to trust it.

        Args:
            kind: the kind of book.
            count: how many claims; in a book with voices, how many voices.
        """
        size = SPOKEN_ABOUT if kind == VOICES else count
        name = f"{count}-{self.seed}" if kind == DEFAULT else f"{kind}-{count}-{self.seed}"
        if kind in _HISTORIES:
            name += f"-{self.scale.commits}"
        book = Book(size, self.seed, os.path.join(self.work, f"{name}-{_made_by():08x}"))
        os.makedirs(book.top, exist_ok=True)
        book.once("book", lambda top: self._write(top, kind, count))
        age = time.time() - os.stat(os.path.join(book.top, "book.made")).st_mtime
        time.sleep(min(SETTLED, max(0.0, SETTLED - age)))
        return book

    def _write(self, top: str, kind: str, count: int) -> None:
        if kind in _HISTORIES:
            git, env, commits = self.find("git") or "git", git_env(self.env()), self.scale.commits
            write_history(top, git, env, count, commits, self.seed, grows=kind == GROWING)
        else:
            generate.write(os.path.join(top, "claims"), count, self.seed, kind)

    def find(self, program: str) -> str | None:
        """Return the path of a program, if it is on this machine."""
        return shutil.which(program, path=self.path)

    def env(self, cache: str = "") -> dict[str, str]:
        """Return an environment that says nothing about this user; caches go to the folder named.

        Nothing is taken over from the shell: not PYTHONDONTWRITEBYTECODE, with which every run compiles anew.
        """
        home = os.path.join(self.work, "home")
        os.makedirs(home, exist_ok=True)
        places = {f"XDG_{each}_HOME": os.path.join(home, each.lower()) for each in ("CONFIG", "DATA", "STATE")}
        return {
            **places,
            "HOME": home,
            "XDG_CACHE_HOME": cache or os.path.join(home, "cache"),
            "PATH": self.path,
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
        }

    def ours(self, book: Book, *args: str, name: str = "", cache: str = WARM) -> Program:
        """Return the installed claimtrack with a command, on a folder, with one of its caches."""
        return self._claimtrack(claimtrack(), book.cache(cache), book, args, name or " ".join(args), cold=cache == COLD)

    def before(self, book: Book, *args: str, name: str = "", cache: str = WARM) -> Program | None:
        """Return the older version with the same command and a cache of its own, if there is one that has it."""
        if not self.older or not has_command(self.older, args[0]):
            return None
        kept = book.cache(f"before-{cache}")
        return self._claimtrack(self.older, kept, book, args, f"{name or ' '.join(args)}, before", cold=cache == COLD)

    def _claimtrack(
        self, executable: str, cache: str, book: Book, args: tuple[str, ...], name: str, *, cold: bool
    ) -> Program:
        where = () if args[0] == "--help" else ("--claims", book.claims)
        forget = (lambda: shutil.rmtree(cache, ignore_errors=True)) if cold else None
        codes = frozenset({0, 1}) if args[0] == "check" else frozenset({0})
        return Program(name, (executable, *args, *where), self.env(cache), self.work, forget, codes=codes)

    def python(self, name: str, *args: str) -> Program:
        """Return the Python that runs this, with arguments."""
        return Program(name, (sys.executable, *args), self.env(), self.work)

    def script(self, name: str, *args: str) -> Program:
        """Return a script that stands beside this one."""
        return self.python(name, os.path.join(_HERE, name), *args)


def claimtrack() -> str:
    """Return the path of the claimtrack that is installed with the Python that runs this."""
    return os.path.join(os.path.dirname(sys.executable), "claimtrack")


@cache
def has_command(executable: str, command: str) -> bool:
    """Return whether a version of claimtrack has a command."""
    if command.startswith("-"):
        return True
    ran = subprocess.run((executable, command, "--help"), capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return ran.returncode == 0


@cache
def _made_by() -> int:
    """Return a number that changes with the code of the generator, so that no folder of an older one is used."""
    return zlib.crc32(b"".join(_read(os.path.join(_HERE, f"{name}.py")) for name in _SHAPING))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


_HERE = os.path.dirname(os.path.abspath(__file__))
