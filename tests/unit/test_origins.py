"""Ten copies of one wire are one origin."""

import pytest
from builders import source
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.rules.origins import Name, SourceKey, SourceLookup, addresses


def lookup(own=(), shared=(), claim="india-protest"):
    return SourceLookup(claim, own, {each.id: each for each in shared})


def test_a_source_of_the_claims_own_is_named_with_the_claim():
    sources = lookup(own=[source("reuters-0721")])
    key = sources.key("reuters-0721")
    assert key == sources.origin("reuters-0721") == SourceKey("india-protest", "reuters-0721")
    assert sources.get(key) == source("reuters-0721")
    assert sources.parent(key) is None


def test_a_shared_source_is_the_same_for_every_claim():
    shared = [source("brecorder-0507", publisher="Business Recorder")]
    keys = {lookup(shared=shared, claim=claim).key("brecorder-0507") for claim in ("jets", "jets-rafale")}
    assert keys == {SourceKey("", "brecorder-0507")}


def test_the_claims_own_source_comes_before_a_shared_one_of_that_id():
    sources = lookup(own=[source("wire", title="own")], shared=[source("wire", title="shared")])
    assert sources.get(sources.key("wire")).title == "own"
    assert sources.get(SourceKey("", "wire")).title == "shared"


def test_a_bare_url_is_an_origin_of_which_nothing_is_known():
    key = SourceKey("", "https://arab.news/juckf")
    assert lookup().origin("https://arab.news/juckf") == key
    assert lookup().get(key) is None
    assert lookup().parent(key) is None


def test_wire_copies_are_one_origin():
    copies = ["arabnews-0721", "tribune-0721", "brecorder-0721"]
    sources = lookup(own=[source("reuters-0721"), *(source(each, derived_from="reuters-0721") for each in copies)])
    assert sources.origins(copies) == {SourceKey("india-protest", "reuters-0721")}
    assert sources.origins([*copies, "https://example.org/other"]) == {
        SourceKey("india-protest", "reuters-0721"),
        SourceKey("", "https://example.org/other"),
    }
    assert sources.origins([]) == set()


@pytest.mark.parametrize("parent", ["reuters-0721", "https://www.reuters.com/world/x"])
def test_a_copy_of_the_claims_own_may_derive_from_a_shared_source_or_an_address(parent):
    sources = lookup(own=[source("arabnews-0721", derived_from=parent)], shared=[source("reuters-0721")])
    assert sources.origin("arabnews-0721") == SourceKey("", parent)


def test_a_shared_source_knows_nothing_of_the_claim_that_cites_it():
    sources = lookup(own=[source("wire", title="own")], shared=[source("copy", derived_from="wire"), source("wire")])
    assert sources.origin("copy") == SourceKey("", "wire")


def test_a_copy_of_a_copy_derives_from_the_first():
    sources = lookup(shared=[source("a", derived_from="b"), source("b", derived_from="c"), source("c")])
    assert sources.origins(["a", "b", "c"]) == {SourceKey("", "c")}


def test_an_origin_that_nobody_recorded_is_one_still():
    sources = lookup(own=[source("a", derived_from="lost"), source("b", derived_from="lost")])
    assert sources.origins(["a", "b"]) == {SourceKey("", "lost")}


@pytest.mark.parametrize("asked", ["a", "b", "c", "into"])
def test_sources_that_derive_from_each_other_are_one_origin(asked):
    circle = [source("a", derived_from="b"), source("b", derived_from="c"), source("c", derived_from="a")]
    sources = lookup(own=[*circle, source("into", derived_from="b")])
    assert sources.origin(asked) == SourceKey("india-protest", "a")


def test_a_source_that_derives_from_itself_is_an_origin():
    assert lookup(shared=[source("a", derived_from="a")]).origin("a") == SourceKey("", "a")


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef"), min_size=1), st.booleans())
def test_a_source_has_the_origin_of_what_it_derives_from(parents, shared):
    each = [source(child, derived_from=parent) for child, parent in parents.items()]
    sources = lookup(shared=each) if shared else lookup(own=each)
    for child, parent in parents.items():
        assert sources.origin(child) == sources.origin(parent)
    assert len(sources.origins(parents)) <= len(parents)


@pytest.mark.parametrize(
    "name",
    [
        *("wire", "Business Recorder", "business-recorder"),
        *("https://example.org/a", "http://example.org/a/", "HTTPS://EXAMPLE.ORG/a#top"),
        *("https://example.com/b", "https://web.archive.org/web/2025/https://example.org/a"),
    ],
)
def test_a_source_is_called_by_its_id_its_addresses_and_its_publisher(name):
    urls = {"url": "https://example.org/a", "archive_url": "https://example.com/b"}
    assert Name(name).means(source("wire", publisher="Business Recorder", **urls))


@pytest.mark.parametrize("name", ["Wire", "recorder", "…", "https://example.org/A", "https://", "example.org/a"])
def test_a_source_is_called_nothing_else(name):
    urls = {"url": "https://example.org/a", "archive_url": "https://example.com/b"}
    assert not Name(name).means(source("wire", publisher="Business Recorder", **urls))
    assert not Name(name).means(source("wire"))


# One origin for each address.

PAGE, COPY = "https://example.org/a", "https://perma.cc/ABCD-1234"
SPELLINGS = [
    PAGE,
    f"{PAGE}/",
    "http://example.org/a",
    f"{PAGE}#top",
    "https://EXAMPLE.org:443/a?utm_source=feed",
    f"https://web.archive.org/web/20250507/{PAGE}",
    COPY,
]


def test_spellings_of_one_address_and_its_archived_copy_are_one_source():
    sources = lookup(own=[source("page", url=PAGE, archive_url=COPY)])
    assert {sources.key(url) for url in SPELLINGS} == {SourceKey("india-protest", "page")}
    shared = lookup(shared=[source("page", url=PAGE, archive_url=COPY)])
    assert {shared.key(url) for url in SPELLINGS} == {SourceKey("", "page")}
    assert {lookup().key(url) for url in SPELLINGS} == {SourceKey("", PAGE), SourceKey("", COPY)}


def test_a_url_means_the_claims_own_source_before_a_shared_one():
    sources = lookup(own=[source("own", url=PAGE)], shared=[source("shared", url=f"{PAGE}/")])
    assert sources.key(PAGE) == SourceKey("india-protest", "own")
    assert sources.origins(["own", "shared", PAGE]) == {SourceKey("", "shared")}


def test_an_id_that_is_a_url_is_an_address_too():
    sources = lookup(shared=[source(f"{PAGE}/", title="The page")])
    assert sources.key("http://example.org/a") == SourceKey("", f"{PAGE}/")


def test_two_versions_of_a_page_are_two_sources_and_one_origin():
    versions = [source("morning", url=PAGE, title="Five"), source("evening", url=f"{PAGE}/", title="Six")]
    for sources in (lookup(own=versions), lookup(shared=versions)):
        keys = {sources.key(each) for each in ("morning", "evening")}
        assert len(keys) == 2
        assert len(sources.origins(["morning", "evening", PAGE])) == 1


def test_a_page_that_is_known_to_be_a_copy_is_one_however_it_is_cited():
    copy = source("gazette", url=PAGE, derived_from="wire")
    sources = lookup(own=[copy, source("again", url=f"{PAGE}/", title="Again")], shared=[source("wire")])
    assert sources.origins(["gazette", "again", *SPELLINGS[:6]]) == {SourceKey("", "wire")}


def test_two_versions_that_say_which_sources_they_copy_keep_these():
    versions = [source("morning", url=PAGE, derived_from="afp"), source("evening", url=PAGE, derived_from="ap")]
    sources = lookup(own=[*versions, source("afp"), source("ap")])
    assert len(sources.origins(["morning", "evening"])) == 2


def test_addresses_in_common_hold_across_several_sources():
    chain = [
        source(f"s{n}", url=f"https://example.org/{n}", archive_url=f"https://a.example/{n // 2}") for n in range(4)
    ]
    links = [source("link", url="https://example.org/1", archive_url="https://example.org/2")]
    assert len(lookup(own=chain).origins([each.id for each in chain])) == 2
    assert len(lookup(own=links, shared=chain).origins([each.id for each in chain])) == 1
    assert len(lookup(own=[*chain, *links]).origins([each.id for each in chain])) == 1


URLS = st.sampled_from([None, "https://e.org/1", "http://e.org/1/", "https://e.org/2", "https://e.org/3", COPY])


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(URLS, URLS), min_size=1), st.sets(st.sampled_from("abcdef"))
)
def test_having_an_origin_in_common_is_having_addresses_in_common(urls, own):
    described = {each: source(each, url=url, archive_url=archive) for each, (url, archive) in urls.items()}
    sources = lookup(
        own=[described[each] for each in described if each in own],
        shared=[described[each] for each in described if each not in own],
    )
    groups = []  # sets of addresses, and the sources that have one of them
    for each in described.values():
        known, members = set(addresses(each)), {each.id}
        for group in [group for group in groups if group[0] & known]:
            groups.remove(group)
            known |= group[0]
            members |= group[1]
        groups.append((known, members))
    by_origin = {}
    for each in described:
        by_origin.setdefault(sources.origin(each), set()).add(each)
    assert sorted(map(sorted, by_origin.values())) == sorted(sorted(members) for _, members in groups)


@pytest.mark.parametrize("is_circle", [False, True])
def test_ten_thousand_copies_in_a_row_take_no_recursion_and_no_square(is_circle):
    number = 10_000
    row = [source(f"s{n}", derived_from=f"s{n + 1}") for n in range(number)]
    row.append(source(f"s{number}", derived_from="s0" if is_circle else None))
    steps = []
    sources = lookup(own=row)
    parent = sources.parent
    sources.parent = lambda key: steps.append(key) or parent(key)
    assert len(sources.origins([each.id for each in row])) == 1
    assert len(steps) <= number + 1


@pytest.mark.parametrize(
    ("urls", "cited"),
    [
        (["https://EXAMPLE.org/a"], PAGE),
        (["https://ex%61mple.org/a"], PAGE),
        (["https://web.archive.org/web/2025/https://example.org/a"], PAGE),
        (["https://user@example.org:443/a"], "https://user@example.org/a"),
        (["https://उदाहरण.example/a"], "https://उदाहरण.example/a"),
        ([*(f"https://{number}.example/" for number in range(99)), PAGE], PAGE),
    ],
)
def test_a_url_means_an_own_source_however_many_there_are_and_however_the_host_is_written(urls, cited):
    sources = lookup(own=[source(f"s{number}", url=url) for number, url in enumerate(urls)])
    assert sources.key(cited) == SourceKey("india-protest", f"s{len(urls) - 1}")
    assert sources.key("https://other.example/") == SourceKey("", "https://other.example")
