"""Mermaid: the map of the claims that are linked, with the status of each and who stands where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.exchange.unique_names import UniqueNames
from claimtrack.model.vocabulary import SIDES
from claimtrack.render.escape import visible
from claimtrack.render.phrases import amount, joined, shortened, status_word, word

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from claimtrack.exchange.selection import Selection
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line

MOST_LINKS: Final = 500  # Mermaid draws no more, unless its configuration says so: maxEdges
MOST_TEXT: Final = 50_000  # characters, as maxTextSize

# How each link is drawn: an arrow, two crosses, a dotted line.
_ARROWS: Final = {"implies": "-->", "contradicts": "x--x", "see also": "-.-"}
# Text on the fill of its status is dark in any theme.
_STYLES: Final = {
    "disputed": "fill:#fde8d7,stroke:#b45309,color:#1f2937",
    "asserted": "fill:#dcfce7,stroke:#15803d,color:#1f2937",
    "qualified": "fill:#fef9c3,stroke:#a16207,color:#1f2937",
    "denied": "fill:#fee2e2,stroke:#b91c1c,color:#1f2937",
    "open": "fill:#f3f4f6,stroke:#6b7280,color:#1f2937",
}
# What a label or the program that reads it may take for more than text: markup of HTML and Markdown, formulas, icons
# (fa:fa-ban), directives (%%{), and at the start a list.
_ACTIVE: Final = r"[\"#&<>`*_~\\\[\]{}|$^@=%;]|:(?! )|(?<=\d)[.)](?=\s)|\A[-+]"


class Link(NamedTuple):
    """A link between two claims, by their ids."""

    start: str
    kind: str
    end: str


def render(selection: Selection) -> Iterator[str]:
    """Yield the lines of a map, without the last newline; what Mermaid would refuse is warned of."""
    links = _links(selection)
    linked = {end for link in links for end in (link.start, link.end)}
    nodes: dict[str, str] = {}
    names = UniqueNames("_")
    statuses: dict[str, None] = {}
    lines = ["graph LR"]
    for state in selection.book.claims(only=linked) if linked else ():
        node = nodes[state.claim.id] = names.new(_node(state.claim.id))
        statuses[state.reason.status] = None
        label = "<br/>".join(map(escaped, _label(state, selection.name)))
        lines.append(f'  {node}["{label}"]:::{state.reason.status}')
    lines += [f"  {nodes[link.start]} {_ARROWS[link.kind]}|{link.kind}| {nodes[link.end]}" for link in links]
    lines += [f"  classDef {status} {_STYLES[status]}" for status in statuses]
    if not links:
        selection.warn("no link between these claims is recorded: implies, contradicts or see_also")
    for number, most, what in (
        (len(links), MOST_LINKS, "links"),
        (sum(map(len, lines)) + len(lines), MOST_TEXT, "characters"),
    ):
        if number > most:
            selection.warn(
                f"Mermaid may refuse this map: it has {number} {what}, and without configuration {most} are allowed"
            )
    yield from lines


def _links(selection: Selection) -> list[Link]:
    """Return the links between the claims, each once; if some claims are named, those that begin or end at one of them."""
    found: dict[Link, None] = {}
    ids = set()
    for state in selection.book.claims(selection.claim_filter):
        claim = state.claim
        ids.add(claim.id)
        for kind, ends in (
            ("implies", claim.implies),
            ("contradicts", claim.contradicts),
            ("see also", claim.see_also),
        ):
            for end in ends:
                if kind == "implies" or Link(end, kind, claim.id) not in found:
                    found[Link(claim.id, kind, end)] = None
    return [link for link in found if link.start != link.end and link.end in ids and _is_wanted(link, selection.only)]


def _is_wanted(link: Link, only: Collection[str]) -> bool:
    return not only or link.start in only or link.end in only


def _node(claim_id: str) -> str:
    """Return a name for a claim: letters, digits and single low lines, and no word of Mermaid's."""
    return "c_" + (re.sub(r"[^a-z0-9]+", "_", claim_id.casefold()).strip("_") or "claim")


def _label(state: ClaimState, name: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of a claim's label: its title, its status, and each side with those who take it."""
    claim, sides = state.claim, state.reason.sides
    yield claim.title
    yield status_word(state.reason.status, claim.kind)
    for side in SIDES:
        if side in sides:
            lines = sorted(sides[side], key=lambda line: line.position.at)
            yield f"{word(side, claim.kind)}: {', '.join(shortened([_stands(line, state, name) for line in lines]))}"


def _stands(line: Line, state: ClaimState, name: Callable[[str], str]) -> str:
    more = joined(
        ", ",
        amount(line.value, state.claim.unit, line.about),
        line.standing if line.standing != "on-record" else "",
        "divided" if line.divided else "",
    )
    return f"{name(line.party)} ({more})" if more else name(line.party)


def escaped(text: str) -> str:
    """Return text for a line of a label, in which nothing is active."""
    line = (
        " ".join(visible(text).split()).replace("$$", "$\u2060$").replace("$$", "$\u2060$")
    )  # a formula, also by number
    return re.sub(_ACTIVE, lambda match: f"#{ord(match.group())};", line)
