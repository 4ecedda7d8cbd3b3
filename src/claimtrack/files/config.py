"""Reads a folder's configuration."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

from claimtrack.files import toml_text
from claimtrack.files.discover import unfit_kind
from claimtrack.files.load import Loader
from claimtrack.problems import BadConfigError

if TYPE_CHECKING:
    from claimtrack.model.config import ConfigFile

CONFIG: Final = ".claimtrack.toml"
_MOST: Final = 1 << 20  # bytes; a configuration has some hundreds


def read_config(folder: str) -> ConfigFile:
    """Read the configuration of a folder; return an empty one if there is none.

    Raises:
        BadConfigError: it cannot be read, is not a file inside the folder, or says what nobody understands.
    """
    from claimtrack.model.config import ConfigFile  # noqa: PLC0415 - only `check` reads it

    path = os.path.join(folder, CONFIG)
    if not os.path.lexists(path):
        return ConfigFile()
    if unfit := unfit_kind(path, os.path.realpath(folder)):
        raise BadConfigError(str(unfit.problem(folder)))
    from claimtrack.files.validate import validate  # noqa: PLC0415 - most folders have none

    loader = Loader([], keep=False, read=partial(toml_text.read, most=_MOST))
    loaded = loader.load(path, "config")
    config = loaded and validate(ConfigFile, loaded.data, loaded.source_file, loader.problems)
    if config is None:
        raise BadConfigError("\n".join(map(str, loader.problems)))
    return config
