"""Where the generated folders, the homes and the caches of a benchmark are, and what is run on them."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, NamedTuple

import generate
from measure import Program

if TYPE_CHECKING:
    from collections.abc import Callable

WARM, COLD = "warm", "cold"
"""The names of two caches: one that is kept between runs, and one that is removed before each."""


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
        """Give a cache folder of that name; it need not exist."""
        return os.path.join(self.top, f"cache-{name}")

    def forget(self, name: str) -> None:
        """Remove a cache."""
        shutil.rmtree(self.cache(name), ignore_errors=True)

    def a_file(self) -> str:
        """Give the path of the file of the claim in the middle."""
        return glob.glob(os.path.join(self.claims, "*", "*", f"{self.shown}.toml"))[0]

    def once(self, name: str, make: Callable[[str], object]) -> str:
        """Have a file or a folder of that name made, unless an earlier run of the same generator has; give its path."""
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
    """

    work: str
    runs: int
    seed: int
    path: str
    peer_limit: int

    def book(self, size: int) -> Book:
        """Give a folder of so many claims, made now unless it is there from an earlier run."""
        made_by = zlib.crc32(b"".join(map(_read, sorted(glob.glob(os.path.join(_HERE, "*.py"))))))
        book = Book(size, self.seed, os.path.join(self.work, f"{size}-{self.seed}-{made_by:08x}"))
        os.makedirs(book.top, exist_ok=True)
        book.once("book", lambda top: generate.write(os.path.join(top, "claims"), size, self.seed))
        return book

    def find(self, program: str) -> str | None:
        """Give the path of a program, if it is on this machine."""
        return shutil.which(program, path=self.path)

    def env(self, cache: str = "") -> dict[str, str]:
        """Give an environment that says nothing about this user; caches go to the folder named."""
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
        """Give the installed claimtrack with a command, on a folder, with one of its caches."""
        command = (claimtrack(), *args, "--claims", book.claims)
        return Program(name or " ".join(args), command, self.env(book.cache(cache)), self.work)

    def python(self, name: str, *args: str) -> Program:
        """Give the Python that runs this, with arguments."""
        return Program(name, (sys.executable, *args), self.env(), self.work)

    def script(self, name: str, *args: str) -> Program:
        """Give a script that stands beside this one."""
        return self.python(name, os.path.join(_HERE, name), *args)


def claimtrack() -> str:
    """Give the path of the claimtrack that is installed with the Python that runs this."""
    return os.path.join(os.path.dirname(sys.executable), "claimtrack")


def make(*command: str, env: dict[str, str], cwd: str | None = None) -> None:
    """Run something that prepares a measurement, and is not measured."""
    subprocess.run(command, env=env, cwd=cwd, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


_HERE = os.path.dirname(os.path.abspath(__file__))
