"""`check` reports a page that is described twice, and not two versions of it."""

from __future__ import annotations

import pytest

from claimtrack.problems import Code

PAGE = {"url": "https://gazette.example/bridge", "title": "Bridge closed", "date": "2025-05-07"}
SAME = [
    {},
    {"url": "http://gazette.example/bridge/"},
    {"url": "https://GAZETTE.example/bridge?utm_source=x#top"},
    {"url": "https://web.archive.org/web/2025/https://gazette.example/bridge"},
    {"publisher": "Gazette", "author": "A. Writer", "lang": "en", "retrieved": "2025-06-01"},
]
OTHER = [
    {"url": "https://gazette.example/bridge-2"},
    {"title": "Bridge open"},
    {"date": "2025-05-08"},
    {"archive_url": "https://perma.cc/ABCD"},
    {"title": None},
    {"date": None},
    {"url": None},
]


def claim(*sources):
    position = {"party": "A", "stance": "comments", "sources": [each["id"] for each in sources]}
    return {"title": "T", "positions": [position], "sources": [*sources]}


def described(source_id, **more):
    return {key: value for key, value in {**PAGE, "id": source_id, **more}.items() if value is not None}


def found(report):
    return [(each.path, each.message) for each in report.problems if each.code == Code.SAME_ADDRESS]


def books(more):
    """Give the three ways to describe a page twice, and the file that is told."""
    one, other = described("one"), described("other", **more)
    cited = {"title": "T", "positions": [{"party": "A", "stance": "comments", "sources": ["one", "other"]}]}
    yield {"dam": claim(one, other)}, "dam"
    yield {"sources": {"sources": [one, other]}, "dam": cited}, "sources"
    yield {"sources": {"sources": [one]}, "dam": claim(other)}, "dam"


@pytest.mark.parametrize("more", SAME)
@pytest.mark.parametrize("which", range(3))
def test_a_page_that_is_described_twice_is_reported(folder, check, more, which):
    book, told = [*books(more)][which]
    ((path, message),) = found(check(folder(book)))
    assert path.endswith(f"{told}.toml")
    assert message.startswith('"other" is the page that is described as "one"')
    assert message.endswith(" in sources.toml") == (which == 2)


@pytest.mark.parametrize("more", OTHER)
@pytest.mark.parametrize("which", range(3))
def test_two_versions_and_two_pages_are_not(folder, check, more, which):
    book, _ = [*books(more)][which]
    assert found(check(folder(book))) == []


def test_two_claims_may_describe_one_page_and_one_id_has_a_code_of_its_own(folder, check):
    assert found(check(folder({"a": claim(described("one")), "b": claim(described("other"))}))) == []
    book = {"sources": {"sources": [described("one")]}, "a": claim(described("one"))}
    assert found(check(folder(book, at="again"))) == []
