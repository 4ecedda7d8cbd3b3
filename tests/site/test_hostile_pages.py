"""Text from records is text on the pages, whatever it says; names stay within the folder."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from hostile_site import RAN, hostile_records
from hypothesis import given
from hypothesis import strategies as st
from site_pages import pages_of, search_data
from surroundings import write_records

from claimtrack.files.file_names import unportable
from claimtrack.site.file_names import FileNames, safe
from claimtrack.site.templates import in_script

TAGS = {  # all that templates write
    *(
        [
            "html",
            "head",
            "meta",
            "title",
            "link",
            "body",
            "a",
            "header",
            "h1",
            "h2",
            "h3",
            "p",
            "nav",
            "ul",
            "ol",
            "li",
            "main",
            "footer",
            "div",
            "section",
            "article",
            "span",
            "b",
            "code",
            "dl",
        ]
    ),
    *(
        [
            "dt",
            "dd",
            "bdi",
            "time",
            "form",
            "label",
            "input",
            "select",
            "option",
            "noscript",
            "strong",
            "script",
            "blockquote",
            "figure",
            "figcaption",
            "svg",
            "line",
        ]
    ),
    *(["rect", "circle", "text", "path", "defs", "marker", "table", "caption", "thead", "tbody", "tr", "th", "td"]),
}


@pytest.fixture(scope="module")
def site(call, tmp_path_factory):
    top = tmp_path_factory.mktemp("hostile")
    write_records(top / "claims", hostile_records())
    ran = call("site", "-o", "public", "--title", "<script>x</script>", cwd=top)
    assert ran.code in {0, 4}, ran.err
    return top / "public"


def test_no_text_becomes_a_tag_a_script_or_an_address(site):
    pages = pages_of(site)
    assert len(pages) > 30
    for path, page in pages.items():
        assert {tag for tag, _, _ in page.attributes} <= TAGS, path
        assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"], path
        for tag, name, value in page.attributes:
            if name in {"href", "src"}:
                assert urlsplit(value).scheme in {"", "https", "http", "data"}, (path, value)
                assert urlsplit(value).scheme != "data" or (tag, value) == ("link", "data:,"), (path, value)
                assert not value.startswith("//"), (path, value)
        for script in page.scripts:
            assert not re.search("[<>&]", script), path
    assert any(RAN in page.text for page in pages.values())  # it is there, as text


def test_nothing_reverses_the_order_of_letters(site):
    for path in site.rglob("*"):
        if path.is_file():
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", path.read_text(encoding="utf-8")), path


def test_every_file_is_in_the_folder_and_has_a_name_that_every_system_holds(site):
    names = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names)
    assert [name for name in names for part in name.split("/") if unportable(part)] == []
    assert {path.name for path in site.parent.iterdir()} == {"claims", "public"}


def test_the_feed_is_xml_and_the_search_data_json(site):
    ET.fromstring((site / "feed.xml").read_bytes())  # noqa: S314 - our own
    assert len(search_data(site)["claims"]) > 10


@given(st.lists(st.text(min_size=1), max_size=8, unique=True))
def test_names_are_safe_and_no_two_alike(ids):
    names = FileNames(ids)
    found = [names[each] for each in ids]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert not unportable(f"{name}.html")
        assert "/" not in name
        assert not name.startswith(".")


@given(st.text())
def test_the_name_of_an_id_is_always_the_same_and_short(text):
    assert safe(text, 60) == safe(text, 60)
    assert len(safe(text, 60).encode()) <= 80


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))
)
def test_data_in_a_script_ends_no_script_and_is_the_same_data(value):
    import json

    text = in_script(value)
    assert not re.search("[<>&\u2028\u2029\u202e]", text)
    assert json.loads(text) == value
