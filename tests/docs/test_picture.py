"""The pictures in the documents show what a terminal shows today."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("the picture is drawn from a Unix terminal", allow_module_level=True)

import picture


@pytest.mark.parametrize(("kept", "what"), picture.PICTURES.items(), ids=lambda each: getattr(each, "stem", ""))
def test_a_picture_is_not_stale(kept, what):
    drawn = picture.content(picture.draw(*what))
    assert picture.content(kept.read_text(encoding="utf-8")) == drawn, "python scripts/picture.py draws it anew"


@pytest.mark.parametrize(("kept", "what"), picture.PICTURES.items(), ids=lambda each: getattr(each, "stem", ""))
def test_a_picture_shows_the_claims_and_calls_nobody(kept, what):
    text = kept.read_text(encoding="utf-8")
    words = [words for line in picture.content(text) for _, words in line]
    assert what[0] in words
    assert any(each.startswith("jets") for each in words)
    assert "url(http" not in text


def test_only_what_is_shown_counts():
    def svg(bold, shade, words, top):
        return (
            '<svg xmlns="http://www.w3.org/2000/svg">'
            f"<style>.{bold} {{ fill: {shade} }}</style><text class='title'>name</text>"
            f'<text class="{bold}" x="0" y="{top}" clip-path="url(#line-0)">{words}&#160;</text>'
            f'<text class="plain" x="9" y="{top}" clip-path="url(#line-0)">end</text></svg>'
        )

    shown = picture.content(svg("a1", "#fff", "one", 10))
    assert shown == [[("style 1", "one"), ("style 2", "end")]]
    assert picture.content(svg("b7", "#eee", "one", 12)) == shown
    assert picture.content(svg("a1", "#fff", "two", 10)) != shown
    assert picture.content(svg("plain", "#fff", "one", 10)) != shown
