"""The rules by which everything on screen is derived from recorded positions: pure functions, no I/O."""

from claimtrack.rules.acts import Act, acts, acts_of, by_principal, up_to
from claimtrack.rules.compare import RELATIONS, Comparison, Relation, compare, differ
from claimtrack.rules.lines import Line, Silence, line, lines, silence
from claimtrack.rules.origins import Shelf, SourceKey
from claimtrack.rules.status import Reason, reason

__all__ = [
    "RELATIONS",
    "Act",
    "Comparison",
    "Line",
    "Reason",
    "Relation",
    "Shelf",
    "Silence",
    "SourceKey",
    "acts",
    "acts_of",
    "by_principal",
    "compare",
    "differ",
    "line",
    "lines",
    "reason",
    "silence",
    "up_to",
]
