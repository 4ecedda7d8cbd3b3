"""Writes docs/checks.md, and what docs/record.md, docs/json.md and docs/sqlite.md list, from what the program knows.

python scripts/docs.py
"""

from __future__ import annotations

from importlib.resources import files
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from documents import FENCE, ROOT

from claimtrack.checks.codes import Explanation, examples, explanations
from claimtrack.checks.fixes import FIXABLE
from claimtrack.exchange.sqlite_schema import TABLES, VIEWS
from claimtrack.model.forms import ClaimFile, Form, PartyEntry, Position, Source, SourceRef, Tenure
from claimtrack.model.vocabulary import LANGUAGE
from claimtrack.problems import Cost
from claimtrack.render.json_keys import KEYS, OBJECTS, OTHER_ITEMS
from claimtrack.render.schemas import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE: Final = ROOT / "docs" / "checks.md"
RECORD: Final = ROOT / "docs" / "record.md"
JSON: Final = ROOT / "docs" / "json.md"
SQLITE: Final = ROOT / "docs" / "sqlite.md"
_HEAD: Final = """\
# What `claimtrack check` finds

<!-- Written by scripts/docs.py from src/claimtrack/checks: change that, then run it. -->

`claimtrack check --explain CT012` says on the command line what this page says; without a code, `--explain` lists all.

- An **error** is wrong, and makes `check` exit with 1.
- A **warning** is something that you could not defend if a reader asked. It counts as an error with `--strict`.
- A **notice** is worth knowing.

A code never changes its meaning. `claimtrack check --fix` fixes what is fixable, and changes nothing else in the file.
`--select` and `--ignore` take codes, or the beginning of codes: `--ignore CT04` leaves out CT040 to CT048. The settings
of a folder are in its `.claimtrack.toml`:

```toml
requires = ">=0.1"                # an older claimtrack says so in one line, and does nothing

[check]
ignore    = ["CT060"]             # or select = [...]
strict    = true                  # warnings count
per-claim = { jets = ["CT061"] }  # further codes to ignore, by the claim's id
```

A mistake in that file is reported like one in a record, whatever is selected or ignored. What is wrong in it counts as
not written.
"""


_WRITTEN_BELOW: Final = "<!-- From here on written by scripts/docs.py"
_TABLES: Final[dict[str, type[Form]]] = {
    "The claim": ClaimFile,
    "`[[positions]]`": Position,
    "A table in a position's `sources`": SourceRef,
    "`[[sources]]`, also in `sources.toml`": Source,
    "A table of `parties.toml`": PartyEntry,
    "A table in a party's `speaks_for`": Tenure,
}
_COSTS: Final = {
    Cost.KEY: "read without it",
    Cost.SOURCE: "source left out",
    Cost.PRINCIPAL: "principal unknown",
    Cost.PARTY: "party left out",
    Cost.RECORD: "hides the claim",
}


def record_page() -> str:
    """Return the page of the record as it should be: what people wrote there, and below it the keys."""
    return "\n".join((_written_above(RECORD), "", *(line for name in _TABLES for line in _keys(name))))


def json_page() -> str:
    """Return the page of JSON as it should be: what people wrote there, and below it the rows and the keys."""
    return "\n".join((_written_above(JSON), "", *_answers(), *_json_keys()))


def sqlite_page() -> str:
    """Return the page of the database as it should be: what people wrote there, and below it the tables and the views."""
    shown = (f"## {name}\n\n{FENCE}sql{text}{FENCE}\n" for name, text in (("Tables", TABLES), ("Views", VIEWS)))
    return "\n".join((_written_above(SQLITE), "", *shown))


def _written_above(path: Path) -> str:
    """Return what people wrote on a page, with the comment that says what follows."""
    above, mark, below = path.read_text(encoding="utf-8").partition(_WRITTEN_BELOW)
    return above + mark + below.partition("\n")[0]


def _answers() -> Iterator[str]:
    """Yield which keys each answer and each object has."""
    yield from ("## The answers", "", "| command | rows in | a row is | before the rows |", "|---|---|---|---|")
    for command, answers in ANSWERS.items():
        for answer in answers:
            head = ", ".join(f"`{key}`" for key in answer.head)
            yield f"| `{command}` | `{answer.noun}` | {' or '.join(map(_linked, answer.rows))} | {head} |"
    yield from ("", "## The objects", "", "A key with a question mark may be `null`.", "")
    for name, keys in OBJECTS.items():
        yield from (f"### {name}", "", *wrap(", ".join(f"`{key}`" for key in keys.split()), 115), "")


def _json_keys() -> Iterator[str]:
    """Yield what each key means."""
    yield from ("## The keys", "", "| key | type | what it is |", "|---|---|---|")
    for key, (schema, meaning) in sorted(KEYS.items()):
        yield f"| `{key}` | {_json_type(key, schema)} | {meaning} |"
    yield ""


def _json_type(key: str, schema: dict[str, Any]) -> str:
    """Return the type of a key in words, from its JSON Schema."""
    if "$ref" in schema:
        return _linked(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        others = [item for (_, name), item in OTHER_ITEMS.items() if name == key]
        items = schema["items"]
        return f"list: {' or '.join([_json_type('', items), *map(_linked, others)])}"
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    known = {"string": "text", "boolean": "true or false", "integer": "whole number"}
    return known.get(
        schema.get("type", ""), "number" if "type" in schema else "number, text or object of `min` and `max`"
    )


def _linked(name: str) -> str:
    return f"[{name}](#{name})"


def _keys(name: str) -> Iterator[str]:
    form = _TABLES[name]
    schema = form.model_json_schema(by_alias=True)
    yield from (f"### {name}", "", "| key | type | required | a mistake |", "|---|---|---|---|")
    for key, cost in form.costs().items():
        required = "yes" if key in schema.get("required", ()) else ""
        yield f"| `{key}` | {_type(schema['properties'][key])} | {required} | {_COSTS[cost]} |"
    yield from (f"| any other key | | | {_COSTS[form.unknown_key]} |", "")


def _type(schema: dict[str, Any]) -> str:
    """Give the type of a value in words, from its JSON Schema."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if choices:
        date = any(choice.get("format") == "date" for choice in choices)
        number = {"type": "number"} in choices
        words = " or ".join(dict.fromkeys(map(_type, choices))) if not (date or number) else ""
        return words or ("date" if date else "number, text or range")
    if "items" in schema:
        items = _type(schema["items"])
        return items if items == "tables" else f"list: {items}"
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    pattern = schema.get("pattern", "")
    known = {"": "tables", r"\S": "text", f"^{LANGUAGE}$": "language tag"}
    return known.get(pattern, "address" if "https" in pattern else "name")


def page() -> str:
    """Give the page as it should be."""
    return "\n".join((_HEAD, *_table(), *(line for told in explanations().values() for line in _entry(told))))


def _table() -> Iterator[str]:
    yield "| code | name | what is wrong | severity | fixable |"
    yield "|---|---|---|---|---|"
    for told in explanations().values():
        fixable = "yes" if told.code in FIXABLE else ""
        yield f"| [{told.code}](#{_anchor(told)}) | {told.name} | {told.title} | {told.severity} | {fixable} |"
    yield ""


def _anchor(told: Explanation) -> str:
    return _title(told).lower().replace(" ", "-")


def _title(told: Explanation) -> str:
    return f"{told.code} {told.name}"


def _entry(told: Explanation) -> Iterator[str]:
    yield f"## {_title(told)}"
    yield ""
    yield from _paragraph(f"{told.severity.capitalize()}. {told.why}")
    if told.fix:
        yield from _paragraph(f"With `--fix`: {told.fix}")
    bad, good = examples(told.code, "bad"), examples(told.code, "good")
    yield from _shown("Bad", bad)
    yield "`check` says:" if bad else "The mistake is not in what a file says. `check` says:"
    yield ""
    yield from _fenced("text", _expected(told))
    yield from _shown("Good", good)


def _paragraph(text: str) -> Iterator[str]:
    yield from wrap(text, 115, break_long_words=False, break_on_hyphens=False)
    yield ""


def _shown(label: str, texts: dict[str, str]) -> Iterator[str]:
    for path, text in texts.items():
        yield f"{label}: `claims/{path}`"
        yield ""
        yield from _fenced("toml", text)


def _fenced(language: str, text: str) -> Iterator[str]:
    yield f"{FENCE}{language}"
    yield from text.splitlines()
    yield FENCE
    yield ""


def _expected(told: Explanation) -> str:
    """Give what check prints for the bad example, as if that were a folder named claims."""
    example = files("claimtrack.checks").joinpath("examples", told.code, "expected")
    return example.read_text(encoding="utf-8").replace("bad/", "claims/")


def main() -> None:
    """Write the pages."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    RECORD.write_text(record_page(), encoding="utf-8", newline="\n")
    JSON.write_text(json_page(), encoding="utf-8", newline="\n")
    SQLITE.write_text(sqlite_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
