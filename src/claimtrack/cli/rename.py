"""``claimtrack rename``: another id for a claim, a party or a source, in every file that mentions it."""

from typing import Annotated, Literal

import typer

from claimtrack.book.renaming import RenamedFile, rename
from claimtrack.cli.completion import Offers, complete_claim, complete_party, complete_source
from claimtrack.cli.options import claim_option, with_options
from claimtrack.cli.streams import message
from claimtrack.cli.write_options import WriteOptions, say, show_diff, write_options
from claimtrack.files.rewrites import rewrite_files
from claimtrack.index.journal import JournalFile
from claimtrack.model.names import slug
from claimtrack.render import phrases

_COMPLETE = {"claim": complete_claim, "party": complete_party, "source": complete_source}


def _complete_old(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete an id of what the word before says; a party's name is none."""
    what = ctx.params.get("what")
    offers = _COMPLETE[what](ctx, incomplete) if what in _COMPLETE else []
    return [offer for offer in offers if what != "party" or slug(offer[0]) == offer[0]]


@with_options(writing=write_options)
def command(
    *,
    what: Annotated[
        Literal["claim", "party", "source"], typer.Argument(metavar="claim|party|source", help="What it is.")
    ],
    old: Annotated[str, typer.Argument(metavar="OLD", autocompletion=_complete_old, help="Its id, whole.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The id that it gets.")],
    claim: Annotated[
        str | None,
        claim_option(
            metavar="ID", autocompletion=complete_claim, help="With source: the claim that defines it, if several do."
        ),
    ] = None,
    writing: WriteOptions,
) -> None:
    """Give a claim, a party or a source another id, in every file that mentions it.

    All files are changed, or none. Names and aliases of a party stay, and nothing but the id changes.
    If the command is interrupted, the next one that writes, or `claimtrack check`, completes the change.

    Examples:
        claimtrack rename claim jets jets-lost --dry-run
        claimtrack rename party dg-ispr ispr
    """
    if claim is not None and what != "source":
        raise typer.BadParameter("it goes with source", param_hint="--claim")
    folder = writing.folder
    files = rename(folder, what, old, new, claim)
    if writing.dry_run:
        for file in files:
            _show(file, writing)
        return
    rewrite_files([file.rewrite for file in files], f"rename {what} {old} {new}", folder, JournalFile(folder))
    for file in files:
        path = file.rewrite.to or file.rewrite.path
        if file.rewrite.to is not None:
            say(f"{path}:1: was {file.rewrite.path}")
        for line in file.lines:
            say(f"{path}:{line}: changed")
    message(f"renamed {what} {old} to {new}, in {phrases.count(len(files), 'file')}")


def _show(file: RenamedFile, writing: WriteOptions) -> None:
    rewrite = file.rewrite
    if rewrite.to is not None:
        say(f"rename from {rewrite.path}")
        say(f"rename to {rewrite.to}")
    old, new = (text.decode("utf-8-sig") for text in (rewrite.old, rewrite.new))
    show_diff(rewrite.to or rewrite.path, old, new, writing.color)
