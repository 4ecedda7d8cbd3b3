"""Opens the user's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from typing import Final

from claimtrack.files.programs import find_program
from claimtrack.problems import BadRequestError

_LINE_FIRST: Final = frozenset(
    {"vi", "vim", "nvim", "gvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "mg"}
    | {"gedit", "gnome-text-editor", "geany", "ed", "jed", "pluma", "xed", "mcedit"}
)
_LINE_AFTER: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), ("--goto", "{path}:{line}")),
    **dict.fromkeys(("hx", "helix", "subl", "zed", "atom"), ("{path}:{line}",)),
    "kate": ("--line", "{line}", "{path}"),
    "notepad++": ("-n{line}", "{path}"),
    "mate": ("--line", "{line}", "{path}"),
}


def editor_words(path: str, line: int = 1) -> list[str]:
    """Return what to run to edit a file, at a line if the editor is known to take one.

    Raises:
        BadRequestError: there is no editor, or its variable cannot be read.
    """
    given = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    try:
        words = shlex.split(given, posix=os.name != "nt")
    except ValueError:
        words = []
    program = find_program(words[0]) if words else None
    if program is None:
        raise BadRequestError(f'there is no editor "{given}"', "name one in the variable VISUAL or EDITOR")
    path = os.path.abspath(path)  # it may begin with a hyphen
    name = os.path.basename(words[0]).lower().removesuffix(".exe")
    place = [path]
    if line > 1 and name in _LINE_FIRST:
        place = [f"+{line}", path]
    elif line > 1:
        place = [part.format(path=path, line=line) for part in _LINE_AFTER.get(name, ("{path}",))]
    return [program, *words[1:], *place]


def run_editor(words: list[str]) -> None:
    """Run an editor until it is closed.

    Raises:
        BadRequestError: it cannot be run, or it failed.
    """
    try:
        done = subprocess.run(words, check=False)  # noqa: S603 - it is the user's own
    except (OSError, ValueError) as error:
        hint = "name another one in the variable VISUAL or EDITOR"
        raise BadRequestError(f'the editor "{words[0]}" cannot be run: {error}', hint) from None
    if done.returncode:
        raise BadRequestError(f'the editor "{words[0]}" ended with {done.returncode}')


def text_from_editor(name: str) -> str:
    """Return a text that the user writes in the editor, without blank lines around it."""
    with tempfile.TemporaryDirectory(prefix="claimtrack-") as folder:
        path = os.path.join(folder, f"{name}.txt")
        with open(path, "x", encoding="utf-8"):
            pass
        run_editor(editor_words(path))
        with open(path, encoding="utf-8-sig") as file:
            try:
                return file.read().strip()
            except UnicodeDecodeError:
                raise BadRequestError(f"what the editor saved as the {name} is not UTF-8") from None
