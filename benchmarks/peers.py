"""The public programs that claimtrack is measured against: how each is prepared, and asked the same question."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

import exports
from generate import PARTY
from history import FIRST, LAST, commit_all, git_env
from measure import Program, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from books import Bench, Book


class Peer(NamedTuple):
    """A program of others.

    Attributes:
        name: what the results call it.
        program: what it is called on the command line.
        asked: prepares a folder, unless that has been done, and returns the program with the question.
        limited: it takes minutes to read a large folder in, so that none beyond the limit is tried.
    """

    name: str
    program: str
    asked: Callable[[Bench, Book, str], Program]
    limited: bool = False


def _ripgrep(bench: Bench, book: Book, program: str) -> Program:
    return Program("rg -l", (program, "-l", PARTY, book.claims), bench.env(), book.top)


def _git(bench: Bench, book: Book, program: str) -> Program:
    env = git_env(bench.env())
    book.once("git", lambda _: commit_all(program, env, book.repository, "All claims"))
    return Program("git status", (program, "status"), env, book.repository)


def _git_diff(bench: Bench, book: Book, program: str) -> Program:
    command = (program, "diff", "--stat", FIRST, LAST)
    return Program("git diff --stat", command, git_env(bench.env()), book.repository)


def _recsel(bench: Bench, book: Book, program: str) -> Program:
    path = book.once("claims.rec", lambda path: exports.recutils(path, book.size, book.seed))
    command = (program, "-e", f"Party = '{PARTY}'", "-p", "Id,Title", path)
    return Program("recsel, one file", command, bench.env(), book.top)


def _todoman(bench: Bench, book: Book, program: str) -> Program:
    def calendars(top: str) -> None:
        exports.calendars(os.path.join(top, "claims"), book.size, book.seed)
        with open(os.path.join(top, "config.py"), "w", encoding="utf-8") as file:
            file.write(f'path = "{top}/claims"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n')

    top = book.once("todoman", calendars)
    command = (program, "--config", os.path.join(top, "config.py"), "list", "--category", PARTY)
    return Program("todoman list, warm", command, bench.env(book.cache("todoman")), book.top)


def _taskwarrior(bench: Bench, book: Book, program: str) -> Program:
    def imported(top: str) -> None:
        os.makedirs(top)
        with open(os.path.join(top, "taskrc"), "w", encoding="utf-8") as file:
            file.write(f"data.location={top}/data\nconfirmation=off\nverbose=nothing\nhooks=off\n")
        os.makedirs(os.path.join(top, "data"))
        path = os.path.join(top, "claims.jsonl")
        exports.tasks(path, book.size, book.seed)
        prepare((program, f"rc:{top}/taskrc", "import", path), bench.env())

    top = book.once("taskwarrior", imported)
    command = (program, f"rc:{top}/taskrc", f"+{exports.tag(PARTY)}", "list")
    return Program("taskwarrior list", command, bench.env(), book.top)


RIPGREP: Final = Peer("ripgrep", "rg", _ripgrep)
GIT: Final = Peer("git", "git", _git)
GIT_DIFF: Final = Peer("git", "git", _git_diff)
OTHERS: Final = (
    Peer("recutils", "recsel", _recsel),
    Peer("todoman", "todo", _todoman, limited=True),
    Peer("taskwarrior", "task", _taskwarrior, limited=True),
)


def missing(bench: Bench) -> list[str]:
    """Return the names of those that are not on this machine."""
    return [f"{peer.name} (`{peer.program}`)" for peer in (RIPGREP, GIT, *OTHERS) if not bench.find(peer.program)]


def programs(bench: Bench, book: Book, peers: tuple[Peer, ...]) -> list[Program]:
    """Prepare those that are on this machine, and return each with the question."""
    found = []
    for peer in peers:
        program = bench.find(peer.program)
        if program and not (peer.limited and book.size > bench.peer_limit):
            found.append(peer.asked(bench, book, program))
    return found
