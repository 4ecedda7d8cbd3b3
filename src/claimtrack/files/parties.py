"""Reads the registry of parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.files.fast_validation import fast_party
from claimtrack.model.registry import Registry
from claimtrack.model.vocabulary import slug
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.files.load import Loader
    from claimtrack.files.locations import KeyPath
    from claimtrack.files.source_file import SourceFile
    from claimtrack.model.record import Party
    from claimtrack.problems import Problem


class Parties(NamedTuple):
    """The registry, and the key of each party's table, by the party's id."""

    registry: Registry
    keys: dict[str, str]


def read_parties(loader: Loader, path: str | None) -> Parties:
    """Read the registry; leave out an entry that is wrong, and report it as a problem."""
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
        what = "a party is a table: [its-id], then name, kind, aliases, speaks_for"
        problems.append(source_file.at_key((key,), Code.WRONG_VALUE, f'"{key}" is no party', what))
        return None
    party = fast_party(entry, slug(key))
    if party is None:
        from claimtrack.files.validate import validate_party  # noqa: PLC0415 - only if something is odd

        party = validate_party(entry, key, slug(key), source_file, problems)
    return party


def _names(key: str, party: Party) -> Iterator[tuple[KeyPath, str]]:
    yield (key,), key
    if party.name is not None:
        yield (key, "name"), party.name
    for item, alias in enumerate(party.aliases):
        yield (key, "aliases", item), alias


def _taken(key: str, party: Party, owners: dict[str, str], source_file: SourceFile) -> Iterator[Problem]:
    for at, name in _names(key, party):
        owner = owners.get(slug(name))
        if owner is not None:
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
