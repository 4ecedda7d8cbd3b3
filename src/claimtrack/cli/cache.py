"""``claimtrack cache``: what is kept to answer fast, and how to be rid of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal, NamedTuple

import typer

from claimtrack.cli.read_options import ClaimsDir, JsonOption, answer, chosen_format
from claimtrack.cli.streams import tell
from claimtrack.files.discover import claims_folder
from claimtrack.index import cache
from claimtrack.index.cache import Cleared, StoredIndex
from claimtrack.render import phrases
from claimtrack.render.view import Column, Listing

_TOLD: Final = {
    "folder": "claims in",
    "index": "index",
    "size": "its size",
    "claims": "claims it knows",
    "updated": "last written",
    "cache": "cache folder",
    "total": "all in it",
}


class _Fact(NamedTuple):
    name: str
    value: str | int | None
    told: str


def command(
    *,
    what: Annotated[Literal["info", "clear"], typer.Argument(help="Tell what is kept, or remove it.")],
    claims_dir: ClaimsDir = None,
    as_json: JsonOption = False,
    every: Annotated[
        bool, typer.Option("--all", help="With clear: remove the indexes of every folder of claims.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With clear: only say what would be removed.")
    ] = False,
) -> None:
    """Tell what is kept of the records to answer fast, or remove it.

    Nothing is lost with it: the next command reads the files and keeps what it read.
    Plain columns: what, value; an index that is not there leaves its values empty.
    """
    if what == "info":
        if every or dry_run:
            option = "--all" if every else "--dry-run"
            raise typer.BadParameter("goes with clear, not with info", param_hint=option)
        _info(cache.describe(claims_folder(claims_dir)), as_json=as_json)
        return
    if as_json:
        raise typer.BadParameter("goes with info, not with clear", param_hint="--json")
    _clear(None if every else claims_folder(claims_dir), dry_run=dry_run)


def _info(kept: StoredIndex, *, as_json: bool) -> None:
    to = chosen_format(None, as_json=as_json)
    row = {
        "folder": kept.folder,
        "index": kept.path,
        "size": kept.size,
        "claims": kept.claims,
        "updated": _when(kept.updated),
        "cache": kept.cache,
        "total": kept.total,
    }
    if as_json:
        answer(Listing("indexes", [row], [], dict), to, "auto", paged=False)
        return
    facts = [_Fact(name, value, _said(name, value, kept)) for name, value in row.items()]
    columns: list[Column[_Fact]] = [
        Column("what", lambda fact: fact.name),
        Column("value", lambda fact: fact.value),
        Column("", lambda fact: _TOLD[fact.name], "what", whole=True, style=lambda _: "bold"),
        Column("", lambda fact: fact.told, "value"),
    ]
    answer(Listing("facts", facts, columns, _Fact._asdict), to, "auto", paged=False)


def _when(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")


def _said(name: str, value: Any, kept: StoredIndex) -> str:  # noqa: ANN401 - whatever a fact is
    if name == "index" and kept.refusal is not None:
        return f"not kept: {kept.refusal}"
    if name == "index" and value is None:
        return "none yet; the next command that reads the claims makes one"
    if name == "claims" and value is None and kept.path is not None:
        return "not to be trusted; the next command that reads the claims makes another"
    if value is None:
        return "–"
    return _bytes(value) if name in {"size", "total"} else str(value)


def _bytes(size: int) -> str:
    return "1 byte" if size == 1 else f"{size:,} bytes"


def _clear(folder: str | None, *, dry_run: bool) -> None:
    found = 0
    for each in cache.clear(folder, dry_run=dry_run):
        if each.files:
            found += 1
            tell(_removed(each, dry_run=dry_run))
    if not found:
        tell(f"no index of {folder} is kept" if folder is not None else "no index is kept")


def _removed(each: Cleared, *, dry_run: bool) -> str:
    did = "would remove" if dry_run else "removed"
    return f"{did} {phrases.count(each.files, 'file')} ({_bytes(each.size)}) in {each.path}"
