"""``claimtrack diff``: two parties side by side."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_party
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import Many, any_of, with_options
from claimtrack.cli.read_options import ReadOptions, RowOptions, read_options, row_options
from claimtrack.model.names import slug
from claimtrack.render import line_listings, phrases
from claimtrack.rules.claim_state import Person
from claimtrack.rules.comparison import RELATIONS, Relation

_Party = Annotated[
    str,
    typer.Argument(
        metavar="PARTY",
        autocompletion=complete_party,
        help="An id, a name or an alias.",
    ),
]


@with_options(filters=filter_options, rows=row_options, options=read_options)
def command(
    *,
    a: _Party,
    b: _Party,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
    only: Annotated[
        Many,
        any_of(
            "RELATION",
            RELATIONS,
            "Only claims on which this is so",
            phrases.relation_spellings(RELATIONS),
            begin="only-",
            explained="opposed, partly, agree, values-differ, only-a (only the first party takes a side) or only-b (only the "
            "second). Instead of a or b you may write a party: only-india",
        ),
    ] = None,
) -> None:
    """Compare two parties claim by claim: they are opposed, agree in part, agree, or only one of them takes a side.

    A state or an organisation includes those who speak for it; a person means that person alone.

    Examples:
        claimtrack diff india pakistan
        claimtrack diff india pakistan --only opposed
        claimtrack diff trump united-states --as-of 2025-06

    Columns of --format plain: claim, relation, title, then of each party: side, silence (if it takes no side: nothing recorded, declined, commented and so on), value, about, date,
    date_of (statement or report), standing (on-record, anonymous or relayed), party (who took that position),
    withdrawn_by, withdrawn_date; a_rating, b_rating (of reviews).
    """
    with options.open_book() as book:
        people = (book.person(book.find_party(a)), book.person(book.find_party(b)))
        relations = frozenset(_relation(text, people) for text in only or ())
        diff = book.diff(people[0].id, people[1].id, filters(book), relations)
        options.write(line_listings.diff(book, diff), book, rows)


def _relation(text: str, people: tuple[Person, Person]) -> Relation:
    """Return the relation that a word means, which may name a party as the screen does: only-pakistan."""
    if text in RELATIONS:
        return text
    name = slug(phrases.typed(text).removeprefix("only-"))
    found = [person for person in people if name in {person.id, slug(person.name)}]
    if not found:
        known = ", ".join(f"only-{person.id}" for person in people)
        raise typer.BadParameter(f'"{text}" is not one of {known}', param_hint="--only")
    return "only-a" if found[0] is people[0] else "only-b"
