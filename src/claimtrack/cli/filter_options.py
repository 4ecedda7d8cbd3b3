"""The options that say which claims are meant."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, cast

import typer

from claimtrack.book.book import Book
from claimtrack.cli.completion import complete_party, complete_source, complete_topic
from claimtrack.cli.options import Many, any_of, date_option, source_option
from claimtrack.model.dates import Span
from claimtrack.model.vocabulary import KINDS, STANCES, STATUSES, Kind, Stance, Status
from claimtrack.render import phrases
from claimtrack.rules.filters import ClaimFilter
from claimtrack.rules.search import phrase

# Which claims are meant; it looks the names up once the folder is open.
FilterOptions = Callable[[Book], ClaimFilter]

_party = partial(typer.Option, metavar="PARTY", autocompletion=complete_party)


def filter_options(
    disputed: Annotated[bool, typer.Option("--disputed", help="Disputed claims: short for --status disputed.")] = False,
    status: Annotated[
        Many,
        any_of(
            "STATUS",
            STATUSES,
            "Claims with this status",
            phrases.spellings(STATUSES),
            explained="disputed (parties take different sides), asserted, partly (accepted), denied or open (nobody takes "
            "a side); on a policy, also backed or opposed",
        ),
    ] = None,
    party: Annotated[
        Many,
        _party(
            help="Claims on which PARTY took a position, or for a state or an organisation, somebody who speaks for it. "
            "Every other filter of positions (--stance, --source, --reviewed, --rating, --since, --until, --search) is "
            "then about those of PARTY. Repeat to require each of several."
        ),
    ] = None,
    stance: Annotated[
        Many,
        any_of(
            "STANCE",
            STANCES,
            "Claims with this stance",
            phrases.spellings(STANCES),
            explained="asserts, qualifies (accepts a part) or denies, if it is some party's stance now; declines (to comment), "
            "comments, reports or withdraws, if some party ever did. On a policy, also backs, partly or opposes",
        ),
    ] = None,
    silent: Annotated[
        Many, _party(help="Claims on which no position of PARTY is recorded. Repeat to require each of several.")
    ] = None,
    divided: Annotated[
        bool,
        typer.Option(
            "--divided",
            help="Claims on which people who speak for the same party disagree, or one of them took back their words after "
            "leaving office. With --party, only people of PARTY, or of the party for which PARTY speaks.",
        ),
    ] = False,
    values_differ: Annotated[
        bool,
        typer.Option(
            "--values-differ",
            help="Claims on which parties give different numbers. With --party, only if PARTY, or the party for which PARTY "
            "speaks, gave one of the numbers.",
        ),
    ] = False,
    thin: Annotated[
        bool,
        typer.Option("--thin", help="Claims whose status would be another one if some single position were not there."),
    ] = False,
    topic: Annotated[
        Many,
        typer.Option(
            metavar="TOPIC", autocompletion=complete_topic, help="Claims under TOPIC. Repeat for any of several."
        ),
    ] = None,
    kind: Annotated[Many, any_of("KIND", KINDS, "Claims of this kind")] = None,
    source: Annotated[
        Many,
        source_option(
            metavar="SOURCE",
            autocompletion=complete_source,
            help="Claims that cite SOURCE: an id, a URL, a host (reuters.com) or a publisher. Repeat for any of several.",
        ),
    ] = None,
    reviewed: Annotated[
        bool,
        typer.Option(
            "--reviewed",
            help="Claims with a review: a position that has a rating.",
        ),
    ] = False,
    rating: Annotated[
        Many,
        typer.Option(
            metavar="TEXT",
            help="Claims with a rating that contains TEXT. Repeat for any of several.",
        ),
    ] = None,
    since: Annotated[
        Span | None,
        date_option(
            help="Claims with a position on or after DATE: a day, a month, a year or a moment (2025-05-07, 2025-05, "
            "2025, 2025-05-07T18:30+05:30)."
        ),
    ] = None,
    until: Annotated[Span | None, date_option(help="Claims with a position on or before DATE.")] = None,
    quiet_since: Annotated[
        Span | None, date_option(help="Claims with no position on or after DATE; with --party, no position of PARTY.")
    ] = None,
    search: Annotated[
        Many,
        typer.Option(
            metavar="TEXT",
            help="Claims with these words next to each other, in the claim or in a position; the last one may be the "
            "beginning of a word. Repeat to require each of several.",
        ),
    ] = None,
) -> FilterOptions:
    """Return what the options say about which claims are meant."""
    for option, texts in (("--search", search), ("--rating", rating)):
        for text in texts or ():
            if not text.strip():
                raise typer.BadParameter("it needs a word to search for", param_hint=option)
            if not phrase(text):
                raise typer.BadParameter(f'there is no word in "{text}"', param_hint=option)

    def claim_filter(book: Book) -> ClaimFilter:
        return ClaimFilter(
            status=frozenset(cast("list[Status]", [*(status or ()), *(["disputed"] if disputed else ())])),
            party=tuple(dict.fromkeys(map(book.find_party, party or ()))),
            stance=frozenset(cast("list[Stance]", stance or ())),
            silent=tuple(dict.fromkeys(map(book.find_party, silent or ()))),
            divided=divided,
            values_differ=values_differ,
            thin=thin,
            topic=frozenset(map(book.find_topic, topic or ())),
            kind=frozenset(cast("list[Kind]", kind or ())),
            source=frozenset().union(*map(book.find_sources, source or ())),
            reviewed=reviewed,
            rating=tuple(dict.fromkeys(rating or ())),
            since=since,
            until=until,
            quiet_since=quiet_since,
            search=tuple(dict.fromkeys(search or ())),
        )

    return claim_filter
