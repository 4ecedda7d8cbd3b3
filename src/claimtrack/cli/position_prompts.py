"""Asks on a terminal for a position, one question after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import typer

from claimtrack.book.writing import cite, name_in, near_parties
from claimtrack.cli.options import parse_date, words_of
from claimtrack.cli.position_draft import SourceDraft
from claimtrack.cli.prompts import ask, ask_for_more, choose, paragraph
from claimtrack.cli.streams import message
from claimtrack.files.typed_values import typed_value
from claimtrack.model.names import slug
from claimtrack.model.values import ValueFormError
from claimtrack.model.vocabulary import STANCES
from claimtrack.render import phrases, reasons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.cli.position_draft import PositionDraft
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.model.vocabulary import Kind
    from claimtrack.rules.claim_state import ClaimState

_DATE: Final = "a day as 2025-05-07, a month as 2025-05, a year"
_TO_EDITOR: Final = "e"


def ask_position(draft: PositionDraft, state: ClaimState, *, new_party: bool) -> None:
    """Ask for whatever of a position is not there yet."""
    claim = state.claim
    paragraph(f"{claim.id}: {claim.statement or claim.title}")
    paragraph(reasons.why(state, partial(name_in, state)))
    message("Press Enter to leave out what is not known.")
    party = partial(_party, state=state, new_party=new_party)
    if not draft.party:
        draft.party = ask("Who", party_name)
    draft.party = party(draft.party)
    draft.via = [party(each) for each in draft.via]
    if not draft.stance:
        draft.stance = choose_stance(draft.party, claim.kind)
    if draft.date is None:
        draft.date = ask_for_more(f"When ({_DATE})", parse_date)
    if draft.value is None and claim.unit is not None:
        draft.value = ask_for_more(f"How many {claim.unit} (5, 5-6, >=5)", partial(_value, unit=claim.unit))
    if draft.quote is None:
        draft.quote = ask_for_more(f"The words, verbatim ({_TO_EDITOR} opens your editor)", _quote)
    if not draft.sources:
        _ask_sources(draft, state)
    if draft.note is None:
        draft.note = ask_for_more("A note for readers", str)


def _ask_sources(draft: PositionDraft, state: ClaimState) -> None:
    question = "A source, by its id or URL"
    while (typed := ask_for_more(question, partial(_source, state=state))) is not None:
        draft.sources.append(typed)
        if cite(typed, state).url is not None:
            known = SourceDraft(ask_for_more("  Its title", str), ask_for_more("  Its publisher", party_name))
            known.published = ask_for_more(f"  Published ({_DATE})", parse_date)
            draft.described[typed] = known
        question = "Another source"


def _party(typed: str, state: ClaimState, *, new_party: bool) -> str:
    return typed if new_party else choose_party(typed, state.registry, state.claim)


def choose_party(typed: str, registry: Registry, claim: Claim | None = None) -> str:
    """Return a name; if it is not known and like one that is, ask which is meant."""
    near = near_parties(typed, registry, claim)
    if not near:
        return typed
    message(f'The party "{typed}" is not known. Who is meant?')
    choices: Sequence[tuple[str, str]] = [*((each, "") for each in near), (typed, "a new party")]
    return choose("A number, or a name", choices, party_name)


def choose_stance(party: str, kind: Kind) -> str:
    """Ask for a stance in plain words."""
    message(f"What did {party} do?")
    choices = [(phrases.word(stance, kind), phrases.deed(stance, kind)) for stance in STANCES]
    return choose("A number or a word", choices, words_of("STANCE", STANCES, phrases.spellings(STANCES)))


def party_name(text: str) -> str:
    """Read a name.

    Raises:
        BadParameter: there is no letter in it.
    """
    if not slug(text):
        raise typer.BadParameter("a name needs at least one letter or digit")
    return text


def _value(text: str, unit: str) -> str:
    try:
        typed_value(text, unit)
    except ValueFormError as error:
        raise typer.BadParameter(str(error)) from None
    return text


def _quote(text: str) -> str:
    if text != _TO_EDITOR:
        return text
    from claimtrack.cli.editor import text_from_editor  # noqa: PLC0415 - seldom asked for

    return text_from_editor("quote")


def _source(text: str, state: ClaimState) -> str:
    cite(text, state)
    return text
