"""The words of a claim's page that a terminal and Markdown share."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.rules.reviews import reviews

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from claimtrack.model.record import Claim
    from claimtrack.model.vocabulary import Kind, Side
    from claimtrack.rules.claim_state import ClaimState, Silent
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

LINE_SIGN: Final = "→"
LINE_MEANING: Final = f"{LINE_SIGN} sets the line"


def oldest_first(sides: Mapping[Side, Sequence[Line]]) -> dict[Side, list[Line]]:
    """Return the lines of each side that is taken, the one that was set first before the others."""
    return {side: sorted(sides[side], key=attrgetter("position.at")) for side in SIDES if side in sides}


def sides_shown(state: ClaimState) -> dict[Side, list[Line]]:
    """Return the lines of each side, without those that a review set: these are shown with the reviews."""
    return {
        side: shown
        for side, lines in oldest_first(state.reason.sides).items()
        if (shown := [line for line in lines if line.rating is None])
    }


def no_side(state: ClaimState) -> list[Silent]:
    """Return the principals without a line that are not shown with the reviews."""
    return [silent for silent in state.silent if not reviews(silent.positions)]


class Reviewer(NamedTuple):
    """A principal that is shown with the reviews."""

    party: str
    verdict: str
    line: Line | None  # if a review set it
    positions: Sequence[ResolvedPosition]  # those to show there


def reviewers(state: ClaimState) -> Iterator[Reviewer]:
    """Yield the principals that are shown with the reviews."""
    for party, positions in state.reviewers.items():
        line = state.lines.get(party)
        line = line if line is not None and line.rating is not None else None
        yield Reviewer(party, verdict(state, party), line, positions)


def verdict(state: ClaimState, reviewer: str) -> str:
    """Return the rating to show beside a reviewer's name: of the review that sets its line, else of its latest review."""
    line = state.lines.get(reviewer)
    rating = line.rating if line is not None else None
    return f"“{rating or reviews(state.reviewers[reviewer])[-1].recorded.rating}”"


def line_marks(line: Line, kind: Kind, name: Callable[[str], str]) -> list[str]:
    """Return the marks of a line on the page of its claim: which of its own people disagree, and who withdrew."""
    dissent = [f"{name(each.party)} {phrases.word(each.stance, kind)}, {phrases.when(each)}" for each in line.dissent]
    marks = [f"* its own people disagree: {each}" for each in phrases.shortened(dissent)]
    for position in line.withdrawals:
        who = "its author" if position.party == line.position.party else "who gave its value"
        by_then = name(position.principal) if position.principal != position.party else "nobody else"
        marks.append(
            f"* {who} withdrew: {name(position.party)}, {phrases.when(position)}, by then speaking for {by_then}"
        )
    return marks


def about_claim(claim: Claim) -> list[str]:
    """Return the parts of the line about a claim: its kind, date, place and topics, and the claims to which it is linked."""
    links = {"implies": claim.implies, "contradicts": claim.contradicts, "see also": claim.see_also}
    date = claim.date.written if claim.date else ""
    linked = [f"{label}: {', '.join(others)}" for label, others in links.items() if others]
    return [claim.kind, date, claim.place or "", ", ".join(claim.topics), *linked]


def original_of(claim: Claim) -> str:
    """Return the words in which a claim was made, with their language; an empty text if they are not recorded."""
    return phrases.joined(": ", claim.lang, f"“{claim.original}”") if claim.original else ""
