"""Reads a folder's configuration."""

from __future__ import annotations

import os
from typing import Final

from pydantic import ValidationError

from claimtrack.files.load import Loader
from claimtrack.model.config import ConfigFile
from claimtrack.problems import BadConfigError

CONFIG: Final = ".claimtrack.toml"


def read_config(folder: str) -> ConfigFile:
    """Read the configuration of a folder; an empty one where there is none.

    Raises:
        BadConfigError: it cannot be read, or says what nobody understands.
    """
    path = os.path.join(folder, CONFIG)
    if not os.path.lexists(path):
        return ConfigFile()
    loader = Loader([], keep=False)
    loaded = loader.load(path, "config")
    if loaded is not None:
        try:
            return ConfigFile.model_validate(loaded.data)
        except ValidationError as error:
            loader.problems.extend(loaded.sheet.explain(error.errors(include_url=False)))
    raise BadConfigError("\n".join(map(str, loader.problems)))
