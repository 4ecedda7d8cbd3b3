"""The one place that starts git.

A repository that was cloned or unpacked is untrusted, and so are its configuration and its attributes. Git is run in
two ways. `run_in_repository` reads the repository where it is, with its configuration, and is used only for commands
that compare no files: to find the repository and to look up a revision. `run_private` reads the same objects through a
git directory of our own (see `private_dir`), where none of the repository's settings counts.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Final

from claimtrack.files.programs import find_program
from claimtrack.problems import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

_OVERRIDES: Final = {
    "core.fsmonitor": "false",  # else a program that says which files changed
    "core.hooksPath": os.devnull,
    "core.alternateRefsCommand": "",
    "protocol.allow": "never",  # nothing is fetched; git before 2.45 does not know GIT_NO_LAZY_FETCH
    "safe.bareRepository": "explicit",  # a folder that only looks like a git directory is none
}
_ALWAYS: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# The only variables of git that count for a private directory: where git is, and where objects are.
_PASSED: Final = frozenset({"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_EXEC_PATH"})
# Git would wait for ever for a named pipe in place of one of its files. No command with this limit takes long.
_TIMEOUT: Final = 60.0  # seconds
_MOST_CONFLICTS: Final = 128  # that merge-file counts; a higher exit code is that of a failure
_SEVERITY: Final = re.compile("(?:fatal|error|warning|hint): *")
_PARTIAL: Final = "this clone is partial, and nothing is fetched for it: git fetch --refetch --no-filter"


class GitError(NotFoundError):
    """Git cannot answer: it is missing, there is no repository or revision, or history ends before it."""


def run_in_repository(folder: str, *arguments: str) -> bytes:
    """Run git in a folder of the repository and return its output.

    The user's environment counts: a hook names the repository in it.

    Raises:
        GitError: git failed, or is not installed.
    """
    env = {**os.environ, **_ALWAYS}
    if "GIT_DIR" in env:
        # Without GIT_WORK_TREE, git would take the folder that it runs in for the top.
        env["GIT_DIR"] = os.path.abspath(env["GIT_DIR"])
        env["GIT_WORK_TREE"] = os.path.abspath(env.get("GIT_WORK_TREE", "."))
    return _run(arguments, folder, env, None, _TIMEOUT)


def merge_files(ours: str, base: str, theirs: str) -> tuple[bytes, bool]:
    """Merge three versions of a file line by line, as git does; return the result, and whether it has no conflict.

    Raises:
        GitError: git cannot merge them, since they are no text, or it is not installed.
    """
    labels = [word for label in ("ours", "base", "theirs") for word in ("-L", label)]
    arguments = ("merge-file", "-p", "-q", *labels, *map(os.path.abspath, (ours, base, theirs)))
    done = _ran(arguments, os.path.dirname(os.path.abspath(ours)), {**os.environ, **_ALWAYS}, None, _TIMEOUT)
    # The exit code is the number of conflicts.
    return (
        (done.stdout, not done.returncode) if done.returncode < _MOST_CONFLICTS else (_output(done, arguments), False)
    )


def run_private(
    git_dir: str,
    tree: str,
    *arguments: str,
    stdin: int | None = None,
    waits: bool = True,
    objects: str | None = None,
) -> bytes:
    """Run git with a git directory of our own and return its output.

    Git looks for attributes in the `tree`, the top of the working tree, too. A command that may take long (`waits`) has
    no time limit. If a folder of `objects` is given, no others are known.

    Raises:
        GitError: git failed, or is not installed.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _PASSED}
    own = {
        "GIT_DIR": git_dir,
        "GIT_WORK_TREE": tree,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        # Before 2.32 git does not know GIT_CONFIG_GLOBAL.
        "HOME": git_dir,
        "XDG_CONFIG_HOME": git_dir,
    }
    if objects is not None:
        own |= {"GIT_OBJECT_DIRECTORY": objects, "GIT_ALTERNATE_OBJECT_DIRECTORIES": ""}
    return _run(arguments, tree, {**env, **own, **_ALWAYS}, stdin, None if waits else _TIMEOUT)


def _run(
    arguments: tuple[str, ...], folder: str, env: Mapping[str, str], stdin: int | None, limit: float | None
) -> bytes:
    return _output(_ran(arguments, folder, env, stdin, limit), arguments)


def _ran(
    arguments: tuple[str, ...], folder: str, env: Mapping[str, str], stdin: int | None, limit: float | None
) -> subprocess.CompletedProcess[bytes]:
    program = find_program("git")
    if program is None:
        raise _NOT_INSTALLED
    settings = [word for key, value in _OVERRIDES.items() for word in ("-c", f"{key}={value}")]
    try:
        return subprocess.run(  # noqa: S603 - no shell; every revision was turned into a commit's id
            [program, "--no-pager", *settings, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            capture_output=True,
            check=False,
            env=env,
            timeout=limit,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} does not answer", "one of its files may be a named pipe") from None
    except FileNotFoundError:
        raise _NOT_INSTALLED from None


def _output(done: subprocess.CompletedProcess[bytes], arguments: tuple[str, ...]) -> bytes:
    if done.returncode:
        lines = (_SEVERITY.sub("", line) for line in text(done.stderr).splitlines())
        message = "; ".join(line for line in lines if line)
        lost = "unable to read" in message or "bad object" in message
        raise GitError(f"git {arguments[0]}: {message or 'failed'}", _PARTIAL if lost else "")
    return done.stdout


def text(raw: bytes) -> str:
    """Return git's output as text; bytes that are not UTF-8 become surrogates."""
    return raw.decode("utf-8", errors="surrogateescape")


_NOT_INSTALLED: Final = GitError("git is not installed", "history needs the git program")
