"""What an import did: how many rows, claims and positions, what was refused, and what had no place in a record."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from claimtrack.render.escape import csv_cells, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.exchange.drafts import Place, RowError

_SHOWN: Final = 20
_COLUMNS: Final = ("file", "row", "outcome", "claim", "reason", "what_to_do")


@dataclass
class ImportReport:
    """What an import did, or would do."""

    rows: int = 0
    refused: list[tuple[Place, str, str]] = field(default_factory=list)  # with the reason, and what to do
    new_claims: int = 0
    added: int = 0  # positions
    present: int = 0  # positions that were there already
    homeless: Counter[str] = field(default_factory=Counter)  # rows, by what had no place in a record
    nobody: Counter[str] = field(default_factory=Counter)  # rows, by the name of who is no party
    understood: Counter[tuple[str, str]] = field(default_factory=Counter)  # rows, by a word and the stance that it is
    notes: list[str] = field(default_factory=list)  # what else is to be said
    outcomes: list[tuple[Place, str, str]] | None = None  # of each row that was imported, if they are wanted

    def refuse(self, place: Place, error: RowError) -> None:
        """Note that a row is not imported."""
        self.refused.append((place, error.message, error.hint))

    def outcome(self, place: Place, outcome: str, claim_id: str) -> None:
        """Note what became of a row."""
        if self.outcomes is not None:
            self.outcomes.append((place, outcome, claim_id))

    def summary(self, *, dry_run: bool = False) -> str:
        """Return it in one line."""
        verb = "Would import" if dry_run else "Imported"
        parts = [
            f"{_count(self.new_claims, 'claim')} new",
            f"{_count(self.added, 'position')} added",
            f"{self.present:,} already there",
            f"{len(self.refused):,} refused",
        ]
        return f"{verb} {self.rows - len(self.refused):,} of {_count(self.rows, 'row')}: {', '.join(parts)}"

    def refusals(self) -> Iterator[str]:
        """Yield a line for each refused row; of many, for the first ones."""
        for place, reason, hint in self.refused[:_SHOWN]:
            yield one_line(f"{place}: {reason}" + (f"; {hint}" if hint else ""))
        if len(self.refused) > _SHOWN:
            yield f"and {len(self.refused) - _SHOWN:,} more; --report FILE.csv lists all"

    def remarks(self) -> Iterator[str]:
        """Yield lines about what was understood how, and what had no place in a record."""
        if self.understood:
            yield f"understood: {_listed(Counter({f'{one_line(word)} = {stance}': rows for (word, stance), rows in self.understood.items()}))}"
        if self.homeless:
            yield f"columns without a home: {_listed(self.homeless)}"
        if self.nobody:
            yield f"nobody in particular, so no position: {_listed(self.nobody)}"
        yield from self.notes

    def write_csv(self, file: IO[str]) -> None:
        """Write a line for each row."""
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        rows = [(place, outcome, claim_id, "", "") for place, outcome, claim_id in self.outcomes or ()]
        rows += [(place, "refused", "", reason, hint) for place, reason, hint in self.refused]
        for place, *others in sorted(rows):
            writer.writerow(csv_cells([place.file, str(place.row), *others]))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _listed(counts: Counter[str]) -> str:
    """Return names with how many rows each, the most frequent ones first."""
    names = [f"{one_line(name)} ({_count(rows, 'row')})" for name, rows in counts.most_common(_SHOWN)]
    more = len(counts) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "")
