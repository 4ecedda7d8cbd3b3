"""Small records for tests, built through the real models and read as the TOML parser would give them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from claimtrack.model import forms
from claimtrack.model.dates import Span
from claimtrack.model.registry import Registry
from claimtrack.rules.line import Line, lines
from claimtrack.rules.matching import left_over, partners
from claimtrack.rules.resolve import by_principal, resolve, up_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.record import Claim, Position, Source

Table = dict[str, Any]


def position(party: str, stance: str, date: str | None = None, **more: Any) -> Position:
    """Give a position; `date` may be a moment, a day, a month or a year, as a text."""
    said = {"party": party, "stance": stance, **({"date": as_parsed(date)} if date else {}), **more}
    return forms.Position.model_validate(said).recorded()


def as_parsed(date: Any) -> Any:
    """Give a date as the TOML parser does: of a text with a time, the moment."""
    return datetime.fromisoformat(date) if isinstance(date, str) and "T" in date else date


def claim(claim_id: str, positions: list[Position] | None = None, **more: Any) -> Claim:
    """Give a claim whose title is its id."""
    record = forms.ClaimFile.model_validate({"title": claim_id, **more}).recorded(claim_id, f"claims/{claim_id}.toml")
    return record._replace(positions=tuple(positions or ()))


def source(source_id: str, **more: Any) -> Source:
    """Give a source."""
    return forms.Source.model_validate({"id": source_id, **more}).recorded()


def registry(parties: dict[str, Table]) -> Registry:
    """Give a registry from its tables by id."""
    return Registry(forms.PartyEntry.model_validate(table).recorded(party) for party, table in parties.items())


def stand(told: Claim, who: Registry, by: str | None = None) -> dict[str, Line]:
    """Give the line of every principal on a claim, from what had been said by a date."""
    found = up_to(Span.parse(by) if by else None, resolve(told, who))
    return lines(by_principal(found), [each for each in found if each.stance == "withdraws"])


_NOBODY = Registry()


def pairs(
    old: Sequence[Position], new: Sequence[Position], registries: tuple[Registry, Registry] = (_NOBODY, _NOBODY)
) -> list[tuple[Position | None, Position | None]]:
    """Give the positions before and now that are one, in the order of the new ones; None if there is no partner."""
    partner = partners(old, new, registries)
    now = [(old[partner[place]] if place in partner else None, position) for place, position in enumerate(new)]
    return [*now, *((old[place], None) for place in left_over(len(old), partner))]


def _voices(principal: str, *parties: str) -> dict[str, Table]:
    return {party: {"speaks_for": principal} for party in parties}


# Who is who in the statements around the conflict of May 2025.
WHO = registry(
    {
        "india": {"name": "India", "aliases": ["New Delhi"]},
        "pakistan": {"name": "Pakistan", "aliases": ["Islamabad"]},
        "united-states": {"name": "United States", "aliases": ["US", "U.S."]},
        **_voices("india", "modi", "misri", "bharti", "chauhan", "indian-air-force", "kumar", "embassy-jakarta"),
        **_voices("pakistan", "sharif", "dar", "asif", "dg-ispr"),
        **_voices("united-states", "vance", "rubio", "state-department"),
        "trump": {"name": "Donald Trump", "speaks_for": [{"party": "united-states", "from": "2025-01-20"}]},
        "biden": {"name": "Joe Biden", "speaks_for": [{"party": "US", "until": "2025-01-20"}]},
        "rahul-gandhi": {"name": "Rahul Gandhi"},
        "dassault": {"name": "Dassault Aviation"},
        "author": {"name": "The article's author"},
    }
)
