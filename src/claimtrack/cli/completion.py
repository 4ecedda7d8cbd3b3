"""Completes the names of claims, parties, topics, sources, codes and revisions; nothing if there is no folder."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from claimtrack.book.book import Book
from claimtrack.files.discover import claims_folder
from claimtrack.model.names import composed
from claimtrack.problems import ClaimtrackError

Offers = list[str | tuple[str, str]]  # values, with what they mean


class _Match(str):
    """A value that begins as typed, or does so in the other case; Typer leaves out what does not begin so itself."""

    __slots__ = ()

    def startswith(self, *_: object) -> bool:
        """Return whether it is offered."""
        return True


def complete_claim(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete a claim's id; the title explains it."""
    with _opened(ctx) as book:
        return [*book.begin_with(incomplete)] if book else []


def complete_party(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete a party's id, or else its name or an alias; its name or its id explains it."""
    found: Offers = []
    with _opened(ctx) as book:
        for row in book.parties() if book else ():
            party, name = row.person.id, row.person.name
            match = next(_matching(incomplete, (party, name, *row.aliases)), None)
            if match is not None:
                found.append((match, name if match == party else party))
    return found


def complete_topic(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete a topic."""
    with _opened(ctx) as book:
        return [*_matching(incomplete, [row.topic for row in book.topics()])] if book else []


def complete_source(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete a source's id, or an address that is cited; the publisher or the title explains it."""
    with _opened(ctx) as book:
        known = {row.id: row.source for row in book.sources()} if book else {}
    return [
        (match, (source.publisher or source.title or "") if (source := known[match]) else "")
        for match in _matching(incomplete, known)
    ]


def complete_code(incomplete: str) -> Offers:
    """Complete a code of `check`; its name explains it."""
    from claimtrack.checks.codes import explanations  # noqa: PLC0415 - only to complete a code

    names = {str(code): told.name for code, told in explanations().items()}
    return [(match, names[match]) for match in _matching(incomplete, names)]


def complete_revision(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete a branch or a tag, also after the dots of A..B."""
    from claimtrack.history.git import Repository  # noqa: PLC0415 - only to complete a revision

    before, dots, begun = incomplete.rpartition("..")
    if dots and begun.startswith("."):
        dots, begun = "...", begun[1:]
    try:
        names = Repository(_folder(ctx)).names()
    except ClaimtrackError:
        return []
    return [_Match(f"{before}{dots}{match}") for match in _matching(begun, names)]


def _matching(incomplete: str, values: Iterable[str]) -> Iterator[_Match]:
    begun = composed(incomplete).casefold()
    return (_Match(value) for value in values if value.casefold().startswith(begun))


@contextmanager
def _opened(ctx: typer.Context) -> Iterator[Book | None]:
    """Open the folder; yield None if there is none."""
    try:
        book = Book(_folder(ctx))
    except ClaimtrackError:
        yield None
        return
    with book:
        yield book


def _folder(ctx: typer.Context) -> str:
    folder = ctx.params.get("claims_dir")  # a text still: Typer converts nothing while it completes
    return claims_folder(Path(folder) if folder else None)
