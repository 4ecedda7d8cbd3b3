"""Two spellings of one address are equal, and so is an archived copy's; two addresses stay two."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.model.vocabulary import is_url
from claimtrack.rules.addresses import address, is_at, typed_address, typed_host

PAGE = "https://example.org/a"


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "http://example.org/a",
        "https://Example.ORG/a",
        "https://example.org:443/a",
        "http://example.org:80/a",
        "https://example.org:/a",
        "https://example.org/a/",
        "https://example.org/a?",
        "https://example.org/a#top",
        "https://example.org/a#:~:text=jets",
        "https://example.org/a?utm_source=x&utm_medium=y",
        "https://example.org/a/?UTM_Source=x#top",
        "https://example.org/a?utm%5Fsource=x",
        "https://example.org/%61",
        # Archived copies
        "https://web.archive.org/web/20250507120000/https://example.org/a",
        "https://web.archive.org/web/20250507120000id_/http://example.org/a/",
        "https://web.archive.org/web/2025/http:/example.org/a",
        "https://web.archive.org/web/2025*/example.org/a",
        "https://web.archive.org/web/20250507/example.org/a",
        "https://web.archive.org/save/https://example.org/a",
        "http://archive.org/wayback/20250507/https://example.org/a",
        "https://archive.org/wayback/available?url=example.org/a",
        "https://archive.ph/https://example.org/a",
        "https://archive.ph/2025.05.07-120000/https://example.org/a",
        "https://archive.today/newest/https://example.org/a?utm_source=x",
        "https://archive.is/o/AbC12/https://example.org/a",
        "https://archive.ph/https%3A%2F%2Fexample.org%2Fa",
        "https://webcache.googleusercontent.com/search?q=cache:https://example.org/a",
        "https://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIjKl:example.org/a+jets&cd=1",
        "https://www.webcitation.org/query?url=https%3A%2F%2Fexample.org%2Fa&date=2025-05-07",
        "https://arquivo.pt/wayback/20250507120000/https://example.org/a",
        "https://wayback.archive-it.org/1234/20250507120000/https://example.org/a",
        "https://webarchive.nationalarchives.gov.uk/ukgwa/20250507120000mp_/https://example.org/a",
        "https://timetravel.mementoweb.org/memento/2025/https://example.org/a",
        "https://web.archive.org/web/2025/https://archive.ph/2025/https://example.org/a#top",
    ],
)
def test_one_address_in_many_spellings(url):
    assert is_url(url)
    assert address(url) == PAGE
    assert typed_address(url) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/A",
        "https://www.example.org/a",
        "https://example.org:8080/a",
        "https://user@example.org/a",
        "https://example.org/a/b",
        "https://example.org/a?id=1",
        "https://example.org/a?myutm_source=1",
        "https://example.org/a#/route",
        "https://example.org/a#!route",
        "https://example.org/%2Fa",
        "https://perma.cc/ABCD-1234",
        "https://archive.ph/AbC12",
        "https://archive.org/details/a",
        "https://web.archive.org/web/2025/https://",
        "https://news.example/2025/05/07/a",
        "https://news.example/read?url=https://example.org/a",
        "https://news.example/read/https://example.org/a",
        "https://webcache.googleusercontent.com/search?q=jets",
    ],
)
def test_another_address_stays_another_one(url):
    assert address(url) != PAGE


def test_a_letter_is_the_same_encoded_and_not():
    written = "https://ur.example/wiki/پاکستان–بھارت"
    encoded = (
        "https://ur.example/wiki/%D9%BE%D8%A7%DA%A9%D8%B3%D8%AA%D8%A7%D9%86%E2%80%93%D8%A8%DA%BE%D8%A7%D8%B1%D8%AA"
    )
    assert address(written) == address(encoded) == written
    assert address("https://e.org/caf\u0065\u0301") == address("https://e.org/caf%C3%A9")
    assert address("https://e.org/%ff%20%e2%80%ae") == "https://e.org/%FF%20%E2%80%AE"


@pytest.mark.parametrize("text", ["", "https://", "example.org", "ftp://example.org/a", "javascript:alert(1)"])
def test_what_is_no_url_is_no_address(text):
    assert typed_address(text) is None


def test_what_is_no_url_has_no_address():
    with pytest.raises(ValueError, match="is not an http"):
        address("ftp://example.org/a")


def test_an_address_longer_than_any_server_takes_stays_as_it_is():
    url = "https://example.org" + ":80" * 5000
    assert address(url) == url


PIECES = st.sampled_from(
    [
        *(
            "https://",
            "http://",
            "http:/",
            "Example.org",
            ":80",
            ":443",
            ":8080",
            ":",
            "/",
            "//",
            "a",
            ".",
            "+",
            "[::1]",
        ),
        *("%7E", "~", "%2F", "%d9%be", "پ", "e\u0301", "%32", "%25", "%FF", "%3A", "https%3A%2F%2F", "user@"),
        *("?", "&", "utm_x=1", "UTM_y", "utm%5Fz=2", "q=1", "url=", "q=cache:", "#", "#/", "#!", "top"),
        *("web.archive.org", "archive.ph", "/web/2025/", "/20250507120000id_/", "2025", "/search"),
        "webcache.googleusercontent.com",
    ]
)


@settings(max_examples=examples(300))
@given(st.lists(PIECES, max_size=12).map(lambda pieces: "https://" + "".join(pieces)).filter(is_url))
def test_an_address_is_a_url_with_itself_as_its_address(url):
    found = address(url)
    assert is_url(found)
    assert address(found) == found


@pytest.mark.parametrize(
    ("host", "here", "elsewhere"),
    [
        ("reuters.com", "https://reuters.com", "https://example.org/reuters.com"),
        ("reuters.com", "http://WWW.Reuters.com:8080/world/", "https://reuters.com.example.org/"),
        ("reuters.com", "https://in.reuters.com?x=1", "https://notreuters.com/"),
        ("Reuters.com.", "https://user@reuters.com./#top", "https://reuters.co/"),
        ("reuters.com", "https://web.archive.org/web/2025/https://www.reuters.com/a", "https://web.archive.org/"),
        ("archive.org", "https://web.archive.org/web/2025/https://www.reuters.com/a", "https://archive.ph/a"),
        ("www.reuters.com", "https://reuters.com/a", "https://in.reuters.com/a"),
        ("www.reuters.com", "https://www.reuters.com/a", "https://www.in.reuters.com/a"),
        ("in.reuters.com", "https://in.reuters.com/a", "https://reuters.com/a"),
        ("127.0.0.1", "http://127.0.0.1:8000/", "http://10.127.0.0.2/"),
        ("bücher.example", "https://xn--bcher-kva.example/a", "https://bucher.example/a"),
        ("xn--bcher-kva.example", "https://Bu\u0308cher.example/a", "https://xn--\u00fc.example/"),
        ("مثال.إختبار", "https://www.مثال.إختبار/a", "https://مثال.example/"),
    ],
)
def test_an_address_is_at_its_host_and_at_those_above(host, here, elsewhere):
    asked = typed_host(host)
    assert is_at(here, asked)
    assert not is_at(elsewhere, asked)


@pytest.mark.parametrize(
    "text", ["reuters", "Agence Fleuve", ".com", "a..b", "https://a.b", "a.b/c", "a@b.c", "a.b:80", ""]
)
def test_what_is_no_host_is_taken_for_none(text):
    assert typed_host(text) is None
