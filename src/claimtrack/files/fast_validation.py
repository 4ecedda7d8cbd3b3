"""Validates records without pydantic, if nothing in them is unusual; the full validation decides about the rest.

Nearly all records are right, and loading pydantic takes longer than reading a small folder. A test compares the results
of the two. Words that recur from claim to claim are interned to save memory.
"""

from __future__ import annotations

from operator import itemgetter
from sys import intern
from typing import TYPE_CHECKING, Any, Final

from claimtrack.model.config import CheckConfig, code_prefix, least_version
from claimtrack.model.dates import Span
from claimtrack.model.names import composed, composed_source, slug
from claimtrack.model.record import Claim, Party, Position, Source, SourceRef, Tenure
from claimtrack.model.values import Value
from claimtrack.model.vocabulary import KINDS, STANCES, is_language, is_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Reader = Callable[..., Any]

Table = dict[str, Any]


class _OddError(ValueError):
    """The full validation has to decide."""


# An unknown or missing key, or an unknown word; a value of a wrong type; an invalid text, date or value.
_ODD: Final = (KeyError, TypeError, ValueError)


def fast_config(data: Table) -> CheckConfig | None:
    """Return a configuration; None if the full validation has to decide."""
    table = data.get("check", {})
    if not data.keys() <= {"check", "requires"} or type(table) is not dict:
        return None
    try:
        least_version(data.get("requires", ">=0"))
        return CheckConfig(**{key.replace("-", "_"): _CHECK[key](value) for key, value in table.items()})
    except _ODD:
        return None


def fast_claim(data: Table, claim_id: str, path: str) -> Claim | None:
    """Return a claim from its file, as the TOML parser returns it; None if the full validation has to decide."""
    try:
        claim: Claim = _claim(data, claim_id, path)
    except _ODD:
        return None
    return claim


def fast_sources(data: Table) -> tuple[Source, ...] | None:
    """Return the shared sources; None if the full validation has to decide."""
    if not data.keys() <= {"sources"}:
        return None
    try:
        sources: tuple[Source, ...] = _sources(data.get("sources", []))
    except _ODD:
        return None
    return sources


def fast_party(data: Table, party: str) -> Party | None:
    """Return a party from its table and its id; None if the full validation has to decide."""
    try:
        entry: Party = _party(data, party)
    except _ODD:
        return None
    return entry


def _text(value: Any) -> str:  # noqa: ANN401 - from TOML, as below
    if type(value) is not str or not value.strip():
        raise _OddError
    return value


def _composed_text(value: Any) -> str:  # noqa: ANN401
    return composed(_text(value))


def _source_id(value: Any) -> str:  # noqa: ANN401
    return intern(composed_source(_text(value)))


def _name(value: Any) -> str:  # noqa: ANN401
    if type(value) is not str or not slug(value):
        raise _OddError
    return intern(composed(value))


def _language(value: Any) -> str:  # noqa: ANN401
    if type(value) is not str or not is_language(value):
        raise _OddError
    return intern(value)


def _address(value: Any) -> str:  # noqa: ANN401
    if type(value) is not str or not is_url(value):
        raise _OddError
    return value


def _flag(value: Any) -> bool:  # noqa: ANN401
    if type(value) is not bool:
        raise _OddError
    return value


def _code(value: Any) -> str:  # noqa: ANN401
    return code_prefix(_text(value))


def _per_claim(value: Any) -> dict[str, Any]:  # noqa: ANN401
    if type(value) is not dict:
        raise _OddError
    return {composed(claim): _codes(codes) for claim, codes in value.items()}


def _one_of(words: Iterable[str]) -> Reader:
    return {word: word for word in words}.__getitem__


def _each(read: Reader) -> Reader:
    def read_all(items: Any) -> tuple[Any, ...]:  # noqa: ANN401
        if type(items) is not list:
            raise _OddError
        return tuple(map(read, items))

    return read_all


def _table(record: type[Any], named: int = 0, **readers: Reader) -> Reader:
    """Return a reader of the tables of a record; a field without a reader of its own is a plain text.

    The first `named` fields of the record have no key: the reader takes them after the table.
    """
    read: dict[str, Reader] = {field: readers.get(field, _text) for field in record._fields[named:]}
    in_order, defaults = itemgetter(*read), record._field_defaults

    def read_table(table: Any, *names: str) -> Any:  # noqa: ANN401
        if type(table) is not dict:
            raise _OddError
        fields = defaults.copy()
        for key, value in table.items():
            fields[key] = read[key](value)
        return tuple.__new__(record, names + in_order(fields))  # a call with keywords takes longer

    return read_table


def _reference(item: Any) -> Any:  # noqa: ANN401
    return SourceRef(_source_id(item)) if type(item) is str else _cited(item)


def _tenure(item: Any) -> Tenure:  # noqa: ANN401
    if type(item) is str:
        return Tenure(_name(item))
    if type(item) is not dict:
        raise _OddError
    fields = {key: _TENURE[key](value) for key, value in item.items()}
    return Tenure(fields["party"], fields.get("from"), fields.get("until"))


def _speaks_for(value: Any) -> Any:  # noqa: ANN401
    return (_tenure(value),) if type(value) is str else _tenures(value)


_cited: Final = _table(SourceRef, id=_source_id)
_sources: Final = _each(
    _table(
        Source,
        id=_source_id,
        publisher=_composed_text,
        author=_composed_text,
        url=_address,
        archive_url=_address,
        date=Span.parse,
        retrieved=Span.parse,
        lang=_language,
        derived_from=_source_id,
    )
)
_position: Final = _table(
    Position,
    party=_name,
    stance=_one_of(STANCES),
    date=Span.parse,
    date_of=_one_of(("statement", "report")),
    value=Value.parse,
    about=Span.parse,
    lang=_language,
    attribution=_one_of(("on-record", "anonymous")),
    via=_each(_name),
    sources=_each(_reference),
)
_claim: Final = _table(
    Claim,
    named=2,
    lang=_language,
    kind=_one_of(KINDS),
    date=Span.parse,
    topics=_each(_name),
    implies=_each(_composed_text),
    contradicts=_each(_composed_text),
    see_also=_each(_composed_text),
    positions=_each(_position),
    sources=_sources,
)
_tenures: Final = _each(_tenure)
_TENURE: Final[dict[str, Reader]] = {"party": _name, "from": Span.parse, "until": Span.parse}
_party: Final = _table(Party, named=1, name=_name, aliases=_each(_name), speaks_for=_speaks_for)
_codes: Final = _each(_code)
_CHECK: Final[dict[str, Reader]] = {"select": _codes, "ignore": _codes, "strict": _flag, "per-claim": _per_claim}
