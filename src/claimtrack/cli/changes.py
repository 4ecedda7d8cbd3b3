"""``claimtrack changes``: when our records changed."""

from typing import Annotated

import typer

from claimtrack.cli.answers import write_answer, write_count
from claimtrack.cli.completion import complete_claim, complete_revision
from claimtrack.cli.options import claim_option
from claimtrack.cli.read_options import AsJson, ClaimsDir, ColorWhen, Count, Excel, FormatOption, NoPager, chosen_format
from claimtrack.files.discover import claim_file, claims_folder, stem_of
from claimtrack.files.required_version import refuse_older_program
from claimtrack.history.changes import between
from claimtrack.history.git import Repository
from claimtrack.history.walk import by_commit
from claimtrack.problems import BadRequestError, ExitCode
from claimtrack.render import changes as render


def command(
    *,
    spans: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REV[..REV]]",
            autocompletion=complete_revision,
            help="A git revision, such as HEAD~5, v1..v2 or main...topic.",
            show_default=False,
        ),
    ] = None,
    claim: Annotated[
        str | None,
        claim_option(
            metavar="ID", autocompletion=complete_claim, help="Only this claim, by its whole id or its file's path."
        ),
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="Commit by commit, with author and date.")] = False,
    count: Count = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if there are changes.")] = False,
    to: FormatOption = None,
    as_json: AsJson = False,
    excel: Excel = False,
    claims_dir: ClaimsDir = None,
    color: ColorWhen = "auto",
    no_pager: NoPager = False,
) -> None:
    """When our records changed: what is different between two git revisions, with shifts of parties and our own corrections apart.

    A shift is a new position that moved where a party stands. A correction is an edit of a position that was already
    there.

    Without REV: from the last commit to the files as they are. A..B: from A to B. A...B: from the last commit that both have, to B.
    --each lists the changes of each commit: of those after REV, or of all if no REV is given.

    Examples:
        claimtrack changes HEAD~1
        claimtrack changes HEAD~1..HEAD --format markdown   # for a pull request
        claimtrack changes --each --claim jets              # all of one claim

    Columns of --format plain: (with --each: commit, commit_date, commit_author,) record, what, date, change, date_of, standing.
    """
    if spans and len(spans) > 1:
        raise BadRequestError(
            f"too many arguments: {' '.join(spans)}", f"two revisions are written {spans[0]}..{spans[1]}"
        )
    chosen = chosen_format(to, as_json=as_json, excel=excel)
    folder = claims_folder(claims_dir)
    refuse_older_program(folder)
    if claim is not None and (path := claim_file(claim, folder)):
        claim = stem_of(path)
    old, new = _span(folder, spans[0] if spans else "HEAD")
    if each:
        changes = list(by_commit(folder, old if spans else None, new or "HEAD", claim))
    else:
        changes = [between(folder, old, new, claim)]
    listing = render.listing(changes, with_commits=each)
    if count:
        write_count(listing)
    else:
        write_answer(listing, chosen, color, paged=not no_pager, excel=excel)
    if any(problem.hides for problem in listing.problems):
        raise typer.Exit(ExitCode.UNREADABLE)
    if exit_code and listing.rows:
        raise typer.Exit(ExitCode.FINDINGS)


def _span(folder: str, revisions: str) -> tuple[str, str | None]:
    """Parse A, A..B or A...B as git does: a side that is left out is HEAD."""
    if revisions.startswith("-") or not revisions:
        raise BadRequestError(f'"{revisions}" is no revision', "give REV, or REV..REV")
    old, dots, new = revisions.partition("..." if "..." in revisions else "..")
    if not dots:
        return old, None
    old, new = old or "HEAD", new or "HEAD"
    if dots == "...":
        repository = Repository(folder)
        old = repository.merge_base(repository.commit(old), repository.commit(new))
    return old, new
