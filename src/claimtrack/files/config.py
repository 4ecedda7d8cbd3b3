"""Reads the configuration of a folder: ``.claimtrack.toml`` in the folder of claims."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack import __version__
from claimtrack.files import toml_text
from claimtrack.files.discover import CONFIG, unfit_kind
from claimtrack.files.fast_validation import fast_config
from claimtrack.files.load import Loader
from claimtrack.model.config import CheckConfig, least_version, version_numbers
from claimtrack.problems import BadConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.files.load import SourceFile
    from claimtrack.problems import Problem

_MOST: Final = 1 << 20  # bytes; a configuration has some hundreds


class ReadConfig(NamedTuple):
    """A configuration without what is wrong with it."""

    check: CheckConfig = CheckConfig()
    problems: tuple[Problem, ...] = ()
    source_file: SourceFile | None = None  # None if there is no such file, or it cannot be read


def read_config(folder: str) -> ReadConfig:
    """Read the configuration of a folder on disk; an empty one if there is none, or it is not a file in the folder."""
    path = os.path.join(folder, CONFIG)
    if not os.path.lexists(path):
        return ReadConfig()
    if unfit := unfit_kind(path, os.path.realpath(folder)):
        return ReadConfig(problems=(unfit.problem(folder),))
    return parse_config(path, partial(toml_text.read, most=_MOST))


def parse_config(path: str, read: Callable[[str], bytes]) -> ReadConfig:
    """Read a configuration with a function that reads files. What is wrong is left out, so that the default counts."""
    loader = Loader([], keep=True, read=read)
    parsed = loader.load(path, "config")
    if parsed is None:
        return ReadConfig(problems=tuple(loader.problems), source_file=loader.source_files.get(path))
    config = fast_config(parsed.data)
    if config is None:
        from claimtrack.files.validate import validate_config  # noqa: PLC0415 - only if something is wrong

        config = validate_config(*parsed, loader.problems)
    return ReadConfig(config, tuple(loader.problems), parsed.source_file)


def refuse_older_program(path: str) -> None:
    """Refuse to go on if a configuration, given by its path, requires a newer version of this program.

    Whatever else is wrong with it is for `check` to say.

    Raises:
        BadConfigError: it does.
    """
    if unfit_kind(path, os.path.realpath(os.path.dirname(path))):
        return
    loader = Loader([], keep=False, read=partial(toml_text.read, most=_MOST))
    parsed = loader.load(path, "config")
    try:
        least = least_version(parsed.data["requires"]) if parsed else ()
    except (KeyError, TypeError, ValueError):
        return
    if parsed and version_numbers(__version__) < least:
        line, column = parsed.source_file.locations.value(("requires",))
        wanted = parsed.data["requires"].strip().removeprefix(">=").strip()
        message = f"this folder needs claimtrack {wanted} or newer, and this is {__version__}: install a newer one"
        raise BadConfigError(f"{path}:{line}:{column}: {message}")
