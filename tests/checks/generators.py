"""Makes good records, written in every way that TOML has, and knows where it put each thing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
Table = dict[str, Any]

# What trips up a scanner that counts quotes or brackets, and columns that count bytes or cells.
_WORDS = (
    "five jets",
    "漢字とかな",
    "cafe\u0301",
    "پانچ طیارے",
    "पाँच विमान",
    "👩\u200d🚀 🇵🇰",
    "# no comment",
    "a = b",
    "[[positions]]",
    "{ min = 5 }",
    "a, b; c",
    "it's",
    '"quoted"',
    "back\\slash",
    "tab\there",
    "two\nlines",
    "\"\"\" and '''",
    "ends with \\",
)
_NAMES = ("India", "Pakistan", "DG ISPR", "U.S.", "وزارت خارجہ", "中国外交部", "Zoë", "a-p-singh")
_STANCES = ("asserts", "qualifies", "denies", "declines", "comments", "reports", "withdraws")
_COMMENTS = ("plain", "[[positions]]", 'title = "no"', "it's \"half", "漢字 é", "}],'''")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class Document(NamedTuple):
    """A record as TOML.

    Attributes:
        text: the record.
        data: what a parser must read from it.
        places: the offsets of every key path: of its key, of its value and past its value. Of a table with a header
            all three are the header's, of one that is part of a dotted key they are that part's.
    """

    text: str
    data: Table
    places: dict[Path, tuple[int, int, int]]


def claim(rng: Random) -> Table:
    """Make the tables of a claim that the model accepts."""
    record: Table = {"title": _text(rng)}
    extras: Table = {
        "statement": _text(rng),
        "original": _text(rng),
        "lang": "ur",
        "place": _text(rng),
        "kind": rng.choice(("fact", "policy", "opinion")),
        "unit": "jets",
        "date": date(2025, 5, 7),
        "topics": rng.sample(_NAMES, rng.randint(0, 3)),
        "see_also": ["good"],
        "notes": _text(rng) + "\n" + _text(rng) + "\n",
    }
    sources = [_source(rng, f"s{number}") for number in range(rng.randint(0, 4))]
    record |= _some(rng, extras)
    if positions := [_position(rng, sources) for _ in range(rng.randint(0, 5))]:
        record["positions"] = positions
    if sources:
        record["sources"] = sources
    return _shuffled(rng, record)


def _position(rng: Random, sources: list[Table]) -> Table:
    numbers = (5, -3, 1_000_000, 2.5, 1e300)
    ranges = ({"min": 5}, {"max": 6.5}, {"min": 5, "max": 6})
    ids = [each["id"] for each in sources]
    cited: list[Any] = ["https://example.org/page#part", *rng.sample(ids, min(len(ids), rng.randint(0, 2)))]
    if rng.random() < 0.4:
        cited = [{"id": each, **_some(rng, {"at": "12:40"})} for each in cited]
    elif ids and rng.random() < 0.4:
        cited.append({"id": ids[0], "at": _text(rng)})
    extras: Table = {
        "date": _date(rng),
        "date_of": rng.choice(("statement", "report")),
        "value": rng.choice((rng.choice(numbers), rng.choice(ranges), _text(rng))),
        "about": _date(rng),
        "rating": _text(rng),
        "quote": _text(rng),
        "original": _text(rng),
        "lang": rng.choice(("ur", "zh-Hant")),
        "note": _text(rng),
        "attribution": "anonymous",
        "via": rng.sample(_NAMES, rng.randint(0, 2)),
        "sources": cited,
    }
    return _shuffled(rng, {"party": rng.choice(_NAMES), "stance": rng.choice(_STANCES), **_some(rng, extras)})


def _source(rng: Random, source_id: str) -> Table:
    extras: Table = {
        "title": _text(rng),
        "publisher": _text(rng),
        "url": "https://example.org/اردو?a=[1]#x",
        "date": _date(rng),
        "retrieved": date(2025, 8, 1),
        "lang": "en",
        "quote": _text(rng),
        "note": _text(rng),
    }
    return _shuffled(rng, {"id": source_id, **_some(rng, extras)})


def _text(rng: Random) -> str:
    return " ".join(rng.choices(_WORDS, k=rng.randint(1, 3)))


def _date(rng: Random) -> date | str:
    zone = rng.choice((UTC, timezone(timedelta(hours=5, minutes=30))))
    moment = datetime(2025, rng.randint(5, 8), rng.randint(1, 28), 13, 5, tzinfo=zone)
    return rng.choice((moment, moment.date(), "2025-05", "2025", "2025-05-07"))


def _some(rng: Random, table: Table) -> Table:
    return {key: value for key, value in table.items() if rng.random() < 0.5}


def _shuffled(rng: Random, table: Table) -> Table:
    return dict(rng.sample(list(table.items()), len(table)))


def document(seed: int) -> Document:
    """Make a claim and write it down, the same for the same seed."""
    rng = Random(seed)  # noqa: S311 - no secret
    data = claim(rng)
    writer = _Writer(rng)
    writer.table((), data)
    text = "".join(writer.parts)
    return Document(text, data, writer.places)


class _Writer:
    """Writes tables in styles drawn by chance, and notes where each thing begins."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.parts: list[str] = []
        self.length = 0
        self.places: dict[Path, tuple[int, int, int]] = {}
        self.newline = rng.choice(("\n", "\n", "\r\n"))

    def put(self, text: str) -> int:
        """Write something, and give the offset at which it begins."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def note(self, path: Path, key: int, value: int | None = None) -> None:
        """Keep where a key and its value began; the value ends here."""
        place = (key, key, key) if value is None else (key, value, self.length)
        self.places.setdefault(path, place)

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds

    # Lines

    def space(self) -> None:
        self.put(self.rng.choice(("", " ", "  ", "\t")))

    def line(self) -> None:
        """End a line, perhaps with a comment, and perhaps write one of nothing or of a comment alone."""
        if self.chance(0.15):
            self.put(f" # {self.rng.choice(_COMMENTS)}")
        self.put(self.newline)
        while self.chance(0.2):
            self.put(self.rng.choice(("", "\t", f"# {self.rng.choice(_COMMENTS)}")) + self.newline)

    # Tables

    def table(self, path: Path, data: Table) -> None:
        """Write what a header is followed by: first its own keys, then the tables that get headers."""
        headed = {key: value for key, value in data.items() if self.has_header(value)}
        for key, value in data.items():
            if key not in headed:
                self.put(self.rng.choice(("", "", "  ", "\t")))
                self.pair(path, key, value)
                self.line()
        # Tables of two arrays may take turns.
        pending = [
            [((*path, key, index), each) for index, each in enumerate(value)]
            if isinstance(value, list)
            else [((*path, key), value)]
            for key, value in headed.items()
        ]
        while pending := [rest for rest in pending if rest]:
            rest = self.rng.choice(pending) if self.chance(0.3) else pending[0]
            self.header(*rest.pop(0))

    def has_header(self, value: Any) -> bool:
        if isinstance(value, list):
            return bool(value) and all(isinstance(each, dict) for each in value) and self.chance(0.8)
        return isinstance(value, dict) and self.chance(0.3)

    def header(self, path: Path, data: Table) -> None:
        array = isinstance(path[-1], int)
        start = self.put("[[" if array else "[")
        self.space()
        for number, name in enumerate(each for each in path if isinstance(each, str)):
            if number:
                self.dot()
            self.key(name)
        self.space()
        self.put("]]" if array else "]")
        if array:
            self.note(path[:-1], start)
        self.note(path, start)
        self.line()
        self.table(path, data)

    def pair(self, path: Path, key: str, value: Any) -> None:
        """Write a key and its value; a table of one key perhaps as a dotted key."""
        start = self.key(key)
        path = (*path, key)
        if isinstance(value, dict) and len(value) == 1 and self.chance(0.4):
            self.note(path, start)
            self.dot()
            self.pair(path, *next(iter(value.items())))
            return
        self.space()
        self.put("=")
        self.space()
        self.note(path, start, self.value(path, value))

    def dot(self) -> None:
        self.space()
        self.put(".")
        self.space()

    def key(self, name: str) -> int:
        styles = [f'"{name}"', f"'{name}'", f'"\\u{ord(name[0]):04x}{name[1:]}"']
        return self.put(name if _BARE.fullmatch(name) and self.chance(0.8) else self.rng.choice(styles))

    # Values

    def value(self, path: Path, value: Any) -> int:
        """Write a value, and give the offset at which it begins."""
        if isinstance(value, str):
            return self.put(self.text(value))
        if isinstance(value, list):
            return self.items("[]", [(path, index, each) for index, each in enumerate(value)])
        if isinstance(value, dict):
            return self.items("{}", [(path, key, each) for key, each in value.items()])
        if isinstance(value, datetime):
            return self.put(value.isoformat(self.rng.choice("T ")))
        if isinstance(value, date):
            return self.put(value.isoformat())
        return self.put(self.number(value))

    def items(self, brackets: str, items: list[tuple[Path, str | int, Any]]) -> int:
        """Write a list or an inline table, on one line or on several."""
        start = self.put(brackets[0])
        broken = self.chance(0.4)
        for number, (path, key, value) in enumerate(items):
            if number:
                self.put(",")
            self.part(broken=broken)
            if isinstance(key, str):
                self.pair(path, key, value)
            else:
                here = self.value((*path, key), value)
                self.note((*path, key), here, here)
        if items and self.chance(0.3):
            self.put(",")
        self.part(broken=broken)
        self.put(brackets[1])
        return start

    def part(self, *, broken: bool) -> None:
        """Write what may stand between two items."""
        if broken:
            self.line()
        self.space()

    def number(self, value: float) -> str:
        if isinstance(value, int) and value > 0:
            return self.rng.choice((str(value), f"+{value}", f"0x{value:x}", f"0b{value:b}", f"{value:_}"))
        return str(value)

    def text(self, value: str) -> str:
        lines = value.replace("\n", self.newline)
        styles = [f'"{_escaped(value)}"', f'"{_escaped(value)}"', f'"""{_escaped(value)}"""']
        styles.append(f'"""{self.newline}{_escaped(value, lines=True, newline=self.newline)}"""')
        styles.append(f'"""\\{self.newline}  {_escaped(value)}\\{self.newline}\t"""')
        if '""' not in value:  # one may stand at the end, before the three
            quoted = value.replace("\\", "\\\\").replace("\n", self.newline)
            styles.append(f'"""{self.newline}{quoted}"""')
        if "'" not in value and "\n" not in value:
            styles.append(f"'{value}'")
        if "'''" not in value:
            styles.append(f"'''{self.newline}{lines}'''")
        return self.rng.choice(styles)


def _escaped(value: str, *, lines: bool = False, newline: str = "") -> str:
    text = value.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("\n", newline) if lines else text.replace("\n", "\\n")
