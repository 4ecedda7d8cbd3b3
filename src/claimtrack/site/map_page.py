"""The map of the claims that are linked: groups of them, each drawn in columns along what implies what."""

from __future__ import annotations

from collections import defaultdict, deque
from textwrap import wrap
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from claimtrack.model.record import Claim
    from claimtrack.site.claim_page import ClaimPages
    from claimtrack.site.claim_parts import Related

LinkKind = Literal["implies", "contradicts", "see also"]

_MOST: Final = 60  # claims of a group beyond which a drawing is of no use
_WIDTH: Final = 220  # pixels of a box
_HEIGHT: Final = 84
_GAP_X: Final = 90
_GAP_Y: Final = 22
_LINE: Final = 27  # characters
_LINES: Final = 3


class ClaimLink(NamedTuple):
    """A link between two claims, by their ids."""

    start: str
    kind: LinkKind
    end: str


class Box(NamedTuple):
    """A claim in the drawing."""

    claim: Related
    x: int
    y: int
    lines: Sequence[str]


class Arrow(NamedTuple):
    """A link in the drawing."""

    kind: LinkKind
    path: str
    words: str


class LinkedClaims(NamedTuple):
    """A group of claims that are linked, with the drawing of it if it is not too large."""

    links: Sequence[tuple[Related, LinkKind, Related]]
    boxes: Sequence[Box]
    arrows: Sequence[Arrow]
    width: int
    height: int


def links_of(claim: Claim) -> list[ClaimLink]:
    """Return the links that a claim records."""
    groups: Mapping[LinkKind, Sequence[str]] = {
        "implies": claim.implies,
        "contradicts": claim.contradicts,
        "see also": claim.see_also,
    }
    return [ClaimLink(claim.id, kind, other) for kind, others in groups.items() for other in others]


def linked_claims(links: Iterable[ClaimLink], claims: ClaimPages, known: Collection[str]) -> list[LinkedClaims]:
    """Return the groups of claims of which one implies or contradicts another, the largest first.

    Links to claims that are not known are left out.
    """
    found = [link for link in _once(links, known) if link.kind != "see also"]
    return [_group(members, some, claims) for members, some in _groups(found)]


def other_links(
    links: Iterable[ClaimLink], claims: ClaimPages, known: Collection[str]
) -> list[tuple[Related, Related]]:
    """Return the other pairs of linked claims."""
    found = [link for link in _once(links, known) if link.kind == "see also"]
    return [(claims.related(link.start), claims.related(link.end)) for link in found]


def _once(links: Iterable[ClaimLink], known: Collection[str]) -> list[ClaimLink]:
    """Return the links between known claims, each once: but for `implies`, it does not matter from which claim."""
    once: dict[tuple[str, str, LinkKind], ClaimLink] = {}
    for link in links:
        if link.start in known and link.end in known and link.start != link.end:
            one, other = (link.start, link.end) if link.kind == "implies" else sorted((link.start, link.end))
            once.setdefault((one, other, link.kind), link)
    return [*once.values()]


def _groups(links: Collection[ClaimLink]) -> list[tuple[list[str], list[ClaimLink]]]:
    """Return the groups of linked claims, with the links between them."""
    near: dict[str, list[str]] = defaultdict(list)
    for link in links:
        near[link.start].append(link.end)
        near[link.end].append(link.start)
    group_of: dict[str, int] = {}
    members: list[list[str]] = []
    for start in sorted(near):
        if start in group_of:
            continue
        found, queue = [start], deque([start])
        group_of[start] = len(members)
        while queue:
            for other in near[queue.popleft()]:
                if other not in group_of:
                    group_of[other] = len(members)
                    found.append(other)
                    queue.append(other)
        members.append(found)
    of_group: dict[int, list[ClaimLink]] = defaultdict(list)
    for link in links:
        of_group[group_of[link.start]].append(link)
    order = sorted(range(len(members)), key=lambda number: (-len(members[number]), members[number][0]))
    return [(members[number], of_group[number]) for number in order]


def _group(members: Sequence[str], links: Sequence[ClaimLink], claims: ClaimPages) -> LinkedClaims:
    listed = [(claims.related(link.start), link.kind, claims.related(link.end)) for link in links]
    if len(members) > _MOST:
        return LinkedClaims(listed, (), (), 0, 0)
    columns = _columns(members, links)
    places = {
        claim: (column * (_WIDTH + _GAP_X), row * (_HEIGHT + _GAP_Y))
        for column, some in enumerate(columns)
        for row, claim in enumerate(some)
    }
    boxes = [Box(claims.related(claim), *places[claim], _lines(claims.related(claim).title)) for claim in members]
    arrows = [
        Arrow(link.kind, _path(places[link.start], places[link.end]), f"{one.title} {link.kind} {other.title}")
        for link, (one, _, other) in zip(links, listed, strict=True)
    ]
    width = len(columns) * (_WIDTH + _GAP_X) - _GAP_X
    height = max(map(len, columns)) * (_HEIGHT + _GAP_Y) - _GAP_Y
    return LinkedClaims(listed, boxes, arrows, width, height)


def _columns(members: Sequence[str], links: Sequence[ClaimLink]) -> list[list[str]]:
    """Return the claims column by column: what a claim implies is to the right of it, and other neighbours are near.

    A column takes as many claims as make the drawing about as high as wide; the others go to a column of their own.
    """
    order = {claim: number for number, claim in enumerate(members)}
    depth = dict.fromkeys(members, 0)
    implied = [(link.start, link.end) for link in links if link.kind == "implies"]
    for _ in members:  # a circle ends here, too
        changed = False
        for start, end in implied:
            if depth[end] <= depth[start] < len(members) - 1:
                depth[end] = depth[start] + 1
                changed = True
        if not changed:
            break
    most = max(3, round(len(members) ** 0.5 * 1.8))
    columns: list[list[str]] = []
    for level in sorted(set(depth.values())):
        some = sorted((claim for claim in members if depth[claim] == level), key=order.__getitem__)
        columns += [some[start : start + most] for start in range(0, len(some), most)]
    return columns


def _path(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the curve from one box to another: between their sides that face each other, or past others below them."""
    middle = _HEIGHT // 2
    if start[0] == end[0]:
        x, bend = start[0] + _WIDTH, start[0] + _WIDTH + _GAP_X // 2
        return f"M{x} {start[1] + middle}C{bend} {start[1] + middle} {bend} {end[1] + middle} {x} {end[1] + middle}"
    left, right = (start[0] + _WIDTH, end[0]) if start[0] < end[0] else (start[0], end[0] + _WIDTH)
    bend = (left + right) // 2
    return f"M{left} {start[1] + middle}C{bend} {start[1] + middle} {bend} {end[1] + middle} {right} {end[1] + middle}"


def _lines(title: str) -> list[str]:
    lines = wrap(title, _LINE) or [title]
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1][: _LINE - 1]}…"]
