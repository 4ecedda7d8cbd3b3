"""What two renderers make of Markdown, and what GitHub makes of their HTML after that."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

_TEXT_ONLY = {"code", "pre", "a"}  # in which GitHub looks for nothing more
_VOID = {"br", "hr", "img", "input"}

# What GitHub looks for in the text of a page. Nothing of it is stopped by a backslash or an entity, which are gone then.
# Sources: mention_filter.rb and emoji_filter.rb of github.com/gjtorikian/html-pipeline; GitHub Docs, "Autolinked
# references and URLs" and "Writing mathematical expressions".
GITHUB = {
    "mention": re.compile(r"(?:^|\W)@[a-z0-9][a-z0-9-]*", re.IGNORECASE),
    "issue": re.compile(r"#\d|(?:^|\W)GH-\d+", re.IGNORECASE),
    "commit": re.compile(r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b"),
    "emoji": re.compile(r":(?=[^:a-z]*[a-z]|\+1|-1|100|1234)[a-z0-9_+-]+:"),
    "mathematics": re.compile(r"(?:^|\s|\W)\$(?=\S)[^$]*\S\$(?!\w)|\$\$"),
    "address": re.compile(r"(?:https?|ftp)://\w|www\.\w|(?:mailto|xmpp):\S+@|[\w.+-]+@[\w-]+\.\w", re.IGNORECASE),
}

_GFM_LIKE = MarkdownIt("gfm-like", {"html": True}).enable(["table", "strikethrough", "linkify"])


class Page(HTMLParser):
    """The elements of an HTML page, and the text in which GitHub looks for more.

    Attributes:
        elements: the name of each element, with its attributes.
        texts: the text of each line, paragraph or cell, outside of code and links.
        all_text: all the text there is.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts = [""]
        self.all_text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)
        if tag not in {"strong", "em", "del"}:
            self.texts.append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass
        if tag not in {"strong", "em", "del"}:
            self.texts.append("")

    def handle_comment(self, data):  # noqa: ARG002 - as it is called
        self.elements.append(("!--", {}))

    def handle_data(self, data):
        self.all_text += data
        if not _TEXT_ONLY & set(self._open):
            self.texts[-1] += data

    @property
    def names(self) -> list[str]:
        """The names of the elements."""
        return [name for name, _ in self.elements]

    @property
    def links(self) -> list[str]:
        """Where the links lead."""
        return [attrs["href"] or "" for name, attrs in self.elements if name == "a"]

    @property
    def found_by_github(self) -> list[tuple[str, str]]:
        """What GitHub would make active in the text of the page."""
        return [(kind, each) for kind, rule in GITHUB.items() for text in self.texts for each in rule.findall(text)]


def pages(markdown: str) -> list[Page]:
    """Return a document as GitHub's own renderer and one that guesses more links give it, with HTML let through."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    github = cmarkgfm.markdown_to_html_with_extensions(
        markdown, options, ["table", "strikethrough", "autolink", "tasklist"]
    )
    return [Page(github), Page(_GFM_LIKE.render(markdown))]
