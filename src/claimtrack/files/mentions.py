"""Finds where a file mentions claims, parties or sources, and changes an id there without changing anything else."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import tomli

from claimtrack.files.as_toml import quoted
from claimtrack.problems import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claimtrack.files.load import FileKind, ParsedFile
    from claimtrack.files.locations import KeyPath

What = Literal["claim", "party", "source"]

_LINKS: Final = ("implies", "contradicts", "see_also")
_QUOTES: Final = ('"""', "'''", '"', "'")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


class Mention(NamedTuple):
    """A place that mentions a claim, a party or a source."""

    path: KeyPath
    text: str  # as a parser reads it
    is_key: bool = False  # whether the mention is the last key of the path, and no value
    defines: bool = False  # whether the party or the source is defined here


def find_mentions(what: What, kind: FileKind, table: dict[str, Any]) -> Iterator[Mention]:
    """Find what a parsed file mentions; whatever is not as a record has it mentions nothing."""
    return _FIND[what](kind, table)


def _claims(kind: FileKind, table: dict[str, Any]) -> Iterator[Mention]:
    if kind == "claim":
        for key in _LINKS:
            yield from _items(table, (key,))
    elif kind == "config":
        check = table.get("check")
        per_claim = check.get("per-claim") if isinstance(check, dict) else None
        for key in per_claim if isinstance(per_claim, dict) else ():
            yield Mention(("check", "per-claim", key), key, is_key=True)


def _parties(kind: FileKind, table: dict[str, Any]) -> Iterator[Mention]:
    if kind == "claim":
        for at, position in _tables(table, "positions"):
            yield from _values(position, at, "party")
            yield from _items(position, (*at, "via"))
    elif kind == "parties":
        for key, party in table.items():
            yield Mention((key,), key, is_key=True, defines=True)
            if isinstance(party, dict):
                yield from _values(party, (key,), "speaks_for")
                yield from _items(party, (key, "speaks_for"), "party")


def _sources(kind: FileKind, table: dict[str, Any]) -> Iterator[Mention]:
    if kind in {"claim", "sources"}:
        for at, source in _tables(table, "sources"):
            yield from (mention._replace(defines=True) for mention in _values(source, at, "id"))
            yield from _values(source, at, "derived_from")
        for at, position in _tables(table, "positions"):
            yield from _items(position, (*at, "sources"), "id")


_FIND: Final[dict[What, Callable[[FileKind, dict[str, Any]], Iterator[Mention]]]] = {
    "claim": _claims,
    "party": _parties,
    "source": _sources,
}


def _tables(table: dict[str, Any], key: str) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    items = table.get(key)
    for place, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (key, place), item


def _values(table: dict[str, Any], at: KeyPath, key: str) -> Iterator[Mention]:
    if isinstance(table.get(key), str):
        yield Mention((*at, key), table[key])


def _items(table: dict[str, Any], at: KeyPath, inner: str = "") -> Iterator[Mention]:
    """Yield the items of the list at the last key of a path: texts, or tables with a text at a key."""
    items = table.get(str(at[-1]))
    for place, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, str):
            yield Mention((*at, place), item)
        elif inner and isinstance(item, dict):
            yield from _values(item, (*at, place), inner)


def replace_mentions(parsed: ParsedFile, mentions: Sequence[Mention], new: str) -> str:
    """Return a file's text with another id in some places. No other byte is changed.

    Raises:
        RefusedError: the text would say something else then.
    """
    text, locations = parsed.source_file.text, parsed.source_file.locations
    edits = []
    wanted = copy.deepcopy(parsed.data)
    for mention in mentions:
        if mention.is_key:
            places = locations.written_keys(mention.path)
        else:
            at = locations[mention.path]
            places = [(at.value, at.end)]
        edits += [(start, end, _instead(text[start:end], mention, new)) for start, end in places]
        _put(wanted, mention, new)
    for start, end, instead in sorted(edits, reverse=True):
        text = text[:start] + instead + text[end:]
    try:
        is_right = tomli.loads(text) == wanted
    except tomli.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise RefusedError(
            f"{parsed.source_file.path} is left as it is: with the new id it would not say what it should"
        )
    return text


def _instead(raw: str, mention: Mention, new: str) -> str:
    """Return what is written in place of an id, between the same quotes if TOML allows it."""
    quote = next((quote for quote in _QUOTES if raw.startswith(quote)), "")
    if not quote:
        return new if _BARE.fullmatch(new) else quoted(new)
    inner = new if quote[0] == "'" else quoted(new)[1:-1]
    if "'" in new and quote[0] == "'":
        return quoted(new)
    within = raw[len(quote) : -len(quote)]
    # Text over lines may have spaces and line breaks around the id that do not count.
    return quote + (within.replace(mention.text, inner) if within.count(mention.text) == 1 else inner) + quote


def _put(table: Any, mention: Mention, new: str) -> None:  # noqa: ANN401 - from TOML
    *above, last = mention.path
    for step in above:
        table = table[step]
    if not mention.is_key:
        table[last] = new
        return
    renamed = {new if key == last else key: value for key, value in table.items()}
    table.clear()
    table.update(renamed)
