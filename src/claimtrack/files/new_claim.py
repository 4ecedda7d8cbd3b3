"""Decides where the file of a new claim goes, and writes its text."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from claimtrack.files.append import Block, body
from claimtrack.files.discover import SUFFIX, is_hidden, stem_of, unfit_name
from claimtrack.files.file_names import unportable
from claimtrack.model.names import composed, slug
from claimtrack.problems import BadRequestError, Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SCHEMA: Final = "claim.schema.json"
_WORDS: Final = 5  # of a title, in the id that is proposed
_SHORT: Final = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "its",
        "of",
        "on",
    }
    | {"or", "that", "the", "to", "was", "were", "will", "with"}
)  # words that say little


def claim_path(typed: str, folder: str, taken: Iterable[str]) -> str:
    """Return the path of a new claim's file.

    Args:
        typed: the claim's id, perhaps below folders, as in 2025/leak; a path as a shell completes it is understood.
        folder: the folder of claims.
        taken: the paths of the files that are there.

    Raises:
        BadRequestError: it can be no id, it leads out of the folder, some system cannot hold the name, or a file has
            the id already, or one that differs only in case or encoding.
    """
    below = composed(typed).removeprefix(os.path.join(folder, "")).removesuffix(SUFFIX)
    *above, stem = below.replace(os.sep, "/").split("/")
    name = f"{stem}{SUFFIX}"
    match unfit_name(name, stem):
        case Code.RESERVED:
            raise BadRequestError(f'"{stem}" is the name of a registry', "give the claim another id")
        case Code.BAD_ID:
            hint = "use letters, digits, hyphens, underscores and dots, and start with a letter or digit"
            raise BadRequestError(f'"{typed}" cannot be a claim\'s id', hint)
    home = folder
    for part in above:
        home = os.path.join(home, part)
        if part in {"", ".", ".."} or is_hidden(part):
            raise BadRequestError(f'"{typed}" leads out of {folder}, or to what is not read', "name a folder in it")
        if os.path.lexists(home) and (os.path.islink(home) or not os.path.isdir(home)):
            raise BadRequestError(f"{home} is a link or a file, and no folder", "name another folder")
    for part in (*above, name):
        if reason := unportable(part):
            raise BadRequestError(f"{part} is a name that {reason}", "give it another name")
    form = _form(stem)
    for other in taken:
        if _form(stem_of(other)) == form:
            differs = "" if stem_of(other) == stem else ", which differs only in case or encoding"
            raise BadRequestError(f'the id "{stem}" is taken by {other}{differs}', "give the claim another id")
    return os.path.join(home, name)


def proposed_id(title: str) -> str:
    """Return an id for a claim with a title: its first words that say something."""
    words = [word for word in slug(title).split("-") if word]
    telling = [word for word in words if word not in _SHORT] or words
    kept = ("".join(char for char in word if unicodedata.category(char)[0] in "LNM") for word in telling[:_WORDS])
    return "-".join(filter(None, kept))


def claim_text(keys: Mapping[str, Any], positions: Sequence[Mapping[str, Any]], head: str = "") -> str:
    """Return the text of a claim's file: its first line, if it has one, the claim's keys, then its positions."""
    blocks = [Block("positions", dict(position)).text for position in positions]
    return "\n".join([f"{head}{body(keys)}", *blocks])


def schema_line(folder: str, home: str) -> str:
    """Return the first line of claims in a folder, by which an editor finds their schema; empty if there is no schema.

    Args:
        folder: the folder of claims, in which the schema is.
        home: the folder in it that holds the claims.
    """
    schema = os.path.join(folder, _SCHEMA)
    relative = os.path.relpath(schema, home).replace(os.sep, "/")
    return f"#:schema {relative}\n" if os.path.isfile(schema) else ""


def _form(stem: str) -> str:
    return unicodedata.normalize("NFKC", stem).casefold()
