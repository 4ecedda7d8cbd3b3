"""What the page of a claim is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimtrack.model.vocabulary import Side
    from claimtrack.site.line_words import LineWords
    from claimtrack.site.timeline import Timeline


class NamedParty(NamedTuple):
    """A party with the address of its page."""

    id: str
    name: str
    href: str | None
    doubt: str = ""


class CitationMark(NamedTuple):
    """A mark that leads to a source of the page."""

    number: int
    at: str


class Words(NamedTuple):
    """Somebody's words."""

    text: str
    lang: str
    teller: str  # who told them; empty if they are the party's own


class Act(NamedTuple):
    """A position."""

    place: int
    date: str  # as recorded
    when: str
    voice: NamedParty | None  # who took it, if that is somebody else than the principal
    side: Side | None
    stance: str
    value: str
    standing: str
    doubts: tuple[str, ...]
    words: tuple[Words, ...]
    note: str
    rating: str  # the verdict of a review
    citations: tuple[CitationMark, ...]
    sets_line: bool


class PartyGroup(NamedTuple):
    """A principal with its positions."""

    party: NamedParty
    side: Side | None
    sign: str
    line: LineWords  # since when, and the value; or what the party did instead
    standing: str
    marks: Sequence[str]
    acts: Sequence[Act]


class SideGroups(NamedTuple):
    """The principals on one side, or on none, or those who reviewed the claim."""

    key: str  # what tells it from the others
    side: Side | None
    glyph: str
    word: str
    deed: str
    groups: Sequence[PartyGroup]


class CitedSource(NamedTuple):
    """A source of the page."""

    number: int
    words: str
    lang: str
    address: str  # a bare address, or one that cannot be drawn as a link
    url: str | None
    archive_url: str | None
    note: str
    quote: str
    comment: str  # what is noted about the source
    href: str | None


class Related(NamedTuple):
    """A claim that is linked to this one."""

    id: str
    title: str
    href: str | None
    status: str
    word: str


class ClaimPage(NamedTuple):
    """All that the page of a claim says."""

    id: str
    title: str
    statement: str
    original: Words | None  # the words in which the claim was made
    about: Sequence[str]
    topics: Sequence[str]
    status: str
    status_word: str
    why: str
    rule: Sequence[str]  # the sentences that say what made the status
    sides: Sequence[SideGroups]
    timeline: Timeline | None
    notes: Sequence[str]
    sources: Sequence[CitedSource]
    origins: str
    related: Sequence[tuple[str, Sequence[Related]]]
    unit: str
    words: Mapping[Side, str]
