"""Ten copies of one wire are one origin."""

import pytest
from builders import source
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.rules.origins import SourceKey, SourceLookup, is_called


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
    "name", ["wire", "https://example.org/a", "https://example.com/b", "Business Recorder", "business-recorder"]
)
def test_a_source_is_called_by_its_id_its_addresses_and_its_publisher(name):
    addresses = {"url": "https://example.org/a", "archive_url": "https://example.com/b"}
    assert is_called(source("wire", publisher="Business Recorder", **addresses), name)


@pytest.mark.parametrize("name", ["Wire", "recorder", "…"])
def test_a_source_is_called_nothing_else(name):
    assert not is_called(source("wire", publisher="Business Recorder"), name)
    assert not is_called(source("wire"), name)
