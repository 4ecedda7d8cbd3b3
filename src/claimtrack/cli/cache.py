"""``claimtrack cache``: the index of the records, and how to remove it."""

from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any, Literal

import typer

from claimtrack.cli.answers import write_answer
from claimtrack.cli.help_text import INPUT_AND_OUTPUT
from claimtrack.cli.read_options import ClaimsDir, chosen_format
from claimtrack.cli.streams import message
from claimtrack.files.discover import claims_folder
from claimtrack.index import cache
from claimtrack.index.cache import StoredIndex
from claimtrack.render import phrases
from claimtrack.render.view import Column, Listing

_Fact = tuple[str, str, str | int | None]  # its name in JSON, its label, its value


def command(
    *,
    what: Annotated[
        Literal["info", "clear"],
        typer.Argument(metavar="info|clear", help="Show where the index is and how large, or remove it."),
    ],
    claims_dir: ClaimsDir = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="With info: print as JSON.", rich_help_panel=INPUT_AND_OUTPUT)
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="With clear: remove the indexes of all folders of claims.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With clear: say what would be removed, and remove nothing.")
    ] = False,
) -> None:
    """Show or clear the index, which keeps what was read from the records so that answers are fast.

    Clearing it loses nothing: the next command reads the files again.

    Examples:
        claimtrack cache info
        claimtrack cache clear --dry-run

    In a pipe, the columns are what and value. If there is no index, its values are empty.
    """
    if what == "info":
        if every or dry_run:
            raise typer.BadParameter("goes with clear, not with info", param_hint="--all" if every else "--dry-run")
        _info(cache.describe(claims_folder(claims_dir)), as_json=as_json)
        return
    if as_json:
        raise typer.BadParameter("goes with info, not with clear", param_hint="--json")
    _clear(None if every else claims_folder(claims_dir), dry_run=dry_run)


def _info(info: StoredIndex, *, as_json: bool) -> None:
    moment = None if info.updated is None else datetime.fromtimestamp(info.updated).astimezone()
    facts: list[_Fact] = [
        ("folder", "claims in", info.folder),
        ("index", "index", info.path),
        ("size", "its size", info.size),
        ("claim_count", "claims it knows", info.claims),
        ("updated", "last written", moment.isoformat(timespec="seconds") if moment else None),
        ("cache", "cache folder", info.cache),
        ("total", "all in it", info.total),
    ]
    columns: list[Column[_Fact]] = [
        Column("what", lambda fact: fact[0]),
        Column("value", lambda fact: fact[2]),
        Column("", lambda fact: fact[1], "what", whole=True, style=lambda _: "bold"),
        Column("", lambda fact: _text(fact[0], fact[2], info), "value"),
    ]
    view: Listing[Any] = Listing("facts", facts, columns, lambda fact: {fact[0]: fact[2]})
    if as_json:
        view = Listing("indexes", [{name: value for name, _, value in facts}], (), dict)
    write_answer(view, chosen_format(None, as_json=as_json), "auto", paged=False)


def _text(name: str, value: str | int | None, info: StoredIndex) -> str:
    if name == "index" and info.refusal is not None:
        return f"not kept: {info.refusal}"
    if name == "index" and value is None:
        return "none yet; the next command that reads the claims builds it"
    if name == "claim_count" and value is None and info.path is not None:
        return "not usable; the next command that reads the claims builds another"
    if value is None:
        return "–"
    return _bytes(value) if isinstance(value, int) and name != "claim_count" else str(value)


def _bytes(size: int) -> str:
    return "1 byte" if size == 1 else f"{size:,} bytes"


def _clear(folder: str | None, *, dry_run: bool) -> None:
    count, verb = 0, "would remove" if dry_run else "removed"
    for index in filter(attrgetter("files"), cache.clear(folder, dry_run=dry_run)):
        count += 1
        message(f"{verb} {phrases.count(index.files, 'file')} ({_bytes(index.size)}) in {index.path}")
    if not count:
        message(f"no index of {folder} is kept" if folder is not None else "no index is kept")
