"""What an import writes: claims that are new, and what is added to those that are there."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.claim_ids import ClaimIds, fit, is_fit
from claimtrack.exchange.claim_sources import ClaimSources, KnownSources
from claimtrack.exchange.drafts import Draft, RowError, Table
from claimtrack.exchange.into_folder import (
    Existing,
    KnownClaim,
    PlannedFile,
    by_identity,
    extended,
    identity,
    refuse_other_unit,
)
from claimtrack.exchange.record_blocks import CLAIM_KEYS
from claimtrack.exchange.spool import title_form
from claimtrack.files.append import Block, body, date_value
from claimtrack.files.discover import SUFFIX
from claimtrack.files.fast_validation import fast_claim
from claimtrack.files.load import SourceFile
from claimtrack.files.new_claim import schema_line
from claimtrack.model.dates import Span
from claimtrack.model.names import composed
from claimtrack.model.record import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claimtrack.exchange.report import ImportReport
    from claimtrack.exchange.spool import Group, Spool

_DATES: Final = frozenset({"date", "about", "retrieved"})
_POSITION_KEYS: Final = tuple(name for name in Position._fields if name != "sources")


class Plan:
    """Plans what an import writes, claim by claim."""

    def __init__(self, existing: Existing, home: str, report: ImportReport) -> None:
        """Take what is there, the folder in which new claims go, and the report to which to add."""
        self._existing, self._registry = existing, existing.registry
        self._home = home
        self._report = report
        self._shared = KnownSources(existing.shared[source_id] for source_id in sorted(existing.shared))
        self._by_id = {claim.id: claim for claim in existing.claims}
        self._by_title: dict[str, list[str]] = {}
        for claim in existing.claims:
            self._by_title.setdefault(title_form(claim.title), []).append(claim.id)
        self._ids = ClaimIds(existing.paths)
        self._head = schema_line(existing.folder, home)

    def changes(self, spool: Spool, progress: Callable[[int, int], None] | None = None) -> Iterator[PlannedFile]:
        """Yield what has to be written; what is refused, added or there already goes into the report."""
        for number, (group, drafts) in enumerate(spool.groups(), start=1):
            if progress is not None:
                progress(number, len(spool))
            try:
                known = self._find(group)
                change = self._extended(known, drafts) if known else self._made(group, drafts)
            except RowError as error:
                for draft in drafts:
                    self._report.refuse(draft.place, error)
            else:
                if change is not None:
                    yield change

    def _find(self, group: Group) -> KnownClaim | None:
        """Return the claim in the folder that a group of rows is about.

        Raises:
            RowError: it is not sure, or nothing is known of the claim but an id that no claim has.
        """
        ids = self._by_title.get(group.title, []) if group.title else []
        known = self._by_id.get(fit(group.claim_id)) if group.claim_id else None
        if known is not None and (not group.title or known.id in ids):
            return known
        if len(ids) == 1:
            return self._by_id[ids[0]]
        if ids:
            raise RowError(
                f"several claims have this title: {', '.join(sorted(ids)[:5])}", "name one in a column claim"
            )
        if known is not None and is_fit(composed(group.claim_id)):
            raise RowError(
                f'{known.path} is the claim "{known.id}", and has another title', "give one of them another id"
            )
        if not group.title:
            raise RowError(f'there is no claim "{group.claim_id}", and the row has no title', "give it a title")
        return None

    def _made(self, group: Group, drafts: list[Draft]) -> PlannedFile | None:
        title = next(draft.title for draft in drafts if draft.title)
        claim = self._merged(title, drafts)
        sources = ClaimSources((), self._shared)
        drafts.sort(key=lambda draft: draft.order)
        positions = self._positions(drafts, claim, sources, {}, group)
        if positions is None:
            return None
        claim_id = self._ids.new(group.claim_id, title)
        path = os.path.join(self._home, f"{claim_id}{SUFFIX}")
        keys = {name: claim[name] for name in CLAIM_KEYS if name in claim}
        blocks = [*positions, *(Block("sources", _toml(table)) for table in sources.new)]
        text = "\n".join([f"{self._head}{body(_toml(keys))}", *(block.text for block in blocks)])
        self._report.new_claims += 1
        self._done(drafts, claim_id, claim)
        return PlannedFile(path, None, text.encode())

    def _extended(self, known: KnownClaim, drafts: list[Draft]) -> PlannedFile | None:
        opened = self._existing.open(known)
        claim = opened.state.claim
        there = {name: getattr(value, "written", value) for name in CLAIM_KEYS if (value := getattr(claim, name))}
        sources = ClaimSources(claim.sources, self._shared)
        before = by_identity(claim.positions, self._registry)
        blocks = self._positions(drafts, there, sources, before, None)
        change = None
        if blocks:
            try:
                change = extended(opened, [*blocks, *(Block("sources", _toml(table)) for table in sources.new)])
            except RowError:
                self._report.added -= len(blocks)
                raise
        self._done(drafts, known.id, there)
        return change

    def _merged(self, title: str, drafts: list[Draft]) -> Table:
        """Return the keys of a new claim: of each, what the first row says that has it, and all topics."""
        claim: Table = {"title": title}
        for draft in drafts:
            for key, value in draft.claim.items():
                if key == "topics":
                    claim[key] = [*dict.fromkeys((*claim.get(key, ()), *value))]
                else:
                    claim.setdefault(key, value)
        return claim

    def _positions(
        self,
        drafts: list[Draft],
        claim: Table,
        sources: ClaimSources,
        before: dict[Any, list[Position]],
        group: Group | None,
    ) -> list[Block] | None:
        """Return the blocks of the positions that are new; None if each row of a new claim is refused."""
        blocks: list[Block] = []
        seen: set[Any] = set()
        right = self._read_all(drafts)
        for draft in [*drafts]:
            read = next(right) if right else None
            try:
                if any("value" in table for table in draft.positions):
                    refuse_other_unit(draft.claim.get("unit"), claim.get("unit"))
                read = read or [self._read(table, draft.claim) for table in draft.positions]
            except RowError as error:
                self._report.refuse(draft.place, error)
                drafts.remove(draft)
                continue
            for table, position in zip(draft.positions, read, strict=True):
                same = identity(position, self._registry)
                if there := before.get(same):
                    seen.add((same, draft.order))
                    self._report.present += 1
                    self._compare(table, there.pop(0), sources)
                elif (same, draft.order) in seen:
                    self._report.present += 1
                else:
                    seen.add((same, draft.order))
                    blocks.append(Block("positions", _position(table, sources.cite)))
                    self._report.added += 1
        sources.add_origins()
        return blocks if drafts or group is None else None

    def _compare(self, table: Table, there: Position, sources: ClaimSources) -> None:
        """Note what a row says of a position that is there already, and its file does not."""
        cited = {ref.id for ref in there.sources}
        if not all(sources.is_cited(ref, cited) for ref in table.get("sources", ())):
            self._report.homeless["sources, other than the position has"] += 1
        for key in ("note", "lang"):
            if key in table and table[key] != getattr(there, key):
                self._report.homeless[f"{key}, other than the position has"] += 1

    def _read_all(self, drafts: list[Draft]) -> Iterator[list[Position]] | None:
        """Return the positions of each row as they will be read from the file; None if there is a mistake in one."""
        claim: Table = {"title": "x"}
        for draft in drafts:
            claim |= {key: value for key, value in draft.claim.items() if key in CLAIM_KEYS}
        tables = [_position(table) for draft in drafts for table in draft.positions]
        read = fast_claim({**_toml(claim), "positions": tables}, "x", "")
        if read is None:
            return None
        positions = iter(read.positions)
        return iter([[*islice(positions, len(draft.positions))] for draft in drafts])

    def _read(self, table: Table, claim: Table) -> Position:
        """Return a position as it will be read from the file.

        Raises:
            RowError: there is a mistake in it.
        """
        wanted = _position(table)
        whole = {
            "title": "x",
            **_toml({key: value for key, value in claim.items() if key in CLAIM_KEYS}),
            "positions": [wanted],
        }
        read = fast_claim(whole, "x", "")
        if read is None:
            from claimtrack.files.validate import validate_claim  # noqa: PLC0415 - only if something is wrong

            text = "".join((body(whole | {"positions": []}), Block("positions", wanted).text))
            problems: list[Any] = []
            read, _ = validate_claim(whole, "x", SourceFile("", text, "claim"), problems)
            if problems:
                raise RowError(problems[0].message, problems[0].hint)
        return read.positions[0]

    def _done(self, drafts: list[Draft], claim_id: str, claim: Table) -> None:
        """Note which rows were imported, and what they say of the claim that is not in its file."""
        for draft in drafts:
            self._report.outcome(draft.place, "imported", claim_id)
            for key, value in draft.claim.items():
                there = claim.get(key)
                if not ({*value} <= {*(there or ())} if key == "topics" else value == there):
                    self._report.homeless[f"{key}, other than the claim has"] += 1


def _position(table: Table, cite: Callable[[Table], Any] | None = None) -> Table:
    """Return the table of a position as it is in a file; without a function that cites sources, without them."""
    wanted = {name: table[name] for name in _POSITION_KEYS if name in table}
    if cite is not None and table.get("sources"):
        wanted["sources"] = [cite(ref) for ref in table["sources"]]
    return _toml(wanted)


def _toml(table: Table) -> Table:
    """Return a table with its dates as TOML values, and its names composed."""
    found = {}
    for key, value in table.items():
        if key in _DATES and isinstance(value, str):
            found[key] = date_value(Span.reread(value))
        elif key in {"party", "publisher", "author"}:
            found[key] = composed(value)
        else:
            found[key] = value
    return found
