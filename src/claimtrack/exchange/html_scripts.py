"""Finds the JSON-LD in a page of HTML, in time that grows with the page and no faster.

The standard library's parser takes the square of it where tags are not closed, and a page may come from anybody.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_START: Final = re.compile(r"<!--|<script(?=[\s/>])", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""[\s/]*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']*)))?""")
_END_OF_TAG: Final = re.compile(r"[^>]*>")
_END_OF_SCRIPT: Final = re.compile(r"</script(?=[\s/>])", re.IGNORECASE)
_JSON_LD: Final = re.compile(r"\s*application/ld\+json\s*(?:;|\Z)", re.IGNORECASE)
# What pages put around a script to hide it from old programs, and a semicolon at its end.
_BEFORE: Final = re.compile(r"(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)")
_AFTER: Final = ("-->", "]]>", "*/", "//", "/*", ";")


def json_ld_scripts(page: str) -> Iterator[str]:
    """Yield what is in the page's scripts of JSON-LD, in their order; those in comments are none."""
    at = 0
    while start := _START.search(page, at):
        if start[0] == "<!--":
            at = page.find("-->", start.end())
            if at < 0:
                return
            continue
        kind, begin = _read_tag(page, start.end())
        end = _END_OF_SCRIPT.search(page, begin)
        if _JSON_LD.match(kind):
            yield _unwrapped(page[begin : end.start() if end else len(page)])
        if end is None:
            return
        at = end.end()


def _read_tag(page: str, at: int) -> tuple[str, int]:
    """Return the type of a script, and where its tag ends; `at` is where the attributes begin."""
    kind = ""
    while attribute := _ATTRIBUTE.match(page, at):
        at = attribute.end()
        if attribute[1].casefold() == "type" and not kind:
            kind = html.unescape(attribute[2] or attribute[3] or attribute[4] or "")
    end = _END_OF_TAG.match(page, at)
    return kind, end.end() if end else len(page)


def _unwrapped(script: str) -> str:
    script = script.strip()
    if before := _BEFORE.match(script):
        script = script[before.end() :]
    while after := next(filter(script.endswith, _AFTER), ""):
        script = script.removesuffix(after).rstrip()
    return script
