"""Two histories of one claim, made at random, and what a merge of them has to say.

The model here knows nothing of the text: each position has a number, which its quote repeats, so that what a merge made
of it can be compared with what was meant.
"""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random

PARTIES = """
[board]
name = "Water Board"
aliases = ["ہائیڈرو بورڈ"]

[chair]
name = "Ada Chair"
speaks_for = "board"

[council]
name = "City Council"

[mayor]
name = "María Núñez"
speaks_for = [{ party = "council", from = 2025-03-01 }]
"""

# As a record may name it, with the party, and whether it speaks for the council from March on.
_NAMES = {
    "Water Board": "board",
    "ہائیڈرو بورڈ": "board",
    "Ada Chair": "board",
    "City Council": "council",
    "mayor": "mayor",
    "María Núñez": "mayor",
}
_DATES = ("2025-02-28", '"2025-02"', "2025-03-31", '"2025-03"', "2025-03-31T10:00:00+05:00", "2025-04-01", "")
_STANCES = ("asserts", "denies", "qualifies", "comments", "withdraws")


class Act(NamedTuple):
    """A position: its number, and the rest as written."""

    number: int
    party: str
    stance: str
    date: str

    def when(self, undated: str) -> str:
        """Return the last day that the date may mean, or the moment; positions of which this is equal are in no order."""
        date = self.date.strip('"') or undated
        if len(date) == 7:
            year, month = map(int, date.split("-"))
            return f"{date}-{calendar.monthrange(year, month)[1]}"
        return date

    @property
    def principals(self) -> set[str]:
        """The party, and for whom it speaks at the date."""
        party = _NAMES[self.party]
        return {party, "council"} if party == "mayor" and self.when("") >= "2025-03-01" else {party}

    @property
    def said(self) -> tuple[str, str, str, str]:
        """What a parser finds in its table."""
        return self.party, self.stance, self.date.strip('"'), f"no. {self.number:03}"


@dataclass
class Side:
    """One version of the claim: the blocks of its text, with the position that is in each."""

    blocks: list[tuple[str, Act | None]]
    date: str  # the claim's
    title: str = "Is the water safe?"
    changed: dict[int, Act | None] = field(default_factory=dict)  # positions of the base that were edited, or removed
    added: list[Act] = field(default_factory=list)
    only_appended: bool = True

    def copy(self) -> Side:
        """Return the same version, with nothing changed."""
        return replace(self, blocks=[*self.blocks], changed={}, added=[])

    @property
    def acts(self) -> list[Act]:
        """Its positions."""
        return [act for _, act in self.blocks if act is not None]

    def text(self, *, crlf: bool, mark: bool, end: bool) -> bytes:
        """Write it, with other line ends, a byte-order mark, or no newline at the end."""
        text = "".join(block for block, _ in self.blocks)
        text = text if end else text.rstrip("\n")
        return (text.replace("\n", "\r\n") if crlf else text).encode("utf-8-sig" if mark else "utf-8")


def written(act: Act, rng: random.Random) -> str:
    """Write a position in one of many ways."""
    equals = rng.choice((" = ", "=", "   = "))
    keys = [("party", f'"{act.party}"'), ("stance", rng.choice(('"%s"', "'%s'")) % act.stance)]
    keys += [("date", act.date)] if act.date else []
    quote = rng.choice(('"%s"', "'''%s'''", '"""\\\n  %s"""')) % f"no. {act.number:03}"
    keys += [("quote", quote), ("note", '"""\n[[positions]]\n# no comment\n"""')][: rng.choice((1, 1, 2))]
    keys += [("rating", "'صحيح جزئياً'")][: rng.choice((0, 0, 1))]
    rng.shuffle(keys)
    lines = [f"{key}{equals}{value}{rng.choice(('', '', '  # as said'))}" for key, value in keys]
    lines.insert(rng.randrange(len(lines)), rng.choice(("", "# inside", "  ")))
    above = rng.choice(("\n", "\n", "\n\n", "\n# on the next one\n", "\n# alone\n\n", "", "# close\n"))
    header = rng.choice(("[[positions]]", "[[positions]]", "[[ positions ]]  # 1"))
    return above + "\n".join([header, *lines]) + "\n"


def new_act(number: int, rng: random.Random) -> Act:
    """Return a position that nobody has taken yet."""
    return Act(number, rng.choice([*_NAMES]), rng.choice(_STANCES), rng.choice(_DATES))


def base(rng: random.Random) -> Side:
    """Return a claim with some positions, and sources in front of them, behind them, or nowhere."""
    date = rng.choice(("", "2025-03-31"))
    blocks: list[tuple[str, Act | None]] = [
        ("#:schema claim.schema.json\n", None),
        ('title = "Is the water safe?"\n', None),
        (rng.choice(("", 'topics = [\n  "water", # and more\n]\n')), None),
        (f"date = {date}\n" if date else "", None),
    ]
    acts = [new_act(number, rng) for number in range(rng.randrange(4))]
    positions: list[tuple[str, Act | None]] = [(written(act, rng), act) for act in acts]
    source: tuple[str, Act | None] = ('\n[[sources]]\nid = "paper"\nurl = "https://example.org/"\n', None)
    positions.insert(rng.choice((0, len(positions))), source)
    end = rng.choice(("", "", "\n# the end\n", "# the end\n", "\n\n"))
    return Side([*blocks, *positions, (end, None)], date)


def edit(side: Side, number: int, rng: random.Random) -> None:
    """Make one change: mostly, add a position at the end."""
    places = [place for place, (_, act) in enumerate(side.blocks) if act is not None and act.number < 100]
    what = rng.choice(("append", "append", "append", "insert", "correct", "remove", "title", "source"))
    if what in {"correct", "remove"} and places:
        place = rng.choice(places)
        was = side.blocks[place][1]
        assert was is not None
        now = was._replace(stance=rng.choice(_STANCES), date=rng.choice(_DATES)) if what == "correct" else None
        side.blocks[place] = (written(now, rng), now) if now else ("", None)
        side.changed[was.number] = now
    elif what == "title":
        side.title = f"Is it safe, {rng.randrange(2)}?"
        side.blocks[1] = (f'title = "{side.title}"\n', None)
    elif what == "source":
        side.blocks.append((f'\n[[sources]]\nid = "s{number}"\ntitle = "S"\n', None))
        return
    else:
        act = new_act(number, rng)
        place = rng.choice([*places, len(side.blocks)]) if what == "insert" else len(side.blocks)
        side.blocks.insert(place, (written(act, rng), act))
        side.added.append(act)
        if what != "insert":
            return
    side.only_appended = False


def add_to_both(ours: Side, theirs: Side, number: int, rng: random.Random) -> None:
    """Add one position at the end of both versions, as if one had been pasted."""
    act = new_act(number, rng)
    block = (written(act, rng), act)
    for side in (ours, theirs):
        side.blocks.append(block)
        side.added.append(act)


def clash(ours: Side, theirs: Side) -> str:
    """Say why a person has to decide; an empty text if nobody has to."""
    for number in ours.changed.keys() & theirs.changed.keys():
        if ours.changed[number] != theirs.changed[number]:
            return "both changed one position"
    if len({ours.title, theirs.title, "Is the water safe?"}) == 3:
        return "both changed the title"
    same = {*ours.added} & {*theirs.added}
    for mine in {*ours.added} - same:
        for other in {*theirs.added} - same:
            if mine.when(ours.date) == other.when(ours.date) and mine.principals & other.principals:
                return "the order of two positions decides a line"
    return ""


def union(start: Side, ours: Side, theirs: Side) -> Counter[tuple[str, str, str, str]]:
    """Return what a merge must say: what was there, as either side changed it, and what either added."""
    changed = {**ours.changed, **theirs.changed}
    kept = [changed.get(act.number, act) for act in start.acts]
    added = {*ours.added, *theirs.added}
    return Counter(act.said for act in (*kept, *added) if act is not None)
