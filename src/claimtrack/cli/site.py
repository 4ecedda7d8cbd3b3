"""``claimtrack site``: a static web site of the claims."""

import os
from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.answers import report_problems
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import AsOf, ClaimsDir, NoCache, ReadOptions, Revision
from claimtrack.cli.streams import message, progress
from claimtrack.cli.write_options import say
from claimtrack.files.discover import is_below
from claimtrack.problems import BadRequestError, ExitCode
from claimtrack.render import phrases


def _from_where(
    claims_dir: ClaimsDir = None, as_of: AsOf = None, revision: Revision = None, no_cache: NoCache = False
) -> ReadOptions:
    """Return what the options say about where to read from."""
    return ReadOptions(claims_dir, "plain", "never", as_of=as_of, revision=revision, cache=not no_cache)


@with_options(filters=filter_options, options=_from_where)
def command(
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write the site to.", show_default=False)
    ],
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url", metavar="URL", help="Where the site will be, for the feed and for links from elsewhere."
        ),
    ] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="The name of the site.")] = "Contested claims",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say which files would be written and removed; write nothing.")
    ] = False,
    filters: FilterOptions,
    options: ReadOptions,
) -> None:
    """Write the claims as a web site: a folder of pages that needs no program on a server and loads nothing from other sites.

    Only what changed is written, and pages of claims that are gone are removed. A folder that holds other files is
    refused.

    Examples:
        claimtrack site -o public
        claimtrack site -o public --topic ceasefire --dry-run
        claimtrack site -o public --base-url https://example.org/
    """
    from claimtrack.model.vocabulary import is_url  # noqa: PLC0415 - this command is rarely called
    from claimtrack.site.build import Builder, Settings  # noqa: PLC0415 - needs Jinja2
    from claimtrack.site.output import Output  # noqa: PLC0415 - as above
    from claimtrack.site.page_writer import SiteFacts  # noqa: PLC0415 - as above

    if base_url and not is_url(base_url):
        raise BadRequestError(f'"{base_url}" is no address', "write one as https://example.org/claims/")
    with options.open_book() as book:
        if is_below(os.path.realpath(output), os.path.realpath(book.path)):
            raise BadRequestError(f"{output} is in the folder of claims", "name a folder beside it")
        as_of = str(options.as_of) if options.as_of else None
        site = SiteFacts(title, f"{base_url.rstrip('/')}/" if base_url else "")
        settings = Settings(site, filters(book), as_of, options.revision)
        with progress("building pages") as show, Output(str(output), dry_run=dry_run) as folder:
            counts = Builder(book, settings, folder, show).build()
        report_problems(book.problems, book.unread)
        is_incomplete = any(problem.hides for problem in book.problems)
    if dry_run:
        for what, paths in (("written", counts.written), ("removed", counts.removed)):
            for path in paths:
                say(f"{os.path.join(str(output), path)}: {what}")
    for path in counts.edited:
        message(f"claimtrack: {os.path.join(str(output), path)} is no longer needed, was edited by hand, and is left")
    would = "would be " if dry_run else ""
    files = phrases.count(counts.files, "file")
    say(f"{output}: {files}, {len(counts.written)} {would}written, {len(counts.removed)} {would}removed")
    if not dry_run:
        message(f"open {os.path.join(str(output), 'index.html')} in a browser")
    if is_incomplete:
        raise typer.Exit(ExitCode.UNREADABLE)
