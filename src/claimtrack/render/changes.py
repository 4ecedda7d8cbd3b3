"""What changed in the record, one change a row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.dates import Span
from claimtrack.model.record import Position, SourceRef
from claimtrack.render import phrases
from claimtrack.render.to_json import fields_json, side_json
from claimtrack.render.view import Column, Json, Listing
from claimtrack.rules.resolve import resolve
from claimtrack.rules.shift_row import sides_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claimtrack.history.changes import Changes, ClaimChange
    from claimtrack.model.registry import Registry
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import DateOf, Stance, Standing
    from claimtrack.rules.changes import Change, What
    from claimtrack.rules.entry_changes import EntryChange
    from claimtrack.rules.line import Line
    from claimtrack.rules.shifts import Shift

_WORDS: Final[dict[What, str]] = {"position": "new", "removal": "removed"}
_STYLES: Final = {"shift": "bold", "correction": "yellow", "removed": "magenta", "added": "blue"}
_REASONS: Final[dict[What, str]] = {"order": "positions of one date changed places", "registry": "the parties changed"}
_LONG: Final = 60  # characters; a text with more is not shown


class ChangeRow(NamedTuple):
    """One change, with all the changes of the folder that it is part of."""

    changes: Changes
    claim: str  # its id; "sources.toml" or "parties.toml" for a registry, the path with a slash for the folder
    what: str  # the kind of change, in one word
    text: str
    detail: Json
    date: str = ""  # of the position concerned, as recorded
    date_of: DateOf | None = None  # whether that is the date of what was said, or only of the report of it
    later: bool = False  # a new position that is older than the revision before was recorded later
    standing: Standing | None = None  # of the position concerned
    replaces: str = ""  # which position a new one replaces, or by which a removed one was replaced
    ids: tuple[str, ...] = ()  # the ids in its text

    @property
    def words(self) -> str:
        """The change, and what is noted about it."""
        return phrases.joined("; ", f"{self.text} (recorded later)" if self.later else self.text, self.replaces)


def listing(changes: Sequence[Changes], *, with_commits: bool) -> Listing[ChangeRow]:
    """List changes in the order of the claims, perhaps with the commit that made each."""
    rows = [row for change in changes for row in _rows(change)]
    columns: list[Column[ChangeRow]] = [
        Column("commit", lambda row: _commit(row)[0][:10], "commit", whole=True, style=lambda _: "yellow"),
        Column("committed", lambda row: _commit(row)[1], "on", whole=True, style=lambda _: "dim"),
        Column("author", lambda row: _commit(row)[2], "by", spare=True, cut=True),
        Column("claim", lambda row: row.claim, "claim", whole=True, below="claim: ", style=lambda _: "bold"),
        Column("what", lambda row: row.what, "what", whole=True, style=lambda row: _STYLES.get(row.what, "")),
        Column("date", lambda row: row.date),
        Column("", lambda row: phrases.dated(phrases.day_of(row.date), row.date_of), "date", whole=True),
        Column("change", lambda row: row.words, "change", least=24, below="", ids=lambda row: row.ids),
        Column("date_of", lambda row: row.date_of),
        Column("standing", lambda row: row.standing),
    ]
    problems = sorted({problem for change in changes for problem in change.problems})
    records = phrases.count(len({row.claim for row in rows}), "record")
    words = f"{phrases.count(len(rows), 'change')} in {records}" if rows else "no changes"
    if problems and not rows:
        words = "no changes in the records that could be read"
    return Listing("changes", rows, columns if with_commits else columns[3:], _json, problems, words=words)


def _commit(row: ChangeRow) -> tuple[str, str, str]:
    commit = row.changes.commit
    return (commit.id, commit.date.date().isoformat(), commit.author) if commit else ("", "", "")


def _json(row: ChangeRow) -> Json:
    commit = row.changes.commit
    return {
        "claim": row.claim,
        "what": row.what,
        "date": row.date or None,
        "date_of": row.date_of,
        "standing": row.standing,
        "recorded_later": row.later,
        "change": row.text,
        "commit": {"id": commit.id, "date": commit.date.isoformat(), "author": commit.author} if commit else None,
        **row.detail,
    }


def _rows(changes: Changes) -> Iterator[ChangeRow]:
    if changes.folder is not None:
        was, now = (prefix or "./" for prefix in changes.folder)
        yield ChangeRow(changes, now, "renamed", f"the folder, was {was}", {"was": was}, ids=(was,))
    for claim in changes.claims:
        yield from _claim_rows(changes, claim)
    for name, entries in (("sources.toml", changes.sources), ("parties.toml", changes.parties)):
        for entry in entries:
            yield ChangeRow(changes, name, entry.what, _entry(entry), _entry_json(entry), ids=_entry_ids(entry))


def _claim_rows(changes: Changes, claim: ClaimChange) -> Iterator[ChangeRow]:
    row = partial(ChangeRow, changes, claim.claim)
    if claim.what in {"added", "removed"}:
        number = len(claim.record.positions)
        yield row(claim.what, f"the claim, with {phrases.count(number, 'position')}", {"positions": number})
    if claim.was is not None:
        yield row("renamed", f"was {claim.was}", {"was": claim.was}, ids=(claim.was,))
    for change in claim.changes:
        position = change.new or change.old
        standing = _standing(change, claim, changes)
        what, text = _WORDS.get(change.what, change.what), "; ".join(_sentences(change, claim, changes, standing))
        date = phrases.day(position) if position else ""
        date_of = position.date_of if position else None
        later, replaces = _is_later(change, changes), _replacement(change)
        ids = tuple(_ids(change, claim))
        yield row(what, text, _change_json(change), date, date_of, later, standing, replaces, ids)
    for entry in claim.sources:
        yield row("source", f"{entry.what}: {_entry(entry)}", _entry_json(entry), ids=_entry_ids(entry))


def _change_json(change: Change) -> Json:
    moved = [{"party": party, "from": _line_json(old), "to": _line_json(new)} for party, old, new in change.moved]
    positions = {key: _position_json(getattr(change, key)) for key in ("old", "new", "replaces", "replaced_by")}
    return {"fields": change.fields, **positions, "shift": _shift_json(change.shift), "lines": moved}


def _shift_json(shift: Shift | None) -> Json | None:
    if shift is None:
        return None
    before, after = map(side_json, sides_of(shift))
    certain = shift.order_certain
    return {"party": shift.party, "move": shift.move, "from": before, "to": after, "order_certain": certain}


def _line_json(line: Line | None) -> Json | None:
    if line is None:
        return None
    known = fields_json(line.position.recorded, "date", "date_of")
    return {**fields_json(line, "side", "value", "about", "standing"), **known}


def _position_json(position: Position | None) -> Json | None:
    if position is None:
        return None
    sources = [ref.id for ref in position.sources]
    fields = ("party", "stance", "date", "date_of", "value", "about", "quote", "attribution", "via")
    return {**fields_json(position, *fields), "sources": sources}


def _entry_json(entry: EntryChange) -> Json:
    return {"id": entry.id, "entry": entry.what, "was": entry.was, "fields": entry.fields}


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


def _sentences(change: Change, claim: ClaimChange, changes: Changes, known: Standing | None) -> Iterator[str]:
    """Yield what a change is, and which lines are others for it; `known` is the standing of the position concerned."""
    name, record = _namer(claim, *changes.registries), claim.record

    def stands(stance: Stance | None, value: Value | None, about: Span | None, standing: Standing | None = None) -> str:
        return phrases.stance(stance, value, record.kind, record.unit, about, standing) or "none"

    if change.shift is not None:
        shift = change.shift
        before = stands(shift.before, shift.value_before, shift.about_before, shift.standing_before)
        after = stands(shift.after, shift.value_after, shift.about_after, shift.standing_after)
        doubt = "" if shift.order_certain else phrases.ORDER_UNCERTAIN
        yield phrases.joined(
            ", ", f"{phrases.mover(shift.party, shift.position.party, name)}: {before} → {after}", doubt
        )
        return
    if change.what in _REASONS:
        yield _REASONS[change.what]
    if change.what == "claim" and claim.old is not None and claim.new is not None:
        yield _edits(change.fields, claim.old, claim.new)
    elif change.old is not None and change.new is not None:
        yield f"{name(change.new.party)}{phrases.mark(known)}: {_edits(change.fields, change.old, change.new)}"
    elif (position := change.new or change.old) is not None:
        yield f"{name(position.party)} {stands(position.stance, position.value, position.about, known)}"
    for party, *lines in change.moved:
        before, after = (stands(line.side, line.value, line.about, line.standing) if line else "none" for line in lines)
        yield f"the line of {name(party)}: {before} → {after}"


def _namer(claim: ClaimChange, old: Registry, new: Registry) -> Callable[[str], str]:
    """Return a function that names parties as registered, or else as the record has them."""
    positions = [position for record in (claim.old, claim.new) if record for position in record.positions]
    written = {new.party(position.party): position.party for position in positions}

    def name(party: str) -> str:
        entry = new.get(new.party(party)) or old.get(old.party(party))
        return entry.name or entry.id if entry else written.get(party, party)

    return name


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
