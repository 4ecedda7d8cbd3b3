"""A git repository with a book: after the first commit, each one adds records or edits those that are there."""

from __future__ import annotations

import os
import random
from itertools import islice
from typing import TYPE_CHECKING, Final

from generate import KINDS, claim_toml, registries, save
from measure import prepare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stories import Story

FIRST, LAST = "first", "last"
"""The tags of the first commit and of the last."""

_NOBODY: Final = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "gc.auto=0")
_EDITED: Final = 0.01  # of all records, in each commit


def git_env(env: dict[str, str]) -> dict[str, str]:
    """Return an environment in which git reads no configuration of this machine."""
    return env | {"GIT_CONFIG_NOSYSTEM": "1"}


def commit_all(git: str, env: dict[str, str], repository: str, message: str) -> None:
    """Commit everything below a folder, which becomes a repository unless it is one."""
    if not os.path.isdir(os.path.join(repository, ".git")):
        _git(git, env, repository, "init", "-q")
    _git(git, env, repository, "add", "-A")
    _git(git, env, repository, "commit", "-q", "-m", message)


def write_history(
    repository: str, git: str, env: dict[str, str], count: int, commits: int, seed: int, *, grows: bool
) -> None:
    """Write so many long records in so many commits, and pack the repository as a fresh clone is packed.

    Args:
        repository: the folder; the claims are in its sub-folder `claims`.
        git: the program.
        env: its environment.
        count: how many records there are in the last commit.
        commits: how many commits; each after the first edits one record in a hundred.
        seed: of the records and of what is edited.
        grows: whether the first commit has half of the records, and each later one adds some; else it has all.
    """
    claims = os.path.join(repository, "claims")
    registries(claims, count, seed, "long")
    made = iter(KINDS["long"].stories(count, seed))
    rng = random.Random(f"history {seed}")
    first = count // 2 if grows else count
    present: list[Story] = []
    for number in range(commits):
        wanted = first + (count - first) * number // max(1, commits - 1)
        added = list(islice(made, wanted - len(present)))
        edited = rng.sample(range(len(present)), max(1, round(count * _EDITED))) if number else []
        for place in edited:
            present[place] = _edited(present[place], rng)
        _save(claims, [*added, *(present[place] for place in edited)])
        present += added
        commit_all(git, env, repository, f"Commit {number + 1}")
        if number == 0:
            _git(git, env, repository, "tag", FIRST)
    _git(git, env, repository, "tag", LAST)
    _git(git, env, repository, "repack", "-a", "-d", "-q")


def _edited(story: Story, rng: random.Random) -> Story:
    """Return a claim with one position more, or with another note on its first one."""
    first = story.positions[0]
    if rng.random() < 0.5:
        later = first._replace(stance="denies", date="2025-06-01", value="", quote="", original="")
        return story._replace(positions=(*story.positions, later))
    noted = first._replace(note=f"Corrected after the recording, minute {rng.randrange(400)}.")
    return story._replace(positions=(noted, *story.positions[1:]))


def _save(claims: str, stories: Iterable[Story]) -> None:
    for story in stories:
        folder = os.path.join(claims, story.folder)
        os.makedirs(folder, exist_ok=True)
        save(os.path.join(folder, f"{story.id}.toml"), claim_toml(story))


def _git(git: str, env: dict[str, str], repository: str, *args: str) -> None:
    prepare((git, *_NOBODY, *args), env, repository)
