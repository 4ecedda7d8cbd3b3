"""`import parquet` gives back the record that was exported, and overwrites nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_tables import claims, complete, dates, names, optional, texts
from surroundings import examples, write_records

pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")


from claimtrack.files.folder import read_folder

# What positions in lines of JSON do not say of a claim, and Parquet does.
ids = st.sampled_from(["dam", "ferry", "nowhere"])
links = dict.fromkeys(("implies", "contradicts", "see_also"), st.lists(ids, max_size=2, unique=True))
more = optional({}, **dict.fromkeys(("statement", "original", "place", "notes"), texts), lang=st.just("ur"), **links)
records = st.dictionaries(
    st.sampled_from(["dam", "ferry", "x.y_z", "बाँध"]),
    st.builds(lambda claim, keys: {**complete(claim), **keys}, claims, more),
    min_size=1,
    max_size=3,
)
entry = {"name": texts, "kind": texts, "notes": texts}
tenures = st.one_of(
    st.just("board"),
    st.lists(
        st.one_of(
            st.fixed_dictionaries({"party": st.just("board"), "from": dates}),
            st.fixed_dictionaries({"party": st.just("board"), "until": dates}),
        ),
        min_size=1,
        max_size=2,
    ),
)
parties = st.fixed_dictionaries(
    {},
    optional={
        "board": optional({"name": st.just("Water Board")}, kind=texts, aliases=st.just(["Bd.", "محکمہ آب"])),
        "ann": optional({}, kind=texts, notes=texts),
    },
)
voices = st.fixed_dictionaries({"board": st.just({}), "1-voice": optional({"speaks_for": tenures}, notes=texts)})
shared = st.lists(
    optional({"id": st.sampled_from(["root", "base", "قناة 2"])}, title=texts, publisher=names, date=dates, note=texts),
    max_size=3,
    unique_by=lambda source: source["id"],
)


def record(folder):
    """Give what a folder of claims says, whichever files it is in."""
    read = read_folder(str(folder))
    assert read.problems == ()
    claims = [claim._replace(path="") for claim in read.claims.values()]
    return claims, [*read.registry], [*read.listed_sources]


def files(folder):
    """Give the texts of the files in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def goes_round(call, first):
    """Export a folder, import it into an empty one, and compare; then once more into the same folder."""
    with tempfile.TemporaryDirectory() as name:
        out, second = Path(name, "out"), Path(name, "second")
        second.mkdir()
        assert call("export", "parquet", "--claims", str(first), "--no-cache", "-o", str(out)).code == 0
        command = ("import", "parquet", str(out), "--claims", str(second), "--no-cache")
        ran = call(*command)
        assert (ran.code, ran.err) == (0, "")
        before = record(first)
        assert record(second) == before
        written = files(second)
        again = call(*command)
        number = sum(len(claim.positions) for claim in before[0])
        assert f": 0 claims new, 0 positions added, {number} already there, 0 refused\n" in again.out
        assert (again.code, again.err, len(again.lines)) == (0, "", 1)
        assert files(second) == written


def write(folder, tables, registry, sources):
    sources = {"sources": {"sources": sources}} if sources else {}
    return write_records(folder, {**tables, **({"parties": registry} if registry else {}), **sources})


@given(records, parties | voices, shared)
@settings(max_examples=examples(60))
def test_every_record_comes_back(call, tables, registry, sources):
    with tempfile.TemporaryDirectory() as name:
        goes_round(call, write(Path(name), tables, registry, sources))


@pytest.mark.slow
@given(records, parties | voices, shared)
@settings(max_examples=400)
def test_every_record_comes_back_at_length(call, tables, registry, sources):
    with tempfile.TemporaryDirectory() as name:
        goes_round(call, write(Path(name), tables, registry, sources))


def test_the_shipped_claims_come_back(call, shipped):
    goes_round(call, shipped)
