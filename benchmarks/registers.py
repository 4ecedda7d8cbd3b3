"""The two registers of a generated folder: 200 parties and the sources that claims share."""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from words import BODIES, FIRST_NAMES, LAST_NAMES, OFFICES, PLACES, PUBLISHERS, STATES, WIRES, Named

PARTY: Final = "ruritania"
"""The state that acts on about one claim in twenty, and is always written by this id."""

_LINKING: Final = ("Lower Delta", "Upper Basin", "Harbour")  # where independent bodies sit
_PERSONS: Final = 4  # of each state: two presidents, one after the other, a minister, a spokesperson
_TURN: Final = date(2023, 1, 20)  # when the second president follows the first
_SHARED: Final = 320
_COPIES: Final = 0.4  # of the shared sources that are not wires, this share copies one


class Party(NamedTuple):
    """A party as the register has it.

    Attributes:
        id: what it is filed under.
        name: in Latin letters.
        kind: state, office, person or association.
        alias: another name, in the script of its language; empty where there is none.
        speaks_for: the id of the state that it speaks for; empty if it stands alone.
        tenure: the keys of its tenure as TOML has them; empty if there is none.
    """

    id: str
    name: str
    kind: str
    alias: str = ""
    speaks_for: str = ""
    tenure: str = ""


def slug(name: str) -> str:
    """Return an id for a name in Latin letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain.lower()))


@cache
def parties() -> tuple[Party, ...]:
    """Return all 200 parties; they are the same in every folder."""
    independents = [f"{place} {body}" for place in _LINKING for body in BODIES]
    return (
        Party(PARTY, "Ruritania", "state", "روریتانیا"),
        *(Party(slug(name), name, "association") for name in independents),
        *(party for place, state in enumerate(STATES) for party in _of_state(place, state)),
    )


@cache
def casts() -> tuple[tuple[Party, ...], ...]:
    """Return the parties that act, grouped: each state with its voices, then those that stand alone."""
    states = [party.id for party in parties() if party.kind == "state" and party.id != PARTY]
    groups = [tuple(each for each in parties() if state in {each.id, each.speaks_for}) for state in states]
    alone = tuple(each for each in parties() if each.kind == "association")
    return (*groups, alone)


def in_office(party: Party, day: date) -> Party:
    """Return whoever held a party's office on a day: the party itself, unless it has a tenure."""
    if not party.tenure:
        return party
    first, second = _holders(party.speaks_for)
    return first if day < _TURN else second


@cache
def _holders(state: str) -> tuple[Party, ...]:
    return tuple(each for each in parties() if each.tenure and each.speaks_for == state)


def _of_state(place: int, state: Named) -> list[Party]:
    of = slug(state.latin)
    found = [Party(of, state.latin, "state", state.native)]
    found += [Party(f"{of}-{slug(each)}", f"{each} of {state.latin}", "office", "", of) for each in OFFICES]
    firsts, lasts = FIRST_NAMES[state.lang], LAST_NAMES[state.lang]
    tenures = (f"until = {_TURN}", f"from = {_TURN}", "", "")
    for nth, tenure in enumerate(tenures):
        row, column = divmod((place % 4) * _PERSONS + nth, len(lasts))
        (first, first_native), (last, last_native) = firsts[row], lasts[column]
        names = (last_native, first_native) if state.lang == "zh" else (first_native, last_native)
        native = ("" if state.lang == "zh" else " ").join(names)
        name = f"{first} {last}"
        found.append(Party(slug(name), name, "person", "" if native == name else native, of, tenure))
    return found


def parties_toml() -> str:
    """Return the text of parties.toml."""
    return "\n".join(map(_party_toml, parties()))


def _party_toml(party: Party) -> str:
    lines = [f"[{party.id}]", f'name = "{party.name}"', f'kind = "{party.kind}"']
    if party.alias:
        lines.append(f'aliases = ["{party.alias}"]')
    if party.tenure:
        lines.append(f'speaks_for = [{{ party = "{party.speaks_for}", {party.tenure} }}]')
    elif party.speaks_for:
        lines.append(f'speaks_for = "{party.speaks_for}"')
    return "\n".join([*lines, ""])


@cache
def shared_ids() -> tuple[str, ...]:
    """Return the ids of the shared sources, the wires first."""
    wires = [f"{slug(WIRES[nth % len(WIRES)])}-s{nth:03d}" for nth in range(_SHARED // 8)]
    papers = [f"{slug(PUBLISHERS[nth % len(PUBLISHERS)])}-s{nth:03d}" for nth in range(len(wires), _SHARED)]
    return (*wires, *papers)


def sources_toml(seed: int) -> str:
    """Return the text of sources.toml."""
    rng = random.Random(f"sources {seed}")
    ids = shared_ids()
    wires = _SHARED // 8
    texts = []
    for nth, name in enumerate(ids):
        publisher = WIRES[nth % len(WIRES)] if nth < wires else PUBLISHERS[nth % len(PUBLISHERS)]
        day = f"{rng.randrange(2020, 2026)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        lines = [
            "[[sources]]",
            f'id = "{name}"',
            f'title = "{rng.choice(PLACES)}: what is known, part {nth}"',
            f'publisher = "{publisher}"',
            f"date = {day}",
        ]
        if nth >= wires:
            lines.append(f'url = "https://news.example.org/{name}"')
            if rng.random() < _COPIES:
                lines.append(f'derived_from = "{rng.choice(ids[:wires])}"')
        texts.append("\n".join([*lines, ""]))
    return "\n".join(texts)
