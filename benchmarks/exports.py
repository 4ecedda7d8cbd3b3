"""The same invented claims in the forms of other programs: recutils, iCalendar, taskwarrior."""

from __future__ import annotations

import json
import os
import uuid
from typing import TYPE_CHECKING, Any

from stories import Position, Story, stories

if TYPE_CHECKING:
    from collections.abc import Iterator


def recutils(path: str, count: int, seed: int) -> None:
    """Write one file for recsel: a record for each claim, a field `Party` for each party that acts on it."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("%rec: Claim\n%key: Id\n\n")
        for story in stories(count, seed):
            lines = [
                f"Id: {story.id}",
                f"Title: {story.title}",
                f"Statement: {story.statement}",
                f"Kind: {story.kind}",
                f"Date: {story.date}",
                *(f"Topic: {topic}" for topic in story.topics),
                *(f"Party: {party}" for party in _acting(story)),
                *(f"Note: {note}" for note in story.notes),
                *(f"Position: {_told(each)}" for each in story.positions),
                *(f"Source: {each.id}, {each.title}, {each.publisher}, {each.date}" for each in story.sources),
            ]
            file.write("\n".join(lines) + "\n\n")


def calendars(folder: str, count: int, seed: int) -> None:
    """Write a folder for todoman: a file for each claim, whose categories are the parties that act on it."""
    os.makedirs(folder)
    for story in stories(count, seed):
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//claimtrack//benchmarks//EN",
            "BEGIN:VTODO",
            f"UID:{story.id}",
            f"DTSTAMP:{story.date.replace('-', '')}T000000Z",
            f"SUMMARY:{_escaped(story.title)}",
            f"CATEGORIES:{','.join(_acting(story))}",
            "STATUS:NEEDS-ACTION",
            f"DESCRIPTION:{_escaped(_prose(story))}",
            "END:VTODO",
            "END:VCALENDAR",
        ]
        text = "\r\n".join(folded for line in lines for folded in _folded(line)) + "\r\n"
        with open(os.path.join(folder, f"{story.id}.ics"), "w", encoding="utf-8", newline="") as file:
            file.write(text)


def tasks(path: str, count: int, seed: int) -> None:
    """Write one file for `task import`: a task for each claim, tagged with the parties that act on it."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(_task(story), ensure_ascii=False) + "\n" for story in stories(count, seed))


def tag(party: str) -> str:
    """Return a party's id as taskwarrior writes a tag."""
    return party.replace("-", "_")


def _task(story: Story) -> dict[str, Any]:
    entry = f"{story.date.replace('-', '')}T000000Z"
    return {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, story.id)),
        "description": story.title,
        "status": "pending",
        "entry": entry,
        "project": story.folder.replace("/", "."),
        "tags": [tag(party) for party in _acting(story)],
        "annotations": [{"entry": f"{entry[:-3]}{nth:02d}Z", "description": each} for nth, each in _acts(story)],
    }


def _acting(story: Story) -> list[str]:
    """Return the ids of the parties that act on a claim, each once, as they come."""
    return list(dict.fromkeys(position.id for position in story.positions))


def _acts(story: Story) -> Iterator[tuple[int, str]]:
    return enumerate(map(_told, story.positions))


def _told(position: Position) -> str:
    """Return a position in one line."""
    parts = (position.stance, position.date, position.value, position.quote, position.original, position.note)
    return ", ".join(filter(None, (position.id, *parts, *position.sources)))


def _prose(story: Story) -> str:
    cited = (f"{each.id}, {each.title}, {each.publisher}, {each.date}" for each in story.sources)
    return "\n".join([story.statement, *story.notes, *map(_told, story.positions), *cited])


def _escaped(text: str) -> str:
    r"""Escape a text as RFC 5545 has it: a line end becomes \n."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Break a line as RFC 5545 wants it, into at most 75 bytes each, between characters."""
    start, rest = "", line.encode()
    while len(rest) > 74:
        piece = rest[:74].decode(errors="ignore")
        yield start + piece
        start, rest = " ", rest[len(piece.encode()) :]
    yield start + rest.decode()
