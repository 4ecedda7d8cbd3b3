"""Reads the registry of parties and the shared sources; finds what is wrong with how sources are defined and cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.files.fast_validation import fast_party, fast_sources
from claimtrack.model.registry import Registry
from claimtrack.model.vocabulary import is_url, slug
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from claimtrack.files.load import Loader, SourceFile
    from claimtrack.files.locations import KeyPath
    from claimtrack.model.record import Claim, Party, Source
    from claimtrack.problems import Problem


class Parties(NamedTuple):
    """The registry, and the key of each party's table, by the party's id."""

    registry: Registry
    keys: dict[str, str]


def read_parties(loader: Loader, path: str | None) -> Parties:
    """Read the registry; leave out an entry that is wrong, and add to the loader's problems."""
    if path is None:
        return Parties(Registry(), {})
    loaded = loader.load(path, "parties")
    if loaded is None:
        last = loader.problems.pop()
        hint = "until it is mended, every party speaks for itself alone"
        loader.problems.append(last._replace(hint=f"{last.hint}; {hint}" if last.hint else hint))
        return Parties(Registry(), {})
    data, source_file = loaded
    parties: dict[str, Party] = {}
    owners: dict[str, str] = {}  # the table that has each name, by the name's slug
    left_out: set[str] = set()  # slugs of the names of tables that are wrong
    for key, entry in data.items():
        party = _party(key, entry, source_file, loader.problems)
        taken = [] if party is None else list(_taken(key, party, owners, source_file))
        loader.problems.extend(taken)
        if party is None or taken:
            name = entry.get("name") if isinstance(entry, dict) else None
            left_out |= {slug(key), slug(name) if isinstance(name, str) else ""}
        else:
            parties[key] = party
            owners.update(dict.fromkeys((slug(name) for _, name in _names(key, party)), key))
    registry = Registry(parties.values())
    loader.problems.extend(_unknown_principals(parties, registry, left_out, source_file))
    return Parties(registry, {party.id: key for key, party in parties.items()})


def _party(key: str, entry: Any, source_file: SourceFile, problems: list[Problem]) -> Party | None:  # noqa: ANN401 - from TOML
    if not slug(key) or not isinstance(entry, dict):
        hint = "a party is a table: [its-id], then name, kind, aliases, speaks_for"
        problems.append(source_file.at_key((key,), Code.WRONG_VALUE, f'"{key}" is no party', hint))
        return None
    party = fast_party(entry, slug(key))
    if party is None:
        from claimtrack.files.validate import validate_party  # noqa: PLC0415 - only if something is odd

        party = validate_party(entry, key, source_file, problems)
    return party


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
            yield source_file.at_value(at, Code.DUPLICATE_PARTY, message, hint)
            if at == (key,):
                return  # the whole table is there twice: its other names need no report


def _unknown_principals(
    parties: dict[str, Party], registry: Registry, left_out: set[str], source_file: SourceFile
) -> Iterator[Problem]:
    for key, party in parties.items():
        for item, tenure in enumerate(party.speaks_for):
            # A party that was left out for its own mistake is not unknown.
            if registry.party(tenure.party) not in registry and slug(tenure.party) not in left_out:
                near = registry.probable(tenure.party)
                hint = f'did you mean "{near}"?' if near else f"add a table [{slug(tenure.party)}]"
                at: KeyPath = (key, "speaks_for", item, "party")
                yield source_file.at_value(at, Code.UNKNOWN_PARTY, f'there is no party "{tenure.party}"', hint)


class Shared(NamedTuple):
    """The shared sources."""

    listed: tuple[Source, ...]  # in the file's order
    by_id: dict[str, Source]  # of two with one id, the first
    known: bool  # whether the file could be read; if not, no claim has a problem for citing what is not in it


def read_sources(loader: Loader, path: str | None) -> Shared:
    """Read the shared sources; add to the loader's problems."""
    if path is None:
        return Shared((), {}, known=True)
    loaded = loader.load(path, "sources")
    shared = loaded and fast_sources(loaded.data)
    if loaded and shared is None:
        from claimtrack.files.validate import validate_sources  # noqa: PLC0415 - only if something is odd

        shared = validate_sources(*loaded, loader.problems)
    if loaded is None or shared is None:
        return Shared((), {}, known=False)
    by_id = {source.id: source for source in reversed(shared)}
    loader.problems.extend(_defined_twice(shared, loaded.source_file))
    loader.problems.extend(_underived(shared, by_id.keys(), loaded.source_file))
    return Shared(shared, by_id, known=True)


def duplicate_sources(claim: Claim, source_file: SourceFile) -> Iterator[Problem]:
    """Find the sources that a claim defines twice."""
    if len({source.id for source in claim.sources}) < len(claim.sources):
        yield from _defined_twice(claim.sources, source_file)


def needed_sources(claim: Claim) -> set[str]:
    """Return the ids that a claim uses and does not define: each must be a shared source."""
    used = (claim.cited | claim.parents) - {source.id for source in claim.sources}
    return {source_id for source_id in used if not is_url(source_id)} if used else used


def missing_sources(claim: Claim, shared: Shared, source_file: SourceFile) -> Iterator[Problem]:
    """Find the sources that a claim uses and nobody defines."""
    if not shared.known or needed_sources(claim) <= shared.by_id.keys():
        return
    known = {source.id for source in claim.sources} | shared.by_id.keys()
    for place, position in enumerate(claim.positions):
        for item, cited in enumerate(position.sources):
            yield from _unknown(cited.id, known, source_file, ("positions", place, "sources", item, "id"))
    yield from _underived(claim.sources, known, source_file)


def _defined_twice(sources: Sequence[Source], source_file: SourceFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, source in enumerate(sources):
        if source.id in seen:
            message = f'the source "{source.id}" is defined twice'
            at = ("sources", place, "id")
            yield source_file.at_value(at, Code.DUPLICATE_SOURCE, message, "give one of them another id")
        seen.add(source.id)


def _underived(sources: Sequence[Source], known: AbstractSet[str], source_file: SourceFile) -> Iterator[Problem]:
    for place, source in enumerate(sources):
        if source.derived_from is not None:
            others = known - {source.id} if source.derived_from != source.id else known
            yield from _unknown(source.derived_from, others, source_file, ("sources", place, "derived_from"))


def _unknown(source_id: str, known: AbstractSet[str], source_file: SourceFile, at: KeyPath) -> Iterator[Problem]:
    if source_id in known or is_url(source_id):
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only if something is wrong

    from claimtrack.files.hints import named  # noqa: PLC0415 - see above

    near = get_close_matches(source_id, known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else "define it below [[sources]], or cite its http(s) URL"
    yield source_file.at_value(at, Code.UNKNOWN_SOURCE, f"there is no source {named(source_id)}", hint)
