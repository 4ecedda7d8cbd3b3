"""Invented claims, each drawn from a seed and its own number alone: a small folder is the start of a large one."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from registers import PARTY, Party, casts, in_office, shared_ids, slug
from words import DEEDS, NOTES, PLACES, PUBLISHERS, QUOTES, REGIONS, SUBJECTS, TEXT_VALUES, THINGS, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = 100
"""Claims in a sub-folder."""
STANCES: Final = {
    "asserts": 30, "denies": 26, "qualifies": 19, "comments": 10, "declines": 6, "reports": 6, "withdraws": 3,
}  # fmt: skip
"""How often each stance is drawn, in percent."""

_SHARE: Final = 0.05  # of the claims, on which the party asked for acts
_FIRST, _LAST = date(2020, 1, 1), date(2025, 12, 31)
_SHAPES: Final = {"day": 80, "time": 8, "month": 5, "year": 2, "none": 5}  # how dates are known, in percent
_KINDS: Final = {"fact": 80, "policy": 10, "opinion": 5, "prediction": 5}


class Position(NamedTuple):
    """One act on a claim; what is not known is empty. `date`, `value` and `sources` are written as TOML."""

    party: str
    id: str
    stance: str
    date: str
    by_report: bool
    value: str
    about: str
    quote: str
    original: str
    lang: str
    note: str
    anonymous: bool
    via: str
    sources: tuple[str, ...]


class Source(NamedTuple):
    """A source that one claim alone cites."""

    id: str
    title: str
    publisher: str
    date: str
    derived_from: str


class Story(NamedTuple):
    """A claim whole."""

    id: str
    folder: str
    title: str
    statement: str
    kind: str
    unit: str
    date: str
    topics: tuple[str, ...]
    implies: str
    contradicts: str
    see_also: str
    notes: tuple[str, ...]
    positions: tuple[Position, ...]
    sources: tuple[Source, ...]


def story_id(number: int) -> str:
    """Return the id of a claim by its number; ids do not depend on the seed."""
    thing = THINGS[number % len(THINGS)]
    place = PLACES[number // len(THINGS) % len(PLACES)]
    return f"{thing}-{slug(place)}-{number}"


def stories(count: int, seed: int) -> Iterator[Story]:
    """Return so many claims, one after the other."""
    rng = random.Random()
    for number in range(count):
        rng.seed(seed * 1_000_003 + number)
        yield _story(number, rng)


def _story(number: int, rng: random.Random) -> Story:
    topic, year = _shelf(number)
    thing = THINGS[number % len(THINGS)].replace("-", " ")
    place = PLACES[number // len(THINGS) % len(PLACES)]
    happened = date(year, rng.randrange(1, 13), rng.randrange(1, 29))
    told = f"The {thing} at {place} {rng.choice(DEEDS)}"
    unit = rng.choice(UNITS) if rng.random() < 0.6 else ""
    sources = _own_sources(rng, happened)
    earlier = [story_id(number - back) if number >= back else "" for back in (1, 2, 3)]
    return Story(
        id=story_id(number),
        folder=f"{topic}/{year}",
        title=told,
        statement=f"{told} in {happened:%B %Y}, as those concerned were told in the week of {happened:%d %B}.",
        kind=rng.choices([*_KINDS], [*_KINDS.values()])[0],
        unit=unit,
        date=happened.isoformat(),
        topics=(topic, *({rng.choice(SUBJECTS)} if rng.random() < 0.5 else ())),
        implies=earlier[0] if rng.random() < 0.05 else "",
        contradicts=earlier[1] if rng.random() < 0.04 else "",
        see_also=earlier[2] if rng.random() < 0.15 else "",
        notes=tuple(rng.sample(NOTES, rng.randrange(1, 4))),
        positions=tuple(_positions(rng, happened, unit, sources)),
        sources=sources,
    )


def _shelf(number: int) -> tuple[str, int]:
    """Return the topic and the year that a claim is filed under."""
    lookup, year = divmod(number // FOLDER, 6)
    region, subject = divmod(lookup, len(SUBJECTS))
    return f"{SUBJECTS[subject]}-{REGIONS[region % len(REGIONS)]}", 2020 + year


def _own_sources(rng: random.Random, happened: date) -> tuple[Source, ...]:
    found = []
    for letter in "ab"[: rng.choices((0, 1, 2), (25, 55, 20))[0]]:
        publisher = rng.choice(PUBLISHERS)
        name = f"{slug_of(publisher)}-{happened:%m%d}{letter}"
        copied = rng.choice(shared_ids()) if rng.random() < 0.2 else ""
        day = min(happened + timedelta(rng.randrange(1, 40)), _LAST).isoformat()
        found.append(Source(name, f"{rng.choice(PLACES)}, day {rng.randrange(2, 99)}", publisher, day, copied))
    return tuple(found)


def _positions(rng: random.Random, happened: date, unit: str, own: tuple[Source, ...]) -> Iterator[Position]:
    cast = list(chain.from_iterable(rng.sample(group, min(len(group), 3)) for group in rng.sample(casts(), 2)))
    count = rng.randrange(3, 9)
    asked_for = rng.randrange(count) if rng.random() < _SHARE else -1
    day = happened
    for place in range(count):
        day = min(day + timedelta(rng.randrange(80)), _LAST)
        party = in_office(rng.choice(cast), day)
        stance = rng.choices([*STANCES], [*STANCES.values()])[0]
        sided = stance in {"asserts", "qualifies"}
        quote, lang, original = rng.choice(QUOTES) if rng.random() < 0.75 else ("", "", "")
        told = rng.randrange(2, 400)
        shape = rng.choices([*_SHAPES], [*_SHAPES.values()])[0]
        here = place == asked_for
        yield Position(
            party=PARTY if here else _written(rng, party),
            id=PARTY if here else party.id,
            stance=stance,
            date=_dated(rng, day, shape),
            by_report=shape != "none" and rng.random() < 0.08,
            value=_value(rng) if unit and sided and rng.random() < 0.6 else "",
            about=f"{day:%Y-%m}" if unit and rng.random() < 0.04 else "",
            quote=quote.format(n=told),
            original=original.format(n=told) if rng.random() < 0.7 else "",
            lang=lang,
            note=rng.choice(NOTES) if rng.random() < 0.2 else "",
            anonymous=not here and rng.random() < 0.06,
            via=rng.choice(cast).id if rng.random() < 0.05 else "",
            sources=tuple(_cited(rng, own[place].id if place < len(own) else "")),
        )


def _written(rng: random.Random, party: Party) -> str:
    """Return a party as somebody would write it: mostly by its id."""
    drawn = rng.random()
    return party.id if drawn < 0.8 else party.alias if party.alias and drawn < 0.9 else party.name


def _dated(rng: random.Random, day: date, shape: str) -> str:
    if shape == "time":
        return f"{day}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:00+05:30"
    return {"day": f"{day}", "month": f'"{day:%Y-%m}"', "year": f'"{day:%Y}"', "none": ""}[shape]


def _value(rng: random.Random) -> str:
    number, drawn = rng.randrange(1, 90), rng.random()
    if drawn < 0.7:
        return str(number)
    if drawn < 0.82:
        return f"{{ min = {number} }}"
    if drawn < 0.94:
        return f"{{ min = {number}, max = {number + rng.randrange(1, 30)} }}"
    return f'"{rng.choice(TEXT_VALUES)}"'


def _cited(rng: random.Random, own: str) -> Iterator[str]:
    if own:
        yield f'"{own}"'
    drawn = rng.random()
    if drawn < 0.8:
        yield f'"{rng.choice(shared_ids())}"'
    elif drawn < 0.88:
        yield f'{{ id = "{rng.choice(shared_ids())}", at = "page {rng.randrange(1, 60)}" }}'
    elif drawn < 0.92:
        yield f'"https://hearings.example.org/{rng.randrange(10_000, 99_999)}"'


slug_of: Final = {name: slug(name) for name in PUBLISHERS}.__getitem__
