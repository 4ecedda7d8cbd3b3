"""``claimtrack new``: the file of a new claim."""

import os
from functools import partial
from typing import Annotated, Any

import typer

from claimtrack.book.writing import NewClaim, name_in, new_claim, refuse_near
from claimtrack.cli.options import Many, date_option, one_of, with_options, words_of
from claimtrack.cli.prompts import ask, ask_for_more, can_ask, confirm, questions
from claimtrack.cli.streams import message
from claimtrack.cli.write_options import WriteOptions, say, show_diff, write_options
from claimtrack.files.append import date_value
from claimtrack.files.folder import Disk
from claimtrack.files.new_claim import claim_path, claim_text, proposed_id, schema_line
from claimtrack.files.replace import create_file
from claimtrack.files.source_files import SourceFiles
from claimtrack.model.dates import Span
from claimtrack.model.names import composed
from claimtrack.model.registry import Registry
from claimtrack.model.vocabulary import KINDS
from claimtrack.render.consequence import status_line

_FIRST = "Repeat for each."


@with_options(writing=write_options)
def command(
    *,
    claim_id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="Its id, which names the file; it may begin with folders: 2025/leak."),
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What is claimed, short.")] = None,
    statement: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="The claim as one neutral sentence that can be checked, if the title is too short for that.",
        ),
    ] = None,
    original: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The claim in the words in which it was made; with --lang.")
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="TAG", help="The language of --original, such as ur.")] = None,
    kind: Annotated[str, one_of("KIND", KINDS, "What kind of claim")] = "fact",
    unit: Annotated[str | None, typer.Option(metavar="WORD", help="What a value counts, such as jets or %.")] = None,
    date: Annotated[Span | None, date_option("--date", help="When the thing claimed happened, if it did.")] = None,
    where: Annotated[str | None, typer.Option("--place", metavar="TEXT", help="Where that was.")] = None,
    topic: Annotated[Many, typer.Option(metavar="TOPIC", help="What it is filed under. Repeat for each.")] = None,
    asserts: Annotated[
        Many, typer.Option("--asserts", "--backs", metavar="PARTY", help=f"Who says that it is so. {_FIRST}")
    ] = None,
    qualifies: Annotated[
        Many, typer.Option("--qualifies", "--partly", metavar="PARTY", help=f"Who accepts a part of it. {_FIRST}")
    ] = None,
    denies: Annotated[
        Many, typer.Option("--denies", "--opposes", metavar="PARTY", help=f"Who says that it is not so. {_FIRST}")
    ] = None,
    new_party: Annotated[
        bool, typer.Option("--new-party", help="Accept a new party, even if its name is like a known one.")
    ] = False,
    writing: WriteOptions,
) -> None:
    """Make the file of a new claim.

    On a terminal, what is not given is asked for, and you see the file before it is made.

    Examples:
        claimtrack new leak --title "The dam leaked" --asserts Farmers --denies Board
        claimtrack new 2025/toll --title "A toll is due" --kind policy --dry-run
    """
    folder = writing.folder
    files, registry = Disk(folder).find_files(), SourceFiles(folder).parties.registry
    taken = [*files.claims.values(), *(problem.path for problem in files.problems)]
    place = partial(claim_path, folder=folder, taken=taken)
    path = place(claim_id) if claim_id is not None else ""
    keys: dict[str, Any] = {
        "title": title,
        "statement": statement,
        "original": original,
        "lang": lang,
        "kind": kind,
        "unit": unit,
        "date": date and date_value(date),
        "place": where,
        "topics": topic,
    }
    sides = {"asserts": asserts, "qualifies": qualifies, "denies": denies}
    positions = [{"party": party, "stance": side} for side, parties in sides.items() for party in parties or ()]
    asking = claim_id is None or title is None
    if not asking:
        _write(_claim(path, folder, keys, positions, registry, new_party=new_party), folder, writing)
        return
    if not can_ask():
        near = f", such as {proposed_id(title)}" if title else ""
        raise typer.BadParameter(f"it is needed{near}", param_hint="--title" if claim_id else "ID")
    with questions():
        path = _ask(keys, positions, path, place, registry, new_party=new_party)
        made = _claim(path, folder, keys, positions, registry, new_party=True)
        if not writing.dry_run:
            show_diff(made.path, "", made.content.decode(), writing.color)
            if not confirm("Write it?"):
                message("nothing was written")
                return
        _write(made, folder, writing)


def _claim(
    path: str,
    folder: str,
    keys: dict[str, Any],
    positions: list[dict[str, str]],
    registry: Registry,
    *,
    new_party: bool,
) -> NewClaim:
    """Return the claim that is to be made."""
    if not new_party:
        refuse_near((position["party"] for position in positions), registry)
    given = {key: value for key, value in keys.items() if value is not None and (key, value) != ("kind", "fact")}
    given = {key: [*map(composed, value)] if key == "topics" else value for key, value in given.items()}
    positions = [{**position, "party": composed(position["party"])} for position in positions]
    return new_claim(path, claim_text(given, positions, schema_line(folder, os.path.dirname(path))), registry)


def _write(made: NewClaim, folder: str, writing: WriteOptions) -> None:
    if writing.dry_run:
        show_diff(made.path, "", made.content.decode(), writing.color)
    else:
        os.makedirs(os.path.dirname(made.path) or ".", exist_ok=True)
        create_file(made.path, made.content, within=folder)
        say(f"{made.path}:1: added")
    say(status_line(made.state, partial(name_in, made.state)))
    if not writing.dry_run:
        message(f"next: claimtrack add {made.state.claim.id}")


def _ask(
    keys: dict[str, Any],
    positions: list[dict[str, str]],
    path: str,
    place: partial[str],
    registry: Registry,
    *,
    new_party: bool,
) -> str:
    """Ask for what is not given; add to the keys and positions, and return the path of the file."""
    from claimtrack.cli.position_prompts import choose_party, choose_stance, party_name  # noqa: PLC0415 - a terminal's

    given = bool(positions)
    message("Press Enter to leave out what is not known.")
    keys["title"] = keys["title"] or ask("What is claimed, short", str)
    if not path:
        path = ask("Its id", place, default=proposed_id(keys["title"]) or None)
    keys["statement"] = keys["statement"] or ask_for_more("One neutral, checkable sentence", str)
    if keys["kind"] == "fact":
        keys["kind"] = ask(f"Its kind ({', '.join(KINDS)})", words_of("KIND", KINDS), default="fact")
    keys["unit"] = keys["unit"] or ask_for_more("What a number counts, such as jets or %", str)
    keys["topics"] = keys["topics"] or ask_for_more("Topics, separated by commas", _listed)
    question = "Who takes a position on it"
    while not given and (party := ask_for_more(question, party_name)):
        party = party if new_party else choose_party(party, registry)
        positions.append({"party": party, "stance": choose_stance(party, keys["kind"])})
        question = "Who else"
    return path


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
