"""Reads a folder: every claim that can be read, the registries, and every problem that was met."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from claimtrack.files.explain import FileKind, Sheet
from claimtrack.files.find import sweep
from claimtrack.files.text import UnreadableError, decode, parse, read
from claimtrack.model import Claim, Registry, Source, is_url, slug
from claimtrack.model.record import Party, SourcesFile
from claimtrack.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.files.locate import Path


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder says.

    Attributes:
        claims: the readable claims by id, in the order of their ids.
        registry: the registered parties; empty where there is no registry.
        sources: the shared sources by id.
        problems: everything that was wrong, in the order of files and lines.
        unread: the paths of the claims that could not be read.
    """

    claims: dict[str, Claim]
    registry: Registry = field(default_factory=Registry)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()


def read_folder(path: str) -> Folder:
    """Read all records below a folder; a bad one becomes problems, never a half-empty claim."""
    found = sweep(path)
    problems = found.problems
    unread = [problem.path for problem in problems]
    with _uncollected():
        registry = _parties(found.parties, problems)
        sources = _sources(found.sources, problems)
        claims = {}
        for claim_id in sorted(found.claims):
            before = len(problems)
            claim = _claim(claim_id, found.claims[claim_id], sources, problems)
            if claim is not None and len(problems) == before:
                claims[claim_id] = claim
            else:
                unread.append(found.claims[claim_id])
    return Folder(claims, registry, sources or {}, tuple(sorted(problems)), tuple(unread))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking thousands of records that all stay."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _load(path: str, kind: FileKind, problems: list[Problem]) -> tuple[dict[str, Any], Sheet] | None:
    try:
        text = decode(path, read(path))
        return parse(path, text), Sheet(path, text, kind)
    except UnreadableError as error:
        problems.append(error.problem)
        return None


def _claim(
    claim_id: str, path: str, shared: dict[str, Source] | None, problems: list[Problem]
) -> Claim | None:
    loaded = _load(path, "claim", problems)
    if loaded is None:
        return None
    data, sheet = loaded
    problems.extend(sheet.unknown_key((key,)) for key in ("id", "path") if key in data)
    try:
        claim = Claim.model_validate({**data, "id": claim_id, "path": path})
    except ValidationError as error:
        problems.extend(sheet.explain(error.errors(include_url=False)))
        return None
    problems.extend(_duplicate_sources(claim.sources, sheet))
    if shared is not None:
        problems.extend(_unknown_sources(claim, shared, sheet))
    return claim


def _sources(path: str | None, problems: list[Problem]) -> dict[str, Source] | None:
    """Read the shared sources; None when they cannot be read, so that no claim is blamed for that."""
    if path is None:
        return {}
    loaded = _load(path, "sources", problems)
    if loaded is None:
        return None
    data, sheet = loaded
    try:
        shared = SourcesFile.model_validate(data).sources
    except ValidationError as error:
        problems.extend(sheet.explain(error.errors(include_url=False)))
        return None
    problems.extend(_duplicate_sources(shared, sheet))
    by_id = {source.id: source for source in reversed(shared)}
    for place, source in enumerate(shared):
        at = ("sources", place, "derived_from")
        if source.derived_from is not None:
            problems.extend(_unknown_source(source.derived_from, by_id, sheet, at))
    return by_id


def _duplicate_sources(sources: Sequence[Source], sheet: Sheet) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, source in enumerate(sources):
        if source.id in seen:
            message = f'the source "{source.id}" is defined twice'
            yield sheet.at_value(
                ("sources", place, "id"), Code.DUPLICATE_SOURCE, message, "give one of them another id"
            )
        seen.add(source.id)


def _unknown_sources(claim: Claim, shared: dict[str, Source], sheet: Sheet) -> Iterator[Problem]:
    known = {source.id for source in claim.sources} | shared.keys()
    for place, position in enumerate(claim.positions):
        for item, cited in enumerate(position.sources):
            yield from _unknown_source(cited.id, known, sheet, ("positions", place, "sources", item, "id"))
    for place, source in enumerate(claim.sources):
        if source.derived_from is not None:
            yield from _unknown_source(source.derived_from, known, sheet, ("sources", place, "derived_from"))


def _unknown_source(source_id: str, known: Iterable[str], sheet: Sheet, at: Path) -> Iterator[Problem]:
    if source_id in known or is_url(source_id):
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    near = get_close_matches(source_id, known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else "define it below a line [[sources]], or cite its URL"
    yield sheet.at_value(at, Code.UNKNOWN_SOURCE, f'there is no source "{source_id}"', hint)


def _parties(path: str | None, problems: list[Problem]) -> Registry:
    if path is None:
        return Registry()
    loaded = _load(path, "parties", problems)
    if loaded is None:
        last = problems.pop()
        told = "until it is mended, every party speaks for itself alone"
        problems.append(last._replace(hint=f"{last.hint}; {told}" if last.hint else told))
        return Registry()
    data, sheet = loaded
    parties: dict[str, Party] = {}
    owners: dict[str, str] = {}
    for key, entry in data.items():
        if (party := _party(key, entry, sheet, problems)) is None:
            continue
        before = len(problems)
        problems.extend(_taken(key, party, owners, sheet))
        if len(problems) == before:
            parties[key] = party
            owners.update(dict.fromkeys((slug(name) for _, name in _names(key, party)), party.id))
    registry = Registry(parties.values())
    problems.extend(_speaks_for(parties, registry, sheet))
    return registry


def _party(key: str, entry: Any, sheet: Sheet, problems: list[Problem]) -> Party | None:  # noqa: ANN401 - from TOML
    if not slug(key) or not isinstance(entry, dict):
        what = "a party is a table: [its-id], then name, kind, aliases, speaks_for"
        problems.append(sheet.at_key((key,), Code.WRONG_VALUE, f'"{key}" is no party', what))
        return None
    if "id" in entry:
        problems.append(sheet.unknown_key((key, "id")))
        return None
    try:
        return Party.model_validate({**entry, "id": slug(key)})
    except ValidationError as error:
        problems.extend(sheet.explain(error.errors(include_url=False), prefix=(key,)))
        return None


def _names(key: str, party: Party) -> Iterator[tuple[Path, str]]:
    yield (key,), key
    if party.name is not None:
        yield (key, "name"), party.name
    for item, alias in enumerate(party.aliases):
        yield (key, "aliases", item), alias


def _taken(key: str, party: Party, owners: dict[str, str], sheet: Sheet) -> Iterator[Problem]:
    for at, name in _names(key, party):
        owner = owners.get(slug(name))
        if owner is not None and owner != party.id:
            message = f'the name "{name}" belongs to [{owner}] already'
            yield sheet.at_value(
                at, Code.DUPLICATE_PARTY, message, "names compare without case and punctuation"
            )


def _speaks_for(parties: dict[str, Party], registry: Registry, sheet: Sheet) -> Iterator[Problem]:
    for key, party in parties.items():
        for item, tenure in enumerate(party.speaks_for):
            at: Path = (key, "speaks_for", item, "party")
            if registry.party(tenure.party) not in registry:
                near = registry.probable(tenure.party)
                hint = f'did you mean "{near}"?' if near else f"add a table [{slug(tenure.party)}]"
                yield sheet.at_value(at, Code.UNKNOWN_PARTY, f'there is no party "{tenure.party}"', hint)
            elif registry.party(tenure.party) == party.id:
                yield sheet.at_value(
                    at, Code.SPEAKS_FOR_CYCLE, f'"{party.id}" speaks for itself', "leave it out"
                )
