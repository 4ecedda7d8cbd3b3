"""Markdown: a table of a listing, a section of a claim; fit to paste into an issue or a wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import words
from claimtrack.render.cells import batches
from claimtrack.render.safe import markdown, markdown_address, markdown_each
from claimtrack.render.view import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.cases.case import Case
    from claimtrack.model.record import Source
    from claimtrack.render.view import Listing, View
    from claimtrack.rules.act import Act


def render(view: View) -> Iterator[str]:
    """Give the lines of a Markdown document, of a table many in one piece, without the last one's end."""
    if not isinstance(view, Pages):
        yield from _table(view)
        return
    for number, case in enumerate(view.cases):
        if number:
            yield ""
        yield from _section(case, view)


def _table(view: Listing[object]) -> Iterator[str]:
    columns = [column for column in view.columns if column.name]
    yield f"| {' | '.join(markdown(column.name) for column in columns)} |"
    yield f"|{'|'.join('---:' if column.right else '---' for column in columns)}|"
    for rows in batches(view.rows, columns, markdown_each, markdown_address):
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _section(case: Case, view: Pages) -> Iterator[str]:
    claim = case.claim
    cited = list(dict.fromkeys(ref.id for act in case.acts for ref in act.position.sources))
    numbers = {source_id: number for number, source_id in enumerate(cited, start=1)}
    yield f"## {markdown(claim.title)}"
    yield ""
    if claim.statement:
        yield from (markdown(claim.statement), "")
    yield from (f"**{markdown(words.why(case, view.name))}**", "")
    for lines in case.reason.sides.values():
        for line in lines:
            yield from _principal(case, case.by_principal[line.party], view, numbers)
    for silent in case.silent:
        yield from _principal(case, silent.acts, view, numbers)
    yield f"{words.origins(*case.tally(case.acts))}{':' if numbers else ''}"
    if numbers:
        yield ""
    for source_id, number in numbers.items():
        yield f"{number}. {_source(case.shelf.get(case.shelf.key(source_id)), source_id)}"


def _principal(case: Case, acts: tuple[Act, ...], view: Pages, numbers: dict[str, int]) -> Iterator[str]:
    principal = acts[0].principal
    yield f"- **{markdown(view.name(principal))}**"
    for act in reversed(acts):
        parts = [
            words.when(act),
            f"{view.name(act.party)} {words.said(act.stance, case.claim.kind)}",
            words.amount(act.value, case.claim.unit),
            words.standing(act, view.name),
        ]
        quote = f": “{act.position.quote}”" if act.position.quote else ""
        cites = "".join(f" \\[{numbers[ref.id]}\\]" for ref in act.position.sources)
        yield f"  - {markdown(', '.join(filter(None, parts)) + quote)}{cites}"
    yield ""


def _source(source: Source | None, source_id: str) -> str:
    if source is None:
        return markdown_address(source_id)
    described = markdown(words.reference(source, source_id))
    return f"{described}, {markdown_address(source.url)}" if source.url else described
