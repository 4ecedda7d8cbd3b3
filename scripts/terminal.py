"""Runs commands as a reader would: typed at a real terminal of a known width, with nobody's settings."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Final

_PATIENCE: Final = 60.0  # seconds that one command may take
_READ: Final = 65536
# What steers a terminal: CSI sequences (colours) and OSC sequences (links), as ECMA-48 defines them.
_STEERING: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?(?:\x07|\x1b\\)")
_ERASED: Final = "\x1b[2K"  # the line on which the cursor is
_UP: Final = re.compile(r"\x1b\[([0-9]*)A")
_PARTS: Final = re.compile(rf"{_STEERING.pattern}|\n|[^\x1b\n]+|\x1b")


class Terminal:
    """A pseudo-terminal with a folder, an empty home, and ``claimtrack`` on the path.

    The claimtrack is that of the Python that runs this, installed or not.
    """

    def __init__(self, folder: Path, home: Path, columns: int = 80) -> None:
        """Lay out the home.

        Args:
            folder: where commands start; ``cd`` changes it for those that follow.
            home: an empty folder.
            columns: how wide the terminal is.
        """
        self._top = self.folder = folder.resolve()
        self._home = home
        self._columns = columns
        shim = home / "bin" / "claimtrack"
        shim.parent.mkdir()
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m claimtrack "$@"\n')
        shim.chmod(0o755)

    def type(self, command: str) -> str:
        """Run a command and give what a reader sees in the end: stdout and stderr as they came, without colours.

        Raises:
            TimeoutError: it did not end.
        """
        shown = _STEERING.sub("", _left(self.raw(command, {"NO_COLOR": "1"})))
        return "".join(f"{line.rstrip()}\n" for line in shown.splitlines())

    def raw(self, command: str, environment: dict[str, str]) -> str:
        """Run a command and give every character that reached the terminal.

        Raises:
            TimeoutError: it did not end.
        """
        left = self._home / "left"  # where the shell notes in which folder the command left it
        ours, theirs = pty.openpty()
        try:
            termios.tcsetwinsize(theirs, (24, self._columns))
            process = subprocess.Popen(  # noqa: S603 - the commands are those of our own documents
                ["/bin/sh", "-c", f"trap 'pwd >{shlex.quote(str(left))}' EXIT\n{command}"],
                cwd=self.folder,
                env=self._environment() | environment,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
            )
        finally:
            os.close(theirs)
        try:
            shown = _read_all(ours, command)
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            os.close(ours)
            process.wait()
        self.folder = Path(left.read_text().removesuffix("\n"))
        return shown.decode().replace("\r\n", "\n")

    def save(self, name: str, text: str) -> None:
        """Write a file as the reader is told to.

        Raises:
            ValueError: it would lie outside the folder.
        """
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self._top):
            raise ValueError(f"{name} is outside the folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        """Give what a fresh user has, and what measures coverage if anything does."""
        passed = {
            name: value for name, value in os.environ.items() if name == "PYTHONPATH" or name.startswith("COVERAGE_")
        }
        return {
            **passed,
            "PATH": f"{self._home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "HOME": str(self._home),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLUMNS": str(self._columns),
            "PAGER": "cat",
        }


def _left(shown: str) -> str:
    """Return what stays on a screen: a bar that shows progress erases its line, again and again."""
    if _ERASED not in shown:
        return shown
    lines, row = [""], 0
    for part in _PARTS.findall(shown):
        if part == "\n":
            row += 1
            lines += [""] * (row == len(lines))
        elif part == _ERASED:
            lines[row] = ""
        elif up := _UP.fullmatch(part):
            row = max(row - int(up[1] or 1), 0)
        else:
            lines[row] += part.replace("\r", "")
    return "\n".join(lines)


def _read_all(handle: int, command: str) -> bytes:
    """Read until nobody holds the other end any more."""
    shown = b""
    deadline = time.monotonic() + _PATIENCE
    while select.select([handle], [], [], max(0.0, deadline - time.monotonic()))[0]:
        try:
            part = os.read(handle, _READ)
        except OSError:  # as Linux says that the other end is closed; others give nothing to read
            part = b""
        if not part:
            return shown
        shown += part
    raise TimeoutError(f"still running after {_PATIENCE:.0f} seconds: {command}")
