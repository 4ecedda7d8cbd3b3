"""Makes text from records harmless in wikitext: nothing in it is a link, a template, a tag, a heading or a magic word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claimtrack.render.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

# What MediaWiki reads as more than text, as an HTML entity instead. Sources: mediawiki.org, "Help:Formatting",
# "Help:Magic words" and "Help:Magic links"; Parser.php, `MAGIC_LINK` and `$wgUrlProtocols`.
_ACTIVE: Final = (
    r"[&<>\[\]{}|=~]"  # entities, tags, links, templates, tables, parameters, headings, signatures
    r"|(?<=')'|'(?=')|\A'|'\Z"  # bold and italics, also with an apostrophe of ours beside
    r"|(?<=[_＿])[_＿]|[_＿](?=[_＿])"  # __NOTOC__, also as Japanese writes it
    r"|:(?=\S)"  # https://, mailto:
    r"|(?<=ISBN)\s(?=\S)|(?<=RFC)\s(?=\S)|(?<=PMID)\s(?=\S)"  # ISBN 9780000000000
    r"|\A[*#:;!-]"  # a list, an indent, a table, a rule, where it begins a line
)
# In an address, as percent-encoding, which leads to the same page.
_ACTIVE_IN_ADDRESS: Final = r"[\[\]{}|~]|'(?=')|(?<=')'|_(?=_)|(?<=_)_|\A'|'\Z"
_ENTITY: Final = r"&(?=#?\w+;)"


def text(words: str) -> str:
    """Return words as one line of wikitext that shows them as they are."""
    line = " ".join(visible(words).split())
    return re.sub(_ACTIVE, lambda match: f"&#{ord(match.group())};", line)


def address(url: str) -> str:
    """Return a web address for a template's parameter or an external link."""
    encoded = re.sub(_ACTIVE_IN_ADDRESS, lambda match: f"%{ord(match.group()):02X}", url)
    return re.sub(_ENTITY, "&amp;", encoded)


def ref_name(words: str) -> str:
    """Return the name of a reference: letters, digits and a few signs, and not digits alone."""
    name = re.sub(r"[^\w.-]|_(?=_)", "-", words).strip("-_") or "source"
    return f"source-{name}" if name.isdigit() else name


def template(name: str, parameters: Iterable[tuple[str, str | None]]) -> str:
    """Return a template with those parameters that have a value; the values are wikitext already."""
    given = "".join(f" |{key}={value}" for key, value in parameters if value)
    return f"{{{{{name}{given}}}}}"
