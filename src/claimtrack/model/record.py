"""The record: claims, positions, sources and parties as plain immutable values.

The models in `forms` validate files; they import pydantic, and this module does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from claimtrack.model.dates import Span
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import DateOf, Kind, Stance


class SourceRef(NamedTuple):
    """A citation of a source: its id or URL, and the place in it."""

    id: str
    at: str | None = None


class Source(NamedTuple):
    """Something that can be cited; a field is None if nothing is recorded."""

    id: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    archive_url: str | None = None
    date: Span | None = None
    retrieved: Span | None = None
    lang: str | None = None
    derived_from: str | None = None
    quote: str | None = None
    note: str | None = None


class Position(NamedTuple):
    """One stance of a party on the claim, with names and sources as written."""

    party: str
    stance: Stance
    date: Span | None = None
    date_of: DateOf = "statement"
    value: Value | None = None
    about: Span | None = None
    rating: str | None = None  # of a review: the verdict, in words of its own
    quote: str | None = None
    original: str | None = None
    lang: str | None = None
    note: str | None = None
    attribution: Literal["on-record", "anonymous"] = "on-record"
    via: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()


class Claim(NamedTuple):
    """One contested assertion with one predicate."""

    id: str  # the stem of the file's name
    path: str  # the file, as the user would type it
    title: str
    statement: str | None = None
    original: str | None = None
    lang: str | None = None
    kind: Kind = "fact"
    unit: str | None = None
    date: Span | None = None
    place: str | None = None
    topics: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    notes: str | None = None
    positions: tuple[Position, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def cited(self) -> set[str]:
        """The ids of the sources that its positions cite."""
        return {ref.id for position in self.positions for ref in position.sources}

    @property
    def parents(self) -> set[str]:
        """The ids of the sources from which its own sources derive."""
        return {source.derived_from for source in self.sources if source.derived_from is not None}


class Tenure(NamedTuple):
    """For whom a party speaks, and from when until when, both ends included."""

    party: str
    since: Span | None = None
    until: Span | None = None


class Party(NamedTuple):
    """A registered party; its id is the slug of its table's name."""

    id: str
    name: str | None = None
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    speaks_for: tuple[Tenure, ...] = ()
    notes: str | None = None
