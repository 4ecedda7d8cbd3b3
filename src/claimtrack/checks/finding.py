"""The input of a check, its findings, and the tables of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from claimtrack.files.folder import Folder
    from claimtrack.files.locations import KeyPath
    from claimtrack.model.record import Claim
    from claimtrack.problems import Code
    from claimtrack.rules.origins import SourceLookup


class Finding(NamedTuple):
    """What a check found, before its line and column are known.

    Attributes:
        path: the file.
        at: the path of keys and indexes to the value; empty for the file as a whole.
        message: what is wrong.
        hint: what to do about it.
        on_key: point at the key or the table's header, not at the value.
    """

    path: str
    at: KeyPath
    message: str
    hint: str = ""
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A claim with what its checks need from the folder.

    Attributes:
        claim: the claim.
        folder: the folder that it is in.
        lookup: the sources that it can cite.
        unread: the ids of the claims that could not be read, to which references are right.
        latest: the local time in the easternmost time zone, a naive datetime.
        near: returns the id that an unknown one probably means, or an empty text.
    """

    claim: Claim
    folder: Folder
    lookup: SourceLookup
    unread: frozenset[str]
    latest: datetime
    near: Callable[[str], str]


ClaimCheck = Callable[[Subject], Iterator[Finding]]
FolderCheck = Callable[["Folder", "datetime"], Iterator[Finding]]

CLAIM_CHECKS: dict[Code, ClaimCheck] = {}
FOLDER_CHECKS: dict[Code, FolderCheck] = {}


def of_claim(code: Code) -> Callable[[ClaimCheck], ClaimCheck]:
    """Register a check of one claim under its code."""

    def register(check: ClaimCheck) -> ClaimCheck:
        CLAIM_CHECKS[code] = check
        return check

    return register


def of_folder(code: Code) -> Callable[[FolderCheck], FolderCheck]:
    """Register a check of the folder as a whole under its code."""

    def register(check: FolderCheck) -> FolderCheck:
        FOLDER_CHECKS[code] = check
        return check

    return register
