"""Reads one version of a record from its bytes, with the mistakes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.files.claims import missing_sources, read_table
from claimtrack.files.load import Loader
from claimtrack.files.registries import Shared, read_parties, read_sources
from claimtrack.files.toml_text import UnreadableError

if TYPE_CHECKING:
    from claimtrack.files.load import FileKind
    from claimtrack.model.record import Claim


class Version(NamedTuple):
    """A version of a record."""

    data: bytes
    text: str
    table: dict[str, Any]
    mistakes: frozenset[tuple[str, str]]  # the code and the message of each
    claim: Claim | None  # also if a mistake hides it; None of a registry
    is_hidden: bool  # whether a mistake hides the claim


def read_version(kind: FileKind, data: bytes, name: str) -> Version:
    """Read a claim or a registry; a source that a claim does not define itself is a mistake here.

    Raises:
        UnreadableError: it is not TOML; the problem has the name as its path.
    """
    loader = Loader([], keep=False, read=lambda _: data)
    parsed = loader.load(name, kind)
    if parsed is None:
        raise UnreadableError(loader.problems[-1])
    claim, is_hidden = None, False
    if kind == "claim":
        read = read_table(parsed, "")
        claim, is_hidden = read.checked, read.claim is None
        loader.problems += [*read.problems, *missing_sources(read, Shared.of(()), parsed.source_file)]
    elif kind == "parties":
        read_parties(loader, name)
    else:
        read_sources(loader, name)
    mistakes = frozenset((str(problem.code), problem.message) for problem in loader.problems)
    return Version(data, parsed.source_file.text, parsed.data, mistakes, claim, is_hidden)
