"""Completes ids, parties and topics from the folder; completes nothing if there is none."""

from collections.abc import Iterator
from pathlib import Path

import typer

from claimtrack.book.book import Book
from claimtrack.files.discover import claims_folder
from claimtrack.problems import ClaimtrackError


def complete_claim(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete a claim's id; the title explains it."""
    return [completion for book in _open(ctx) for completion in book.begin_with(incomplete)]


def complete_party(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete a party's id, which the name explains, or else its name, in which a letter may be another one."""
    people = [row.person for book in _open(ctx) for row in book.parties()]
    ids = [(person.id, person.name) for person in people if person.id.startswith(incomplete)]
    return ids or [(person.name, person.id) for person in people if person.name.startswith(incomplete)]


def complete_topic(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a topic."""
    return [row.topic for book in _open(ctx) for row in book.topics() if row.topic.startswith(incomplete)]


def _open(ctx: typer.Context) -> Iterator[Book]:
    folder = ctx.params.get("claims_dir")  # a text still: Typer converts nothing while it completes
    try:
        book = Book(claims_folder(Path(folder) if folder else None))
    except ClaimtrackError:
        return
    with book:
        yield book
