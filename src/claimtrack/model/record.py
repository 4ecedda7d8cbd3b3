"""The record: what a claim's file and the two registries may say, as frozen pydantic models.

Importing this module imports pydantic; the rest of the model does not.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from claimtrack.model.dates import Span
from claimtrack.model.values import Value
from claimtrack.model.words import Kind, Stance, slug

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _said(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty_text", "the text is empty; leave the key out where nothing is known")
    return text


def _named(text: str) -> str:
    if not slug(text):
        raise PydanticCustomError("empty_text", "a name needs at least one letter or digit")
    return text


def is_url(text: str) -> bool:
    """Tell whether a text is an http(s) address that can be offered as a link."""
    if not text.startswith(("http://", "https://")) or any(char <= " " or char in '<>"\x7f' for char in text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def _address(text: str) -> str:
    if not is_url(text):
        raise PydanticCustomError("bad_url", "a link starts with http:// or https:// and has no spaces in it")
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise PydanticCustomError("bad_language", 'a language is a tag such as "ur" or "zh-Hant" (BCP 47)')
    return text


def _table(key: str) -> BeforeValidator:
    """Let an item be written as a bare text, short for a table with that one key."""
    return BeforeValidator(lambda raw: {key: raw} if isinstance(raw, str) else raw)


def _listed(raw: Any) -> Any:  # noqa: ANN401 - whatever the TOML file says
    return [raw] if isinstance(raw, str) else raw


Text = Annotated[str, AfterValidator(_said)]
Name = Annotated[str, AfterValidator(_named)]
Url = Annotated[str, AfterValidator(_address)]
Language = Annotated[str, AfterValidator(_language)]
Date = Annotated[Span, PlainValidator(Span.parse)]
Amount = Annotated[Value, PlainValidator(Value.parse)]
Listed = Field(default=(), strict=False)  # a TOML array becomes a tuple; its items stay strict


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SourceRef(_Record):
    """A source as a position cites it: by id or by URL, and at which place in it."""

    id: Text
    at: Text | None = None


class Source(_Record):
    """Something that can be cited: a page, a wire report, a paper, a recording."""

    id: Text
    title: Text | None = None
    publisher: Text | None = None
    author: Text | None = None
    url: Url | None = None
    archive_url: Url | None = None
    date: Date | None = None
    retrieved: Date | None = None
    lang: Language | None = None
    derived_from: Text | None = None


class Position(_Record):
    """One dated act: a party takes a stance on the claim."""

    party: Name
    stance: Stance
    date: Date | None = None
    date_of: Literal["statement", "report"] = "statement"
    value: Amount | None = None
    about: Date | None = None
    quote: Text | None = None
    original: Text | None = None
    lang: Language | None = None
    note: Text | None = None
    attribution: Literal["on-record", "anonymous"] = "on-record"
    via: tuple[Name, ...] = Listed
    sources: tuple[Annotated[SourceRef, _table("id")], ...] = Listed


class ClaimFile(_Record):
    """One contested assertion, exactly as its file says it."""

    title: Text
    statement: Text | None = None
    kind: Kind = "fact"
    unit: Text | None = None
    date: Date | None = None
    topics: tuple[Name, ...] = Listed
    implies: tuple[Text, ...] = Listed
    contradicts: tuple[Text, ...] = Listed
    see_also: tuple[Text, ...] = Listed
    notes: Text | None = None
    positions: tuple[Position, ...] = Listed
    sources: tuple[Source, ...] = Listed


class Claim(ClaimFile):
    """A claim with what its file's name adds: its id, and the path as the user would type it."""

    id: str
    path: str


class SourcesFile(_Record):
    """The shared sources, ``claims/sources.toml``."""

    sources: tuple[Source, ...] = Listed


class Tenure(_Record):
    """For whom a party speaks, and since and until when, both ends included."""

    party: Name
    since: Date | None = Field(default=None, alias="from")
    until: Date | None = None


class PartyEntry(_Record):
    """One table of ``claims/parties.toml``."""

    name: Name | None = None
    kind: Text | None = None
    aliases: tuple[Name, ...] = Listed
    speaks_for: Annotated[
        tuple[Annotated[Tenure, _table("party")], ...], Field(strict=False), BeforeValidator(_listed)
    ] = ()
    notes: Text | None = None


class Party(PartyEntry):
    """A registered party with what its table's name adds: its id."""

    id: str
