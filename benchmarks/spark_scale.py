"""Measure the statuses of invented records on Spark, on two cores with 2 GiB, beside DuckDB counting the same files.

    python benchmarks/spark_scale.py [--claims 100000,1000000] [--work DIR] [--set KEY=VALUE …]

It runs the job of examples/spark, in processes of its own. Run it with a Python that has claimtrack[spark] and duckdb.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
from measure import descendants
from spark_record import EACH, write

_JOB: Final = Path(__file__).parents[1] / "examples" / "spark" / "statuses.py"
_SAMPLED: Final = 0.25  # seconds between two looks at the memory
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_MIB: Final = 1 << 20
_COUNT: Final = "SELECT stance, count(*) FROM '{}/positions/*.parquet' GROUP BY stance"


class Memory(NamedTuple):
    """The peaks of resident memory in bytes; pages that processes share are counted in each of them."""

    java: int
    python: int
    all: int


class _Seen(NamedTuple):
    """What a process is called, how many bytes of it are resident, and how many seconds of a processor it has used."""

    process: int
    name: str
    resident: int
    busy: float


class Spark(NamedTuple):
    """One run of the job.

    Attributes:
        seconds: of all, from start to end.
        working: from the start of the first job to the end of the last, as Spark logged it.
        busy: processor time of all processes, which other work on the machine changes little.
        moved: bytes written for other tasks, compressed, by Spark's own count.
        spilled: bytes that did not fit into memory and were written to disk.
        returned: bytes of results that tasks sent to the driver.
    """

    seconds: float
    working: float
    busy: float
    memory: Memory
    moved: int
    spilled: int
    returned: int


def main() -> None:
    """Read the command line, measure each size, and print Markdown."""
    parser = argparse.ArgumentParser(description="Measure the statuses of invented records on Spark.")
    parser.add_argument("--claims", default="100000,1000000", help="how many, by size; default: %(default)s")
    parser.add_argument("--work", metavar="DIR", help="where to put the records; default: a temporary folder")
    parser.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], help="a setting of Spark")
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.claims.split(",")]
    with tempfile.TemporaryDirectory(dir=asked.work) as work:
        runs = {claims: _measure(Path(work).resolve(), claims, asked.set) for claims in sizes}
    small, large = min(runs), max(runs)
    if small < large:
        ratio = runs[large].working / runs[small].working
        busy = runs[large].busy / runs[small].busy
        print(f"\nFrom {small * EACH:,} to {large * EACH:,} positions:")
        print(f"{ratio:.2f} × the time of Spark's jobs, {busy:.2f} × the processor time")


def _measure(work: Path, claims: int, settings: list[str]) -> Spark:
    record = work / f"record-{claims}"
    began = time.perf_counter()
    write(str(record), claims)
    print(f"\n{claims:,} claims, {claims * EACH:,} positions (written in {time.perf_counter() - began:.0f} s)\n")
    size = sum(path.stat().st_size for path in (record / "positions").iterdir())
    ran = _statuses(work, record, settings)
    positions = claims * EACH
    statuses = duckdb.read_parquet(f"{work}/statuses/*.parquet")
    found = statuses.aggregate("count(*), sum(position_count)").fetchall()
    if found != [(claims, positions)]:
        raise SystemExit(f"the statuses are of so many claims and positions: {found}")
    began = time.perf_counter()
    duckdb.sql(_COUNT.format(record)).fetchall()
    counted = time.perf_counter() - began
    rows = {
        "Parquet, a position": f"{size / positions:.1f} bytes",
        "statuses, from start to end": f"{ran.seconds:.1f} s",
        "statuses, Spark's jobs": f"{ran.working:.1f} s: {positions / ran.working:,.0f} positions a second",
        "processor time of all processes": f"{ran.busy:.1f} s",
        "peak memory of Java": f"{ran.memory.java / _MIB:,.0f} MiB",
        "peak memory of the Python processes": f"{ran.memory.python / _MIB:,.0f} MiB",
        "peak memory of all": f"{ran.memory.all / _MIB:,.0f} MiB",
        "moved between tasks, a position": f"{ran.moved / positions:.1f} bytes",
        "spilled to disk": f"{ran.spilled / _MIB:,.0f} MiB",
        "results sent to the driver": f"{ran.returned / _MIB:,.2f} MiB",
        "DuckDB, positions of each stance": f"{counted:.2f} s",
    }
    print("| | |\n|---|---|", *(f"| {name} | {value} |" for name, value in rows.items()), sep="\n", flush=True)
    shutil.rmtree(record)
    return ran


def _statuses(work: Path, record: Path, settings: list[str]) -> Spark:
    events, statuses = work / "events", work / "statuses"
    for folder in (events, statuses):
        shutil.rmtree(folder, ignore_errors=True)
    events.mkdir()
    known = [
        "spark.ui.enabled=false",
        "spark.eventLog.enabled=true",
        "spark.eventLog.rolling.enabled=false",
        "spark.eventLog.compress=false",
        f"spark.eventLog.dir={events.as_uri()}",
        f"spark.local.dir={work}",
        *settings,
    ]
    submit = Path(sys.executable).with_name("spark-submit")
    command = [submit, "--master", "local[2]", "--driver-memory", "2g"]
    command += [part for setting in known for part in ("--conf", setting)]
    env = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    samples: list[Memory] = []
    busy: dict[int, float] = {}
    ended = threading.Event()
    began = time.perf_counter()
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen([*command, _JOB, record, statuses], env=env, stdout=errors, stderr=errors) as process,
    ):
        watcher = threading.Thread(target=_watch, args=(process.pid, samples, busy, ended))
        watcher.start()
        code = process.wait()
        seconds = time.perf_counter() - began
        ended.set()
        watcher.join()
        if code:
            errors.seek(0)
            raise SystemExit(errors.read().decode(errors="replace"))
    peaks = Memory(*(max(each) for each in zip(*samples, strict=True)))
    (log,) = events.iterdir()
    return _logged(log, seconds, sum(busy.values()), peaks)


def _logged(log: Path, seconds: float, busy: float, memory: Memory) -> Spark:
    moved = spilled = returned = 0
    times: list[int] = []
    with log.open(encoding="utf-8") as lines:
        for event in map(json.loads, lines):
            if event["Event"] == "SparkListenerJobStart":
                times.append(event["Submission Time"])
            elif event["Event"] == "SparkListenerJobEnd":
                times.append(event["Completion Time"])
            elif event["Event"] == "SparkListenerTaskEnd":
                metrics = event["Task Metrics"]
                moved += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                spilled += metrics["Disk Bytes Spilled"]
                returned += metrics["Result Size"]
    return Spark(seconds, (max(times) - min(times)) / 1000, busy, memory, moved, spilled, returned)


def _watch(process: int, samples: list[Memory], busy: dict[int, float], ended: threading.Event) -> None:
    """Sample the memory of a process and of those that it started; note the processor time of each by its id."""
    while not ended.wait(_SAMPLED):
        java = python = 0
        for seen in map(_seen, (process, *descendants(process))):
            if seen is None:
                continue
            busy[seen.process] = seen.busy
            # A process that Java is about to start has its memory for a moment, and the name of a thread.
            if seen.name == "java":
                java += seen.resident
            elif seen.name.startswith("python"):
                python += seen.resident
        samples.append(Memory(java, python, java + python))


def _seen(process: int) -> _Seen | None:
    """Return what the system says of a process, None if it has ended."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            head, _, tail = file.read().rpartition(") ")
    except OSError:
        return None
    fields = tail.split()
    ticks = int(fields[11]) + int(fields[12])
    return _Seen(process, head.partition("(")[2], int(fields[21]) * _PAGE, ticks / _TICKS)


if __name__ == "__main__":
    main()
