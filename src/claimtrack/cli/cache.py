"""``claimtrack cache``: the index of the records, and how to remove it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal, NamedTuple

import typer

from claimtrack.book import cache
from claimtrack.book.cache import Cleared, Kept
from claimtrack.cli.read_options import ClaimsDir, JsonOption, chosen_format, write_answer
from claimtrack.cli.streams import message
from claimtrack.files.discover import claims_folder
from claimtrack.render import phrases
from claimtrack.render.view import Column, Listing

_LABELS: Final = {
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
    text: str


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
        _info(cache.kept(claims_folder(claims_dir)), as_json=as_json)
        return
    if as_json:
        raise typer.BadParameter("goes with info, not with clear", param_hint="--json")
    _clear(None if every else claims_folder(claims_dir), dry_run=dry_run)


def _info(info: Kept, *, as_json: bool) -> None:
    row = {
        "folder": info.folder,
        "index": info.path,
        "size": info.size,
        "claims": info.claims,
        "updated": _moment(info.updated),
        "cache": info.cache,
        "total": info.total,
    }
    facts = [_Fact(name, value, _text(name, value, info)) for name, value in row.items()]
    columns: list[Column[_Fact]] = [
        Column("what", lambda fact: fact.name),
        Column("value", lambda fact: fact.value),
        Column("", lambda fact: _LABELS[fact.name], "what", whole=True, style=lambda _: "bold"),
        Column("", lambda fact: fact.text, "value"),
    ]
    listing: Listing[Any] = Listing("facts", facts, columns, _Fact._asdict)
    if as_json:
        listing = Listing("indexes", [row], [], dict)
    write_answer(listing, chosen_format(None, as_json=as_json), "auto", paged=False)


def _moment(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")


def _text(name: str, value: str | int | None, info: Kept) -> str:
    if name == "index" and info.refusal is not None:
        return f"not kept: {info.refusal}"
    if name == "index" and value is None:
        return "none yet; the next command that reads the claims makes one"
    if name == "claims" and value is None and info.path is not None:
        return "not to be trusted; the next command that reads the claims makes another"
    if value is None:
        return "–"
    return _bytes(value) if isinstance(value, int) and name != "claims" else str(value)


def _bytes(size: int) -> str:
    return "1 byte" if size == 1 else f"{size:,} bytes"


def _clear(folder: str | None, *, dry_run: bool) -> None:
    count = 0
    for index in cache.clear(folder, dry_run=dry_run):
        if index.files:
            count += 1
            message(_removed(index, dry_run=dry_run))
    if not count:
        message(f"no index of {folder} is kept" if folder is not None else "no index is kept")


def _removed(index: Cleared, *, dry_run: bool) -> str:
    verb = "would remove" if dry_run else "removed"
    return f"{verb} {phrases.count(index.files, 'file')} ({_bytes(index.size)}) in {index.path}"
