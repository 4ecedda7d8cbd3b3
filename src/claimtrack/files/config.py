"""Reads the configuration of a folder: ``.claimtrack.toml`` in the folder of claims."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.files import toml_text
from claimtrack.files.discover import CONFIG, unfit_kind
from claimtrack.files.fast_validation import fast_config
from claimtrack.files.load import Loader
from claimtrack.files.required_version import LARGEST_CONFIG
from claimtrack.model.config import CheckConfig

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.files.load import SourceFile
    from claimtrack.problems import Problem


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
    return parse_config(path, partial(toml_text.read, most=LARGEST_CONFIG))


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
