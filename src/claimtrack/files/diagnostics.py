"""What pydantic found wrong with a file, said as problems: what is wrong, where, what it costs, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from claimtrack.files.as_toml import as_list
from claimtrack.files.hints import date_problem, first_stray, near_key, url_hint, word_hint
from claimtrack.files.leave_out import NOTHING
from claimtrack.files.load import one_line
from claimtrack.files.toml_text import line_column
from claimtrack.model.config_forms import CheckTable, ConfigFile
from claimtrack.model.dates import DateError
from claimtrack.model.forms import ClaimFile, Form, PartyEntry, Position, Source, SourceRef, SourcesFile, Tenure
from claimtrack.model.values import ValueFormError
from claimtrack.problems import Code, Cost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from claimtrack.files.load import SourceFile
    from claimtrack.files.locations import KeyPath
    from claimtrack.problems import Problem


@dataclass(frozen=True, eq=False)
class _Table:
    """A kind of table: what to call it on screen, and the keys it may have."""

    name: str
    keys: tuple[str, ...]
    required: frozenset[str]
    costs: dict[str, Cost]  # what a mistake in a key costs
    unknown_key: Cost


def _table(name: str, model: type[BaseModel]) -> _Table:
    fields = {field.alias or key: field for key, field in model.model_fields.items()}
    required = frozenset(key for key, field in fields.items() if field.is_required())
    costs, unknown_key = (model.costs(), model.unknown_key) if issubclass(model, Form) else ({}, Cost.NOTHING)
    return _Table(name, tuple(fields), required, costs, unknown_key)


_CLAIM: Final = _table("a claim", ClaimFile)
_POSITION: Final = _table("a position", Position)
_SOURCE: Final = _table("a source", Source)
_REFERENCE: Final = _table("a source cited by a position", SourceRef)
_SHARED: Final = _table("the shared sources", SourcesFile)
_PARTY: Final = _table("a party", PartyEntry)
_TENURE: Final = _table("a tenure", Tenure)
_CONFIG: Final = _table("the configuration", ConfigFile)
_CHECK: Final = _table("the table [check]", CheckTable)

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


class Diagnostics:
    """Turns what pydantic found wrong with a file into problems."""

    def __init__(self, source_file: SourceFile) -> None:
        self._file = source_file

    def problems(self, errors: Iterable[ErrorDetails], prefix: KeyPath) -> list[Problem]:
        """Turn validation errors of the table at a path into problems."""
        located = [(error, (*prefix, *error["loc"])) for error in errors]
        problems: list[Problem] = []
        unknown: dict[tuple[KeyPath, str], int] = {}  # the problem of an unknown key, by the table and the hint
        misplaced: dict[str | int, int] = {}  # the problem of a key of the claim that is in another table
        not_tables: set[KeyPath] = set()  # the lists with an item that was reported as no table
        for error, path in located:
            if error["type"] == "extra_forbidden":
                hint = self._key_hint(path)
                if (path[:-1], hint) not in unknown or not _is_once(hint, error["input"]):
                    unknown[path[:-1], hint] = len(problems)
                    problems.append(self._unknown_key(path, hint))
                if self._belongs_to_claim(path):
                    misplaced[path[-1]] = len(problems) - 1
            elif error["type"] != "missing" and path[:-1] not in not_tables:
                problems.append(self._problem(error, path)._replace(costs=self.cost(path)))
            if error["type"] == "model_type":
                not_tables.add(path[:-1])
        for error, path in located:
            if error["type"] == "missing":
                # A key that is missing because it is misspelt or too far down is one mistake, not two.
                hints = (f'did you mean "{path[-1]}"?', _DESCRIBED)
                explained = [unknown[path[:-1], hint] for hint in hints if (path[:-1], hint) in unknown]
                explained += [misplaced[path[-1]]] if path[-1] in misplaced else []
                if explained:
                    costs = max(self.cost(path), problems[explained[0]].costs, key=[*Cost].index)
                    problems[explained[0]] = problems[explained[0]]._replace(costs=costs)
                else:
                    problems.append(self._missing(path)._replace(costs=self.cost(path)))
        return problems

    def cost(self, path: KeyPath) -> Cost:
        """Return what a mistake in the key or the item at a path costs."""
        table = self._table(path)
        key = next(step for step in reversed(path) if isinstance(step, str))
        if table is _SHARED and isinstance(path[-1], int):
            return Cost.SOURCE
        if table is _PARTY and key not in table.keys:
            # Without its misspelt "speaks_for", a party would speak for itself.
            key = near_key(key, table.keys)
        return table.costs.get(key, table.unknown_key)

    def instead(self, path: KeyPath) -> tuple[KeyPath, Any]:
        """Return the path of the smallest part that has to be left out because of a mistake, and what to put there."""
        key, table = path[-1], self._table(path)
        if key not in table.required:
            return path, NOTHING
        # Of a citation or a tenure, nothing is left to check.
        place = f"({str(path[0])[:-1]} {int(path[1]) + 1})" if table in {_POSITION, _SOURCE} else ""
        values = {_CLAIM: "?", _POSITION: "comments" if key == "stance" else f"somebody {place}", _SOURCE: place}
        return (path, values[table]) if table in values else (path[:-1], NOTHING)

    def _unknown_key(self, path: KeyPath, hint: str) -> Problem:
        near = near_key(str(path[-1]), self._table(path).keys)
        if near:
            self._file.left_out.add((*path[:-1], near))
        message = f'unknown key "{path[-1]}"'
        return self._file.at_key(path, Code.UNKNOWN_KEY, message, hint, self.cost(path))

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
        return f'{table.name} needs "{path[-1]}"' if is_required else "leave the key out if nothing is known"

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
        elif error["type"] == "model_type" and self._file.kind != "config":
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
            return _TENURE if "speaks_for" in path[1:-1] else _PARTY
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


def _is_once(hint: str, value: Any) -> bool:  # noqa: ANN401 - from TOML
    """Return whether a hint holds for all unknown keys of a table, so that the first of them is enough."""
    return hint == _DESCRIBED or (hint == _TABLED and isinstance(value, dict))


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
