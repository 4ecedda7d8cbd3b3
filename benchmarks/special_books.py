"""Books beside the default one: without a registry, with long records, and with many voices of one party."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from registers import PARTY, Party, parties, shared_ids
from speech import BODIES, OFFSETS, SENTENCES
from stories import FOLDER, STANCES, Position, Source, Story, stories
from words import FIRST_NAMES, LAST_NAMES, NOTES, WIRES

if TYPE_CHECKING:
    from collections.abc import Iterator

SPOKEN_ABOUT: Final = 10  # claims in a book with voices

_SHORTEST, _LONGEST = 300, 2_000  # characters of a long quote
_START: Final = date(2020, 1, 6)
_COUNCIL: Final = "city-council"


def unregistered_stories(count: int, seed: int) -> Iterator[Story]:
    """Return the default claims, with each party named as people write it where no registry gives an id."""
    by_id = {party.id: party for party in parties()}
    rng = random.Random()
    for number, story in enumerate(stories(count, seed)):
        rng.seed(f"names {seed} {number}")
        positions = tuple(
            each._replace(party=_as_written(rng, by_id[each.id]), via=each.via and by_id[each.via].name)
            for each in story.positions
        )
        yield story._replace(positions=positions)


def _as_written(rng: random.Random, party: Party) -> str:
    """Return a spelling of a party's name; the party asked for has one identity in all of its spellings."""
    spellings = [party.name] * 6 + [party.name.upper(), party.name.lower(), party.name.replace(" ", "-")]
    if party.alias and party.id != PARTY:
        spellings += [party.alias] * 2
    return rng.choice(spellings)


def long_stories(count: int, seed: int) -> Iterator[Story]:
    """Return claims of about 6 KB each: long quotes in many scripts, moments with offsets, one publisher for all."""
    rng = random.Random()
    for number in range(count):
        rng.seed(f"long {seed} {number}")
        yield _long_story(number, rng)


def _long_story(number: int, rng: random.Random) -> Story:
    happened = _START + timedelta(rng.randrange(1_500))
    own = Source(f"wire-{number}", f"Minutes of the hearing, part {number}", WIRES[0], happened.isoformat(), "")
    return Story(
        id=_long_id(number),
        folder=f"hearings/{number // FOLDER}",
        title=f"The gate was opened before the hearing, part {number}",
        statement=f"Somebody opened gate {number} before the hearing on it began.",
        kind="fact",
        unit="days",
        date=happened.isoformat(),
        topics=("hearings", f"district-{number % 40}"),
        implies=_long_id(number - 1) if number and rng.random() < 0.05 else "",
        contradicts="",
        see_also=_long_id(number - 2) if number > 1 and rng.random() < 0.2 else "",
        notes=tuple(rng.sample(NOTES, 2)),
        positions=tuple(_long_position(rng, happened, own) for _ in range(rng.randrange(3, 6))),
        sources=(own,),
    )


def _long_id(number: int) -> str:
    return f"gate-{number:05d}"


def _long_position(rng: random.Random, happened: date, own: Source) -> Position:
    home = rng.choice([*BODIES])
    which = rng.randrange(2)
    lang = rng.choice([*SENTENCES])
    stance = rng.choices([*STANCES], [*STANCES.values()])[0]
    day = happened + timedelta(rng.randrange(300))
    moment = f"{day}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:00{rng.choice(OFFSETS)}"
    shared = f'"{rng.choice(shared_ids())}"'
    return Position(
        party=BODIES[home][which],
        id=_body_id(home, which),
        stance=stance,
        date=moment if rng.random() < 0.4 else f"{day}",
        by_report=False,
        value=str(rng.randrange(1, 90)) if stance == "asserts" and rng.random() < 0.5 else "",
        about="",
        quote=_speech(rng, lang),
        original=rng.choice(SENTENCES[lang]).format(n=rng.randrange(2, 400)) if rng.random() < 0.3 else "",
        lang=lang,
        note=rng.choice(NOTES) if rng.random() < 0.3 else "",
        anonymous=rng.random() < 0.05,
        via="",
        sources=(f'"{own.id}"', *((shared,) if rng.random() < 0.5 else ())),
    )


def _speech(rng: random.Random, lang: str) -> str:
    """Return a quote of 300 to 2,000 characters, most of them short ones, a third of them in paragraphs."""
    wanted = _SHORTEST + int((_LONGEST - _SHORTEST) * rng.random() ** 4)
    paragraph = rng.randrange(3, 7) if rng.random() < 0.3 else 0
    told = ""
    said = 0
    while len(told) < wanted:
        sentence = rng.choice(SENTENCES[lang]).format(n=rng.randrange(2, 400))
        told += ("\n\n" if paragraph and said % paragraph == 0 else " ") + sentence if told else sentence
        said += 1
    return told[:_LONGEST].rstrip()


def long_parties() -> str:
    """Return the text of parties.toml for the books with long records."""
    return "\n".join(
        f'[{_body_id(lang, which)}]\nname = "{name}"\nkind = "office"\n'
        + (f'speaks_for = [{{ party = "{_body_id(lang, 0)}", from = {_START} }}]\n' if which else "")
        for lang, names in BODIES.items()
        for which, name in enumerate(names)
    )


def _body_id(lang: str, which: int) -> str:
    return f"{lang}-{('council', 'board')[which]}"


def voices_stories(voices: int, seed: int) -> Iterator[Story]:
    """Return ten claims, on each of which so many voices of one party take a position."""
    for number in range(SPOKEN_ABOUT):
        rng = random.Random(f"voices {seed} {number}")
        title = f"Canal lock {number} was repaired in time"
        yield Story(
            id=f"lock-{number}",
            folder="locks",
            title=title,
            statement=f"{title}.",
            kind="fact",
            unit="",
            date=_START.isoformat(),
            topics=("locks",),
            implies="",
            contradicts="",
            see_also="",
            notes=NOTES[:1],
            positions=tuple(_voice_position(rng, nth) for nth in range(voices)),
            sources=(),
        )


def _voice_position(rng: random.Random, nth: int) -> Position:
    return Position(
        party=_voice_name(nth),
        id=_voice_id(nth),
        stance=rng.choices([*STANCES], [*STANCES.values()])[0],
        date=f"{_START + timedelta(nth)}",
        by_report=False,
        value="",
        about="",
        quote=rng.choice(SENTENCES[rng.choice([*SENTENCES])]).format(n=nth + 2),
        original="",
        lang="",
        note="",
        anonymous=False,
        via="",
        sources=(f'"https://hearings.example.org/{nth}"',),
    )


def voices_parties(voices: int) -> str:
    """Return the text of parties.toml for a book with so many voices of one party."""
    council = f'[{_COUNCIL}]\nname = "City Council"\nkind = "office"\n'
    members = (
        f'[{_voice_id(nth)}]\nname = "{_voice_name(nth)}"\nkind = "person"\nspeaks_for = "{_COUNCIL}"\n'
        for nth in range(voices)
    )
    return "\n".join([council, *members])


def _voice_id(nth: int) -> str:
    return f"member-{nth}"


def _voice_name(nth: int) -> str:
    """Return a name in one of several scripts; a number tells those of one name apart."""
    lang = [*FIRST_NAMES][nth % len(FIRST_NAMES)]
    first, last = (names[lang][nth // len(FIRST_NAMES) % len(names[lang])][1] for names in (FIRST_NAMES, LAST_NAMES))
    return f"{first} {last} {nth}"
