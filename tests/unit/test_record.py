"""What a record may say, and what it may not."""

from datetime import date

import pytest
from builders import claim, position, source
from pydantic import ValidationError

from claimtrack.model.dates import Span
from claimtrack.model.forms import ClaimFile, PartyEntry, Position, Source, SourcesFile
from claimtrack.model.values import Value
from claimtrack.model.vocabulary import is_url


def refusal(model, said):
    """Give what is wrong with a record, as where and which kind."""
    with pytest.raises(ValidationError) as refused:
        model.model_validate(said)
    return [(error["loc"], error["type"]) for error in refused.value.errors()]


def test_the_smallest_claim_is_a_title():
    told = ClaimFile.model_validate({"title": "Pakistan shot down Indian fighter jets"})
    assert told.kind == "fact"
    assert told.positions == told.sources == told.topics == told.implies == ()
    assert told.date is told.statement is told.unit is told.notes is None


def test_the_smallest_position_is_on_the_record_and_dated_by_its_statement():
    took = position("India", "denies")
    assert (took.attribution, took.date_of) == ("on-record", "statement")
    assert took.date is took.value is took.quote is None
    assert took.via == took.sources == ()


def test_dates_and_values_are_read():
    took = position("Sharif", "asserts", date(2025, 5, 15), value=6, about="2025-05")
    assert took.date == Span.parse("2025-05-15")
    assert took.value == Value.parse(6)
    assert took.about == Span.parse("2025-05")


def test_a_source_is_cited_by_id_by_url_or_with_a_place_in_it():
    cited = ["brecorder-0507", "https://example.org/page", {"id": "thewire-cds", "at": "12:40"}]
    took = position("Chauhan", "qualifies", sources=cited)
    assert [(each.id, each.at) for each in took.sources] == [
        ("brecorder-0507", None),
        ("https://example.org/page", None),
        ("thewire-cds", "12:40"),
    ]


@pytest.mark.parametrize("written", ["united-states", ["united-states"], [{"party": "united-states"}]])
def test_for_whom_a_party_speaks_is_written_short_or_long(written):
    (tenure,) = PartyEntry.model_validate({"speaks_for": written}).speaks_for
    assert (tenure.party, tenure.since, tenure.until) == ("united-states", None, None)


def test_a_tenure_has_a_first_and_a_last_day():
    tenure = {"party": "united-states", "from": date(2021, 1, 20), "until": date(2025, 1, 20)}
    (read,) = PartyEntry.model_validate({"speaks_for": [tenure]}).speaks_for
    assert (str(read.since), str(read.until)) == ("2021-01-20", "2025-01-20")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (ClaimFile, {"title": "x", "stance": "denies"}),
        (Position, {"party": "x", "stance": "denies", "title": "x"}),
        (Source, {"id": "x", "stance": "x"}),
        (PartyEntry, {"alias": ["y"]}),
        (SourcesFile, {"its-id": {"title": "x"}}),
    ],
)
def test_unknown_keys_are_errors(model, said):
    assert [kind for _, kind in refusal(model, said)] == ["extra_forbidden"]


def test_every_mistake_is_found_at_once():
    said = {"positions": [{"party": "?!", "stance": "denied"}, {"party": "India"}], "kind": "rumour"}
    assert refusal(ClaimFile, said) == [
        (("title",), "missing"),
        (("kind",), "literal_error"),
        (("positions", 0, "party"), "empty_text"),
        (("positions", 0, "stance"), "literal_error"),
        (("positions", 1, "stance"), "missing"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"title": 5},
        {"title": True},
        {"title": ["x"]},
        {"title": date(2025, 5, 7)},
        {"title": "x", "topics": "x"},
        {"title": "x", "topics": [1]},
        {"title": "x", "positions": {"party": "India"}},
        {"title": "x", "positions": ["India"]},
    ],
)
def test_nothing_is_taken_for_what_it_is_not(said):
    assert len(refusal(ClaimFile, said)) == 1


@pytest.mark.parametrize("key", ["quote", "original", "note"])
@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
def test_a_blank_text_says_nothing_and_is_refused(key, blank):
    assert refusal(Position, {"party": "x", "stance": "denies", key: blank}) == [((key,), "empty_text")]


@pytest.mark.parametrize("tag", ["ur", "hi", "zh-Hant", "en-GB", "ckb"])
def test_a_language_is_a_tag(tag):
    assert source("x", lang=tag).lang == tag


@pytest.mark.parametrize("tag", ["", "Urdu language", "u", "urdu", "ur_PK", "ur-"])
def test_a_language_is_nothing_else(tag):
    assert refusal(Source, {"id": "x", "lang": tag}) == [(("lang",), "bad_language")]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.brecorder.com/news/40361711",
        "http://example.org",
        "https://example.org/a?b=c#d",
        "https://[2001:db8::1]/",
        "https://उदाहरण.भारत/जेट",
    ],
)
def test_a_link_leads_to_the_web(url):
    assert is_url(url)
    assert source("x", url=url, archive_url=url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "www.example.org",
        "ftp://example.org/file",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)//https://example.org",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "https://",
        "https:///path",
        "https://?",
        "https://[not-an-address/",
        "https://example.org/a b",
        "https://example.org/a\nb",
        " https://example.org",
        'https://example.org/"onclick="x',
        "https://example.org/<b>",
        "https://example.org/\x7f",
    ],
)
def test_a_link_leads_nowhere_else(url):
    assert not is_url(url)
    assert refusal(Source, {"id": "x", "url": url}) == [(("url",), "bad_url")]


def test_records_are_frozen():
    told = claim("jets", [position("India", "denies")])
    with pytest.raises(AttributeError, match="can't set"):
        told.title = "something else"
    with pytest.raises(AttributeError, match="can't set"):
        told.positions[0].stance = "asserts"


def test_a_claim_knows_its_id_and_its_file():
    told = ClaimFile.model_validate({"title": "x"}).recorded("jets", "claims/jets.toml")
    assert (told.id, told.path) == ("jets", "claims/jets.toml")
