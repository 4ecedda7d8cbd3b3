"""Merges two versions of a record, or says why a person has to: nothing is lost, doubled, or put in order by chance.

The texts are merged block by block (see `merge_blocks`). The result counts only if it says what a merge of the values
says, if it has no mistake that neither side has, and if no line depends on which side came first.
"""

from __future__ import annotations

import codecs
from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.files.blocks import split
from claimtrack.files.locations import find_statements
from claimtrack.files.merge_blocks import ClashError, merge_blocks
from claimtrack.files.toml_text import UnreadableError
from claimtrack.files.versions import read_version
from claimtrack.model.registry import Registry
from claimtrack.rules.likeness import alike, plain
from claimtrack.rules.matching import partners
from claimtrack.rules.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from claimtrack.files.load import FileKind
    from claimtrack.files.versions import Version
    from claimtrack.model.record import Claim, Position
    from claimtrack.rules.resolve import ResolvedPosition

# In place of the value of a key that is not there, and of one to which the two sides gave different values.
_NOTHING: Final = object()
_CLASH: Final = object()
# In place of the name of a party: any, and one that may speak for any.
_ANYBODY: Final = "*"
_UNKNOWN: Final = "?"
_ONE_OF: Final = {"positions": "one of the positions", "sources": "one of the sources"}


class CannotMergeError(Exception):
    """A person has to decide; the text says why, in one line."""


class Versions(NamedTuple):
    """The last common version of a record, and what each side made of it."""

    base: Version
    ours: Version
    theirs: Version

    @property
    def swapped(self) -> Versions:
        """The same with the sides swapped."""
        return Versions(self.base, self.theirs, self.ours)


def merge_record(
    kind: FileKind, base: bytes, ours: bytes, theirs: bytes, *, registry: Registry | None, by_lines: bytes | None
) -> bytes:
    """Return the merged record.

    Args:
        kind: what the file is.
        base: the last common version.
        ours: what one side made of it.
        theirs: what the other made of it.
        registry: the parties; None if they are not known, so that any two may be one principal.
        by_lines: what git made of the lines; None if it found a conflict.

    Raises:
        CannotMergeError: a person has to decide.
    """
    named = (("the common version", base), ("our version", ours), ("their version", theirs))
    try:
        versions = Versions(*(_read(kind, data, name) for name, data in named))
    except CannotMergeError:
        if by_lines is None:
            raise
        _read(kind, by_lines, "the result")
        return by_lines
    try:
        content, mirrored = (_merged(kind, each) for each in (versions, versions.swapped))
        _verify(versions, content, mirrored, registry)
    except CannotMergeError:
        if by_lines is None:
            raise
        merged = _read(kind, by_lines, "the result")
        _verify(versions, merged, None, registry)
        return by_lines
    return content.data


def _verify(versions: Versions, merged: Version, mirrored: Version | None, registry: Registry | None) -> None:
    """Verify that nothing is lost or doubled, that there is no new mistake, and that no order is by chance.

    Args:
        versions: what was merged.
        merged: the result.
        mirrored: the result with the sides swapped. None if git merged them line by line: it may have put together what
            two people changed in one value.
        registry: as above.
    """
    _verify_values(versions, merged, by_lines=mirrored is None)
    for code, message in sorted(merged.mistakes - versions.ours.mistakes - versions.theirs.mistakes):
        raise CannotMergeError(f"together, the two changes make a mistake: {code} {message}")
    if any(version.is_hidden for version in (versions.ours, versions.theirs, merged)):
        registry = None  # what is wrong may be a name or a date
    _verify_edits(versions, registry or Registry())
    _verify_acts(versions, merged, registry)
    if mirrored is not None and _orders(merged, registry) != _orders(mirrored, registry):
        raise CannotMergeError("the positions of one party and one date would come in an order that nobody chose")


def _read(kind: FileKind, data: bytes, name: str) -> Version:
    try:
        return read_version(kind, data, name)
    except UnreadableError as error:
        raise CannotMergeError(f"{name} cannot be read: line {error.problem.line}: {error.problem.message}") from None


def _merged(kind: FileKind, versions: Versions) -> Version:
    try:
        text = merge_blocks(*(split(version.text) for version in versions))
    except ClashError as clash:
        raise CannotMergeError(f"both sides changed {_named(clash)}") from None
    is_marked = _three_way(*(version.data.startswith(codecs.BOM_UTF8) for version in versions))
    return _read(kind, text.encode("utf-8-sig" if is_marked else "utf-8"), "the result")


def _named(clash: ClashError) -> str:
    statements = find_statements(clash.block.text)
    key = statements[0].keys[0] if statements else "a comment"
    return _ONE_OF.get(key, key)


def _three_way(base: Any, ours: Any, theirs: Any) -> Any:  # noqa: ANN401 - values of TOML, or counts of them
    """Return the value that one side gave, or both."""
    if theirs in (base, ours):
        return ours
    return theirs if ours == base else _CLASH


def _verify_values(versions: Versions, merged: Version, *, by_lines: bool) -> None:
    """Verify that each value, and the number of times that each position or source is there, is what a side made it."""
    tables = [version.table for version in (*versions, merged)]
    for key in dict.fromkeys(chain.from_iterable(tables)):
        values = [table.get(key, _NOTHING) for table in tables]
        what = f"both sides changed {_ONE_OF.get(key, key)}"
        if all(value is _NOTHING or _is_tables(value) for value in values):
            counts = [Counter(map(_plain, () if value is _NOTHING else value)) for value in values]
            for item in set(chain.from_iterable(counts)):
                if _three_way(*(count[item] for count in counts[:-1])) != counts[-1][item]:
                    raise CannotMergeError(f"{what}, or both added the same in two ways")
            continue
        *sides, now = map(_plain, values)
        expected = _three_way(*sides)
        if expected != now and not (by_lines and expected is _CLASH):
            raise CannotMergeError(what)


def _is_tables(value: Any) -> bool:  # noqa: ANN401 - from TOML
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _plain(value: Any) -> Hashable:  # noqa: ANN401 - from TOML
    """Return a value in a form that is equal for equal values alone: 1, 1.0 and true are three."""
    if isinstance(value, dict):
        return frozenset((key, _plain(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return tuple(map(_plain, value))
    return type(value), repr(value)


def _verify_edits(versions: Versions, registry: Registry) -> None:
    """Verify that no position was corrected by one side and removed, or corrected in another way, by the other."""
    base, ours, theirs = (version.claim.positions if version.claim is not None else () for version in versions)
    mine, other = (_edits(base, side, registry) for side in (ours, theirs))
    for place in mine.keys() & other.keys():
        if mine[place] != other[place]:
            raise CannotMergeError(f'both sides changed a position of "{base[place].party}"')


def _edits(base: Sequence[Position], side: Sequence[Position], registry: Registry) -> dict[int, Position | None]:
    """Return what became of the positions that a side corrected or removed, by their places in the base."""
    now = {was: side[place] for place, was in partners(base, side, (registry, registry)).items()}
    return {place: now.get(place) for place, position in enumerate(base) if now.get(place) != position}


def _verify_acts(versions: Versions, merged: Version, registry: Registry | None) -> None:
    """Verify that the two sides added no positions of which a line may depend on which one comes first."""
    ours, theirs = (_acts(side.claim, versions.base.claim, merged.claim, registry) for side in versions[1:])
    same = {act.recorded for act in ours} & {act.recorded for act in theirs}
    added: dict[tuple[int, str], ResolvedPosition] = {}
    for act in ours:
        unknown = {_UNKNOWN} if _is_unknown(act, registry) else set()
        for name in {act.party, act.principal, _ANYBODY} | unknown if act.recorded not in same else ():
            added.setdefault((act.at, name), act)
    for act in theirs:
        anybody = {_ANYBODY} if _is_unknown(act, registry) else set()
        for name in {act.party, act.principal, _UNKNOWN} | anybody if act.recorded not in same else ():
            if other := added.get((act.at, name)):
                parties = " and ".join(dict.fromkeys(f'"{each.recorded.party}"' for each in (other, act)))
                date = f"of {act.date}" if act.date is not None else "without a date"
                raise CannotMergeError(
                    f"both sides added a position {date}, by {parties}; which comes last may decide a line"
                )


def _acts(
    claim: Claim | None, base: Claim | None, merged: Claim | None, registry: Registry | None
) -> list[ResolvedPosition]:
    """Return the positions that a side added, and those that it corrected so that they have another place in the order."""
    if claim is None or base is None or merged is None:
        return []
    known = registry or Registry()
    before, now = (
        {act.place: act for act in resolve(merged._replace(positions=each.positions), known)} for each in (base, claim)
    )
    same = partners(base.positions, claim.positions, (known, known))
    return [act for place, act in now.items() if place not in same or not _is_in_place(before[same[place]], act)]


def _is_in_place(was: ResolvedPosition, now: ResolvedPosition) -> bool:
    """Return whether a position is one that was there, and comes where that came: of that date and party, in its words."""
    if (was.at, was.party, was.principal) != (now.at, now.party, now.principal):
        return False
    old, new = was.recorded.quote, now.recorded.quote
    return old == new or (old is not None and new is not None and alike(plain(old), plain(new)))


def _is_unknown(act: ResolvedPosition, registry: Registry | None) -> bool:
    """Return whether a party may speak for anybody; where no party is registered, each speaks for itself."""
    if registry is None:
        return True
    return len(registry) > 0 and (act.party not in registry or act.party in registry.unclear)


def _orders(version: Version, registry: Registry | None) -> dict[tuple[int, str], list[Position]]:
    """Return the positions of each date and principal, in their order."""
    orders: dict[tuple[int, str], list[Position]] = defaultdict(list)
    for act in resolve(version.claim, registry or Registry()) if version.claim is not None else ():
        orders[act.at, act.principal if registry is not None else ""].append(act.recorded)
    return orders
