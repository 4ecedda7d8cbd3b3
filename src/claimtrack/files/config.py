"""Reads a folder's configuration."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from claimtrack.files.load import Loader
from claimtrack.problems import BadConfigError

if TYPE_CHECKING:
    from claimtrack.model import ConfigFile

CONFIG: Final = ".claimtrack.toml"


def read_config(folder: str) -> ConfigFile:
    """Read the configuration of a folder; an empty one where there is none.

    Raises:
        BadConfigError: it cannot be read, or says what nobody understands.
    """
    # Loaded here, because only `check` asks.
    from pydantic import ValidationError  # noqa: PLC0415

    from claimtrack.model.config import ConfigFile  # noqa: PLC0415

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
