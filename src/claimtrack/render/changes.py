"""What changed in the record, one change a row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.dates import Span
from claimtrack.model.record import Position, SourceRef
from claimtrack.model.vocabulary import is_side
from claimtrack.render import phrases
from claimtrack.render.to_json import fields_json, party_json, principal_json, recorded_json, side_json
from claimtrack.render.view import Column, Json, Listing, listed
from claimtrack.rules.changes import Change
from claimtrack.rules.claim_state import Person
from claimtrack.rules.resolve import resolve
from claimtrack.rules.shift_row import SideSummary, sides_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack.history.changes import Changes, ClaimChange
    from claimtrack.model.registry import Registry
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import DateOf, Stance, Standing
    from claimtrack.render.to_json import PersonOf
    from claimtrack.rules.changes import What
    from claimtrack.rules.entry_changes import EntryChange
    from claimtrack.rules.line import Line
    from claimtrack.rules.shifts import Shift

_WORDS: Final[dict[What, str]] = {"position": "new", "removal": "removed"}
_STYLES: Final = {"shift": "bold", "correction": "yellow", "removed": "magenta", "added": "blue"}
_REASONS: Final[dict[What, str]] = {"order": "positions of one date changed places", "registry": "the parties changed"}
_NO_CHANGE: Final = Change("claim")
_UNNAMED: Final = partial(Person, name="")
_LONG: Final = 60  # characters; a text with more is not shown


class ChangeRow(NamedTuple):
    """One change, with all the changes of the folder that it is part of."""

    changes: Changes
    record: str  # a claim's id; "sources.toml" or "parties.toml" for a registry, the path with a slash for the folder
    what: str  # the kind of change, in one word
    text: str
    claim: str | None = None  # the id of the claim, if the change is one of a claim
    was: str | None = None  # the id of the claim before, or where the folder was
    position_count: int | None = None  # of a claim that was added or removed
    change: Change = _NO_CHANGE  # of a claim's positions or words
    entry: EntryChange | None = None  # of a source or a party
    person: PersonOf = _UNNAMED  # names the parties of the claim
    later: bool = False  # a new position that is older than the revision before was recorded later
    standing: Standing | None = None  # of the position concerned
    ids: tuple[str, ...] = ()  # the ids in its text

    @property
    def position(self) -> Position | None:
        """The position concerned: as it is now, or if it was removed, as it was."""
        return self.change.new or self.change.old

    @property
    def date(self) -> str:
        """The date of the position concerned, as recorded."""
        return phrases.day(self.position) if self.position else ""

    @property
    def date_of(self) -> DateOf | None:
        """Whether that is the date of what was said, or only of the report of it."""
        return self.position.date_of if self.position else None

    @property
    def replaces(self) -> str:
        """Which position a new one replaces, or by which a removed one was replaced."""
        return _replacement(self.change)

    @property
    def words(self) -> str:
        """The change, and what is noted about it."""
        return phrases.joined("; ", f"{self.text} (recorded later)" if self.later else self.text, self.replaces)


def listing(changes: Sequence[Changes], *, with_commits: bool) -> Listing[ChangeRow]:
    """List changes in the order of the claims, perhaps with the commit that made each."""
    rows = [row for change in changes for row in _rows(change)]
    commits: list[Column[ChangeRow]] = [
        Column("", lambda row: _commit(row)[0][:10], "commit", whole=True, style=lambda _: "yellow"),
        Column("commit", lambda row: _commit(row)[0]),
        Column("commit_date", lambda row: _commit(row)[1], "on", whole=True, style=lambda _: "dim"),
        Column("commit_author", lambda row: _commit(row)[2], "by", spare=True, cut=True),
    ]
    columns: list[Column[ChangeRow]] = [
        Column("record", lambda row: row.record, "claim", whole=True, below="claim: ", style=lambda _: "bold"),
        Column("what", lambda row: row.what, "what", whole=True, style=lambda row: _STYLES.get(row.what, "")),
        Column("date", lambda row: row.date),
        Column("", lambda row: phrases.dated(phrases.day_of(row.date), row.date_of), "date", whole=True),
        Column("change", lambda row: row.words, "change", least=24, below="", ids=lambda row: row.ids),
        Column("date_of", lambda row: row.date_of),
        Column("standing", lambda row: row.standing),
        Column("claim", lambda row: row.claim, csv_only=True),
        Column("party", lambda row: _party(row, "party"), csv_only=True),
        Column("party_name", lambda row: _party(row, "party_name"), csv_only=True),
        Column("recorded_later", lambda row: "recorded later" if row.later else "", csv_only=True),
        Column("was", _was, csv_only=True),
        Column("entry", lambda row: row.entry.id if row.entry else None, csv_only=True),
        Column("fields", lambda row: listed(_fields(row)), csv_only=True),
    ]
    problems = sorted({problem for change in changes for problem in change.problems})
    records = phrases.count(len({row.record for row in rows}), "record")
    words = f"{phrases.count(len(rows), 'change')} in {records}" if rows else "no changes"
    if problems and not rows:
        words = "no changes in the records that could be read"
    return Listing("changes", rows, [*commits, *columns] if with_commits else columns, _json, problems, words=words)


def _commit(row: ChangeRow) -> tuple[str, str, str]:
    commit = row.changes.commit
    return (commit.id, commit.date.date().isoformat(), commit.author) if commit else ("", "", "")


def _party(row: ChangeRow, key: str) -> str | None:
    """Return who took the position concerned: the id or the name."""
    return party_json(row.person(row.position.party))[key] if row.position else None


def _was(row: ChangeRow) -> str | None:
    return row.entry.was if row.entry else row.was


def _fields(row: ChangeRow) -> Sequence[str]:
    return row.entry.fields if row.entry else row.change.fields


def _json(row: ChangeRow) -> Json:
    commit, entry = row.changes.commit, row.entry
    return {
        "record": row.record,
        "claim": row.claim,
        "what": row.what,
        "date": row.date or None,
        "date_of": row.date_of,
        "standing": row.standing,
        "recorded_later": row.later,
        "change": row.text,
        "commit": commit.id if commit else None,
        "commit_date": commit.date.isoformat() if commit else None,
        "commit_author": commit.author if commit else None,
        "was": _was(row),
        "position_count": row.position_count,
        "entry": entry.id if entry else None,
        "entry_change": entry.what if entry else None,
        "fields": _fields(row),
        **_change_json(row.change, row.person),
    }


def _rows(changes: Changes) -> Iterator[ChangeRow]:
    if changes.folder is not None:
        was, now = (prefix or "./" for prefix in changes.folder)
        yield ChangeRow(changes, now, "renamed", f"the folder, was {was}", was=was, ids=(was,))
    for claim in changes.claims:
        yield from _claim_rows(changes, claim)
    for name, entries in (("sources.toml", changes.sources), ("parties.toml", changes.parties)):
        for entry in entries:
            yield ChangeRow(changes, name, entry.what, _entry(entry), entry=entry, ids=_entry_ids(entry))


def _claim_rows(changes: Changes, claim: ClaimChange) -> Iterator[ChangeRow]:
    person = _namer(claim, *changes.registries)
    row = partial(ChangeRow, changes, claim.claim, claim=claim.claim, person=person)
    if claim.what in {"added", "removed"}:
        number = len(claim.record.positions)
        yield row(claim.what, f"the claim, with {phrases.count(number, 'position')}", position_count=number)
    if claim.was is not None:
        yield row("renamed", f"was {claim.was}", was=claim.was, ids=(claim.was,))
    for change in claim.changes:
        standing = _standing(change, claim, changes)
        text, ids = "; ".join(_sentences(change, claim, person, standing)), tuple(_ids(change, claim))
        later = _is_later(change, changes)
        yield row(_WORDS.get(change.what, change.what), text, change=change, later=later, standing=standing, ids=ids)
    for entry in claim.sources:
        yield row("source", f"{entry.what}: {_entry(entry)}", entry=entry, ids=_entry_ids(entry))


def _change_json(change: Change, person: PersonOf) -> Json:
    moved = [
        {**principal_json(person(party)), "before": _line_json(old), "after": _line_json(new)}
        for party, old, new in change.moved
    ]
    positions = {key: _position_json(getattr(change, key), person) for key in ("old", "new", "replaces", "replaced_by")}
    return {**positions, "shift": _shift_json(change.shift, person), "moved": moved}


def _shift_json(shift: Shift | None, person: PersonOf) -> Json | None:
    if shift is None:
        return None
    before, after = map(side_json, sides_of(shift))
    moved = {"move": shift.move, "from": before, "to": after, "order_certain": shift.order_certain}
    return {**principal_json(person(shift.party)), **moved}


def _line_json(line: Line | None) -> Json | None:
    if line is None:
        return None
    stands = SideSummary(line.side, line.value, line.about.written if line.about else None, line.standing)
    return {**(side_json(stands) or {}), **fields_json(line.position.recorded, "date", "date_of")}


def _position_json(position: Position | None, person: PersonOf) -> Json | None:
    if position is None:
        return None
    side = position.stance if is_side(position.stance) else None
    return recorded_json(position, side, person(position.party), [*map(person, position.via)])


def _entry_ids(entry: EntryChange) -> tuple[str, ...]:
    return (entry.id, entry.was) if entry.was else (entry.id,)


def _ids(change: Change, claim: ClaimChange) -> Iterator[str]:
    """Yield the ids that the text of a change may hold."""
    for position in filter(None, (change.old, change.new)):
        yield from (*position.via, *(ref.id for ref in position.sources))
    if change.what == "claim":
        for record in filter(None, (claim.old, claim.new)):
            yield from (*record.topics, *record.implies, *record.contradicts, *record.see_also)


def _is_later(change: Change, changes: Changes) -> bool:
    if change.old is not None or change.new is None or change.new.date is None or changes.since is None:
        return False
    return change.new.date.end < Span.parse(changes.since).end


def _standing(change: Change, claim: ClaimChange, changes: Changes) -> Standing | None:
    """Return how the position concerned is known: as it is now, or if it was removed, as it was."""
    old_registry, registry = changes.registries
    for position, record, who in ((change.new, claim.new, registry), (change.old, claim.old, old_registry)):
        if position is not None and record is not None:
            return resolve(record._replace(positions=(position,)), who)[0].standing
    return None


def _replacement(change: Change) -> str:
    """Return which position a new one replaces, or by which a removed one was replaced."""
    position = change.replaces or change.replaced_by
    if position is None:
        return ""
    which = f"the position of {position.date}" if position.date else "an undated position"
    return f"{'replaces' if change.replaces else 'replaced by'} {which}"


def _sentences(change: Change, claim: ClaimChange, person: PersonOf, known: Standing | None) -> Iterator[str]:
    """Yield what a change is, and which lines are others for it; `known` is the standing of the position concerned."""
    record = claim.record

    def name(party: str) -> str:
        return person(party).name

    def stands(stance: Stance | None, value: Value | None, about: Span | None, standing: Standing | None = None) -> str:
        return phrases.stance(stance, value, record.kind, record.unit, about, standing) or "none"

    if change.shift is not None:
        shift = change.shift
        before = stands(shift.before, shift.value_before, shift.about_before, shift.standing_before)
        after = stands(shift.after, shift.value_after, shift.about_after, shift.standing_after)
        doubt = "" if shift.order_certain else phrases.ORDER_UNCERTAIN
        yield phrases.joined(
            ", ",
            f"{phrases.mover(shift.party, shift.position.party, name)}: {before} → {after}",
            phrases.rating(shift.position.recorded),
            doubt,
        )
        return
    if change.what in _REASONS:
        yield _REASONS[change.what]
    if change.what == "claim" and claim.old is not None and claim.new is not None:
        yield _edits(change.fields, claim.old, claim.new)
    elif change.old is not None and change.new is not None:
        yield f"{name(change.new.party)}{phrases.mark(known)}: {_edits(change.fields, change.old, change.new)}"
    elif (position := change.new or change.old) is not None:
        said = f"{name(position.party)} {stands(position.stance, position.value, position.about, known)}"
        yield phrases.joined(", ", said, phrases.rating(position))
    for party, *lines in change.moved:
        before, after = (stands(line.side, line.value, line.about, line.standing) if line else "none" for line in lines)
        yield f"the line of {name(party)}: {before} → {after}"


def _namer(claim: ClaimChange, old: Registry, new: Registry) -> PersonOf:
    """Return a function that names parties as registered, or else as the record has them."""
    positions = [position for record in (claim.old, claim.new) if record for position in record.positions]
    written = {new.party(position.party): position.party for position in positions}

    def person(party: str) -> Person:
        entry = new.get(new.party(party)) or old.get(old.party(party))
        if entry is not None:
            return Person(entry.id, entry.name or entry.id)
        return Person(new.party(party), written.get(party, party))

    return person


def _edits(fields: Sequence[str], old: object, new: object) -> str:
    values = [(field, _value(getattr(old, field)), _value(getattr(new, field))) for field in fields]
    return ", ".join(
        f"{field} reworded" if max(len(before), len(after)) > _LONG else f"{field} {before} → {after}"
        for field, before, after in values
    )


def _value(value: object) -> str:
    if value is None or value == ():
        return "none"
    if type(value) is tuple:  # not a record, which is a tuple too
        return ", ".join(_value(item) for item in value)
    if isinstance(value, SourceRef):
        return f"{value.id} at {value.at}" if value.at else value.id
    text = str(value)
    return f"“{text}”" if isinstance(value, str) and " " in text else text


def _entry(entry: EntryChange) -> str:
    if entry.was is not None:
        return f"{entry.id}, was {entry.was}"
    return f"{entry.id}: {', '.join(entry.fields)}" if entry.fields else entry.id
