"""The problems found in records, and the errors that end a command."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final, NamedTuple


class Code(StrEnum):
    """The stable code of a kind of problem; a code never changes its meaning."""

    NOT_UTF8 = "CT001"
    CONFLICT = "CT002"
    SYNTAX = "CT003"
    UNREADABLE = "CT004"
    LINK = "CT005"
    BAD_ID = "CT006"
    RESERVED = "CT007"
    DUPLICATE_ID = "CT008"
    TWIN_NAME = "CT009"
    UNKNOWN_KEY = "CT010"
    MISSING_KEY = "CT011"
    WRONG_VALUE = "CT012"
    BAD_DATE = "CT013"
    BAD_COUNT = "CT014"
    BAD_URL = "CT015"
    NUMBER_IN_TEXT = "CT016"
    UNKNOWN_SOURCE = "CT020"
    DUPLICATE_SOURCE = "CT021"
    SAME_ARCHIVE = "CT022"
    DERIVED_CYCLE = "CT023"
    IMPLIES_CYCLE = "CT024"
    UNKNOWN_CLAIM = "CT025"
    FUTURE_DATE = "CT026"
    BEFORE_EVENT = "CT027"
    CLOCK_ORDER = "CT028"
    SAME_ADDRESS = "CT029"
    DUPLICATE_PARTY = "CT030"
    UNKNOWN_PARTY = "CT031"
    SPEAKS_FOR_CYCLE = "CT032"
    TENURE_BACKWARDS = "CT033"
    OUTSIDE_TENURE = "CT034"
    UNREGISTERED_PARTY = "CT035"
    SIMILAR_NAMES = "CT036"
    WITHOUT_TENURE = "CT037"
    SIDE_WITHOUT_SOURCE = "CT040"
    SIDE_WITHOUT_DATE = "CT041"
    QUOTE_WITHOUT_SOURCE = "CT042"
    SOURCE_WITHOUT_URL = "CT043"
    SOURCE_WITHOUT_DATE = "CT044"
    UNUSED_SOURCE = "CT045"
    SHADOWED_SOURCE = "CT046"
    REPEATED_QUOTE = "CT047"
    STALE_NOTE = "CT048"
    UNARCHIVED = "CT060"
    UNDENIED = "CT061"
    IGNORED_FILE = "CT062"
    UNPORTABLE_NAME = "CT063"


class Cost(StrEnum):
    """What a mistake costs: what is not read because of it."""

    NOTHING = "nothing"
    KEY = "key"  # the record is read without one key, or without one item of a list
    SOURCE = "source"  # one source is left out
    PRINCIPAL = "principal"  # for whom a party speaks is unknown
    PARTY = "party"  # one table of parties.toml is left out
    RECORD = "record"  # a claim, or a whole registry, is left out


_GRAVE: Final = frozenset({Cost.PRINCIPAL, Cost.PARTY, Cost.RECORD})


class Problem(NamedTuple):
    """A problem at one place of one file."""

    path: str  # as the user would type it
    line: int  # counted from 1
    column: int  # counted from 1 in characters, without a byte-order mark
    code: Code
    message: str  # what is wrong, in one line
    hint: str = ""  # what to do about it, in one line; empty if the message says it
    costs: Cost = Cost.NOTHING

    @property
    def hides(self) -> bool:
        """Whether a claim or a party is missing or not as recorded because of it, so that an answer may be wrong."""
        return self.costs in _GRAVE

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}"
        return f"{where}; {self.hint}" if self.hint else where


class ExitCode(IntEnum):
    """The exit codes of a command; a number keeps its meaning for ever."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    NOT_FOUND = 3
    UNREADABLE = 4
    CONFLICT = 5
    FAULT = 70  # EX_SOFTWARE of sysexits.h
    CANNOT_WRITE = 74  # EX_IOERR of sysexits.h
    INTERRUPTED = 130  # as a shell reports a program that SIGINT ended
    READER_LEFT = 141  # as a shell reports a program that SIGPIPE ended


class ClaimtrackError(Exception):
    """An error that ends the command with a line on stderr; each class has its exit code."""

    exit_code: ExitCode

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadRequestError(ClaimtrackError):
    """The request is invalid, whatever the records say."""

    exit_code = ExitCode.USAGE


class BadConfigError(ClaimtrackError):
    """The folder's configuration does not allow this program to go on."""

    exit_code = ExitCode.USAGE


class ConflictError(ClaimtrackError):
    """Somebody else changed a file while it was being written; their text stays."""

    exit_code = ExitCode.CONFLICT


class RefusedError(ClaimtrackError):
    """A file cannot be written as it was asked for; it stays as it is."""

    exit_code = ExitCode.CANNOT_WRITE


class NotFoundError(ClaimtrackError):
    """There is no such claim, party, source, topic or folder, or the name is ambiguous."""

    exit_code = ExitCode.NOT_FOUND
