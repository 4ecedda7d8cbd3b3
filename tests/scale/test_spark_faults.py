"""A worker that dies, a malformed row and a claim that is too large stop nothing; the driver gets no positions."""

import os
import signal
from dataclasses import replace

import pytest

on = pytest.importorskip("on_spark", reason="Spark is not here", exc_type=ImportError)

import pyarrow as pa  # noqa: E402 - needs what is looked for above
import pyarrow.parquet as pq  # noqa: E402

from claimtrack import spark  # noqa: E402
from claimtrack.spark import answers  # noqa: E402

STANCES = ("asserts", "denies", "qualifies")


def position(claim, number, **cells):
    return {"claim": claim, "number": number, "party": "Aldoria", "stance": "asserts", **cells}


def invented(count, each=10, text=""):
    """Give the rows of so many claims with ten positions each."""
    ids = [f"c{number:04}" for number in range(count)]
    return {
        "claims": [{"id": name, "title": f"Bridge {name} fell"} for name in ids],
        "positions": [
            position(
                name,
                number,
                party=f"Party {number % 4} of {name}",
                stance=STANCES[(place + number) % 3],
                quote=text or None,
            )
            for place, name in enumerate(ids)
            for number in range(1, each + 1)
        ],
        "parties": [{"id": "party-1-of-c0001", "speaks_for": [{"party": "Party 2 of c0001"}]}],
    }


@pytest.fixture
def tables(session, tmp_path):
    on.write_rows(tmp_path / "record", invented(300))
    return spark.read(session, str(tmp_path / "record"))


@pytest.fixture
def die_once(tmp_path):
    """Give a function that kills its process with no chance to clean up, the first time that it is called anywhere."""
    died = str(tmp_path / "died")

    def die_once():
        try:
            os.close(os.open(died, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    return die_once


def failed_tasks(session, ask):
    """Return what a function returns, and how many tasks failed and were started again meanwhile."""
    context = session.sparkContext
    group = f"test {os.urandom(8).hex()}"
    context.setJobGroup(group, group)
    answer = ask()
    tracker = context.statusTracker()
    jobs = [tracker.getJobInfo(job) for job in tracker.getJobIdsForGroup(group)]
    stages = {stage for job in jobs for stage in job.stageIds}
    return answer, sum(info.numFailedTasks for info in map(tracker.getStageInfo, stages) if info)


def test_a_worker_killed_amid_the_rules_changes_nothing(session, tables, die_once, monkeypatch):
    before = on.plain(spark.statuses(tables))
    status = answers._status

    def dying(state, shared):
        if state.claim.id == "c0150":
            die_once()
        return status(state, shared)

    monkeypatch.setattr(answers, "_status", dying)
    answer, failed = failed_tasks(session, lambda: on.plain(spark.statuses(tables)))
    assert failed == 1
    assert answer == before
    assert len(answer) == 300


def test_a_worker_killed_before_the_rows_are_moved_changes_nothing(session, tables, die_once):
    before = on.plain(spark.lines(tables))

    def dying(batches):
        for batch in batches:
            yield batch
            die_once()

    positions = tables.positions.mapInArrow(dying, tables.positions.schema)
    answer, failed = failed_tasks(session, lambda: on.plain(spark.lines(replace(tables, positions=positions))))
    assert failed == 1
    assert answer == before
    assert answer


def test_what_is_malformed_or_too_large_is_set_aside(session, tmp_path):
    rows = {
        "claims": [{"id": name, "title": "A bridge fell"} for name in ("bridge", "dam", "road")] + [{"id": "untitled"}],
        "positions": [
            position("bridge", 1, stance="shouts"),
            position("bridge", 2, party=None),
            position("bridge", 3, date={"written": "2025-13-45"}),
            position("bridge", 4, stance="denies", date={"written": "2025-05"}),
            position("bridge", 4),
            position("nowhere", 1),
            position("untitled", 1),
            *(position("dam", number) for number in range(1, 7)),
            position("road", 1),
        ],
        "parties": [{"id": "aldoria", "name": "Aldoria"}, {"id": "other", "aliases": ["ALDORIA"]}],
    }
    on.write_rows(tmp_path / "record", rows)
    tables = spark.read(session, str(tmp_path / "record"))
    found = {
        (row["claim"], row["number"], row["positions"]): row["reason"]
        for row in on.plain(spark.set_aside(tables, most=5))
    }
    told = {
        ("bridge", 1, 1): "stance",
        ("bridge", 2, 1): "party",
        ("bridge", 3, 1): "there is no such date",
        ("bridge", 4, 1): "another position of the claim has the number 4",
        ("nowhere", 1, 1): "its claim is not in the table of claims",
        ("untitled", None, 0): "the claim has no title",
        ("untitled", 1, 1): "its claim is set aside",
        ("dam", None, 6): "it has more than 5 positions: too many for one task",
        (None, None, 0): 'the party "other": the name "ALDORIA" belongs to "aldoria" already',
    }
    assert found.keys() == told.keys()
    assert [key for key, reason in told.items() if reason not in found[key]] == []
    statuses = {row["claim"]: row["status"] for row in on.plain(spark.statuses(tables))}
    assert statuses == {"bridge": "denied", "dam": "asserted", "road": "asserted"}
    assert {row["claim"] for row in on.plain(spark.statuses(tables, most=5))} == {"bridge", "road"}
    (line,) = [row for row in on.plain(spark.lines(tables)) if row["claim"] == "bridge"]
    assert line["place"] == 4


def test_the_driver_gets_no_positions_and_no_names(session, tmp_path):
    def sent(count):
        """Return how many bytes the tasks sent to the driver while the statuses of so many claims were written."""
        folder = tmp_path / str(count)
        on.write_rows(folder, invented(count, text="We said so. " * 20))
        before = len(on.ended_tasks(session))
        spark.statuses(spark.read(session, str(folder))).write.parquet(f"{folder}/statuses")
        results = [event["Task Metrics"]["Result Size"] for event in on.ended_tasks(session)[before:]]
        assert session.read.parquet(f"{folder}/statuses").count() == count
        return sum(results)

    few = sent(100)
    assert few > 0
    assert sent(2000) < few + 1900  # less than a byte for each claim more


def test_parties_are_collected_once(session, tables):
    spark.statuses(tables)
    context = session.sparkContext
    context.setJobGroup("again", "again")
    spark.lines(tables)
    spark.shifts(tables)
    assert list(context.statusTracker().getJobIdsForGroup("again")) == []


def test_columns_of_another_program_may_be_fewer_and_of_other_types(session, tmp_path):
    on.write_rows(tmp_path / "record", invented(2, each=0))
    rows = [{"claim": "c0000", "number": 1, "party": "水利委员会".encode(), "stance": "denies", "score": 0.5}]
    schema = {"claim": pa.string(), "number": pa.int64(), "party": pa.binary(), "stance": pa.string()}
    table = pa.Table.from_pylist(rows, pa.schema({**schema, "score": pa.float32()}))
    pq.write_table(table, tmp_path / "record" / "positions" / "part-00000.parquet")
    tables = spark.read(session, str(tmp_path / "record"))
    assert {row["claim"]: row["status"] for row in on.plain(spark.statuses(tables))} == {
        "c0000": "denied",
        "c0001": "open",
    }
    assert on.plain(spark.set_aside(tables)) == []
