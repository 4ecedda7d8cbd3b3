"""A position as it was typed, as options or as answers, and the blocks of TOML that record it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claimtrack.book.writing import cite, described
from claimtrack.files.append import Block, date_value
from claimtrack.model.names import composed
from claimtrack.model.values import ValueFormError
from claimtrack.problems import BadRequestError
from claimtrack.rules.addresses import address

if TYPE_CHECKING:
    from claimtrack.book.writing import Citation
    from claimtrack.model.dates import Span
    from claimtrack.rules.claim_state import ClaimState


@dataclass
class SourceDraft:
    """What is known of a source that nobody has described yet."""

    title: str | None = None
    publisher: str | None = None
    published: Span | None = None

    def __bool__(self) -> bool:
        return any((self.title, self.publisher, self.published))


@dataclass
class PositionDraft:
    """A position as it was typed."""

    party: str
    stance: str
    date: Span | None = None
    date_of: str | None = None
    value: str | None = None
    about: Span | None = None
    quote: str | None = None
    original: str | None = None
    lang: str | None = None
    note: str | None = None
    rating: str | None = None
    attribution: str | None = None
    via: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    described: dict[str, SourceDraft] = field(default_factory=dict)  # new sources, by what was typed

    def blocks(self, state: ClaimState) -> list[Block]:
        """Return the position as a block, and a block for each source that is new to the claim.

        Raises:
            BadRequestError: something in it has no meaning.
        """
        citations = self._citations(state)
        table: dict[str, Any] = {
            "party": composed(self.party),
            "stance": self.stance,
            "date": self.date and date_value(self.date),
            "date_of": self.date_of if self.date_of != "statement" else None,
            "value": None if self.value is None else _value(self.value, state.claim.unit),
            "about": self.about and date_value(self.about),
            "rating": _text(self.rating),
            "quote": _text(self.quote),
            "original": _text(self.original),
            "lang": self.lang,
            "note": _text(self.note),
            "attribution": self.attribution if self.attribution != "on-record" else None,
            "via": [composed(name) for name in self.via] or None,
            "sources": [citation.item for citation in citations.values()] or None,
        }
        table = {key: value for key, value in table.items() if value is not None}
        new = [self._described(typed, citation) for typed, citation in citations.items() if citation.url is not None]
        return [Block("positions", table), *new]

    def _citations(self, state: ClaimState) -> dict[str, Citation]:
        """Return the sources to cite, from what was typed; a source that was named twice is returned once."""
        found: dict[str, Citation] = {}
        new: dict[str, str] = {}  # the ids of new sources, by address
        items: list[object] = []
        for typed in self.sources:
            known = self.described.get(typed)
            published = known.published if known else None
            citation = cite(typed, state, new.values(), published.written if published else "")
            if citation.url is not None:
                source_id = new.setdefault(address(citation.url), citation.id)
                citation = citation._replace(id=source_id, url=citation.url if source_id == citation.id else None)
            elif known:
                raise BadRequestError(f'the source "{citation.id}" is described already', "cite it by its id alone")
            if citation.item not in items:
                items.append(citation.item)
                found[typed] = citation
        return found

    def _described(self, typed: str, citation: Citation) -> Block:
        known = self.described.get(typed, SourceDraft())
        more = {
            "title": known.title,
            "publisher": known.publisher and composed(known.publisher),
            "date": known.published and date_value(known.published),
        }
        given = {key: value for key, value in more.items() if value}
        return Block("sources", described(citation.id, citation.url, given))


def _value(text: str, unit: str | None) -> Any:  # noqa: ANN401 - a number, a text or a table
    from claimtrack.files.typed_values import typed_value  # noqa: PLC0415 - most positions have none

    try:
        return typed_value(text, unit).written
    except ValueFormError as error:
        what, _, hint = str(error).partition("; ")
        raise BadRequestError(f"--value: {what}", hint) from None


def _text(text: str | None) -> str | None:
    return None if text is None else text.replace("\r\n", "\n").strip()


def read_stdin(option: str) -> str:
    """Return the text that stdin holds.

    Raises:
        BadRequestError: it is not UTF-8.
    """
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequestError(f"what {option} reads from stdin is not UTF-8") from None
