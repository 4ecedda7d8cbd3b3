"""docs/scale.md names the columns that there are, and DuckDB answers its queries as the record does."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing

import pytest
from documents import ROOT

from claimtrack.book.book import Book

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_has_the_columns_of_each_table_and_the_version():
    pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")
    from claimtrack.exchange.parquet_schema import TABLES, VERSION

    listed = dict(re.findall(r"^\| `(\w+)` \| (`.*`) \|$", PAGE, re.MULTILINE))
    assert {name: re.findall(r"`(\w+)`", columns) for name, columns in listed.items()} == {
        name: schema.names for name, schema in TABLES.items()
    }
    assert f"`claimtrack.version`. It is {VERSION}." in PAGE


@pytest.fixture
def answer(call, tmp_path, monkeypatch):
    """Return a function that answers a query of the page, on the claims of this repository."""
    pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    assert call("export", "parquet", "-o", str(tmp_path / "out"), cwd=ROOT).code == 0
    monkeypatch.chdir(tmp_path)

    def answer(query):
        with closing(duckdb.connect()) as db:
            return db.execute(query).fetchall()

    return answer


@pytest.fixture(scope="module")
def claims():
    with Book(str(ROOT / "claims"), cache=False) as book:
        return [state.claim for state in book.claims()]


def test_the_page_shows_what_appears():
    pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")
    import transcripts

    assert transcripts.replay(PAGE) == PAGE


def test_there_are_queries():
    assert len(QUERIES) == 8


def test_duckdb_answers_each_query_as_the_record_does(answer, claims):
    said, stances, speakers, months, spans, cited, topics, ends = map(answer, QUERIES)
    positions = [position for claim in claims for position in claim.positions]
    (jets,) = (claim for claim in claims if claim.id == "jets")
    assert [(row[1], row[2], row[5]) for row in said] == [
        (each.party, each.stance, each.quote) for each in jets.positions
    ]
    assert dict(stances) == Counter(each.stance for each in positions)
    parties = Counter(each.party for each in positions)
    assert [(party, parties[party]) for party, _, _ in speakers] == [row[:2] for row in speakers]
    assert speakers[0][1] == max(parties.values())
    dated = [each.date.written for each in positions if each.date]
    assert dict(months) == Counter(written[:7] for written in dated if len(written) > 4)
    assert {row[0]: row[3] for row in spans} == {
        claim.id: number for claim in claims if (number := sum(each.date is not None for each in claim.positions))
    }
    sources = Counter(ref.id for each in positions for ref in each.sources)
    assert [number for _, number in cited] == [number for _, number in sources.most_common(20)]
    assert dict(topics) == Counter(topic for claim in claims for topic in claim.topics)
    assert {row[:2] for row in ends} == {(claim.id, claim.unit) for claim in claims if claim.unit and claim.positions}
