"""Draws the pictures of docs/: what some commands look like on terminals of some widths.

Each command is typed at such a terminal, and rich draws what arrived there, colours and all. Of a page that is longer
than the picture, the beginning is drawn, as a pager shows it first.

    python scripts/picture.py
"""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from documents import ROOT
from rich.console import Console
from rich.text import Text
from terminal import Terminal

PICTURES: Final = {  # the command, and how many columns the terminal has
    ROOT / "docs" / "list.svg": ("claimtrack list --disputed", 100),
    ROOT / "docs" / "show.svg": ("claimtrack show jets", 100),
    ROOT / "docs" / "list-60.svg": ("claimtrack list --disputed", 60),
    ROOT / "docs" / "diff-80.svg": ("claimtrack diff india pakistan", 80),
    ROOT / "docs" / "matrix-160.svg": ("claimtrack matrix --disputed", 160),
}
_LINES: Final = 48
_FONT_FACE: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_SVG: Final = "{http://www.w3.org/2000/svg}"

Run = tuple[str, str]
"""A style, by the name it has within one picture, and the text set in it."""


def draw(command: str, columns: int) -> str:
    """Give the picture of a command as it is now, on a terminal of some width."""
    with tempfile.TemporaryDirectory() as home:
        shown = Terminal(ROOT, Path(home), columns).raw(command, {"COLORTERM": "truecolor"})
    screen = Console(record=True, width=columns, file=io.StringIO(), legacy_windows=False)
    screen.print(Text.assemble(("$ ", "dim"), (command, "bold")))
    screen.print(Text.from_ansi("\n".join(shown.rstrip().split("\n")[:_LINES])))
    svg = screen.export_svg(title="claimtrack", unique_id="claimtrack")
    # No picture should call home for a font: whoever has none of that name sees their own monospace one.
    return "".join(f"{line.rstrip()}\n" for line in _FONT_FACE.sub("", svg).splitlines())


def content(svg: str) -> list[list[Run]]:
    """Give what a picture shows, line by line, without how this version of rich writes it down.

    Two pictures are alike when the same texts stand on the same lines, and when texts that share a style in
    one share a style in the other. Measures, fonts and shades do not count.
    """
    lines: dict[str, list[tuple[float, str, str]]] = {}
    for text in ET.fromstring(svg).iter(f"{_SVG}text"):  # noqa: S314 - our own picture
        clip = text.get("clip-path")
        if clip is not None and text.text:
            place = float(text.get("x", "0"))
            lines.setdefault(clip, []).append((place, text.get("class", ""), text.text))
    styles: dict[str, str] = {}
    found = []
    for runs in lines.values():
        line = []
        for _, style, words in sorted(runs):
            if shown := " ".join(words.split()):
                line.append((styles.setdefault(style, f"style {len(styles) + 1}"), shown))
        if line:
            found.append(line)
    return found


def main() -> None:
    """Draw the pictures anew."""
    for picture, what in PICTURES.items():
        picture.write_text(draw(*what), encoding="utf-8")
        print(picture.relative_to(ROOT))


if __name__ == "__main__":
    main()
