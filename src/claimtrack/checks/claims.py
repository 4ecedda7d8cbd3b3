"""The checks of a claim: its references, dates, parties and positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.checks.codes import Finding, Subject, of_claim
from claimtrack.model.names import slug
from claimtrack.model.number_text import read_number
from claimtrack.model.vocabulary import is_side
from claimtrack.problems import Code
from claimtrack.rules.resolve import ResolvedPosition, against_clock, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.files.locations import KeyPath
    from claimtrack.model.dates import Span


@of_claim(Code.FUTURE_DATE)
def future_date(subject: Subject) -> Iterator[Finding]:
    """Find dates later than today where the day begins first; the date of a prediction may be in the future."""
    claim = subject.claim
    dates: list[tuple[KeyPath, Span | None]] = []
    for place, source in enumerate(claim.sources):
        dates += [(("sources", place, "date"), source.date), (("sources", place, "retrieved"), source.retrieved)]
    dates += [(("positions", place, "date"), position.date) for place, position in enumerate(claim.positions)]
    if claim.kind != "prediction":
        dates.append((("date",), claim.date))
    for at, date in dates:
        if date is not None and date.start > subject.today.end:
            yield Finding(claim.path, at, f"{date} is in the future", until=date.start)


@of_claim(Code.BEFORE_EVENT)
def before_event(subject: Subject) -> Iterator[Finding]:
    """Find sides taken before the thing claimed happened."""
    claim = subject.claim
    if claim.date is None or claim.kind == "prediction":
        return
    for place, position in enumerate(claim.positions):
        if is_side(position.stance) and position.date is not None and position.date.end < claim.date.start:
            what = f"{position.party} {position.stance} this on {position.date}, before it happened ({claim.date})"
            yield Finding(claim.path, ("positions", place, "date"), what, "one of the two dates may be wrong")


@of_claim(Code.CLOCK_ORDER)
def clock_order(subject: Subject) -> Iterator[Finding]:
    """Find moments that come after another one by the calendar as written, and before it by the clock."""
    claim = subject.claim
    for place, other in against_clock(resolve(claim, subject.registers.registry)).items():
        date = claim.positions[place].date
        if date is not None and other.date is not None and other.date.end < date.end:
            what = f"{date} comes after {other.date} by the calendar, and before it by the clock"
            yield Finding(
                claim.path, ("positions", place, "date"), what, "the calendar decides; see if both offsets are right"
            )


@of_claim(Code.NUMBER_IN_TEXT)
def number_in_text(subject: Subject) -> Iterator[Finding]:
    """Find values that are a number, a percentage or a range, written as a text."""
    claim = subject.claim
    for place, position in enumerate(claim.positions):
        text = position.value.text if position.value else None
        found = read_number(text, claim.unit) if text else None
        if found is not None:
            message = f'"{text}" is text, and text is never compared'
            yield Finding(claim.path, ("positions", place, "value"), message, f"write {found.instead(claim.unit)}")


@of_claim(Code.UNREGISTERED_PARTY)
def unregistered_party(subject: Subject) -> Iterator[Finding]:
    """Find names that are not in the registry, if there is one."""
    claim, registry = subject.claim, subject.registers.registry
    if not len(registry):
        return
    for place, position in enumerate(claim.positions):
        names: list[tuple[KeyPath, str]] = [(("positions", place, "party"), position.party)]
        names += [(("positions", place, "via", item), name) for item, name in enumerate(position.via)]
        for at, name in names:
            if registry.party(name) not in registry and slug(name) not in subject.registers.left_out_parties:
                near = registry.probable(name)
                hint = f'did you mean "{near}"?' if near else "add it to parties.toml"
                yield Finding(claim.path, at, f'"{name}" is not in the registry', hint, missing="party")


@of_claim(Code.OUTSIDE_TENURE)
def outside_tenure(subject: Subject) -> Iterator[Finding]:
    """Find positions of a voice at a date at which it spoke for nobody."""
    claim, registry = subject.claim, subject.registers.registry
    for place, position in enumerate(claim.positions):
        party = registry.party(position.party)
        if registry.is_voice(party) and registry.principal(party, position.date) == party:
            message = f"{position.party} speaks only for itself here ({position.date or 'undated'})"
            yield Finding(claim.path, ("positions", place, "party"), message, "see speaks_for in parties.toml")


@of_claim(Code.SIDE_WITHOUT_SOURCE)
def side_without_source(subject: Subject) -> Iterator[Finding]:
    """Find sides taken without a source."""
    for place, position in enumerate(subject.claim.positions):
        if is_side(position.stance) and not position.sources:
            message = f"{position.party} {position.stance} this, and no source is given"
            at, hint = ("positions", place), 'add sources = ["…"]'
            yield Finding(subject.claim.path, at, message, hint, on_key=True, missing="sources")


@of_claim(Code.SIDE_WITHOUT_DATE)
def side_without_date(subject: Subject) -> Iterator[Finding]:
    """Find sides taken without a date."""
    for place, position in enumerate(subject.claim.positions):
        if is_side(position.stance) and position.date is None:
            message = f"{position.party} {position.stance} this, and no date is given"
            hint = 'add date = …; a year alone will do: "2025"'
            yield Finding(subject.claim.path, ("positions", place), message, hint, on_key=True, missing="date")


@of_claim(Code.QUOTE_WITHOUT_SOURCE)
def quote_without_source(subject: Subject) -> Iterator[Finding]:
    """Find quotes without a source in positions that take no side; the others have their own code."""
    for place, position in enumerate(subject.claim.positions):
        if position.quote and not position.sources and not is_side(position.stance):
            message = f"{position.party} is quoted, and no source is given"
            at, hint = ("positions", place, "quote"), 'add sources = ["…"]'
            yield Finding(subject.claim.path, at, message, hint, missing="sources")


@of_claim(Code.REPEATED_QUOTE)
def repeated_quote(subject: Subject) -> Iterator[Finding]:
    """Find quotes that a party repeats."""
    first: dict[tuple[str, str], int] = {}
    for place, position in enumerate(subject.claim.positions):
        if position.quote is None:
            continue
        quote = (subject.registers.registry.party(position.party), " ".join(position.quote.split()).casefold())
        if quote in first:
            _, number, *_ = subject.source_file.left_out.as_written(("positions", first[quote]))
            message = f"{position.party} says the same in position {int(number) + 1}"
            hint = "give one position both sources"
            yield Finding(subject.claim.path, ("positions", place, "quote"), message, hint)
        first.setdefault(quote, place)


@of_claim(Code.STALE_NOTE)
def stale_note(subject: Subject) -> Iterator[Finding]:
    """Find notes that stay the same after a party has changed its stance."""
    notes = [position.note for position in subject.claim.positions if position.note]
    if len(notes) == len(set(notes)):
        return
    before: dict[str, ResolvedPosition] = {}
    for resolved in resolve(subject.claim, subject.registers.registry):
        earlier = before.get(resolved.party)
        note = resolved.recorded.note
        if earlier and note and resolved.stance != earlier.stance and note == earlier.recorded.note:
            moved = f"{resolved.recorded.party} moved from {earlier.stance} to {resolved.stance}"
            hint = "say what holds now, or leave the note out"
            at = ("positions", resolved.place, "note")
            yield Finding(subject.claim.path, at, f"{moved}, and the note is the same", hint)
        before[resolved.party] = resolved


@of_claim(Code.UNDENIED)
def undenied(subject: Subject) -> Iterator[Finding]:
    """Find claims that somebody asserts and nobody denies or qualifies."""
    stances = {position.stance for position in subject.claim.positions}
    if "asserts" in stances and not stances & {"denies", "qualifies"}:
        hint = "record the other side, if there is one"
        message = "nobody denies or qualifies this claim"
        yield Finding(subject.claim.path, ("title",), message, hint, missing="positions")
