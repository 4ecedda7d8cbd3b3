"""What a command has to show, before anybody decides in which format."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from claimtrack.problems import Problem
    from claimtrack.rules.claim_state import ClaimState, Person

Row = TypeVar("Row")
Cell = str | int | None
Json = dict[str, Any]

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Column(NamedTuple, Generic[Row]):
    """A column of a listing.

    Attributes:
        name: its header where machines read: csv and markdown.
        get: gives a row's cell.
        label: its header on a terminal; None keeps the column off the terminal.
        wide: shown on a terminal of 120 columns or more only.
        spare: left out on a terminal of fewer than 70 columns.
        fits: shown on a terminal only as far as there is room; the first of such columns come first.
        right: aligned to the right, as numbers are.
        whole: never broken over lines, as dates and numbers are not.
        style: gives the colour of a row's cell.
        link: gives the address that a row's cell leads to, where the format and the reader can follow one.
    """

    name: str
    get: Callable[[Row], Cell]
    label: str | None = None
    wide: bool = False
    spare: bool = False
    fits: bool = False
    right: bool = False
    whole: bool = False
    style: Callable[[Row], str] | None = None
    link: Callable[[Row], str | None] | None = None


class Listing(NamedTuple, Generic[Row]):
    """Rows of one kind.

    Attributes:
        noun: the key of the rows in JSON.
        rows: what is listed.
        columns: how rows are shown where there are columns.
        to_json: gives a row as JSON.
        head: what else the JSON envelope says.
        words: what to say about the rows, on stderr.
        legend: what the signs in the table mean, on stderr where a table is shown.
    """

    noun: str
    rows: Sequence[Row]
    columns: Sequence[Column[Row]]
    to_json: Callable[[Row], Json]
    problems: Sequence[Problem] = ()
    head: Mapping[str, Any] = _NOTHING
    words: str = ""
    legend: str = ""


class Pages(NamedTuple):
    """Claims shown whole, one after the other."""

    cases: Sequence[ClaimState]
    person: Callable[[str], Person]
    problems: Sequence[Problem] = ()

    def name(self, party: str) -> str:
        """Give a party's name."""
        return self.person(party).name


View = Listing[Any] | Pages


class Drawn(NamedTuple):
    """What a screen had no room for.

    Attributes:
        left_out: the labels of the columns that are not shown.
        cut: some text is not shown to its end.
    """

    left_out: tuple[str, ...] = ()
    cut: bool = False
