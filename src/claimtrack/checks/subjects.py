"""What the checks look at: the registries, a claim's notes, and the folder as a whole."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.model.similar import Similar
from claimtrack.model.vocabulary import is_url
from claimtrack.rules.origins import SharedSources

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from claimtrack.files.file_names import Names
    from claimtrack.files.source_files import SourceFiles
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry


class Registers:
    """What the checks need of parties.toml and sources.toml.

    Attributes:
        files: the texts of the folder's files.
        registry: the registered parties.
        parties: the parties by the keys of their tables, and what is left of those that a mistake hides.
        left_out_parties: the slugs of the names of parties that are left out.
        shared: the shared sources.
        sources: the shared sources in the file's order, and what is left of those that a mistake hides.
    """

    def __init__(self, files: SourceFiles) -> None:
        self.files = files
        self.registry: Registry = files.parties.registry
        self.parties = files.parties.checked
        self.left_out_parties = files.parties.left_out
        self.shared = SharedSources(files.shared.by_id)
        self.sources = files.shared.checked

    @cached_property
    def always_speaking(self) -> frozenset[str]:
        """The ids of persons who speak for some party at all times."""
        return frozenset(
            party.id
            for party in self.parties.values()
            if party.kind == "person" and any(not (each.since or each.until) for each in party.speaks_for)
        )


class ClaimNotes(NamedTuple):
    """What the checks of the folder need to know of one claim. Most claims have only names."""

    names: Sequence[tuple[str, int, int]]  # of parties, as first written; the position; which one in via, or -1
    links: Mapping[str, Sequence[str]]  # what it says in implies, contradicts and see_also
    said: Mapping[str, Sequence[str]]  # the dates of the positions of each person of `always_speaking`, by their ids
    used: Sequence[str]  # the ids that may mean shared sources


class FirstNotes:
    """Keeps of each claim's notes only what no earlier claim noted: the checks need no more, and that saves memory."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._used: set[str] = set()

    def of(self, notes: ClaimNotes) -> ClaimNotes:
        """Return the notes of the next claim, in the order of ids, without what those before it have."""
        names = [each for each in notes.names if each[0] not in self._names]
        used = [each for each in notes.used if each not in self._used]
        self._names.update(name for name, *_ in names)
        self._used.update(used)
        return notes._replace(names=names or (), used=used or ())


class CheckedClaim(NamedTuple):
    """A claim with what the checks of the folder need to know of it."""

    id: str
    path: str
    notes: ClaimNotes


class CheckedFolder:
    """A folder with what its checks need.

    Attributes:
        path: the folder of claims.
        registers: the registries.
        claims: the claims in the order of their ids, and what is left of those that a mistake hides.
        today: the day that it is in UTC+14, where each day begins first.
        names: the names of all its files and folders, folder by folder.
    """

    def __init__(
        self,
        path: str,
        registers: Registers,
        claims: Sequence[CheckedClaim],
        known: Collection[str],
        unread: Collection[str],
        today: Span,
        names: Sequence[Names],
    ) -> None:
        """Take what the attributes say, the ids of claims that count, and of those that could not be read."""
        self.path = path
        self.registers = registers
        self.claims = claims
        self.today = today
        self.names = names
        self._known = known
        self._unread = unread

    def has_claim(self, claim_id: str) -> bool:
        """Return whether a claim with this id exists, even if a mistake hides it."""
        return claim_id in self._known or claim_id in self._unread

    @cached_property
    def similar_ids(self) -> Similar:
        """The ids of claims, to find the one that an unknown one probably means."""
        return Similar(self._known)


def notes_of(claim: Claim, registers: Registers, texts: Sequence[str]) -> ClaimNotes:
    """Return the notes of a claim; `texts` are those in what was left out of it, which may cite a source."""
    names: dict[str, tuple[str, int, int]] = {}
    said: dict[str, list[str]] = {}
    for place, position in enumerate(claim.positions):
        for at, name in enumerate((position.party, *position.via), start=-1):
            names.setdefault(name, (name, place, at))
        if (
            position.date is not None
            and (party := registers.registry.party(position.party)) in registers.always_speaking
        ):
            said.setdefault(party, []).append(position.date.written)
    links = {key: getattr(claim, key) for key in ("implies", "contradicts", "see_also") if getattr(claim, key)}
    used = (claim.cited | claim.parents) - {source.id for source in claim.sources}
    used = {each for each in used if not is_url(each)}
    return ClaimNotes([*names.values()], links, said, sorted({*used, *texts}) if registers.sources else ())
