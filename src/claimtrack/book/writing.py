"""Adds to a claim: what the file says with the new blocks in it, and what follows from that."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.book.names import guesses
from claimtrack.files.append import Block, extend, refuse_other_encodings
from claimtrack.files.claims import read_table
from claimtrack.files.discover import stem_of, unfit_kind
from claimtrack.files.load import Loader
from claimtrack.model.names import composed_source, slug
from claimtrack.model.record import Source
from claimtrack.model.similar import Similar
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import BadRequestError, RefusedError
from claimtrack.rules.addresses import address
from claimtrack.rules.claim_state import ClaimState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from claimtrack.files.load import FileKind, ParsedFile
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem


_PLAIN_HOST: Final = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[/?#]|\Z)")


class FileChange(NamedTuple):
    """A file before and after something was added to it."""

    path: str  # as the user would type it
    old: bytes  # empty if there was no such file
    new: bytes
    line: int  # at which the first block that was added begins
    is_new: bool = False  # whether there was no such file


class Addition(NamedTuple):
    """A claim before and after something was added to its file."""

    file: FileChange
    before: ClaimState
    after: ClaimState


def load(path: str, kind: FileKind, folder: str) -> ParsedFile:
    """Read a file that is to be added to.

    Raises:
        RefusedError: it cannot be read as TOML, or is a link out of the folder.
    """
    if unfit := unfit_kind(path, os.path.realpath(folder)):
        raise RefusedError(str(unfit.in_folder(os.path.relpath(os.path.dirname(path), folder)).problem(folder)))
    loader = Loader([], keep=False)
    parsed = loader.load(path, kind)
    if parsed is None:
        raise RefusedError(str(loader.problems[0]))
    return parsed


class OpenClaim(NamedTuple):
    """A claim's file that is to be added to, and the claim that it says."""

    parsed: ParsedFile
    problems: Sequence[Problem]
    state: ClaimState

    @property
    def content(self) -> bytes:
        """What is on disk."""
        source_file = self.parsed.source_file
        return source_file.encode(source_file.text)

    def extend(self, blocks: Sequence[Block]) -> Addition:
        """Add blocks to the file.

        Raises:
            RefusedError: TOML allows nothing to be added.
            BadRequestError: a block has a mistake in it.
        """
        extended = extend(self.parsed, blocks)
        claim_id = self.state.claim.id
        new = read_table(extended.parsed, claim_id)
        refuse_new(self.problems, new.problems)
        after = ClaimState(new.checked, self.state.registry, self.state.shared)
        path = self.parsed.source_file.path
        return Addition(FileChange(path, self.content, extended.content, extended.line), self.state, after)


class NewClaim(NamedTuple):
    """A claim that has no file yet."""

    path: str
    content: bytes
    state: ClaimState


def new_claim(path: str, text: str, registry: Registry) -> NewClaim:
    """Return a new claim.

    Raises:
        BadRequestError: there is a mistake in it.
    """
    refuse_other_encodings(text)
    content = text.encode()
    loader = Loader([], keep=False, read=lambda _: content)
    parsed = loader.load(path, "claim")
    if parsed is None:
        raise BadRequestError(loader.problems[0].message, loader.problems[0].hint)
    read = read_table(parsed, stem_of(path))
    refuse_new((), read.problems)
    return NewClaim(path, content, ClaimState(read.checked, registry, {}))


def open_claim(state: ClaimState, folder: str) -> OpenClaim:
    """Read a claim's file as it is on disk by now; `state` has its path and the registries.

    Raises:
        RefusedError: it cannot be read, or a mistake hides the claim.
    """
    parsed = load(state.claim.path, "claim", folder)
    read = read_table(parsed, state.claim.id)
    if read.claim is None:
        raise RefusedError(str(next(problem for problem in read.problems if problem.hides)), "correct this first")
    return OpenClaim(parsed, read.problems, ClaimState(read.claim, state.registry, state.shared))


def refuse_new(old: Sequence[Problem], new: Sequence[Problem]) -> None:
    """Refuse a block with a mistake in it."""
    known = {(problem.line, problem.column, problem.code) for problem in old}
    for problem in new:
        if (problem.line, problem.column, problem.code) not in known:
            raise BadRequestError(problem.message, problem.hint)


def near_parties(name: str, registry: Registry, claim: Claim | None = None) -> list[str]:
    """Return the known parties that an unknown name may mean; none if the name is known, or like no other.

    The registered parties are known, and those that the claim names.
    """
    known = {registered: registry.party(registered) for registered in registry.names}
    for position in claim.positions if claim else ():
        for each in (position.party, *position.via):
            known.setdefault(slug(each), each)
    if slug(name) in known:
        return []
    return [_shown(party, registry) for party in guesses(name, [*known.items()])]


def refuse_near(names: Iterable[str], registry: Registry, claim: Claim | None = None) -> None:
    """Refuse the names of parties that are not known and like one that is: a guess is never acted on.

    Raises:
        BadRequestError: one is such a name; the error says which ones may be meant.
    """
    for name in names:
        if near := near_parties(name, registry, claim):
            hint = f"did you mean {', '.join(near)}? --new-party takes the name as it is"
            raise BadRequestError(f'the party "{name}" is not known', hint)


def name_in(state: ClaimState, party: str) -> str:
    """Return the name of a party (an id), as the registry or else the claim has it."""
    registry = state.registry
    if party in registry:
        return _shown(party, registry)
    names = (name for position in state.claim.positions for name in (position.party, *position.via))
    return next((name for name in names if registry.party(name) == party), party)


def _shown(party: str, registry: Registry) -> str:
    entry = registry.get(party)
    return (entry.name or entry.id) if entry else party


class Citation(NamedTuple):
    """A source as a position is to cite it."""

    id: str
    at: str | None
    url: str | None = None  # the address of a source that is not described yet; the id is one that no other has

    @property
    def item(self) -> str | dict[str, str]:
        """The item of a position's `sources`."""
        return self.id if self.at is None else {"id": self.id, "at": self.at}


def described(source_id: str, url: str | None, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table of a source, in the order of a record; `known` is what else is known of it.

    A URL that is an archived copy's is recorded as one, beside the original's address.
    """
    table = {**known, "id": source_id}
    if url is not None:
        where = address(url)
        is_copy = where != url and _host(where) != _host(url)
        table = {**({"url": where, "archive_url": url} if is_copy else {"url": url}), **table}
    return {field: table[field] for field in Source._fields if field in table}


def cite(text: str, state: ClaimState, taken: Collection[str] = (), published: str = "") -> Citation:
    """Find the source that a user names: by its id, or by its URL, and perhaps a place in it, as in "dawn at 12:40".

    Args:
        text: what the user typed.
        state: the claim.
        taken: the ids of sources that are about to be added.
        published: the date of a source that is not described yet, for its id.

    Raises:
        BadRequestError: no source has this id.
    """
    text = composed_source(text.strip())
    for source_id, at in ((text, None), *_with_place(text)):
        if is_url(source_id):
            key = state.lookup.key(source_id)
            source = state.lookup.get(key)
            if source is not None:
                return Citation(source.id, at)
            return Citation(new_source_id(source_id, {*_source_ids(state), *taken}, published), at, source_id)
        if source_id in _source_ids(state):
            return Citation(source_id, at)
    from claimtrack.files.hints import cited_hint  # noqa: PLC0415 - only if something is wrong

    near = Similar(_source_ids(state)).find(text)
    hint = (
        f'did you mean "{near}"?' if near else cited_hint(text) or "give its URL, or `claimtrack source add` it first"
    )
    raise BadRequestError(f'there is no source "{text}"', hint)


def _with_place(text: str) -> list[tuple[str, str]]:
    source_id, found, at = text.partition(" at ")
    return [(source_id.strip(), at.strip())] if found and at.strip() else []


def _source_ids(state: ClaimState) -> set[str]:
    return {source.id for source in state.claim.sources} | state.shared.keys()


def new_source_id(url: str, taken: Collection[str], published: str = "") -> str:
    """Return an id for a source that no other has: the publisher's domain, and the month and day if they are known."""
    host = _host(address(url))
    labels = host.removeprefix("www.").split(".")[:-1] or [host]
    if len(labels) > 1 and labels[-1] in {"ac", "co", "com", "edu", "gov", "net", "org"}:
        labels.pop()
    begin = "-".join(filter(None, (slug(labels[-1]) or "source", published[5:10].replace("-", ""))))
    names = (begin if number == 1 else f"{begin}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _host(url: str) -> str:
    if plain := _PLAIN_HOST.match(url):
        return plain[1].lower()
    from urllib.parse import urlsplit  # noqa: PLC0415 - slow to import

    return urlsplit(url).hostname or ""
