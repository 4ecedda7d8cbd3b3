"""The rules by which everything on screen is derived from recorded positions: pure functions, no I/O."""

from typing import TYPE_CHECKING

from claimtrack.doors import on_demand

if TYPE_CHECKING:
    from claimtrack.rules.act import Act, acts, acts_of, by_principal, up_to
    from claimtrack.rules.comparison import RELATIONS, Comparison, Relation, compare, differ
    from claimtrack.rules.contradictions import Contradiction, Links, across, within_a_day
    from claimtrack.rules.edits import Change, EntryChange, What, changes, party_changes, source_changes
    from claimtrack.rules.moves import Move, Shift, shifts
    from claimtrack.rules.origins import Shelf, SourceKey
    from claimtrack.rules.pairing import match
    from claimtrack.rules.stand import Line, Silence, line, lines, silence
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

__getattr__ = on_demand(
    __name__,
    {
        "act": "Act acts acts_of by_principal up_to",
        "edits": "Change EntryChange What changes party_changes source_changes",
        "comparison": "Comparison RELATIONS Relation compare differ",
        "contradictions": "Contradiction Links across within_a_day",
        "stand": "Line Silence line lines silence",
        "pairing": "match",
        "origins": "Shelf SourceKey",
        "moves": "Move Shift shifts",
        "status": "Reason reason",
    },
)
