"""Ids of new claims: the row's own id if it can be a file's name, else an id made from the title."""

from __future__ import annotations

import unicodedata
from itertools import count
from typing import TYPE_CHECKING, Final

from claimtrack.files.discover import SUFFIX, stem_of, unfit_name
from claimtrack.files.file_names import unportable
from claimtrack.files.new_claim import proposed_id
from claimtrack.model.names import composed

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 120  # bytes


class ClaimIds:
    """The ids that are taken, in the form in which file systems compare names."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Note the paths of all files in the folder."""
        self._taken = {_form(stem_of(path)) for path in paths}
        self._last: dict[str, int] = {}  # the number that was last given to an id, so that many alike take no time

    def new(self, wanted: str, title: str) -> str:
        """Return an id that no claim has, and take it: the one that is wanted, or one like it."""
        begin = fit(wanted) or fit(proposed_id(title)) or "claim"
        for number in count(self._last.get(begin, 1)):
            name = begin if number == 1 else f"{begin}-{number}"
            if _form(name) not in self._taken:
                self._taken.add(_form(name))
                self._last[begin] = number
                return name
        raise AssertionError("numbers do not end")

    def take(self, claim_id: str) -> bool:
        """Take an id, and return whether it was free."""
        is_free = _form(claim_id) not in self._taken
        self._taken.add(_form(claim_id))
        return is_free


def fit(text: str) -> str:
    """Return a text as the id of a claim; an empty text if it has no letter or digit."""
    text = composed(text.strip())
    if not is_fit(text):
        text = "".join(char if _is_letter(char) else "-" for char in text.casefold())
        text = "-".join(filter(None, text.split("-")))
        text = text.encode()[:_LONGEST].decode(errors="ignore").rstrip("-")
        # A mark cannot begin an id.
        text = text.lstrip("".join(char for char in text[:8] if unicodedata.category(char)[0] == "M"))
    return text if not text or is_fit(text) else f"claim-{text}"


def is_fit(text: str) -> bool:
    """Return whether a text can be the id of a claim, on every system."""
    name = f"{text}{SUFFIX}"
    return len(text.encode()) <= _LONGEST and unfit_name(name, text) is None and not unportable(name)


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _form(stem: str) -> str:
    return unicodedata.normalize("NFKC", stem).casefold()
