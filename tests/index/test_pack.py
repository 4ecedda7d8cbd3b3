"""Packing: a record comes back as it was, with fields that it has yet to get; damaged text is an error and no crash."""

from __future__ import annotations

import contextlib
import json
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli
import tomli_w
from hypothesis import assume, given
from hypothesis import strategies as st

from claimtrack.files.fast_validation import fast_claim
from claimtrack.index import pack
from claimtrack.index.pack import (
    pack_claim,
    pack_registry,
    pack_sources,
    unpack_claim,
    unpack_registry,
    unpack_sources,
)
from claimtrack.model.dates import Span
from claimtrack.model.record import Claim, Party, Position, Source, SourceRef, Tenure
from claimtrack.model.registry import Registry
from claimtrack.model.values import Value

ROOT = Path(__file__).resolve().parents[2]
DATES = st.sampled_from(["2025", "2025-05", "2025-05-08", "2025-05-08T12:00:00+05:30"]).map(Span.reread)
NUMBERS = st.one_of(st.integers(1 - 2**63, 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False))
RANGES = st.tuples(NUMBERS, NUMBERS).map(lambda ends: {"min": min(ends), "max": max(ends)})
VALUES = st.one_of(NUMBERS, st.text(min_size=1).filter(str.strip), RANGES).map(Value.parse)
TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["cafe\u0301", "Asim Munir", "حکومت"])
OF_FIELD = {
    "kind": st.just("policy"),
    "stance": st.just("denies"),
    "lang": st.just("ur"),
    "attribution": st.just("anonymous"),
    "date_of": st.just("report"),
    "url": st.just("https://example.org/a"),
    "archive_url": st.just("https://example.net/a"),
    "date": DATES,
    "retrieved": DATES,
    "about": DATES,
    "since": DATES,
    "until": DATES,
    "value": VALUES,
}


def records(record, **more):
    """Build records of a class, each field that has a default with or without it."""
    fields = {field: more.get(field, OF_FIELD.get(field, TEXT)) for field in record._fields}
    for field, default in record._field_defaults.items():
        given_ = fields[field]
        if default == () and field not in more:
            given_ = st.lists(TEXT, max_size=2).map(tuple)
        fields[field] = st.one_of(st.just(default), given_)
    return st.builds(record, **fields)


def several(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


def table_of(claim):
    """Return a claim as its file has it: dates as dates, a source that is cited without a place as a text."""
    table = pack._table(claim)
    del table["id"], table["path"]
    for each in (table, *table.get("positions", ()), *table.get("sources", ())):
        for field in ("date", "retrieved", "about"):
            if len(each.get(field, "")) >= 10:
                each[field] = (
                    datetime.fromisoformat(each[field]) if "T" in each[field] else date.fromisoformat(each[field])
                )
    for position in table.get("positions", ()):
        position["sources"] = [item["id"] if len(item) == 1 else item for item in position.get("sources", ())]
    return table


SOURCES = records(Source)
POSITIONS = records(Position, sources=several(records(SourceRef)))
CLAIMS = records(Claim, positions=several(POSITIONS), sources=several(SOURCES))
PARTIES = records(Party, speaks_for=several(records(Tenure)))


@given(CLAIMS)
def test_a_claim_comes_back_as_it_was_read(claim):
    table = tomli.loads(tomli_w.dumps(table_of(claim)))
    read = fast_claim(table, claim.id, claim.path)
    assume(read is not None)
    again = unpack_claim(claim.id, claim.path, pack_claim(table, read))
    assert again == read
    assert [*map(type, again)] == [*map(type, read)]


@pytest.mark.parametrize("path", sorted((ROOT / "claims").rglob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_claim_comes_back_as_it_was(path):
    table = tomli.loads(path.read_text(encoding="utf-8"))
    claim = fast_claim(table, path.stem, str(path))
    assert claim is None or unpack_claim(path.stem, str(path), pack_claim(table, claim)) == claim


def test_what_no_claim_holds_is_refused():
    with pytest.raises(TypeError):
        pack_claim({"title": time(12, 30)}, Claim("x", "x", "x"))


@given(st.lists(PARTIES, max_size=3), st.lists(SOURCES, max_size=3))
def test_parties_and_sources_come_back_as_they_were(parties, sources):
    parties = [*{party.id: party for party in parties}.values()]
    registry = unpack_registry(pack_registry(Registry(parties, [party.id for party in parties[:1]])))
    assert [*registry] == parties
    assert registry.unclear == {party.id for party in parties[:1]}
    assert unpack_sources(pack_sources(sources)) == sources


@given(CLAIMS, st.integers(0), st.text(max_size=3), st.integers(0, 3))
def test_damaged_text_raises_and_does_not_crash(claim, at, inserted, removed):
    packed = pack_claim(table_of(claim), claim)
    at %= len(packed)
    damaged = packed[:at] + inserted + packed[at + removed :]
    # The seal keeps damage out; this shows that nothing worse than an error would happen.
    with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError, RecursionError):
        unpack_claim("dam", "dam.toml", damaged)


def packed_and_unpacked(claim):
    return unpack_claim("x", "x", pack_claim(table_of(claim), claim))


@pytest.mark.parametrize("record", [Claim, Position, Source, SourceRef, Party, Tenure])
def test_a_field_that_a_record_gets_is_packed_without_being_named_anywhere(monkeypatch, record):
    fields = [(name, object) for name in record._fields]
    longer = NamedTuple(record.__name__, [*fields, ("doi", object), ("tags", object)])
    longer.__new__.__defaults__ = (*record._field_defaults.values(), None, ())
    longer._field_defaults = {**record._field_defaults, "doi": None, "tags": ()}
    required = {name: "x" for name in record._fields if name not in record._field_defaults}
    whole = longer(**required, doi="10.1000/182", tags=("a", "b"))
    monkeypatch.setattr(pack, "Record", (longer, *pack.Record.__args__))
    monkeypatch.setattr(pack, record.__name__, longer)
    wrap = {
        Claim: lambda: packed_and_unpacked(whole),
        Position: lambda: packed_and_unpacked(Claim("x", "x", "x", positions=(whole,))).positions[0],
        Source: lambda: unpack_sources(pack_sources([whole]))[0],
        SourceRef: lambda: (
            packed_and_unpacked(Claim("x", "x", "x", positions=(Position("x", "asserts", sources=(whole,)),)))
            .positions[0]
            .sources[0]
        ),
        Party: lambda: next(iter(unpack_registry(pack_registry(Registry([whole]))))),
        Tenure: lambda: next(
            iter(unpack_registry(pack_registry(Registry([Party("x", speaks_for=(whole,))]))))
        ).speaks_for[0],
    }
    assert wrap[record]() == whole


def test_a_default_is_left_out():
    assert json.loads(pack_sources([Source("x", url="https://example.org")])) == [
        {"id": "x", "url": "https://example.org"}
    ]
