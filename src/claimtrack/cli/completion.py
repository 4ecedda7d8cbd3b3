"""Completes ids, parties and topics from the folder; says nothing when there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from claimtrack.book.book import Book
from claimtrack.files.discover import claims_folder
from claimtrack.problems import ClaimtrackError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def complete_claim(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete a claim's id; the title explains it."""
    return [found for catalog in _open(ctx) for found in catalog.begun(incomplete)]


def complete_party(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete a party's id; the name explains it."""
    rows = (row.person for catalog in _open(ctx) for row in catalog.parties())
    return [(person.id, person.name) for person in rows if _fits(person.id, incomplete)]


def complete_topic(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a topic."""
    rows: Iterable[str] = (row.topic for catalog in _open(ctx) for row in catalog.topics())
    return [topic for topic in rows if _fits(topic, incomplete)]


def _fits(word: str, incomplete: str) -> bool:
    return word.startswith(incomplete)


def _open(ctx: typer.Context) -> Iterator[Book]:
    given = ctx.params.get("claims_dir")  # a text still: while it completes, Typer converts nothing
    try:
        catalog = Book(claims_folder(Path(given) if given else None))
    except ClaimtrackError:
        return
    try:
        yield catalog
    finally:
        catalog.release()
