"""Every link within the documents leads to a page, a heading or a picture, and docs/README.md lists every page."""

from __future__ import annotations

import re

import pytest
from documents import ROOT, blocks

DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text_of(path):
    """Return a page without its code, in which nothing is a link or a heading."""
    text = path.read_text(encoding="utf-8")
    return "\n".join(line for block in blocks(text) if not block.language for line in block.lines)


def anchors(path):
    """Return the anchors of a page as GitHub derives them from its headings."""
    headings = re.findall(r"^#+ +(.*)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(path, text):
    """Yield the links in a page's text that lead nowhere."""
    for target in LINK.findall(re.sub(r"`[^`\n]*`", "", text)):
        if re.match(r"https?://|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        page = (path.parent / file).resolve() if file else path
        if not page.is_relative_to(ROOT) or not page.exists() or (anchor and anchor not in anchors(page)):
            yield target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path):
    assert list(broken(path, text_of(path))) == []


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("record.md", True),
        ("record.md#the-keys", True),
        ("#exit-codes", True),
        ("../README.md", True),
        ("list.svg", True),
        ("https://example.org/anything", True),
        ("records.md", False),
        ("record.md#no-such-heading", False),
        ("#no-such-heading", False),
        ("../../README.md", False),
    ],
)
def test_a_broken_link_would_be_found(link, good):
    assert list(broken(DOCS / "reference.md", f"See [this]({link}).")) == ([] if good else [link])


def test_the_pages_have_links():
    assert sum(len(LINK.findall(text_of(path))) for path in PAGES) > 50


def test_the_index_lists_every_page_once():
    index = text_of(DOCS / "README.md")
    listed = [target for target in LINK.findall(index) if "/" not in target]
    assert sorted(listed) == sorted(path.name for path in DOCS.glob("*.md") if path.name != "README.md")
