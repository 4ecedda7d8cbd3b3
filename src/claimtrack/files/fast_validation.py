"""Validates without pydantic what is plainly right; the rest is left to the full validation.

Nearly all records are right, and loading pydantic takes longer than reading a small folder. A test compares the results
of the two. Words that recur from claim to claim are interned to save memory.
"""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, Any, Final

from claimtrack.model.dates import Span
from claimtrack.model.record import Claim, Party, Position, Source, SourceRef, Tenure
from claimtrack.model.values import Value
from claimtrack.model.vocabulary import KINDS, STANCES, composed, is_language, is_url, slug

if TYPE_CHECKING:
    from collections.abc import Callable

Table = dict[str, Any]

_CLAIM: Final = frozenset(Claim._fields) - {"id", "path"}
_POSITION: Final = frozenset(Position._fields)
_SOURCE: Final = frozenset(Source._fields)
_REFERENCE: Final = frozenset(SourceRef._fields)
_PARTY: Final = frozenset(Party._fields) - {"id"}
_TENURE: Final = frozenset({"party", "from", "until"})
_DATES_OF: Final = frozenset({"statement", "report"})
_ATTRIBUTIONS: Final = frozenset({"on-record", "anonymous"})
_STANCES: Final = frozenset(STANCES)
_KINDS: Final = frozenset(KINDS)


class _Odd(Exception):  # noqa: N818 - not an error, but a reason for the full validation
    """Something is not plainly right."""


def fast_claim(data: Table, claim_id: str, path: str) -> Claim | None:
    """Return a claim from its file's data; None if something is not plainly right."""
    try:
        _only(data, _CLAIM)
        return Claim(
            claim_id,
            path,
            _text(data["title"]),
            _maybe(data, "statement", _text),
            _one_of(data.get("kind", "fact"), _KINDS),
            _maybe(data, "unit", _text),
            _maybe(data, "date", Span.parse),
            _each(data, "topics", _name),
            _each(data, "implies", _claim_id),
            _each(data, "contradicts", _claim_id),
            _each(data, "see_also", _claim_id),
            _maybe(data, "notes", _text),
            _each(data, "positions", _position),
            _each(data, "sources", _source),
        )
    except (_Odd, KeyError, ValueError):  # a key is missing; a date or a value is invalid
        return None


def fast_sources(data: Table) -> tuple[Source, ...] | None:
    """Return the shared sources; None if something is not plainly right."""
    try:
        _only(data, frozenset({"sources"}))
        return _each(data, "sources", _source)
    except (_Odd, KeyError, ValueError):
        return None


def fast_party(data: Table, party: str) -> Party | None:
    """Return a party from its table and its id; None if something is not plainly right."""
    try:
        _only(data, _PARTY)
        spoken = data.get("speaks_for", ())
        return Party(
            party,
            _maybe(data, "name", _name),
            _maybe(data, "kind", _text),
            _each(data, "aliases", _name),
            (Tenure(_name(spoken)),) if type(spoken) is str else _each(data, "speaks_for", _tenure),
            _maybe(data, "notes", _text),
        )
    except (_Odd, KeyError, ValueError):
        return None


def _position(table: Any) -> Position:  # noqa: ANN401 - from TOML, as below
    _only(table, _POSITION)
    get = table.get  # no call for a missing key: most of a folder is positions
    return Position(
        _name(table["party"]),
        _one_of(table["stance"], _STANCES),
        None if (date := get("date")) is None else Span.parse(date),
        "statement" if (date_of := get("date_of")) is None else _one_of(date_of, _DATES_OF),
        None if (value := get("value")) is None else Value.parse(value),
        None if (about := get("about")) is None else Span.parse(about),
        None if (quote := get("quote")) is None else _text(quote),
        None if (original := get("original")) is None else _text(original),
        None if (lang := get("lang")) is None else _language(lang),
        None if (note := get("note")) is None else _text(note),
        "on-record" if (attribution := get("attribution")) is None else _one_of(attribution, _ATTRIBUTIONS),
        () if (via := get("via")) is None else _all(via, _name),
        () if (sources := get("sources")) is None else _all(sources, _reference),
    )


def _source(table: Any) -> Source:  # noqa: ANN401
    _only(table, _SOURCE)
    return Source(
        _text(table["id"]),
        _maybe(table, "title", _text),
        _maybe(table, "publisher", _text),
        _maybe(table, "author", _text),
        _maybe(table, "url", _address),
        _maybe(table, "archive_url", _address),
        _maybe(table, "date", Span.parse),
        _maybe(table, "retrieved", Span.parse),
        _maybe(table, "lang", _language),
        _maybe(table, "derived_from", _text),
    )


def _reference(item: Any) -> SourceRef:  # noqa: ANN401
    if type(item) is str:
        return SourceRef(intern(_text(item)))
    _only(item, _REFERENCE)
    return SourceRef(intern(_text(item["id"])), _maybe(item, "at", _text))


def _tenure(item: Any) -> Tenure:  # noqa: ANN401
    if type(item) is str:
        return Tenure(_name(item))
    _only(item, _TENURE)
    return Tenure(_name(item["party"]), _maybe(item, "from", Span.parse), _maybe(item, "until", Span.parse))


def _only(table: Any, keys: frozenset[str]) -> None:  # noqa: ANN401
    if type(table) is not dict or not table.keys() <= keys:
        raise _Odd


def _maybe(table: Table, key: str, parse: Callable[[Any], Any]) -> Any:  # noqa: ANN401
    return parse(table[key]) if key in table else None


def _each(table: Table, key: str, parse: Callable[[Any], Any]) -> tuple[Any, ...]:
    return _all(table[key], parse) if key in table else ()


def _all(items: Any, parse: Callable[[Any], Any]) -> tuple[Any, ...]:  # noqa: ANN401
    if type(items) is not list:
        raise _Odd
    return tuple([parse(item) for item in items])


def _one_of(word: Any, words: frozenset[str]) -> Any:  # noqa: ANN401
    if type(word) is not str or word not in words:
        raise _Odd
    return intern(word)


def _text(value: Any) -> str:  # noqa: ANN401
    if type(value) is not str or not value.strip():
        raise _Odd
    return value


def _claim_id(value: Any) -> str:  # noqa: ANN401
    return composed(_text(value))


def _name(value: Any) -> str:  # noqa: ANN401
    if type(value) is not str or not slug(value):
        raise _Odd
    return intern(value)


def _language(value: Any) -> str:  # noqa: ANN401
    if type(value) is not str or not is_language(value):
        raise _Odd
    return intern(value)


def _address(value: Any) -> str:  # noqa: ANN401
    if type(value) is not str or not is_url(value):
        raise _Odd
    return value
