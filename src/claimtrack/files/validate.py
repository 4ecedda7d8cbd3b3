"""The full validation, which says what is wrong, where, and what to do about it. It imports pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from claimtrack.files.diagnostics import Diagnostics
from claimtrack.files.leave_out import NOTHING
from claimtrack.model.config_forms import ConfigFile
from claimtrack.model.forms import ClaimFile, PartyEntry, SourcesFile
from claimtrack.model.names import slug

if TYPE_CHECKING:
    from claimtrack.files.load import SourceFile
    from claimtrack.files.locations import KeyPath
    from claimtrack.model import record
    from claimtrack.model.config import CheckConfig
    from claimtrack.problems import Cost, Problem

Table = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)


class Validated(NamedTuple, Generic[Model]):
    """A table without what is wrong with it."""

    form: Model
    data: Table  # as the parser would have returned it
    costs: frozenset[Cost]  # what the mistakes cost; empty if there was none


def validate_claim(
    data: Table, claim_id: str, source_file: SourceFile, problems: list[Problem]
) -> tuple[record.Claim, Validated[ClaimFile]]:
    """Return a claim without what is wrong with it; add to the problems.

    A required key that is missing has a value that nobody wrote: good enough to look for more mistakes.
    """
    read = _validate(ClaimFile, data, source_file, problems)
    return read.form.recorded(claim_id, source_file.path), read


def validate_sources(data: Table, source_file: SourceFile, problems: list[Problem]) -> tuple[record.Source, ...]:
    """Return the shared sources without what is wrong with them, as in `validate_claim`; add to the problems."""
    shared = _validate(SourcesFile, data, source_file, problems).form
    return tuple(source.recorded() for source in shared.sources)


def validate_party(
    data: Table, key: str, source_file: SourceFile, problems: list[Problem]
) -> tuple[record.Party, frozenset[Cost]]:
    """Return a party without what is wrong with its table, and what that costs; add to the problems."""
    read = _validate(PartyEntry, data, source_file, problems, prefix=(key,))
    return read.form.recorded(slug(key)), read.costs


def validate_config(data: Table, source_file: SourceFile, problems: list[Problem]) -> CheckConfig:
    """Return a configuration without what is wrong with it; add to the problems."""
    return _validate(ConfigFile, data, source_file, problems).form.recorded()


def _validate(
    model: type[Model], data: Table, source_file: SourceFile, problems: list[Problem], prefix: KeyPath = ()
) -> Validated[Model]:
    """Validate the table at a path of a file; return it without what is wrong with it, and add to the problems."""
    try:
        return Validated(model.model_validate(data), data, frozenset())
    except ValidationError as error:
        errors = error.errors(include_url=False)
    diagnostics = Diagnostics(source_file)
    problems += diagnostics.problems(errors, prefix)
    located = [(*prefix, *each["loc"]) for each in errors]
    instead = {}
    for path, value in map(diagnostics.instead, located):
        inner = _existing(data, path[len(prefix) :])
        instead[inner] = value if len(prefix) + len(inner) == len(path) else NOTHING
    rest = source_file.left_out.replace(data, instead, prefix)
    return Validated(model.model_validate(rest), rest, frozenset(map(diagnostics.cost, located)))


def _existing(data: Any, path: KeyPath) -> KeyPath:  # noqa: ANN401 - from TOML
    """Return a path, or the part of it that leads somewhere: a text may be short for a list or a table."""
    for length, step in enumerate(path):
        if not isinstance(data, dict | list):
            return path[:length]
        data = data.get(step) if isinstance(data, dict) else data[int(step)]
    return path
