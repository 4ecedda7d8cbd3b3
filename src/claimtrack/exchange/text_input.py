"""Opens a file that is imported as text, whatever its encoding, and finds out of which format it is."""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
import tempfile
from typing import IO, TYPE_CHECKING, Final, Literal

from claimtrack.problems import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator

Format = Literal["csv", "tsv", "jsonl", "claimreview"]

# The longer marks first: that of UTF-16 begins that of UTF-32.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How files begin that are no text, and what they are.
_BINARY: Final = (
    (b"PK\x03\x04", "a spreadsheet or another packed file", "save it as CSV (UTF-8), or unpack it"),
    (b"\x1f\x8b", "a packed file", "unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet", "save it as CSV (UTF-8)"),
    (b"SQLite format 3", "a database", "export its table as CSV"),
    (b"PAR1", "a Parquet file", "claimtrack import parquet DIR reads the folder that export parquet wrote"),
    (b"%PDF", "a PDF", "export its table as CSV"),
)
_SAMPLE: Final = 1 << 16  # bytes
_CHUNK: Final = 1 << 20
# Encodings of whole scripts that a spreadsheet saves; those of single countries that differ in a sign or two are left out.
_LEGACY: Final = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "koi8_r",
    "mac_roman",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
]
_LATIN: Final = frozenset({"cp1250", "cp1252", "cp1254", "mac_roman"})
_USUAL: Final = "cp1252"
_SUFFIXES: Final[dict[str, Format]] = {
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "claimreview",
    ".htm": "claimreview",
    ".jsonld": "claimreview",
}
_REVIEW: Final = re.compile(r'"ClaimReview"|"@type"|"@context"|"claimReviewed"|"claimReview"')


class InputFile:
    """A file that is imported, open for reading as often as it is asked for."""

    def __init__(self, path: str, encoding: str = "") -> None:
        """Open a file; ``-`` is stdin.

        Raises:
            BadRequestError: it cannot be read, or is no text.
        """
        self.name = path
        self.guessed = ""  # the encoding, if the file does not say it
        self._file = _open(path)
        try:
            self.encoding = self._encoding(encoding)
        except BaseException:
            self.close()
            raise

    def text(self) -> IO[str]:
        """Return its text from the start; every kind of line end is a newline."""
        self._file.seek(0)
        raw = io.FileIO(os.dup(self._file.fileno()), "rb")
        return io.TextIOWrapper(io.BufferedReader(raw, _CHUNK), self.encoding, errors="replace")

    def format(self) -> Format:
        """Return the format that its name and its first lines are of."""
        suffix = os.path.splitext(self.name)[1].casefold()
        with self.text() as text:
            start = text.read(_SAMPLE).lstrip("\ufeff \t\n")
        if start.startswith(("{", "[")):
            return "claimreview" if _REVIEW.search(start) else "jsonl"
        if start.startswith("<") and suffix != ".csv":
            return "claimreview"
        if suffix in _SUFFIXES and suffix not in {".html", ".htm", ".jsonld"}:
            return _SUFFIXES[suffix]
        return _SUFFIXES.get(suffix, "csv")

    @property
    def progress(self) -> tuple[int, int]:
        """How many bytes were read so far, and how many there are."""
        return self._file.tell(), os.fstat(self._file.fileno()).st_size

    def close(self) -> None:
        """Close it."""
        self._file.close()

    def _encoding(self, given: str) -> str:
        self._file.seek(0)
        start = self._file.read(_SAMPLE)
        for magic, what, hint in _BINARY:
            if start.startswith(magic):
                raise BadRequestError(f"{self.name} is {what}, and no text", hint)
        if given:
            try:
                codecs.lookup(given)
            except LookupError:
                raise BadRequestError(f"there is no encoding {given}", "write utf-8, utf-16 or windows-1252") from None
            return given
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        if wide := _wide(start):
            self.guessed = wide
            return wide
        if self._is_utf8():
            return "utf-8"
        self.guessed = self._recognise()
        return self.guessed

    def _is_utf8(self) -> bool:
        decoder = codecs.getincrementaldecoder("utf-8")()
        self._file.seek(0)
        try:
            for chunk in self._chunks():
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True

    def _recognise(self) -> str:
        """Return the encoding of a text that is not UTF-8, from the lines of it that are not ASCII."""
        from charset_normalizer import from_bytes  # noqa: PLC0415 - few files need it

        self._file.seek(0)
        lines: list[bytes] = []
        size = 0
        for chunk in self._chunks():
            added = [line for line in chunk.splitlines(keepends=True) if not line.isascii()]
            lines += added
            size += sum(map(len, added))
            if size > _SAMPLE:
                break
        found = from_bytes(b"".join(lines)[: 4 * _SAMPLE], cp_isolation=_LEGACY)
        best = found.best()
        if best is None:
            return _USUAL
        # Most tables in Latin letters are in this one, and a few lines of a text look alike in several.
        usual = next((match for match in found if _USUAL in match.could_be_from_charset), None)
        is_close = usual is not None and best.encoding in _LATIN and usual.chaos <= best.chaos + 0.02
        return _USUAL if is_close else best.encoding

    def _chunks(self) -> Iterator[bytes]:
        while chunk := self._file.read(_CHUNK):
            yield chunk


def _open(path: str) -> IO[bytes]:
    try:
        if path == "-":
            copy = tempfile.TemporaryFile()  # noqa: SIM115 - it is read more than once, and closed by `close`
            while chunk := sys.stdin.buffer.read(_CHUNK):
                copy.write(chunk)
            return copy
        if os.path.isdir(path):
            raise BadRequestError(f"{path} is a folder", "name a file; `claimtrack import parquet DIR` reads a folder")
        if not os.path.isfile(path):
            what = "is no regular file" if os.path.lexists(path) else "does not exist"
            raise BadRequestError(f"{path} {what}", "name a file of claims")
        return open(path, "rb", buffering=0)
    except OSError as error:
        raise BadRequestError(f"{path} cannot be read: {error.strerror}") from None


def _wide(start: bytes) -> str:
    """Return which UTF-16 a text without a byte-order mark is in; an empty text if it is in none."""
    sample = start[:1024]
    if len(sample) < 4:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""
