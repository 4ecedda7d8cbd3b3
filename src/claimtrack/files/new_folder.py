"""Makes a folder of claims, ready to use, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from claimtrack.files.discover import CONFIG, FOLDER, PARTIES, SOURCES
from claimtrack.files.replace import draft_path

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE: Final = "example-bridge"
ATTRIBUTES: Final = ".gitattributes"
MERGE_LINE: Final = f"{FOLDER}/**/*.toml merge=claimtrack"
HOOKS: Final = ".pre-commit-config.yaml"
HOOK: Final = """repos:
  - repo: local
    hooks:
      - id: claimtrack-check
        name: claimtrack check
        entry: claimtrack check
        language: system
        pass_filenames: false
        always_run: true
"""
_ATTRIBUTES: Final = f"""# How git merges two people's work on one claim: `claimtrack init --merge-driver` sets it up in a clone.
{MERGE_LINE}
"""


def first_records() -> dict[str, str]:
    """Return the texts of the files in a new folder of claims, by name."""
    from claimtrack.files.schema import schema  # noqa: PLC0415 - imports pydantic

    start = files("claimtrack.files").joinpath("start")
    templates = {f"{EXAMPLE}.toml": f"{EXAMPLE}.toml", PARTIES: PARTIES, SOURCES: SOURCES, CONFIG: CONFIG[1:]}
    texts = {name: start.joinpath(file).read_text(encoding="utf-8") for name, file in templates.items()}
    for kind in ("claim", "parties", "sources"):
        texts[f"{kind}.schema.json"] = f"{json.dumps(schema(kind), indent=2, ensure_ascii=False)}\n"
    return texts


def others(top: str, *, hook: bool) -> dict[str, str]:
    """Return the texts of the files beside a folder of claims, by their paths."""
    texts = {os.path.join(top, ATTRIBUTES): _ATTRIBUTES}
    return {**texts, os.path.join(top, HOOKS): HOOK} if hook else texts


def is_free(folder: str) -> bool:
    """Return whether a folder can be made: there is nothing of its name, or only an empty folder."""
    if os.path.islink(folder):
        return False
    return not os.path.lexists(folder) or (os.path.isdir(folder) and not os.listdir(folder))


def make_folder(folder: str, texts: Mapping[str, str]) -> None:
    """Make a folder with files in it. It is written under another name, and then given its own.

    Raises:
        OSError: it cannot be made, or there is something of its name by now; the error names the folder.
    """
    top = os.path.dirname(os.path.abspath(folder))
    draft = draft_path(top)
    try:
        os.makedirs(top, exist_ok=True)
        os.mkdir(draft)
        try:
            for name, text in texts.items():
                with open(os.path.join(draft, name), "x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
            with suppress(FileNotFoundError):
                os.rmdir(folder)  # it is empty
            os.rename(draft, folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise OSError(error.errno, f"it cannot be made: {error.strerror or error}", folder) from error
