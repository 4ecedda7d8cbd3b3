"""``claimtrack add``: one more position on a claim."""

from functools import partial
from typing import Annotated, Literal

import typer

from claimtrack.book.book import Book
from claimtrack.book.writing import Addition, name_in, open_claim, refuse_near
from claimtrack.cli.answers import report_problems
from claimtrack.cli.completion import complete_claim, complete_party, complete_source
from claimtrack.cli.options import Many, claim_argument, date_option, one_of, with_options
from claimtrack.cli.position_draft import PositionDraft, SourceDraft, read_stdin
from claimtrack.cli.prompts import can_ask, confirm, questions
from claimtrack.cli.streams import message
from claimtrack.cli.write_options import WriteOptions, say, show_diff, write_options
from claimtrack.files.replace import lock_file
from claimtrack.model.dates import Span
from claimtrack.model.vocabulary import STANCES
from claimtrack.problems import ConflictError, NotFoundError
from claimtrack.render import phrases
from claimtrack.render.consequence import consequence
from claimtrack.rules.claim_state import ClaimState

_NEW_SOURCE = "With a new URL: "


@with_options(writing=write_options)
def command(
    *,
    claim: Annotated[
        str,
        claim_argument(
            metavar="CLAIM",
            autocompletion=complete_claim,
            help="The id of a claim, or the beginning of an id if only one begins so.",
        ),
    ],
    party: Annotated[
        str | None,
        typer.Option(metavar="PARTY", autocompletion=complete_party, help="Who: a name, an alias or an id."),
    ] = None,
    stance: Annotated[
        str | None,
        one_of(
            "STANCE",
            STANCES,
            "What they did",
            phrases.spellings(STANCES),
            explained="asserts, qualifies (accepts a part), denies, declines (to comment), comments (takes no side), reports "
            "(passes on what others say) or withdraws (takes back what they said); on a policy, also backs, partly or opposes",
        ),
    ] = None,
    date: Annotated[
        Span | None,
        date_option("--date", help="When: a day, a month, a year, or a time with its offset: 2025-05-07T18:30+05:30."),
    ] = None,
    date_of: Annotated[
        Literal["statement", "report"] | None,
        typer.Option(help="Whether --date is when it was said (statement), or only when it was reported (report)."),
    ] = None,
    value: Annotated[
        str | None,
        typer.Option(metavar="VALUE", help="The number given, in the claim's unit: 5, 5-6, '>=5', 60%; or words."),
    ] = None,
    about: Annotated[
        Span | None, date_option("--about", help="The time that the number is about, if it is not --date.")
    ] = None,
    rating: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The verdict, verbatim, if they reviewed the claim.")
    ] = None,
    quote: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The words, verbatim and short; - reads them from stdin.")
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Write the quote in $VISUAL or $EDITOR.")] = False,
    original: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The words in the original language; with --lang.")
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="TAG", help="The language of --original, such as ur.")] = None,
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What a reader needs to know to judge the position.")
    ] = None,
    attribution: Annotated[
        Literal["on-record", "anonymous"] | None, typer.Option(help="anonymous, if the speaker is not named.")
    ] = None,
    via: Annotated[
        Many,
        typer.Option(
            metavar="PARTY",
            autocompletion=complete_party,
            help="Who relayed it, if it is known through others only; what prints it is a --source. Repeat, the one nearest the speaker first.",
        ),
    ] = None,
    source: Annotated[
        Many,
        typer.Option(
            metavar="ID|URL",
            autocompletion=complete_source,
            help="A source: its id or its URL. A new URL is added to the sources of the claim. 'ID at p. 4' or "
            "'ID at 12:40' names a page or a time in it. Repeat for each.",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--source-title", metavar="TEXT", help=f"{_NEW_SOURCE}its headline or title.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help=f"{_NEW_SOURCE}who published it.")] = None,
    published: Annotated[Span | None, date_option("--published", help=f"{_NEW_SOURCE}when that was.")] = None,
    new_party: Annotated[
        bool, typer.Option("--new-party", help="Accept a new party, even if its name is like a known one.")
    ] = False,
    writing: WriteOptions,
) -> None:
    """Add a position to a claim. It is put at the end of the file: what is there stays as it is.

    On a terminal, what is needed and not given is asked for, and you see the change before it is made.

    Examples:
        claimtrack add jets --party pakistan --stance denies --date 2025-05 --dry-run
        claimtrack add nobel --party Example --stance comments --quote "No view."
    """
    asking = party is None or stance is None
    if asking and not can_ask():
        raise typer.BadParameter("it is needed", param_hint="--stance" if party else "--party")
    folder = writing.folder
    with writing.open_book(folder, only=[claim]) as book:
        state = _find(book, claim)
        draft = PositionDraft(party or "", stance or "", date, date_of, value, about, None, original, lang, note)
        draft.rating, draft.attribution, draft.via, draft.sources = rating, attribution, via or [], source or []
        draft.quote = _quote(quote, edit=edit)
        _describe(draft, SourceDraft(title, publisher, published))
        if not new_party and not asking:
            refuse_near((draft.party, *draft.via), state.registry, state.claim)
        adding = _Adding(draft, state, folder, writing)
        if not asking:
            adding.write()
            return
        from claimtrack.cli.position_prompts import ask_position  # noqa: PLC0415 - for a terminal only

        with questions():
            ask_position(draft, state, new_party=new_party)
            adding.write_if_wanted()


class _Adding:
    """A position on its way into a file."""

    def __init__(self, draft: PositionDraft, state: ClaimState, folder: str, writing: WriteOptions) -> None:
        self.draft = draft
        self.state = state
        self.folder = folder
        self.writing = writing

    def write(self, seen: bytes | None = None) -> None:
        """Write it, if the file still holds what the user has seen, and say what follows from it."""
        if self.writing.dry_run:
            change = self._change()
            self._show(change)
        else:
            try:
                with lock_file(self.state.claim.path, within=self.folder) as file:
                    change = self._change()
                    file.replace(change.file.old if seen is None else seen, change.file.new)
            except (ConflictError, OSError):
                message("this was not written:")
                message("\n".join(block.text for block in self.draft.blocks(self.state)))
                raise
            say(f"{change.file.path}:{change.file.line}: added")
        if seen is None:  # else it was said before the user was asked
            say(self._consequence(change))

    def write_if_wanted(self) -> None:
        """Show what would change, and write it if the user says so."""
        change = self._change()
        self._show(change)
        if self.writing.dry_run:
            say(self._consequence(change))
            return
        message(self._consequence(change))
        if confirm("Write it?"):
            self.write(change.file.old)
        else:
            message("nothing was written")

    def _change(self) -> Addition:
        opened = open_claim(self.state, self.folder)
        return opened.extend(self.draft.blocks(opened.state))

    def _show(self, change: Addition) -> None:
        old, new = (content.decode("utf-8-sig") for content in (change.file.old, change.file.new))
        show_diff(change.file.path, old, new, self.writing.color)

    def _consequence(self, change: Addition) -> str:
        place = len(change.after.claim.positions) - 1
        return consequence(change.before, change.after, place, partial(name_in, change.after))


def _find(book: Book, claim: str) -> ClaimState:
    try:
        return book.claim(book.find_claim(claim))
    except NotFoundError:
        report_problems([problem for problem in book.problems if problem.hides], 0)
        raise


def _quote(quote: str | None, *, edit: bool) -> str | None:
    if not edit:
        return read_stdin("--quote -") if quote == "-" else quote
    if quote is not None:
        raise typer.BadParameter("it goes without --quote", param_hint="--edit")
    from claimtrack.cli.editor import text_from_editor  # noqa: PLC0415 - seldom asked for

    return text_from_editor("quote") or None


def _describe(draft: PositionDraft, known: SourceDraft) -> None:
    """Take what the options say of the source that is new."""
    if not known:
        return
    if len(draft.sources) != 1:
        raise typer.BadParameter("it goes with one --source, which is a URL", param_hint="--source-title")
    draft.described[draft.sources[0]] = known
