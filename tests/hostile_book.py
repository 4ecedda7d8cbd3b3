"""A book that is hostile wherever a record takes text, and the ways in which each of its files can be broken."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import tomli_w

if TYPE_CHECKING:
    from pathlib import Path

# Each field begins with another of these, since much depends on how a text begins.
BEGINNINGS = [
    "=cmd|' /C calc'!A0;=1+1",
    "+1+2\t=1+1",
    "-2+3,@SUM(A1)",
    "@octocat and org/repo#1",
    "::error file=a::forged",
    "##[set-env name=PATH]forged",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "../../../etc/passwd",
    "$(touch P) `touch P`; touch P & exit | sh",
    "<script>alert(1)</script>",
    "\n\n=1+1\n- item\n# heading\n::error::x",
    "\t=1+1",
    "[bold red]x[/] [sic] [/b] [link=javascript:alert(1)]x[/link]",
    "\x1b[2J\x1b]8;;javascript:alert(1)\x1b\\x\x1b]8;;\x1b\\",
    "\u202egpj.exe\u202c",
]
REST = " ".join(
    [
        "\x1b[31mred\x1b]0;title\x07\x9b31m\x08\x7f\x00",
        "\x1b]8;;file:///etc/passwd\x1b\\x\x1b]8;;\x1b\\",
        "\u202e\u2066x\u2028::error::y\u2029",
        ":smile: #1 GH-1 abc1234 https://e.example/?a=_b_ www.e.example a@b.example evil.com //e.example",
        "<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![x](data:,) <javascript:alert(1)> [^1] &lt;b&gt;",
        "a|b ;=1+1 ;@x\t+1\n=2\r=3 \n::set-output name=a::b\n##[add-mask]x",
        "```x``` ~~x~~ **x** $x$ $$x$$ {{x}} {#x onclick=y} \\ \\\\",
        "\"x\" 'x' %s {0} $HOME !x",
        "long " * 40,
        "w" * 120,
    ]
)
LINKS = {"https://bare.example/x", "https://archive.example/x"}
# Addresses that a record may hold and that are drawn as no link.
ADDRESSES = ["https://user@e.example/", "https://e.example/\\..\\x", "https://e.example/a|b`{x}"]
FILES = {
    "sources": "claims/sources.toml",
    "parties": "claims/parties.toml",
    "config": "claims/.claimtrack.toml",
    "claim": "claims/hostile.toml",
}
HARMS = ("not TOML", "not UTF-8", "a directory")


def texts():
    """Give one hostile text after the other, each beginning otherwise."""
    for beginning in itertools.cycle(BEGINNINGS):
        yield f"{beginning} {REST}"


def record(name, *, more="", undefined=False):
    """Return a claim with hostile text in every field that takes text.

    Args:
        name: decides how the first of the texts begins.
        more: is put before the ids of its sources.
        undefined: it cites what is defined nowhere, so that it is read only where it cannot be known what is.
    """
    text = texts()
    for _ in range(sum(map(ord, name)) % len(BEGINNINGS)):  # another beginning for each claim
        next(text)
    sources = [
        {
            "id": f"{more}{next(text)}",
            "title": next(text),
            "publisher": next(text),
            "author": next(text),
            "quote": next(text),
            "note": next(text),
            "url": url,
        }
        for url in ADDRESSES
    ]
    sources += [{"id": "plain", "title": next(text), "archive_url": "https://archive.example/x"}]
    cited = [{"id": each["id"], "at": next(text)} for each in sources]
    cited += ["https://bare.example/x", ADDRESSES[0]]
    cited += [next(text), "javascript:alert(1)", "file:///etc/passwd"] if undefined else []
    positions = [
        {"party": party, "stance": stance, "date": date, "value": value, "sources": cited}
        | {key: next(text) for key in ("quote", "original", "note", "rating")}
        for party, stance, date, value in (
            ("p0", "asserts", "2025-01", next(text)),
            ("p1", "denies", "2025-02", -5),
            (f"p2 {next(text)}", "comments", "2025-03", next(text)),
            ("p0", "denies", "2025-04", next(text)),
            ("voice", "qualifies", "2025-04", 5),
            (f"x {next(text)}", "asserts", "2025-04", next(text)),
        )
    ]
    positions[1]["via"] = [f"v {next(text)}"]
    positions[2]["attribution"] = "anonymous"
    return {
        "title": next(text),
        "statement": next(text),
        "original": next(text),
        "place": next(text),
        "notes": next(text),
        "unit": next(text),
        "topics": [f"{next(text)}" for _ in range(3)],
        "see_also": [next(text)],
        "positions": positions,
        "sources": sources,
    }


def write(home: Path) -> None:
    """Write the book, committed twice to a repository of its own."""
    text = texts()
    claims = home / "claims"
    claims.mkdir(parents=True)
    parties = {
        "p0": {"name": f"P {next(text)}", "aliases": [f"alias {next(text)}"]},
        "p1": {"name": next(text)},
        "voice": {"name": f"voice {next(text)}", "speaks_for": "p0"},
        "other": {"name": next(text), "speaks_for": "p0"},
    }
    shared = [{"id": next(text), "title": next(text), "publisher": next(text), "url": url} for url in ADDRESSES]
    _toml(claims / "parties.toml", parties)
    _toml(claims / "sources.toml", {"sources": shared})
    _toml(claims / ".claimtrack.toml", {"check": {"ignore": ["CT020"]}})
    _toml(claims / "hostile.toml", record("hostile"))
    _toml(claims / "second.toml", {**record("second"), "implies": ["hostile"], "contradicts": ["fine"]})
    (claims / "fine.toml").write_text(
        'title = "Fine"\n[[positions]]\nparty = "p0"\nstance = "asserts"\ndate = 2025-05-01\n'
        '[[positions]]\nparty = "p0"\nstance = "denies"\ndate = 2025-05-01\n'
    )
    if os.name != "nt":
        odd = claims / "dir\x1b[31m\u202e ::error::x"
        odd.mkdir()
        (odd / "##[error]x\n::error::y;$(touch P)\x1b[2J.toml").write_text("title =")
    _git(home, "init", "-q", "-b", "main")
    _commit(home)
    changed = record("hostile", more="new ")
    changed["positions"] = changed["positions"][1:]
    _toml(claims / "hostile.toml", changed)
    _toml(claims / "third.toml", record("third", undefined=True))
    _commit(home)
    _toml(claims / "hostile.toml", record("hostile"))


def broken(home: Path, to: Path, file: str, harm: str) -> Path:
    """Copy the book and break one of its files."""
    shutil.copytree(home, to)
    path = to / FILES[file]
    before = path.read_bytes()
    match harm:
        case "not TOML":
            path.write_bytes(before + f'\n[[positions]\nx = "{BEGINNINGS[2]}" ::error::##[error] = \n'.encode())
        case "not UTF-8":
            path.write_bytes(before + b'\nx = "\xff\xfe\x1b[31m"\n')
        case "a directory":
            path.unlink()
            path.mkdir()
            (path / "inside.toml").write_text('title = "Inside"')
    return to


def _toml(path: Path, data) -> None:
    path.write_text(tomli_w.dumps(data), encoding="utf-8", newline="\n")


def _commit(home: Path) -> None:
    _git(home, "add", "-A")
    _git(home, "commit", "-q", "-m", REST.replace("\x00", ""))


def _git(home: Path, *words: str) -> None:
    author = "=1+1;=2 @octocat [red]x[/] ::error:: \x1b[31m |x|"
    who = ["-c", f"user.name={author}", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *who, *words], cwd=home, check=True, env=env, stdout=subprocess.DEVNULL)
