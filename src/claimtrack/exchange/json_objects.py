"""Reads the objects in a file of JSON one by one, in bounded memory: of an array, a feed, lines, or a page of HTML."""

from __future__ import annotations

import io
import json
import re
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.html_scripts import json_ld_scripts
from claimtrack.files.size_limit import largest_file

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

CONTAINERS: Final = frozenset(
    ("@graph", "dataFeedElement", "itemListElement", "positions", "claims", "reviews", "results", "items", "data")
)
"""The keys whose list holds the objects, if the object that has the key is none of them itself."""

_CHUNK: Final = 1 << 18
_LONGEST_WORD: Final = 20  # characters of JSON's own words, of a number's sign and of an escape
_DEEPEST: Final = 10  # lists in lists
_SPACE: Final = re.compile(r"[\s,\x1e]*")  # U+001E begins a record in a sequence of JSON texts
_NEXT_LINE: Final = re.compile(r"\n[ \t]*(?=\{)")


class Item(NamedTuple):
    """An object, or why it cannot be read."""

    number: int  # the line at which it begins; in an array, its place there, from 1
    value: Any
    error: RowError | None = None


class _Text:
    """A text of which only a part is in memory."""

    def __init__(self, file: IO[str], most: int) -> None:
        self._file = file
        self._most = most
        self.buffer = ""
        self.at = 0
        self._line = 1  # of the place up to which line breaks were counted
        self._counted = 0
        self._begun = 0  # where the search goes on if something is wrong with what is read
        self.ended = False

    def more(self) -> bool:
        """Read on; return False at the end of the text."""
        if self.ended:
            return False
        if self.at > _CHUNK:
            self.drop(self.at)
        chunk = self._file.read(max(_CHUNK, len(self.buffer)))
        self.ended = not chunk
        self.buffer += chunk
        return not self.ended

    def drop(self, count: int) -> None:
        """Forget the first characters, which were read."""
        self.place()
        self.buffer = self.buffer[count:]
        self.at -= count
        self._counted -= count
        self._begun = max(0, self._begun - count)

    def place(self) -> int:
        """Return the line of what comes next."""
        self._line += self.buffer.count("\n", self._counted, self.at)
        self._counted = max(self._counted, self.at)
        return self._line

    def begin(self) -> None:
        """Remember that something begins here."""
        self._begun = self.at + 1

    def end(self) -> None:
        """Remember that something was read up to here."""
        self._begun = self.at

    def rewind(self) -> None:
        """Go back to where it began."""
        self._line -= self.buffer.count("\n", self._begun, self._counted)
        self._counted = min(self._counted, self._begun)
        self.at = self._begun

    def peek(self) -> str:
        """Return the next character that is no space or comma; an empty text at the end."""
        while True:
            match = _SPACE.match(self.buffer, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self.more():
                return ""

    def value(self) -> Any:  # noqa: ANN401 - any JSON
        """Return the next value.

        Raises:
            RowError: it is not JSON, or too large, or nested too deeply.
        """
        while True:
            try:
                value, self.at = _DECODER.raw_decode(self.buffer, self.at)
            except json.JSONDecodeError as error:
                is_cut = error.pos > len(self.buffer) - _LONGEST_WORD or error.msg.startswith("Unterminated")
                if is_cut and len(self.buffer) - self.at < self._most and self.more():
                    continue
                if is_cut and len(self.buffer) - self.at >= self._most and not self.ended:
                    raise RowError(f"the object has more than {self._most} characters, or is not closed") from None
                line, column = self.position(error.pos)
                raise RowError(
                    f"it is not JSON: {error.msg.lower()} (line {line}, column {column})", "correct it"
                ) from None
            except RecursionError:
                raise RowError("it is nested too deeply") from None
            except ValueError:
                raise RowError("it has a number of too many digits") from None
            if self.at == len(self.buffer) and not self.ended and not isinstance(value, dict | list | str):
                # A number may go on.
                self.at -= len(json.dumps(value))
                if self.more():
                    continue
            return value

    def position(self, at: int) -> tuple[int, int]:
        """Return the line and the column of a place in the buffer."""
        start = self.buffer.rfind("\n", 0, at) + 1
        return self.place() + self.buffer.count("\n", self._counted, at), at - start + 1


_DECODER: Final = json.JSONDecoder(strict=False)  # texts may hold line breaks


def read_objects(file: IO[str]) -> Iterator[Item]:
    """Yield the objects in a text: of one value, of one in each line, or in a container; a page of HTML has several texts.

    What is wrong with one costs that one, and where the rest has no clear beginning, the rest.
    """
    text = _Text(file, largest_file())
    if text.peek() == "<":
        yield from _in_page(text)
        return
    yield from _in_text(text)


def _in_text(text: _Text) -> Iterator[Item]:
    while start := text.peek():
        line = text.place()
        text.begin()
        try:
            if start == "[":
                text.at += 1
                for item in _elements(text):
                    yield item if line == 1 else item._replace(number=line)
            elif start == "{":
                yield from _object(text)
            else:
                yield Item(line, text.value())
        except RowError as error:
            yield Item(line, None, error)
            if not _skip_line(text):
                return


def _skip_line(text: _Text) -> bool:
    """Go to the next line that begins with an object, behind the start of what is wrong; return False if there is none."""
    text.rewind()
    while True:
        match = _NEXT_LINE.search(text.buffer, text.at)
        if match:
            text.at = match.end()
            return True
        text.at = max(text.at, len(text.buffer) - 1000)
        if not text.more():
            text.at = len(text.buffer)
            return False


def _elements(text: _Text, depth: int = 0) -> Iterator[Item]:
    """Yield the elements of an array; what comes next is the first of them."""
    number = 0
    while (start := text.peek()) != "]":
        number += 1
        if not start:
            raise RowError("the list is not closed", "the file is cut off")
        if start == "[":
            if depth == _DEEPEST:
                raise RowError("lists are nested too deeply")
            text.at += 1
            yield from _elements(text, depth + 1)
            continue
        text.begin()
        try:
            value = text.value()
            text.end()
            yield Item(number, value)
        except RowError as error:
            yield Item(number, None, error)
            if not _skip_line(text):
                return
    text.at += 1


def _object(text: _Text) -> Iterator[Item]:
    """Yield an object; of a list or a container, yield each object in it."""
    line = text.place()
    text.at += 1
    whole: Json = {}
    is_container = False
    while (start := text.peek()) != "}":
        if not start and is_container:
            return  # what it contains was read, or is reported
        if start != '"':
            raise _misplaced(text, start)
        key = text.value()
        if text.peek() != ":":
            raise _misplaced(text, text.peek())
        text.at += 1
        if text.peek() == "[" and key in CONTAINERS:
            text.at += 1
            is_container = True
            yield from _elements(text)
            continue
        whole[key] = text.value()
    text.at += 1
    if whole.keys() - {"@context", "@type", "@id", "name", "schema_version", "problems", "nextPageToken"}:
        yield Item(line, whole)


def _misplaced(text: _Text, start: str) -> RowError:
    line, column = text.position(text.at)
    found = f'"{start}"' if start else "the end of the file"
    return RowError(f"it is not JSON: {found} is out of place (line {line}, column {column})", "correct it")


def _in_page(text: _Text) -> Iterator[Item]:
    most = largest_file()
    while len(text.buffer) < most and text.more():
        pass
    if not text.ended:
        yield Item(1, None, RowError(f"the page has more than {most} characters"))
        return
    for script in json_ld_scripts(text.buffer):
        yield from _in_text(_Text(io.StringIO(script), most))
