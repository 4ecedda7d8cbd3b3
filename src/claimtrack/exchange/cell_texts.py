"""The cells of a row as texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.drafts import RowError, words

if TYPE_CHECKING:
    from collections.abc import Callable

Cells = dict[str, Any]
"""What a row says, by field: texts, and in a file of JSON objects also numbers, lists and tables."""

_APOSTROPHE: Final = re.compile(r"'(?=[-=+@\d\t\n\r])")  # by which a spreadsheet keeps a text from being a formula


def text_of(cells: Cells, name: str, clean: Callable[[str], str] = words) -> str:
    """Return a cell as a text, without the apostrophe of a spreadsheet."""
    given = cells.get(name)
    if given is None:
        return ""
    if type(given) is not str and isinstance(given, list | dict):
        raise RowError(
            f"{name} is a {'list' if isinstance(given, list) else 'table'}, and should be a text", "correct it"
        )
    text = clean(str(given))
    return text[1:] if text[:1] == "'" and _APOSTROPHE.match(text) else text
