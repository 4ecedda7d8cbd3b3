"""What a spreadsheet makes of a CSV file, whichever way it reads it."""

from __future__ import annotations

import csv
import io
import itertools
import re

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
# Blanks, quote marks and invisible characters, which may be dropped before a formula is looked for.
SKIPPED = re.compile(r"(?:\s|[\"\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff])*")
NUMBER = re.compile(r"[+−-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?([ \u00a0\u202f]?%)?")
RANGE = re.compile(r" to | ?[–—] ?")
READINGS = [
    {"delimiter": delimiter, "quoting": quoting, "skipinitialspace": skip, "doublequote": double}
    for delimiter, quoting, skip, double in itertools.product(
        ",;\t|", (csv.QUOTE_MINIMAL, csv.QUOTE_NONE), (False, True), (True, False)
    )
]


def formulas(text: str) -> list[str]:
    """Return every cell of a CSV file that some reading of it takes for a formula."""
    return [cell for reading in READINGS for row in read(text, **reading) for cell in row if is_formula(cell)]


def read(text: str, **reading) -> list[list[str]]:
    """Return the cells of a CSV file, read in one way."""
    return list(csv.reader(io.StringIO(text, newline=""), **reading))


def is_formula(cell: str) -> bool:
    """Return whether a cell begins as a formula does and is neither a number nor a range of numbers."""
    if SKIPPED.sub("", cell, count=1)[:1] not in set(SIGNS):
        return False
    return not all(NUMBER.fullmatch(each) for each in RANGE.split(cell.strip(), maxsplit=1))
