"""The full validation, which says what is wrong, where, and what to do about it. It imports pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from claimtrack.files.as_toml import as_list
from claimtrack.files.hints import date_problem, first_stray, near_key, url_hint, word_hint
from claimtrack.files.load import one_line
from claimtrack.files.toml_text import line_column
from claimtrack.model.config import CheckConfig, ConfigFile
from claimtrack.model.dates import DateError
from claimtrack.model.forms import ClaimFile, PartyEntry, Position, Source, SourceRef, SourcesFile, Tenure
from claimtrack.model.values import ValueFormError
from claimtrack.model.vocabulary import slug
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from claimtrack.files.load import SourceFile
    from claimtrack.files.locations import KeyPath
    from claimtrack.model import record
    from claimtrack.problems import Problem

    Table = dict[str, Any]
    Model = TypeVar("Model", bound=BaseModel)


def validate_claim(data: Table, claim_id: str, source_file: SourceFile, problems: list[Problem]) -> record.Claim | None:
    """Validate a claim; return None, and add to the problems, if it is not right."""
    claim = validate_table(ClaimFile, data, source_file, problems)
    return None if claim is None else claim.recorded(claim_id, source_file.path)


def validate_sources(data: Table, source_file: SourceFile, problems: list[Problem]) -> tuple[record.Source, ...] | None:
    """Validate the shared sources; return None, and add to the problems, if one of them is not right."""
    shared = validate_table(SourcesFile, data, source_file, problems)
    return None if shared is None else tuple(source.recorded() for source in shared.sources)


def validate_party(data: Table, key: str, source_file: SourceFile, problems: list[Problem]) -> record.Party | None:
    """Validate one table of the registry; return None, and add to the problems, if it is not right."""
    entry = validate_table(PartyEntry, data, source_file, problems, prefix=(key,))
    return None if entry is None else entry.recorded(slug(key))


def validate_table(
    model: type[Model], data: Table, source_file: SourceFile, problems: list[Problem], prefix: KeyPath = ()
) -> Model | None:
    """Validate the table at a path of a file; return None, and add to the problems, if it is not right."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += _Diagnostics(source_file).problems(error.errors(include_url=False), prefix)
        return None


class _Table(NamedTuple):
    """A kind of table: what to call it on screen, and the keys it may have."""

    name: str
    keys: tuple[str, ...]
    required: frozenset[str]


def _table(name: str, model: type[BaseModel]) -> _Table:
    fields = {field.alias or key: field for key, field in model.model_fields.items()}
    return _Table(name, tuple(fields), frozenset(key for key, field in fields.items() if field.is_required()))


_CLAIM: Final = _table("a claim", ClaimFile)
_POSITION: Final = _table("a position", Position)
_SOURCE: Final = _table("a source", Source)
_REFERENCE: Final = _table("a source cited by a position", SourceRef)
_SHARED: Final = _table("the shared sources", SourcesFile)
_PARTY: Final = _table("a party", PartyEntry)
_TENURE: Final = _table("a tenure", Tenure)
_CONFIG: Final = _table("the configuration", ConfigFile)
_CHECK: Final = _table("the table [check]", CheckConfig)

_TYPES: Final = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
_WANTED: Final = {
    "bool_type": "true or false",
    "dict_type": "a table",
    "string_type": "text in quotes",
    "tuple_type": "a list in square brackets",
    "model_type": "a table",
}
_DESCRIBED: Final = 'describe the source below [[sources]] and cite it here by its id: sources = ["its-id"]'
_TABLED: Final = 'a source begins with a line [[sources]], then id = "its-id"'
# Hints that hold for all keys of a table, and are given once.
_ONCE: Final = frozenset({_DESCRIBED, _TABLED})


class _Diagnostics:
    """Turns what pydantic found wrong with a file into problems."""

    def __init__(self, source_file: SourceFile) -> None:
        self._file = source_file

    def problems(self, errors: Iterable[ErrorDetails], prefix: KeyPath) -> list[Problem]:
        """Turn validation errors of the table at a path into problems."""
        located = [(error, (*prefix, *error["loc"])) for error in errors]
        problems: list[Problem] = []
        hints: dict[KeyPath, set[str]] = {}  # by table, those about its unknown keys
        misplaced: set[str | int] = set()  # keys of the claim that are in another table
        not_tables: set[KeyPath] = set()  # the lists with an item that was reported as no table
        for error, path in located:
            if error["type"] == "extra_forbidden":
                hint = self._key_hint(path)
                given = hints.setdefault(path[:-1], set())
                if hint not in given & _ONCE:
                    problems.append(self._file.at_key(path, Code.UNKNOWN_KEY, f'unknown key "{path[-1]}"', hint))
                given.add(hint)
                if self._belongs_to_claim(path):
                    misplaced.add(path[-1])
            elif error["type"] != "missing" and path[:-1] not in not_tables:
                problems.append(self._problem(error, path))
            if error["type"] == "model_type":
                not_tables.add(path[:-1])
        for error, path in located:
            # A key that is missing because it is misspelt or too far down is one mistake, not two.
            given = hints.get(path[:-1], set())
            explained = path[-1] in misplaced or f'did you mean "{path[-1]}"?' in given or _DESCRIBED in given
            if error["type"] == "missing" and not explained:
                problems.append(self._missing(path))
        return problems

    def _problem(self, error: ErrorDetails, path: KeyPath) -> Problem:
        kind = error["type"]
        if kind == "literal_error":
            return self._choice(error, path)
        if kind in _WANTED:
            return self._wrong_type(error, path)
        cause = error.get("ctx", {}).get("error")
        given = error["input"]
        if isinstance(cause, DateError):
            what, hint = date_problem(str(cause), given, self._stray_column(path, given))
            return self._file.at_value(path, Code.BAD_DATE, f"{self._name(path)}: {what}", hint)
        if isinstance(cause, ValueFormError):
            return self._file.at_value(path, Code.BAD_COUNT, f"{self._name(path)}: {cause}")
        if kind == "bad_url":
            hint = url_hint(given, self._stray_column(path, given))
            return self._file.at_value(path, Code.BAD_URL, f"{self._name(path)}: {error['msg']}", hint)
        hint = self._empty(path) if kind == "empty_text" and not given.strip() else ""
        return self._file.at_value(path, Code.WRONG_VALUE, f"{self._name(path)}: {error['msg']}", hint)

    def _empty(self, path: KeyPath) -> str:
        """Return what to do about an empty text."""
        path = self._named(path)
        if not isinstance(path[-1], str):
            return "leave the item out"
        table = self._table(path)
        is_required = path[-1] in table.required
        return f'{table.name} needs "{path[-1]}"' if is_required else "leave the key out where nothing is known"

    def _stray_column(self, path: KeyPath, given: object) -> int | None:
        """Return the column of the first character in a text that cannot be seen; None if there is none."""
        char = first_stray(given) if isinstance(given, str) else ""
        where = self._file.locations[path]
        at = self._file.text.find(char, where.value, where.end) if char else -1
        return None if at < 0 else line_column(self._file.text, at)[1]

    def _missing(self, path: KeyPath) -> Problem:
        needs = f'{self._table(path).name} needs "{path[-1]}"'
        if not self._file.text.strip():
            return self._file.at_key((), Code.MISSING_KEY, "the file is empty", needs)
        return self._file.at_key(path[:-1], Code.MISSING_KEY, needs)

    def _choice(self, error: ErrorDetails, path: KeyPath) -> Problem:
        given = error["input"]
        choices = [choice.strip("' ") for choice in error["ctx"]["expected"].replace(" or ", ",").split(",")]
        key, column = str(path[-1]), self._stray_column(path, given)
        hint = word_hint(key, given, choices, column) if isinstance(given, str) else ""
        shown = f'"{one_line(given, 60)}"' if isinstance(given, str) else _type_of(given)
        message = f"{self._name(path)} is {shown}, not one of {', '.join(choices)}"
        return self._file.at_value(path, Code.WRONG_VALUE, message, hint)

    def _wrong_type(self, error: ErrorDetails, path: KeyPath) -> Problem:
        given, hint, wanted = error["input"], "", _WANTED[error["type"]]
        top = path[0] in {"positions", "sources"} and (len(path) == 1 or isinstance(path[1], int))
        if len(path) == 1 and top and isinstance(given, dict):
            hint = f"write [[{path[0]}]], with double brackets"
        elif len(path) < 3 and top:
            hint = f"each one is a table below a line [[{path[0]}]]"
        elif error["type"] == "model_type":
            wanted = "text in quotes or a table"
        elif top and path[-1] == "sources" and isinstance(given, dict):
            hint = _DESCRIBED
        elif error["type"] == "tuple_type" and isinstance(given, str):
            hint = f"write {as_list(str(path[-1]), given)}"
        message = f"{self._name(path)} must be {wanted}, not {_type_of(given)}"
        return self._file.at_value(path, Code.WRONG_VALUE, message, hint)

    def _table(self, path: KeyPath) -> _Table:
        """Return the kind of table that a key's path leads into."""
        if self._file.kind == "parties":
            return _TENURE if "speaks_for" in path[:-1] else _PARTY
        if self._file.kind == "config":
            return _CHECK if len(path) > 1 else _CONFIG
        match tuple(part for part in path if isinstance(part, str)):
            case ("positions", "sources", _):
                return _REFERENCE
            case ("positions", _):
                return _POSITION
            case ("sources", _):
                return _SOURCE
            case _:
                return _CLAIM if self._file.kind == "claim" else _SHARED

    def _name(self, path: KeyPath) -> str:
        """Return the name of a value: its key, or the number of an item and the key of its list."""
        path = self._named(path)
        return path[-1] if isinstance(path[-1], str) else f"item {path[-1] + 1} of {path[-2]}"

    def _named(self, path: KeyPath) -> KeyPath:
        """Return the path without the key of an item in short form, as in sources = ["its-id"], which has none."""
        while len(path) > 1 and self._file.locations[path] == self._file.locations[path[:-1]]:
            path = path[:-1]
        return path

    def _belongs_to_claim(self, path: KeyPath) -> bool:
        return path[-1] in _CLAIM.keys and self._file.kind == "claim" and self._table(path) in {_POSITION, _SOURCE}

    def _key_hint(self, path: KeyPath) -> str:
        key, table = str(path[-1]), self._table(path)
        if table is _REFERENCE and key in _SOURCE.keys:
            return _DESCRIBED
        if self._belongs_to_claim(path):
            return f"{key} belongs to the claim: move it above the first [[{path[0]}]]"
        if table in {_CLAIM, _PARTY} and key in {"id", "path"}:
            named = "a claim's id is the name of its file" if table is _CLAIM else "a party's id names its table"
            return f"leave it out: {named}"
        near = near_key(key, table.keys)
        return f'did you mean "{near}"?' if near else _home_of(key, table)


def _home_of(key: str, table: _Table) -> str:
    """Return a hint on where a key belongs that its table does not have."""
    if table in {_CLAIM, _SOURCE} and key in _POSITION.keys:
        return f"{key} belongs to a position: move it below a line [[positions]]"
    if table is _POSITION and key in _SOURCE.keys:
        return f"{key} belongs to a source: move it below a line [[sources]] and cite that by its id"
    if table is _SHARED:
        return _TABLED
    return f"{table.name} has {', '.join(table.keys)}"


def _type_of(given: Any) -> str:  # noqa: ANN401 - from TOML
    return "text" if isinstance(given, str) else _TYPES.get(type(given), "a date")
