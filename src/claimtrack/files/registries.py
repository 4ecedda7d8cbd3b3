"""Reads the registry of parties and the shared sources; finds what is wrong with how sources are defined and cited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.files.fast_validation import fast_party, fast_sources
from claimtrack.model.names import slug
from claimtrack.model.record import Party
from claimtrack.model.registry import Registry
from claimtrack.model.similar import Similar
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import Code, Cost
from claimtrack.rules.cycles import cycle_edges

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from claimtrack.files.load import Loader, SourceFile
    from claimtrack.files.locations import KeyPath
    from claimtrack.model.record import Source
    from claimtrack.problems import Problem


class Parties(NamedTuple):
    """The registry, and what a check needs to know about its file."""

    registry: Registry
    checked: dict[str, Party]  # the parties by the keys of their tables, and what is left of those that are left out
    left_out: frozenset[str]  # the slugs of the names of parties that are left out


_NO_PARTIES: Final = Parties(Registry(), {}, frozenset())


def read_parties(loader: Loader, path: str | None) -> Parties:
    """Read the registry without what is wrong with it; add to the loader's problems."""
    if path is None:
        return _NO_PARTIES
    loaded = loader.load(path, "parties")
    if loaded is None:
        last = loader.problems.pop()
        hint = "until it is corrected, every party speaks for itself alone"
        loader.problems.append(last._replace(hint=f"{last.hint}; {hint}" if last.hint else hint))
        return _NO_PARTIES
    data, source_file = loaded
    tables: dict[str, Party] = {}  # all that are tables, by key
    parties: dict[str, Party] = {}  # those that count
    unclear: set[str] = set()
    owners: dict[str, str] = {}  # the table that has each name, by the name's slug
    left_out: set[str] = set()
    for key, entry in data.items():
        if not slug(key) or not isinstance(entry, dict):
            hint = "a party is a table: [its-id], then name, kind, aliases, speaks_for"
            problem = source_file.at_key((key,), Code.WRONG_VALUE, f'"{key}" is no party', hint, Cost.PARTY)
            loader.problems.append(problem)
            left_out.add(slug(key))
            continue
        dotted = _dotted(entry)
        for inner in dotted:
            loader.problems.append(_no_party(key, inner, source_file))
            left_out.update(map(slug, (inner, f"{key}.{inner}", str(entry[inner].get("name", "")))))
        if dotted and len(dotted) == len(entry):
            continue
        own = {inner: value for inner, value in entry.items() if inner not in dotted} if dotted else entry
        party, costs = _read_party(key, own, source_file, loader.problems)
        tables[key] = party
        taken = list(_taken(key, party, owners, source_file))
        loader.problems.extend(taken)
        names = [slug(name) for _, name in _names(key, party)]
        if taken or Cost.PARTY in costs:
            left_out.update(names)
            continue
        parties[key] = party
        owners.update(dict.fromkeys(names, key))
        if Cost.PRINCIPAL in costs:
            unclear.add(key)
    wrong = [*_unknown_principals(tables, Registry(parties.values()), left_out, source_file)]
    wrong += _backwards(tables, source_file)
    wrong += _cycles(tables, source_file)
    loader.problems.extend(problem for _, problem in wrong)
    unclear.update(parties.keys() & {key for key, problem in wrong if problem.costs == Cost.PRINCIPAL})
    for key in unclear:
        parties[key] = parties[key]._replace(speaks_for=())
    registry = Registry(parties.values(), [parties[key].id for key in unclear])
    return Parties(registry, tables, frozenset(left_out))


def _dotted(entry: dict[str, Any]) -> list[str]:
    """Return the keys of tables within a party's table, as in [st.louis], that are no misspelt key of a party."""
    tables = [inner for inner, value in entry.items() if isinstance(value, dict) and inner not in Party._fields]
    if not tables:
        return []
    from claimtrack.files.hints import near_key  # noqa: PLC0415 - only if something is wrong

    return [inner for inner in tables if not near_key(inner, Party._fields)]


def _no_party(key: str, inner: str, source_file: SourceFile) -> Problem:
    """Return the problem of a table within the table of a party."""
    hint = (
        f"write [{inner}]" if key in {"parties", "party"} else f'a dot in an id needs quotes: write ["{key}.{inner}"]'
    )
    message = f'"{key}.{inner}" is a table within a table, and no party'
    return source_file.at_key((key, inner), Code.WRONG_VALUE, message, hint, Cost.PARTY)


def _read_party(
    key: str, entry: dict[str, Any], source_file: SourceFile, problems: list[Problem]
) -> tuple[Party, frozenset[Cost]]:
    party = fast_party(entry, slug(key))
    if party is not None:
        return party, frozenset()
    from claimtrack.files.validate import validate_party  # noqa: PLC0415 - only if something is odd

    return validate_party(entry, key, source_file, problems)


def _names(key: str, party: Party) -> Iterator[tuple[KeyPath, str]]:
    yield (key,), key
    if party.name is not None:
        yield (key, "name"), party.name
    for item, alias in enumerate(party.aliases):
        yield (key, "aliases", item), alias


def _taken(key: str, party: Party, owners: dict[str, str], source_file: SourceFile) -> Iterator[Problem]:
    for at, name in _names(key, party):
        if owner := owners.get(slug(name)):
            message = f'the name "{name}" belongs to [{owner}] already'
            hint = "names compare without case and punctuation"
            yield source_file.at_value(at, Code.DUPLICATE_PARTY, message, hint, Cost.PARTY)
            if at == (key,):
                return  # the whole table is there twice: its other names need no report


def _unknown_principals(
    tables: dict[str, Party], registry: Registry, left_out: set[str], source_file: SourceFile
) -> Iterator[tuple[str, Problem]]:
    """Yield the problem of each party that nobody defines and somebody speaks for, with the key of the table."""
    for key, party in tables.items():
        for item, tenure in enumerate(party.speaks_for):
            # A party that was left out for its own mistake is not unknown.
            if registry.party(tenure.party) not in registry and slug(tenure.party) not in left_out:
                near = registry.probable(tenure.party)
                hint = f'did you mean "{near}"?' if near else f"add a table [{slug(tenure.party)}]"
                message = f'there is no party "{tenure.party}"'
                at: KeyPath = (key, "speaks_for", item, "party")
                yield key, source_file.at_value(at, Code.UNKNOWN_PARTY, message, hint, Cost.PRINCIPAL)


def _backwards(tables: dict[str, Party], source_file: SourceFile) -> Iterator[tuple[str, Problem]]:
    """Yield the problem of each tenure that ends before it begins, with the key of the table."""
    for key, party in tables.items():
        for item, tenure in enumerate(party.speaks_for):
            since, until = tenure.since, tenure.until
            if since is not None and until is not None and until.end < since.start:
                message = f"the tenure ends ({until}) before it begins ({since})"
                hint = "swap the two dates, or correct the one that is mistyped"
                at: KeyPath = (key, "speaks_for", item, "until")
                yield key, source_file.at_value(at, Code.TENURE_BACKWARDS, message, hint, Cost.PRINCIPAL)


def _cycles(tables: dict[str, Party], source_file: SourceFile) -> Iterator[tuple[str, Problem]]:
    """Yield the problem of each party that speaks for itself by way of others, with the key of its table.

    If that is so at no date, each of their positions still has a principal.
    """
    registry = Registry(tables.values())
    graph = {party.id: [registry.party(tenure.party) for tenure in party.speaks_for] for party in registry}
    edges = [*cycle_edges(graph)]
    if not edges:
        return
    keys = {party.id: key for key, party in reversed(tables.items())}
    without_principal = registry.going_in_circles({edge.node for edge in edges})
    for node, item, shown in edges:
        message = f'"{node}" speaks for itself: {shown}'
        if node in without_principal:
            hint, costs = "its principal is unknown until one of them speaks for nobody else", Cost.PRINCIPAL
        else:
            hint, costs = "one of them is the principal: it speaks for nobody else", Cost.NOTHING
        at: KeyPath = (keys[node], "speaks_for", item, "party")
        yield keys[node], source_file.at_value(at, Code.SPEAKS_FOR_CYCLE, message, hint, costs)


@dataclass(frozen=True)
class Shared:
    """The shared sources."""

    listed: tuple[Source, ...]  # in the file's order; their ids differ
    by_id: dict[str, Source]
    known: bool  # whether the file could be read; if not, no claim has a problem for citing what is not in it
    left_out: frozenset[str]  # the ids of sources that were left out for their own mistakes
    checked: tuple[Source, ...]  # the listed ones, and what is left of those that are left out

    @classmethod
    def of(
        cls,
        listed: Iterable[Source],
        left_out: Iterable[str] = (),
        *,
        known: bool = True,
        checked: tuple[Source, ...] = (),
    ) -> Shared:
        """Return the shared sources."""
        by_id = {source.id: source for source in listed}
        return cls(tuple(by_id.values()), by_id, known, frozenset(left_out), checked)

    def define(self, source_ids: set[str]) -> bool:
        """Return whether all these sources are defined, rightly or not, as far as can be known."""
        return source_ids <= self.by_id.keys() or not self.known or source_ids - self.left_out <= self.by_id.keys()

    @cached_property
    def similar(self) -> Similar:
        """The ids, to find the one that an unknown one probably means."""
        return Similar(self.by_id)


def read_sources(loader: Loader, path: str | None) -> Shared:
    """Read the shared sources without what is wrong with them; add to the loader's problems."""
    if path is None:
        return Shared.of(())
    loaded = loader.load(path, "sources")
    if loaded is None:
        return Shared.of((), known=False)
    data, source_file = loaded
    listed, left_out = fast_sources(data), set[str]()
    if listed is None:
        from claimtrack.files.validate import validate_sources  # noqa: PLC0415 - only if something is odd

        listed = validate_sources(data, source_file, loader.problems)
        left_out = written_ids(data) | data.keys()
    right = [listed[place] for place in right_places(listed, source_file, loader.problems)]
    shared = Shared.of(right, left_out, known=isinstance(data.get("sources", []), list), checked=listed)
    if shared.known:
        known = shared.by_id.keys() | shared.left_out
        loader.problems.extend(underived(listed, known, shared.similar, source_file))
    return shared


def written_ids(data: dict[str, Any]) -> set[str]:
    """Return the ids of all sources that a file defines, rightly or not."""
    items = (item for value in data.values() for item in (value if isinstance(value, list) else [value]))
    ids = (item.get("id") if isinstance(item, dict) else item for item in items)
    return {source_id for source_id in ids if isinstance(source_id, str)}


def right_places(sources: Sequence[Source], source_file: SourceFile, problems: list[Problem]) -> list[int]:
    """Return the places of the sources that have an id of their own; add to the problems."""
    seen: set[str] = set()
    right = []
    for place, source in enumerate(sources):
        if source.id in seen:
            message = f'the source "{source.id}" is defined twice'
            at, hint = ("sources", place, "id"), "give one of them another id"
            problems.append(source_file.at_value(at, Code.DUPLICATE_SOURCE, message, hint, Cost.SOURCE))
        elif not source_file.left_out.is_replaced(source_file.left_out.as_written(("sources", place, "id"))):
            right.append(place)
        seen.add(source.id)
    return right


def underived(
    sources: Sequence[Source], known: Container[str], similar: Similar, source_file: SourceFile
) -> Iterator[Problem]:
    """Find the sources that derive from one that nobody defines."""
    for place, source in enumerate(sources):
        parent = source.derived_from
        if parent is not None and parent not in known and not is_url(parent):
            at: KeyPath = ("sources", place, "derived_from")
            yield unknown_source(parent, similar.find(parent, other_than=source.id), source_file, at)


def unknown_source(source_id: str, near: str, source_file: SourceFile, at: KeyPath) -> Problem:
    """Return the problem of an id that no source has; `near` is the id that it probably means."""
    from claimtrack.files.hints import cited_hint, named, url_hint  # noqa: PLC0415 - only if something is wrong

    if source_id.strip().startswith(("http://", "https://")):
        other = "an address has no spaces, quotes or angle brackets in it: write %20 for a space"
        hint = url_hint(source_id) or other
    elif near:
        hint = f'did you mean "{near}"?'
    else:
        hint = cited_hint(source_id) or "define it below [[sources]], or cite its http(s) URL"
    return source_file.at_value(at, Code.UNKNOWN_SOURCE, f"there is no source {named(source_id)}", hint, Cost.KEY)
