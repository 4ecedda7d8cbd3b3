"""A git repository of one's own, with a history of its own dates, and the records in it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import tomli_w

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Records = Mapping[str, str | Mapping[str, Any] | None]

PARTIES = """
[india]
name = "India"

[modi]
name = "Narendra Modi"
speaks_for = "india"

[bharti]
name = "A.K. Bharti"
speaks_for = "india"

[pakistan]
name = "Pakistan"
aliases = ["Islamabad"]

[sharif]
name = "Shehbaz Sharif"
speaks_for = "pakistan"

[united-states]
name = "United States"
aliases = ["US"]

[trump]
name = "Donald Trump"
speaks_for = [{ party = "united-states", from = 2025-01-20 }]
"""


class Repo:
    """A git repository that knows nothing of the user's settings.

    Attributes:
        top: its top folder.
        env: what of an environment makes git the same everywhere.
    """

    def __init__(self, top: Path, home: Path) -> None:
        self.top = top
        who = {"NAME": "Ann Editor", "EMAIL": "ann@example.org"}
        self.env = {
            **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()},
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": str(top.parent),
            "HOME": str(home),
        }
        if not (top / ".git").exists():
            top.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet", "--initial-branch=main", "--template=")

    def git(self, *args: str, stdin: bytes = b"", **env: str) -> str:
        """Run git and give what it says."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
        done = subprocess.run(
            ["git", "-c", "commit.gpgsign=false", "-c", "maintenance.auto=false", *args],
            cwd=self.top,
            env={**kept, **self.env, **env},
            input=stdin,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().rstrip("\n")

    def write(self, records: Records, folder: str = "claims") -> None:
        """Write records by name, as texts or as tables; remove those that are None."""
        for name, told in records.items():
            path = self.top / folder / f"{name}.toml"
            if told is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            text = told if isinstance(told, str) else tomli_w.dumps(told)
            path.write_text(text, encoding="utf-8", newline="\n")

    def commit(
        self,
        records: Records | None = None,
        *,
        date: str = "2025-12-01",
        subject: str = "Edit",
        author: str = "Ann Editor",
    ) -> str:
        """Commit everything as it is, after writing some records; give the id."""
        self.write(records or {})
        self.git("add", "--all")
        when = f"{date}T12:00:00+00:00"
        dates = {"GIT_AUTHOR_NAME": author, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self.git("commit", "--quiet", "--allow-empty", f"--message={subject}", **dates)
        return self.git("rev-parse", "HEAD")


def said(party: str, stance: str, date: str | None = None, **more: Any) -> dict[str, Any]:
    """Give a position as its record has it."""
    return {"party": party, "stance": stance, **({"date": date} if date else {}), **more}


def record(*positions: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Give a claim as its record has it."""
    return {"title": "Jets fell", **more, "positions": list(positions)}
