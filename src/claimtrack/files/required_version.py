"""Refuses a folder of claims whose configuration requires a newer version of this program."""

from __future__ import annotations

import os
from typing import Final

from claimtrack.files.discover import CONFIG, unfit_kind

LARGEST_CONFIG: Final = 1 << 20  # bytes; a configuration has some hundreds


def refuse_older_program(folder: str) -> None:
    """Refuse to go on if the configuration of a folder requires a newer version of this program.

    Whatever else is wrong with the configuration is for `check` to report.

    Raises:
        BadConfigError: it does.
    """
    path = os.path.join(folder, CONFIG)
    if not os.path.lexists(path) or unfit_kind(path, os.path.realpath(folder)):
        return
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_CONFIG)
    except OSError:
        return
    if b"requires" in data:
        _refuse(path, data)


def _refuse(path: str, data: bytes) -> None:
    from claimtrack import __version__  # noqa: PLC0415 - few folders require a version
    from claimtrack.files.load import Loader  # noqa: PLC0415
    from claimtrack.model.config import least_version, version_numbers  # noqa: PLC0415
    from claimtrack.problems import BadConfigError  # noqa: PLC0415

    parsed = Loader([], keep=False, read=lambda _: data).load(path, "config")
    try:
        required = parsed.data["requires"] if parsed else ""
        is_older = version_numbers(__version__) < least_version(required)
    except (KeyError, TypeError, ValueError):
        return
    if parsed and is_older:
        line, column = parsed.source_file.locations.value(("requires",))
        wanted = required.strip().removeprefix(">=").strip()
        message = f"this folder needs claimtrack {wanted} or newer, and this is {__version__}: install a newer one"
        raise BadConfigError(f"{path}:{line}:{column}: {message}")
