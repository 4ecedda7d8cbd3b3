"""What an import of a record in Parquet writes: claims that are new, and what is added to those that are there."""

from __future__ import annotations

import os
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
    from collections.abc import Callable, Collection, Iterator

    from claimtrack.exchange.aside import Aside, AsideClaim, AsideRow
    from claimtrack.exchange.into_folder import Existing, KnownClaim
    from claimtrack.exchange.report import ImportReport
    from claimtrack.model.record import Position

    _Wrong = dict[AsideRow, RowError]  # rows that are refused, and why


class RecordPlan:
    """Plans what an import writes, claim by claim."""

    def __init__(self, found: Existing, home: str, others: Collection[str], report: ImportReport) -> None:
        """Take what is needed.

        Args:
            found: what the folder holds.
            home: the folder in which new claims go.
            others: the ids that mean another shared source in the folder than in the record.
            report: what is refused, added or there already is noted in it.
        """
        self._found, self._home, self._others, self._report = found, home, others, report
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
        if self._others:
            self._refuse_citing(claim, self._parsed(path, claim), self._others, wrong)
        positions = [row for row in claim.positions if row not in wrong]
        self._report.new_claims += 1
        self._done(claim, wrong, added=len(positions))
        return PlannedFile(path, None, claim._replace(positions=positions).text(self._head).encode())

    def _extended(self, known: KnownClaim, claim: AsideClaim) -> PlannedFile | None:
        opened = self._found.open(known)
        there, read = opened.state.claim, self._parsed(known.path, claim)
        own = {source.id: source for source in there.sources}
        wrong: _Wrong = {}
        for row, source in zip(claim.sources, read.sources, strict=True):
            if source.id in own and is_other(source, own[source.id]):
                wrong[row] = other_source(source, known.path)
        others = {source.id for row, source in zip(claim.sources, read.sources, strict=True) if row in wrong}
        self._refuse_citing(claim, read, others | ({*self._others} - own.keys()), wrong)
        positions = self._new_positions(claim, read, there, wrong)
        sources = [source for source in read.sources if source.id not in own]
        blocks = [*map(position_block, positions), *map(source_block, sources)]
        change = extended(opened, blocks) if blocks else None
        self._done(claim, wrong, added=len(positions))
        self._compare(read, there, others)
        return change

    def _parsed(self, path: str, claim: AsideClaim) -> Claim:
        return new_claim(path, claim.text(""), self._found.registry).state.claim

    def _refuse_citing(self, claim: AsideClaim, read: Claim, others: Collection[str], wrong: _Wrong) -> None:
        """Refuse the positions that would cite another source in the folder than in the record."""
        own = {source.id for row, source in zip(claim.sources, read.sources, strict=True) if row not in wrong}
        for row, position in zip(claim.positions, read.positions, strict=True):
            if found := [ref.id for ref in position.sources if ref.id in others and ref.id not in own]:
                wrong[row] = RowError(f'"{found[0]}" is another source in the folder', "give one of them another id")

    def _new_positions(self, claim: AsideClaim, read: Claim, there: Claim, wrong: _Wrong) -> list[Position]:
        """Return the positions that the claim in the folder lacks."""
        before = by_identity(there.positions, self._found.registry)
        new = []
        for row, position in zip(claim.positions, read.positions, strict=True):
            if row in wrong:
                continue
            if same := before.get(identity(position, self._found.registry)):
                self._report.present += 1
                known = same.pop(0)
                for key in ("sources", "note", "lang"):
                    if getattr(position, key) not in (getattr(known, key), None, ()):
                        self._report.homeless[f"{key}, other than the position has"] += 1
                continue
            try:
                if position.value is not None:
                    refuse_other_unit(read.unit, there.unit)
            except RowError as error:
                wrong[row] = error
            else:
                new.append(position)
        return new

    def _compare(self, read: Claim, there: Claim, others: Collection[str]) -> None:
        """Note what the record says of a claim that is in the folder, and its file does not."""
        for key in CLAIM_KEYS:
            said, has = getattr(read, key), getattr(there, key)
            is_usual = said == Claim._field_defaults.get(key)
            if not (is_usual or said == has or (key == "topics" and {*said} <= {*has})):
                self._report.homeless[f"{key}, other than the claim has"] += 1
        known = {source.id: source for source in there.sources}
        differ = [source for source in read.sources if known.get(source.id, source) != source]
        if number := sum(source.id not in others for source in differ):
            self._report.homeless["source, other than the claim has"] += number

    def _done(self, claim: AsideClaim, wrong: _Wrong, *, added: int) -> None:
        """Note what became of the rows of a claim."""
        self._report.added += added
        for row in claim.rows:
            if row in wrong:
                self._report.refuse(row.place, wrong[row])
            else:
                self._report.outcome(row.place, "imported", composed(claim.id))
