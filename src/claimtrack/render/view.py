"""What a command shows, in whichever format, and its cells as texts."""

from __future__ import annotations

from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, NamedTuple, TypeVar, cast, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from claimtrack.problems import Problem
    from claimtrack.rules.claim_state import ClaimState, Person

Row = TypeVar("Row")
Cell = str | int | None
Json = dict[str, Any]
Format = Literal["table", "plain", "json", "jsonl", "csv", "markdown"]
Color = Literal["auto", "always", "never"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
BATCH: Final = 1000  # rows that are rendered, and written, at once
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Column(NamedTuple, Generic[Row]):
    """A column of a listing. On a terminal, a text that is neither `whole` nor `cut` wraps between words."""

    name: str  # its header in csv; empty if it is for people only
    get: Callable[[Row], Cell]
    label: str | None = None  # its header on a terminal and in markdown; None keeps it for programs
    wide: bool = False  # shown on a terminal only if that leaves the texts of the other columns enough room
    spare: bool = False  # left out on a terminal before a text goes below its row; the last of such columns go first
    kept: bool = False  # left out on a terminal only if there is no room for it even with texts below their rows
    fits: bool = False  # shown on a terminal only if there is room; the first of such columns come first
    right: bool = False  # aligned to the right, as numbers are
    whole: bool = False  # never broken or cut, as ids, dates, sides and statuses
    cut: bool = False  # cut to the width of the column, as titles and names are
    least: int = 12  # cells that a text has in its column, if it needs as many; else there is no room for it
    below: str | None = None  # what introduces it on a line of its own below its row; None if it has to be in the row
    ids: Callable[[Row], Iterable[str]] | None = None  # returns what in a row's cell is never broken
    style: Callable[[Row], str] | None = None  # returns the colour of a row's cell
    link: Callable[[Row], str | None] | None = None  # returns the address that a row's cell leads to
    csv_only: bool = False  # in CSV only: what makes a row stand alone, and is too much for a line that people read


class Listing(NamedTuple, Generic[Row]):
    """Rows of one kind."""

    noun: str  # the key of the rows in JSON
    rows: Sequence[Row]
    columns: Sequence[Column[Row]]
    to_json: Callable[[Row], Json]
    problems: Sequence[Problem] = ()  # what was wrong with the files
    head: Mapping[str, Any] = _NOTHING  # what else the JSON envelope says
    words: str = ""  # a message about the rows, for stderr
    legend: str = ""  # what the signs in the table mean, for stderr if a table is shown
    lines: Callable[[], Iterator[bytes]] | None = None  # yields the rows as lines of JSON, if that is quicker
    header: bool = False  # whether `plain` begins with the names of the columns, as these depend on the rows
    more: str = ""  # how to see the columns that fit nowhere, for stderr


class Pages(NamedTuple):
    """Claims shown whole, one after the other."""

    states: Sequence[ClaimState]
    person: Callable[[str], Person]
    problems: Sequence[Problem] = ()
    brief: bool = False  # without quotes, notes and sources

    def name(self, party: str) -> str:
        """Return a party's name."""
        return self.person(party).name


class Section(NamedTuple):
    """A part of a profile: rows of one kind."""

    word: str  # what each row is, in one word
    heading: str
    listing: Listing[Any]


class Profile(NamedTuple):
    """A party or a source whole: what is known of it, and what the claims say of it."""

    id: str
    title: str
    facts: Sequence[tuple[str, str]]  # labels and texts
    sections: Sequence[Section]
    row: Json  # what a list of such says of it

    def to_json(self) -> Json:
        """Return all of it."""
        lists = {each.listing.noun: [*map(each.listing.to_json, each.listing.rows)] for each in self.sections}
        return {**self.row, **lists}


class Profiles(NamedTuple):
    """Parties or sources shown whole, one after the other."""

    noun: str  # the key in JSON
    word: str  # what each is, in one word
    profiles: Sequence[Profile]
    problems: Sequence[Problem] = ()


View = Listing[Any] | Pages | Profiles


class Drawn(NamedTuple):
    """What a terminal had no room for."""

    left_out: tuple[str, ...] = ()  # the labels of the columns left out
    fitting: tuple[int, int] = (0, 0)  # of the columns shown only if there is room: how many are shown, of how many
    shortened: bool = False  # whether some text is cut


def text_of(cell: Cell) -> str:
    """Return the text of a cell, which is empty if there is nothing to say."""
    return "" if cell is None else str(cell)


def listed(items: Iterable[Cell]) -> str:
    """Return several items in one cell; of items that say what others are, each keeps its place, even if it is empty."""
    texts = [*map(text_of, items)]
    return "; ".join(texts) if any(texts) else ""


def batches(
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    escape: Callable[[list[str]], list[str]],
    link: Callable[[str], str] | None = None,
) -> Iterator[list[tuple[str, ...]]]:
    """Yield the cells of the rows as texts, many rows at a time.

    `escape` takes the texts of a whole column, as most hold nothing to escape; `link` a cell that is its own address.
    """

    def texts(column: Column[Row], some: Sequence[Row]) -> list[str]:
        cells = [*map(column.get, some)]
        kinds = set(map(type, cells))
        if kinds == {int}:
            texts = [*map(str, cells)]
        else:
            texts = escape(cast("list[str]", cells) if kinds == {str} else [*map(text_of, cells)])
        if link is None or column.link is None:
            return texts
        addresses = zip(cells, map(column.link, some), texts, strict=True)
        return [link(address) if address and address == cell else text for cell, address, text in addresses]

    remaining = iter(rows)
    while some := [*islice(remaining, BATCH)]:  # each row may be made when it is looked at
        yield list(zip(*(texts(column, some) for column in columns), strict=True))
