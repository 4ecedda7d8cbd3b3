"""What a check has to go by, what it finds, and how checks are collected."""

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
    """Something a check found, before its line and column are known.

    Attributes:
        path: the file.
        at: the path of keys and indexes to what is wrong; empty for the file as a whole.
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
    """One claim with what its checks need to know of the folder.

    Attributes:
        claim: the claim.
        folder: the folder it stands in.
        shelf: the sources it can cite.
        unread: the ids of the claims that could not be read, and may well be referred to.
        latest: the latest instant that is now anywhere on Earth, a naive datetime in UTC.
        near: gives the id that an unknown one probably means; nothing where none comes near.
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
