"""What the page of two parties says: the claims on which one of them takes a side, by how the two relate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.site.line_words import relation
from claimtrack.site.templates import joined

if TYPE_CHECKING:
    from markupsafe import Markup

    from claimtrack.book.overview import Overview, Pair, Stand
    from claimtrack.site.claim_page import ClaimPages
    from claimtrack.site.party_page import PartyPages
    from claimtrack.site.templates import Templates

_TEMPLATE: Final = "pairs.html"


class PairGroup(NamedTuple):
    """The claims on which two parties relate in the same way."""

    words: str
    kind: str  # of its list
    rows: Markup


class PairPages:
    """Makes the pages of two parties. What a row says of one of them is rendered once, for all its pages."""

    def __init__(self, overview: Overview, claims: ClaimPages, parties: PartyPages, templates: Templates) -> None:
        """Take what all pages need; `claims` names the parties, and `parties` puts lines into words."""
        self._overview = overview
        self._claims = claims
        self._parties = parties
        self._templates = templates
        self._rendered: dict[tuple[str, str, str], str] = {}  # by macro and party, and by claim or silence

    def groups(self, a: str, b: str) -> tuple[list[PairGroup], list[tuple[str, int]]]:
        """Return the claims on the page of two parties by how they relate, and in words how often they so do."""
        rows, tally = self._overview.diff(a, b)
        groups, counts = [], []
        for name, number in tally.items():
            if number:
                words = relation(name, self._claims.name(a), self._claims.name(b))
                some = [row for row in rows if row.relation == name]
                if name == "only-a":
                    pieces = [self._piece("alone", row, row.a, a) + self._instead(row, row.b, b) for row in some]
                elif name == "only-b":
                    pieces = [self._piece("alone", row, row.b, b) + self._instead(row, row.a, a) for row in some]
                else:
                    beside = (
                        self._piece("first", row, row.a, a) + self._piece("second", row, row.b, b) for row in some
                    )
                    pieces = [*beside]
                groups.append(PairGroup(words, "plain" if name.startswith("only") else "pairs", joined(pieces)))
                counts.append((words, number))
        return groups, counts

    def _instead(self, row: Pair, stand: Stand | None, party: str) -> str:
        """Return what the one does that takes no side, which is the same on many claims."""
        key = ("instead", party, (stand and stand.silence) or "")
        if key not in self._rendered:
            self._rendered[key] = self._render("instead", row, stand, party)
        return self._rendered[key]

    def _piece(self, macro: str, row: Pair, stand: Stand | None, party: str) -> str:
        key = (macro, party, row.claim.id)
        if key not in self._rendered:
            self._rendered[key] = self._render(macro, row, stand, party)
        return self._rendered[key]

    def _render(self, macro: str, row: Pair, stand: Stand | None, party: str) -> str:
        return self._templates.macro(_TEMPLATE, macro, self._parties.line(row.claim, stand), self._claims.party(party))
