"""What is taken without pydantic is what the full validation would give, and takes whatever is plainly right."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from claimtrack.files.claims import ReadClaim, read_table
from claimtrack.files.fast_validation import fast_claim, fast_party, fast_sources
from claimtrack.files.load import ParsedFile, SourceFile
from claimtrack.index.pack import pack_claim, unpack_claim
from claimtrack.model import forms
from claimtrack.model.record import Claim, Party, Position, Source
from claimtrack.problems import Cost

ROOT = Path(__file__).resolve().parents[2]
RIGHT = [
    path
    for path in [*ROOT.glob("claims/**/*.toml"), *ROOT.glob("tests/records/good/**/*.toml")]
    if path.is_file()
    and path.stem.casefold() not in {"parties", "sources"}
    and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
]
DAYS = st.dates().map(lambda day: day) | st.datetimes(timezones=st.timezones()) | st.datetimes() | st.times()
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | DAYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)
TEXTS = st.sampled_from(["jets", "Ünal", "پاکستان", " x ", "", " ", "\u200f", "asserts", "fact", "en", "zh-Hant"])
ADDRESSES = st.sampled_from(
    [
        "https://example.org/a",
        "http://x",
        "https://",
        "ftp://x",
        "https://[",
        "https://a b",
        "https://[::1]/",
        "https://é.org",
    ]
)
WRITTEN = st.sampled_from(["2025", "2025-05", "2025-05-07", "2025-13", "0000", "today"])
VALUES = (
    st.integers() | st.floats() | TEXTS | st.dictionaries(st.sampled_from(["min", "max", "mean"]), st.integers(-5, 5))
)
PLAIN = TEXTS | ADDRESSES | WRITTEN | VALUES | DAYS | st.lists(TEXTS, max_size=3)
REFERENCE = TEXTS | ADDRESSES | st.fixed_dictionaries({"id": TEXTS}, optional={"at": TEXTS, "page": TEXTS}) | ANYTHING


def table(record, **known):
    """Give tables with the keys of a kind of record and sometimes others, and values that may fit."""
    keys = st.sampled_from([*record._fields, "quoet"])
    return st.dictionaries(keys, PLAIN | ANYTHING, max_size=4).flatmap(
        lambda more: st.fixed_dictionaries(
            {}, optional={**{key: st.just(value) for key, value in more.items()}, **known}
        )
    )


POSITION = table(
    Position,
    party=TEXTS,
    stance=st.sampled_from(["asserts", "denies", "doubts"]),
    value=VALUES,
    date=DAYS | WRITTEN,
    sources=st.lists(REFERENCE, max_size=2),
)
SOURCE = table(Source, id=TEXTS, url=ADDRESSES, date=DAYS | WRITTEN)
CLAIM = table(
    Claim,
    title=TEXTS,
    kind=TEXTS,
    date=DAYS | WRITTEN,
    positions=st.lists(POSITION, max_size=2),
    sources=st.lists(SOURCE, max_size=2),
)
TENURE = TEXTS | st.dictionaries(st.sampled_from(["party", "from", "until", "since"]), TEXTS | DAYS | WRITTEN)
PARTY = table(Party, name=TEXTS, speaks_for=TEXTS | st.lists(TENURE, max_size=2))


def validated(form, data, *names):
    try:
        return form.model_validate(data).recorded(*names)
    except ValidationError:
        return None


@given(CLAIM)
@example({"title": "x", "date": 2025})
@example({"title": "x", "positions": [{"party": "x", "stance": "denies", "value": True}]})
def test_a_claim_is_taken_as_it_would_be_validated(data):
    taken = fast_claim(data, "jets", "claims/jets.toml")
    # repr tells 1 from 1.0 and True.
    assert taken is None or repr(taken) == repr(validated(forms.ClaimFile, data, "jets", "claims/jets.toml"))


def read(data):
    """Read a claim from what a parser may return, with places that are all the same."""
    return read_table(ParsedFile(data, SourceFile("claims/jets.toml", "", "claim")), "jets")


@given(CLAIM)
@example({"positions": [5, {"party": "x"}, {"stance": "denies", "sources": ["", {"at": "1"}, {"id": "s", "at": 5}]}]})
@example({"title": "x", "sources": [5, {"title": "x"}, {"id": "x"}, {"id": "x"}, {"id": "y", "urll": "x"}]})
@example({"title": "x", "sources": {"id": "x"}, "topics": "x", "positions": "x"})
def test_whatever_is_wrong_is_left_out_and_the_rest_is_read(data):
    before = repr(data)
    found = read(data)
    assert repr(data) == before
    assert (found.claim is None) == any(each.costs == Cost.RECORD for each in found.problems)
    if found.claim is not None:
        assert repr(read(found.table)) == repr(ReadClaim(found.claim, found.table, [], found.claim, set()))
        assert unpack_claim("jets", "claims/jets.toml", pack_claim(found.table, found.claim)) == found.claim
    if not found.problems:
        assert found.table is data


@given(PARTY)
def test_a_party_is_taken_as_it_would_be_validated(data):
    taken = fast_party(data, "india")
    assert taken is None or repr(taken) == repr(validated(forms.PartyEntry, data, "india"))


@given(st.lists(SOURCE, max_size=2) | ANYTHING)
def test_sources_are_taken_as_they_would_be_validated(listed):
    taken = fast_sources({"sources": listed})
    assert taken is None or [repr(each) for each in taken] == [
        repr(each.recorded()) for each in forms.SourcesFile.model_validate({"sources": listed}).sources
    ]


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_whatever_is_right_is_taken_without_pydantic(path):
    data = tomli.loads(path.read_text(encoding="utf-8-sig"))
    taken = fast_claim(data, path.stem, str(path))
    assert taken is not None
    assert taken == validated(forms.ClaimFile, data, path.stem, str(path))
