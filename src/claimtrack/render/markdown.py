"""Markdown: a table of a listing, a section of a claim; fit to paste into an issue or a wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import citations, phrases
from claimtrack.render.escape import markdown, markdown_address, markdown_each
from claimtrack.render.view import Listing, Pages, Profile, Profiles, View, batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.model.record import Source
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition


def render(view: View) -> Iterator[str]:
    """Yield the lines of a Markdown document, of a table many in one piece, without the last newline."""
    if isinstance(view, Listing):
        yield from _table(view)
        return
    if isinstance(view, Profiles):
        for profile in view.profiles:
            yield from _profile(profile)
        return
    for number, state in enumerate(view.states):
        if number:
            yield ""
        yield from _section(state, view)


def _table(view: Listing[object]) -> Iterator[str]:
    """Yield the table that a terminal of any width would show, the addresses too, and what is said about it."""
    columns = [column for column in view.columns if column.label is not None or column.link is not None]
    yield f"| {' | '.join(markdown(column.label or column.name) for column in columns)} |"
    yield f"|{'|'.join('---:' if column.right else '---' for column in columns)}|"
    for rows in batches(view.rows, columns, markdown_each, markdown_address):
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    for said in filter(None, (view.words, view.legend)):
        yield from ("", markdown(said))


def _profile(profile: Profile) -> Iterator[str]:
    yield from (f"## {markdown(phrases.joined('  ', profile.title, f'({profile.id})'))}", "")
    for label, text in profile.facts:
        yield f"- {label}: {markdown_address(text)}"
    for section in profile.sections:
        if section.listing.rows:
            yield from ("", f"### {section.heading}", "", *_table(section.listing._replace(words="")))
    yield ""


def _section(state: ClaimState, view: Pages) -> Iterator[str]:
    claim = state.claim
    numbers = citations.numbers(state)
    yield from (f"## {markdown(claim.title)}", "")
    if claim.statement:
        yield from (markdown(claim.statement), "")
    yield from (f"**{markdown(phrases.why(state, view.name))}**", "")
    by_line = [state.by_principal[line.party] for lines in state.reason.sides.values() for line in lines]
    for positions in (*by_line, *(silent.positions for silent in state.silent)):
        yield from _principal(state, positions, view, numbers)
    tally = phrases.origins(*state.tally(state.positions))
    yield from (f"{tally}:", "") if numbers else (tally,)
    for number, source_id in enumerate(citations.cited(state), start=1):
        yield f"{number}. {_source(state.lookup.get(state.lookup.key(source_id)), source_id)}"


def _principal(
    state: ClaimState, positions: tuple[ResolvedPosition, ...], view: Pages, numbers: dict[str, int]
) -> Iterator[str]:
    yield f"- **{markdown(view.name(positions[0].principal))}**"
    for position in reversed(positions):
        text = phrases.joined(
            ", ",
            phrases.when(position),
            f"{view.name(position.party)} {phrases.word(position.stance, state.claim.kind)}",
            phrases.amount(position.value, state.claim.unit, position.recorded.about),
            phrases.standing(position, view.name),
            phrases.order(state, position),
        )
        cites = "".join(
            f" \\[{number}\\]" for number in dict.fromkeys(numbers[ref.id] for ref in position.recorded.sources)
        )
        yield f"  - {markdown(text + phrases.quote(position, view.name))}{cites}"
    yield ""


def _source(source: Source | None, source_id: str) -> str:
    if source is None:
        return markdown_address(source_id)
    described = markdown(citations.reference(source, source_id))
    return f"{described}, {markdown_address(source.url)}" if source.url else described
