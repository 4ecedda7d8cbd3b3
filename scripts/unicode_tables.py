"""Writes src/claimtrack/model/unicode_tables.py, the characters by which names and words are compared.

python scripts/unicode_tables.py FOLDER

FOLDER holds UnicodeData.txt, DerivedCoreProperties.txt, ArabicShaping.txt, CompositionExclusions.txt and ReadMe.txt as
https://www.unicode.org/Public/UCD/latest/ucd/ has them. Debian's package unicode-data puts them into
/usr/share/unicode.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from documents import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MODULE: Final = ROOT / "src" / "claimtrack" / "model" / "unicode_tables.py"
# Scripts in which vowel signs and the other marks on letters may be left out.
_ABJADS: Final = ("ARABIC ", "HEBREW ", "SYRIAC ", "SAMARITAN ")
_MODIFIED_LETTER: Final = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
_WIDTH: Final = 100

_HEAD: Final = '''\
"""The characters by which names and words are compared, from the data files of Unicode {version}.

Written by scripts/unicode_tables.py: change that, then run it.
"""

from typing import Final

'''


class Char(NamedTuple):
    """A character, as UnicodeData.txt describes it."""

    code: int
    name: str
    category: str
    compatible: bool  # whether its decomposition is one of compatibility
    decomposition: tuple[int, ...]  # empty if there is none


def read_chars(folder: Path) -> dict[int, Char]:
    """Read the characters that have a line of their own in UnicodeData.txt."""
    chars = {}
    for fields in _lines(folder / "UnicodeData.txt"):
        code, name, category, decomposition = int(fields[0], 16), fields[1], fields[2], fields[5].split()
        compatible = bool(decomposition) and decomposition[0].startswith("<")
        parts = tuple(int(part, 16) for part in decomposition[compatible:])
        chars[code] = Char(code, name, category, compatible, parts)
    return chars


def ignored(chars: dict[int, Char], folder: Path) -> set[int]:
    """Return the characters that are not seen: format characters, joiners, variation selectors, fillers."""
    properties = _lines(folder / "DerivedCoreProperties.txt")
    found = {code for place, name, *_ in properties if name == "Default_Ignorable_Code_Point" for code in _codes(place)}
    return found | {char.code for char in chars.values() if char.category == "Cf"}


def lengthening(folder: Path) -> set[int]:
    """Return the characters that only lengthen the line between two letters: kashida and its like."""
    return {int(code, 16) for code, _, joining, *_ in _lines(folder / "ArabicShaping.txt") if joining == "C"}


def optional_marks(chars: dict[int, Char], folder: Path) -> set[int]:
    """Return the marks that may be left out, such as vowel signs.

    A mark that makes another letter, as the hamza above does, is none: Unicode composes it with its letter.
    """
    excluded = {code for place, *_ in _lines(folder / "CompositionExclusions.txt") for code in _codes(place)}
    composing = {
        char.decomposition[1]
        for char in chars.values()
        if len(char.decomposition) == 2 and not char.compatible and char.code not in excluded
    }
    marks = {char.code for char in chars.values() if char.category == "Mn" and char.name.startswith(_ABJADS)}
    return marks - composing


def made_of(removed: set[int], chars: dict[int, Char]) -> set[int]:
    """Return the characters that decompose into some others, and nothing else."""
    return {char.code for char in chars.values() if char.decomposition and removed.issuperset(char.decomposition)}


def plain_letters(chars: dict[int, Char]) -> dict[str, str]:
    """Return the Latin letters with a stroke, a hook and so on, which do not decompose, each with its plain letter."""
    named = ((char, _MODIFIED_LETTER.match(char.name)) for char in chars.values() if not char.decomposition)
    return {chr(char.code): match[1].lower() for char, match in named if match}


def module(folder: Path) -> str:
    """Return the text of the module."""
    chars = read_chars(folder)
    lines, marks = lengthening(folder), optional_marks(chars, folder)
    unseen = ignored(chars, folder)
    lines = (lines | made_of(marks | lines | unseen, chars)) - unseen
    letters = plain_letters(chars)
    version = re.search(r"[0-9]+\.[0-9]+\.[0-9]+", (folder / "ReadMe.txt").read_text(encoding="utf-8"))
    parts = [
        _HEAD.format(version=version[0] if version else "of unknown version"),
        *_table("IGNORED", "Format characters, joiners, variation selectors, fillers", _ranges(unseen)),
        *_table("KASHIDA", "Kashida, also below an optional mark", _ranges(lines)),
        *_table("OPTIONAL_MARKS", "Arabic, Hebrew, Syriac and Samaritan marks that may be left out", _ranges(marks)),
        *_table("MODIFIED", "Latin letters with a stroke, a hook and so on", letters),
        *_table("PLAIN", "The plain letter of each of these", letters.values()),
    ]
    return "".join(parts)


def _lines(path: Path) -> Iterator[list[str]]:
    """Yield the fields of each line of a data file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if content:
            yield [field.strip() for field in content.split(";")]


def _codes(place: str) -> range:
    first, _, last = place.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    """Yield the ranges of some characters, as a character class of a regular expression has them."""
    remaining = sorted(codes)
    while remaining:
        length = next((n for n, code in enumerate(remaining) if code != remaining[0] + n), len(remaining))
        first, last = _escape(remaining[0]), _escape(remaining[length - 1])
        yield first if length == 1 else f"{first}-{last}"
        remaining = remaining[length:]


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _table(name: str, comment: str, pieces: Iterable[str]) -> Iterator[str]:
    """Yield a constant that is a text, some pieces on each line."""
    lines = [""]
    for piece in pieces:
        if len(lines[-1]) + len(piece) > _WIDTH:
            lines.append("")
        lines[-1] += piece
    yield f"# {comment}.\n"
    if len(lines) == 1:
        yield f'{name}: Final = "{lines[0]}"\n'
    else:
        yield "\n".join((f"{name}: Final = (", *(f'    "{line}"' for line in lines), ")\n"))


def main() -> None:
    """Write the module."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    MODULE.write_text(module(Path(sys.argv[1])), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
