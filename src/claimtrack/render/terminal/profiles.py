"""Draws parties and sources shown whole: what is known of each, and tables of what the claims say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render.escape import is_link, one_line
from claimtrack.render.terminal.draw import coloured, console
from claimtrack.render.terminal.paragraphs import EMPTY, Run, paragraph
from claimtrack.render.terminal.tables import table
from claimtrack.render.view import Drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from claimtrack.render.terminal.paragraphs import Line
    from claimtrack.render.view import Color, Profile, Profiles


def draw_profiles(view: Profiles, out: TextIO, color: Color, pager: Callable[[str], bool] | None) -> Drawn:
    """Draw parties or sources one after the other; return what there was no room for. `pager` shows a text, or not."""
    screen = console(out, color, None)
    texts: list[str] = []
    left_out: dict[str, None] = {}
    is_cut = False
    for number, profile in enumerate(view.profiles):
        head = [*([EMPTY] if number else ()), *_head(profile, screen.width)]
        texts.append(coloured(head, out, color, screen.width))
        for section in profile.sections:
            if section.listing.rows:
                drawn = table(section.listing._replace(rows=[*section.listing.rows]), screen)
                heading = [EMPTY, (Run(section.heading.upper(), "bold dim"),)]
                texts += [coloured(heading, out, color, screen.width), *(f"{line}\n" for line in drawn.lines)]
                left_out |= dict.fromkeys(drawn.layout.left_out)
                is_cut = is_cut or drawn.cut
    text = "".join(texts)
    if pager is None or not pager(text):
        out.write(text)
    return Drawn(tuple(left_out), shortened=is_cut)


def _head(profile: Profile, room: int) -> Iterator[Line]:
    name = one_line(profile.id)
    title = [Run(f"  {one_line(profile.title)}")] if profile.title else []
    yield from paragraph([Run(name, "bold"), *title], room, unbroken=[name])
    indent = max((len(label) for label, _ in profile.facts), default=0) + 2
    for label, fact in profile.facts:
        link = fact if is_link(fact) else ""
        first = (Run(label, "dim"),)
        yield from paragraph(
            [Run(one_line(fact), link=link)], room, first=first, indent=indent, unbroken=[link] if link else []
        )
