"""Writes docs/checks.md from what `claimtrack check` knows: what each code means, and its examples.

python scripts/docs.py
"""

from __future__ import annotations

from importlib.resources import files
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from documents import FENCE, ROOT

from claimtrack.checks.codes import Explanation, examples, explanations
from claimtrack.checks.fixes import FIXABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = ROOT / "docs" / "checks.md"
_HEAD: Final = """\
# What `claimtrack check` finds

<!-- Written by scripts/docs.py from src/claimtrack/checks: change that, then run it. -->

`claimtrack check --explain CT012` says on the command line what this page says.

- An **error** is wrong, and makes `check` exit with 1.
- A **warning** is something that you could not defend if a reader asked. It counts as an error with `--strict`.
- A **notice** is worth knowing.

A code keeps its meaning for ever. What is fixable, `claimtrack check --fix` mends, and nothing else in the file.
`--select` and `--ignore` take codes or how they begin: `--ignore CT04` leaves out CT040 to CT048. What a folder always
wants stands in its `.claimtrack.toml`:

```toml
[check]
ignore    = ["CT060"]             # or select = [...]
strict    = true                  # warnings count
per-claim = { jets = ["CT061"] }  # further codes to ignore, by the claim's id
```
"""


def page() -> str:
    """Give the page as it should be."""
    return "\n".join((_HEAD, *_table(), *(line for told in explanations().values() for line in _entry(told))))


def _table() -> Iterator[str]:
    yield "| code | name | severity | fixable |"
    yield "|---|---|---|---|"
    for told in explanations().values():
        fixable = "yes" if told.code in FIXABLE else ""
        yield f"| [{told.code}](#{_anchor(told)}) | {told.name} | {told.severity} | {fixable} |"
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
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
