"""The rules by which everything on screen is derived from recorded positions: pure functions, no I/O."""

from claimtrack.rules.acts import Act, acts, acts_of, by_principal, up_to
from claimtrack.rules.changes import Change, EntryChange, What, changes, party_changes, source_changes
from claimtrack.rules.compare import RELATIONS, Comparison, Relation, compare, differ
from claimtrack.rules.contradictions import Contradiction, Links, across, within_a_day
from claimtrack.rules.lines import Line, Silence, line, lines, silence
from claimtrack.rules.match import match
from claimtrack.rules.origins import Shelf, SourceKey
from claimtrack.rules.shifts import Move, Shift, shifts
from claimtrack.rules.status import Reason, reason

__all__ = [
    "RELATIONS",
    "Act",
    "Change",
    "Comparison",
    "Contradiction",
    "EntryChange",
    "Line",
    "Links",
    "Move",
    "Reason",
    "Relation",
    "Shelf",
    "Shift",
    "Silence",
    "SourceKey",
    "What",
    "across",
    "acts",
    "acts_of",
    "by_principal",
    "changes",
    "compare",
    "differ",
    "line",
    "lines",
    "match",
    "party_changes",
    "reason",
    "shifts",
    "silence",
    "source_changes",
    "up_to",
    "within_a_day",
]
