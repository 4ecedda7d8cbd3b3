"""What an import of a record in Parquet writes: claims that are new, and what is added to those that are there."""

from __future__ import annotations

import os
from collections import ChainMap
from typing import TYPE_CHECKING

from claimtrack.book.writing import new_claim
from claimtrack.exchange.claim_ids import ClaimIds
from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.into_folder import PlannedFile, by_identity, extended, identity, refuse_other_unit
from claimtrack.exchange.record_blocks import CLAIM_KEYS, position_block, source_block
from claimtrack.exchange.record_registries import is_other, other_source
from claimtrack.files.discover import SUFFIX
from claimtrack.files.new_claim import schema_line
from claimtrack.model.names import composed
from claimtrack.model.record import Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from claimtrack.exchange.aside import Aside, AsideClaim, AsideRow
    from claimtrack.exchange.into_folder import Existing, KnownClaim
    from claimtrack.exchange.record_registries import RecordRegistries
    from claimtrack.exchange.report import ImportReport
    from claimtrack.model.record import Position, Source

    _Wrong = dict[AsideRow, RowError]  # rows that are refused, and why


class RecordPlan:
    """Plans what an import writes, claim by claim."""

    def __init__(self, found: Existing, home: str, registries: RecordRegistries, report: ImportReport) -> None:
        """Take what is needed.

        Args:
            found: what the folder holds.
            home: the folder in which new claims go.
            registries: the shared sources of the record.
            report: what is refused, added or there already is noted in it.
        """
        self._found, self._home, self._report = found, home, report
        self._shared = {source_id: source for source_id, (_, source) in registries.sources.items()}
        self._shared_there = {**found.shared}
        self._has_others = registries.has_others(found.shared)
        self._known = {claim.id: claim for claim in found.claims}
        self._ids = ClaimIds(found.paths)
        self._head = schema_line(found.folder, home)

    def changes(self, aside: Aside, progress: Callable[[int, int], None] | None = None) -> Iterator[PlannedFile]:
        """Yield what has to be written."""
        for number, claim in enumerate(aside.claims(), start=1):
            if progress is not None:
                progress(number, len(aside))
            for row in claim.twice:
                error = RowError("another position of the claim has its number", "number them from 1")
                self._report.refuse(row.place, error)
            known = self._known.get(composed(claim.id))
            try:
                change = self._extended(known, claim) if known else self._made(claim)
            except RowError as wrong:
                for row in claim.rows:
                    self._report.refuse(row.place, wrong)
            else:
                if change is not None:
                    yield change

    def _made(self, claim: AsideClaim) -> PlannedFile:
        claim_id = composed(claim.id)
        if not self._ids.take(claim_id):
            raise RowError(f'the id "{claim_id}" is that of another file in the folder', "give the claim another id")
        path = os.path.join(self._home, f"{claim_id}{SUFFIX}")
        wrong: _Wrong = {}
        if self._has_others:
            self._refuse_citing(claim, self._parsed(path, claim), {}, wrong)
        positions = [row for row in claim.positions if row not in wrong]
        self._report.new_claims += 1
        self._done(claim, wrong, added=len(positions))
        return PlannedFile(path, None, claim._replace(positions=positions).text(self._head).encode())

    def _extended(self, known: KnownClaim, claim: AsideClaim) -> PlannedFile | None:
        opened = self._found.open(known)
        there, read = opened.state.claim, self._parsed(known.path, claim)
        own = {source.id: source for source in there.sources}
        own |= {each: self._shared_there[each] for each in there.cited - own.keys() if each in self._shared_there}
        wrong: _Wrong = {}
        for row, source in zip(claim.sources, read.sources, strict=True):
            if source.id in own and is_other(source, own[source.id]):
                wrong[row] = other_source(source, known.path)
        self._refuse_citing(claim, read, own, wrong)
        new, pairs = self._sorted(claim, read, there, wrong)
        defined = {source.id for source in there.sources}
        sources = [
            source
            for row, source in zip(claim.sources, read.sources, strict=True)
            if row not in wrong and source.id not in defined
        ]
        blocks = [*map(position_block, new), *map(source_block, sources)]
        change = extended(opened, blocks) if blocks else None
        self._report.present += len(pairs)
        self._done(claim, wrong, added=len(new))
        self._compare(pairs, read, there)
        return change

    def _parsed(self, path: str, claim: AsideClaim) -> Claim:
        return new_claim(path, claim.text(""), self._found.registry).state.claim

    def _refuse_citing(self, claim: AsideClaim, read: Claim, there: Mapping[str, Source], wrong: _Wrong) -> None:
        """Refuse positions whose citations would mean another source in the folder than they do in the record.

        Args:
            claim: the rows of the claim.
            read: the claim that they are.
            there: the sources that the claim in the folder has or cites.
            wrong: what is refused, to which this adds.
        """
        own = {source.id: source for source in read.sources}
        meant, found = ChainMap(own, self._shared), ChainMap({**own, **there}, self._shared_there)
        for row, position in zip(claim.positions, read.positions, strict=True):
            for ref in position.sources:
                if ref.id in meant and ref.id in found and is_other(meant[ref.id], found[ref.id]):
                    wrong[row] = RowError(f'"{ref.id}" is another source in the folder', "give one of them another id")

    def _sorted(
        self, claim: AsideClaim, read: Claim, there: Claim, wrong: _Wrong
    ) -> tuple[list[Position], list[tuple[Position, Position]]]:
        """Return the positions that the claim in the folder lacks, and the others, each with the one that is there."""
        before = by_identity(there.positions, self._found.registry)
        new, pairs = [], []
        for row, position in zip(claim.positions, read.positions, strict=True):
            if row in wrong:
                continue
            if same := before.get(identity(position, self._found.registry)):
                pairs.append((position, same.pop(0)))
                continue
            try:
                if position.value is not None:
                    refuse_other_unit(read.unit, there.unit)
            except RowError as error:
                wrong[row] = error
            else:
                new.append(position)
        return new, pairs

    def _compare(self, pairs: Iterable[tuple[Position, Position]], read: Claim, there: Claim) -> None:
        """Note what the record says of what is in the folder, and its file does not."""
        for position, known in pairs:
            for key in ("sources", "note", "lang"):
                if getattr(position, key) not in (getattr(known, key), None, ()):
                    self._report.homeless[f"{key}, other than the position has"] += 1
        for key in CLAIM_KEYS:
            said, has = getattr(read, key), getattr(there, key)
            is_usual = said == Claim._field_defaults.get(key)
            if not (is_usual or said == has or (key == "topics" and {*said} <= {*has})):
                self._report.homeless[f"{key}, other than the claim has"] += 1
        own = {source.id: source for source in there.sources}
        for source in read.sources:
            if source.id in own and source != own[source.id] and not is_other(source, own[source.id]):
                self._report.homeless["source, other than the claim has"] += 1

    def _done(self, claim: AsideClaim, wrong: _Wrong, *, added: int) -> None:
        """Note what became of the rows of a claim."""
        self._report.added += added
        for row in claim.rows:
            if row in wrong:
                self._report.refuse(row.place, wrong[row])
            else:
                self._report.outcome(row.place, "imported", composed(claim.id))
