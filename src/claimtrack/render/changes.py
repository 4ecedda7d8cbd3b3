"""What changed in the record, as rows: one change a row."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.record import SourceRef
from claimtrack.render import phrases
from claimtrack.render.view import Column, Json, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.history.changes import Changes, ClaimChange
    from claimtrack.model.record import Claim, Position
    from claimtrack.model.registry import Registry
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Stance
    from claimtrack.problems import Problem
    from claimtrack.rules.changes import Change, EntryChange, What
    from claimtrack.rules.line import Line

_WORDS: Final[dict[What, str]] = {"position": "new", "removal": "removed"}
_LONG: Final = 60  # characters from which a text is not spelt out
_REASONS: Final[dict[What, str]] = {
    "order": "positions of one date changed places",
    "registry": "the parties changed",
}


class ChangeRow(NamedTuple):
    """One change.

    Attributes:
        where: the change of the folder that it is part of: of a commit, or between two revisions.
        claim: the claim's id; "sources.toml" or "parties.toml" for a registry.
        what: the kind of change, in one word.
        date: the date of the position concerned, as recorded.
        later: a new position that is older than the revision before: it was recorded later.
        text: what changed, in words.
        detail: the same for machines.
    """

    where: Changes
    claim: str
    what: str
    date: str
    later: bool
    text: str
    detail: Json


def rows(changes: Iterable[Changes]) -> list[ChangeRow]:
    """Give every change as a row, in the order of the claims."""
    return [row for each in changes for row in _rows(each)]


def listing(found: Sequence[ChangeRow], problems: Sequence[Problem], *, each: bool) -> Listing[ChangeRow]:
    """List changes; with `each`, every row names the commit that made it."""
    commit: list[Column[ChangeRow]] = [
        Column("commit", lambda row: _commit(row)[0][:10], "commit", whole=True, style=lambda _: "yellow"),
        Column("committed", lambda row: _commit(row)[1], "on", whole=True, style=lambda _: "dim"),
        Column("author", lambda row: _commit(row)[2], "by"),
    ]
    columns: list[Column[ChangeRow]] = [
        Column("claim", lambda row: row.claim, "claim", style=lambda _: "bold"),
        Column("what", lambda row: row.what, "what", whole=True, style=_style),
        Column("date", lambda row: row.date, "date", whole=True),
        Column("change", lambda row: f"{row.text} (recorded later)" if row.later else row.text, "change"),
    ]
    claims = len({row.claim for row in found})
    return Listing(
        "changes",
        found,
        [*commit, *columns] if each else columns,
        _json,
        problems,
        words=f"{phrases.count(len(found), 'change')} in {phrases.count(claims, 'record')}"
        if found
        else "no changes",
    )


def _style(row: ChangeRow) -> str:
    return {"shift": "bold", "correction": "yellow", "removed": "magenta", "added": "blue"}.get(row.what, "")


def _commit(row: ChangeRow) -> tuple[str, str, str]:
    commit = row.where.commit
    return (commit.id, commit.date.date().isoformat(), commit.author) if commit else ("", "", "")


def _json(row: ChangeRow) -> Json:
    commit = row.where.commit
    told = {"id": commit.id, "date": commit.date.isoformat(), "author": commit.author} if commit else None
    return {
        "claim": row.claim,
        "what": row.what,
        "date": row.date or None,
        "recorded_later": row.later,
        "change": row.text,
        "commit": told,
        **row.detail,
    }


def _rows(found: Changes) -> Iterator[ChangeRow]:
    for claim in found.claims:
        yield from _claim_rows(found, claim)
    for name, entries in (("sources.toml", found.sources), ("parties.toml", found.parties)):
        for entry in entries:
            yield ChangeRow(
                found, name, entry.what, "", later=False, text=_entry(entry), detail=_entry_json(entry)
            )


def _claim_rows(found: Changes, claim: ClaimChange) -> Iterator[ChangeRow]:
    def row(what: str, text: str, detail: Json, date: str = "", *, later: bool = False) -> ChangeRow:
        return ChangeRow(found, claim.claim, what, date, later, text, detail)

    if claim.what in {"added", "removed"}:
        positions = len(claim.record.positions)
        yield row(
            claim.what, f"the claim, with {phrases.count(positions, 'position')}", {"positions": positions}
        )
    if claim.was is not None:
        yield row("renamed", f"was {claim.was}", {"was": claim.was})
    for change in claim.changes:
        position = change.new or change.old
        date = position.date.written if position and position.date else ""
        text = "; ".join(_told(change, claim, found))
        yield row(
            _WORDS.get(change.what, change.what), text, _change_json(change), date, later=_late(change, found)
        )
    for entry in claim.sources:
        yield row("source", f"{entry.what}: {_entry(entry)}", _entry_json(entry))


def _late(change: Change, found: Changes) -> bool:
    """Tell whether a new position is older than the revision before."""
    if change.old is not None or change.new is None or change.new.date is None or found.since is None:
        return False
    return change.new.date.end < found.since.astimezone(UTC).replace(tzinfo=None)


def _told(change: Change, claim: ClaimChange, found: Changes) -> Iterator[str]:
    """Say what a change is, and which lines are other ones for it."""
    name, stand = _namer(claim, *found.registries), _stander(claim.record)
    if change.shift is not None:
        shift = change.shift
        voice = f" ({name(shift.position.party)})" if shift.position.party != shift.party else ""
        before = stand(shift.before, shift.value_before)
        yield f"{name(shift.party)}{voice}: {before} → {stand(shift.after, shift.value_after)}"
        return
    if change.what in _REASONS:
        yield _REASONS[change.what]
    if change.what == "claim" and claim.old is not None and claim.new is not None:
        yield _edits(change.fields, claim.old, claim.new)
    elif change.old is not None and change.new is not None:
        yield f"{name(change.new.party)}: {_edits(change.fields, change.old, change.new)}"
    elif (position := change.new or change.old) is not None:
        yield f"{name(position.party)} {stand(position.stance, position.value)}"
    for party, was, now in change.moved:
        before, after = (stand(line.side, line.value) if line else "none" for line in (was, now))
        yield f"the line of {name(party)}: {before} → {after}"


def _namer(claim: ClaimChange, old: Registry, new: Registry) -> Callable[[str], str]:
    """Name parties as they are registered, and those that are not as the record has them."""
    records = filter(None, (claim.old, claim.new))
    written = {new.party(each.party): each.party for record in records for each in record.positions}

    def name(party: str) -> str:
        entry = new.get(new.party(party)) or old.get(old.party(party))
        return entry.name or entry.id if entry else written.get(party, party)

    return name


def _stander(record: Claim) -> Callable[[Stance | None, Value | None], str]:
    def stand(stance: Stance | None, value: Value | None) -> str:
        if stance is None:
            return "none"
        return " ".join(filter(None, (phrases.said(stance, record.kind), phrases.amount(value, record.unit))))

    return stand


def _edits(fields: Sequence[str], old: object, new: object) -> str:
    return ", ".join(_edit(field, getattr(old, field), getattr(new, field)) for field in fields)


def _edit(field: str, old: object, new: object) -> str:
    before, after = _shown(old), _shown(new)
    return f"{field} reworded" if max(len(before), len(after)) > _LONG else f"{field} {before} → {after}"


def _shown(value: object) -> str:
    if value is None or value == ():
        return "none"
    if type(value) is tuple:  # and no record, which is a tuple too
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, SourceRef):
        return f"{value.id} at {value.at}" if value.at else value.id
    text = str(value)
    return f"“{text}”" if isinstance(value, str) and " " in text else text


def _entry(entry: EntryChange) -> str:
    if entry.was is not None:
        return f"{entry.id}, was {entry.was}"
    return f"{entry.id}: {', '.join(entry.fields)}" if entry.fields else entry.id


def _entry_json(entry: EntryChange) -> Json:
    return {"id": entry.id, "entry": entry.what, "was": entry.was, "fields": list(entry.fields)}


def _change_json(change: Change) -> Json:
    return {
        "fields": list(change.fields),
        "old": _position_json(change.old),
        "new": _position_json(change.new),
        "lines": [
            {"party": party, "from": _line_json(was), "to": _line_json(now)}
            for party, was, now in change.moved
        ],
    }


def _line_json(line: Line | None) -> Json | None:
    if line is None:
        return None
    return {"side": line.side, "value": line.value.written if line.value else None, "standing": line.standing}


def _position_json(position: Position | None) -> Json | None:
    if position is None:
        return None
    return {
        "party": position.party,
        "stance": position.stance,
        "date": position.date.written if position.date else None,
        "value": position.value.written if position.value else None,
        "quote": position.quote,
        "sources": [ref.id for ref in position.sources],
    }
