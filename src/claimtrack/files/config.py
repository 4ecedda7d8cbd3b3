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
    """Read the configuration of a folder; an empty one where there is none.

    Raises:
        BadConfigError: it cannot be read, is not a file inside the folder, or says what nobody understands.
    """
    # Loaded here, because only `check` asks.
    from pydantic import ValidationError  # noqa: PLC0415

    from claimtrack.model.config import ConfigFile  # noqa: PLC0415

    path = os.path.join(folder, CONFIG)
    if not os.path.lexists(path):
        return ConfigFile()
    if unfit := unfit_kind(path, os.path.realpath(folder)):
        raise BadConfigError(str(unfit.problem(folder)))
    loader = Loader([], keep=False, read=partial(toml_text.read, most=_MOST))
    loaded = loader.load(path, "config")
    if loaded is not None:
        try:
            return ConfigFile.model_validate(loaded.data)
        except ValidationError as error:
            loader.problems.extend(loaded.source_file.explain(error.errors(include_url=False)))
    raise BadConfigError("\n".join(map(str, loader.problems)))
