"""Measures an import beside the plain way: csv.DictReader to read the rows, tomli-w to write the same files.

python benchmarks/import_rows.py [ROWS] [--claims N] prints seconds, their ratio, and the memory that the import took.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

WORDS = [
    "water",
    "board",
    "council",
    "ferry",
    "mill",
    "dam",
    "lake",
    "union",
    "bridge",
    "road",
    "north",
    "south",
    "never",
    "always",
    "again",
    "report",
    "city",
]
STANCES = ["asserts", "denies", "supports", "rejects", "no comment", "partly"]
HEADER = ["claim", "who", "stance", "date", "quote", "value", "url", "publisher", "note", "photo"]
PLAIN = """
import csv, sys
from collections import defaultdict
from pathlib import Path
import tomli_w
claims = defaultdict(list)
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        claims[row["claim"]].append(row)
for number, (title, rows) in enumerate(claims.items()):
    sources = [{"id": f"s{at}", "publisher": row["publisher"], "url": row["url"]} for at, row in enumerate(rows)]
    positions = [
        {"party": row["who"], "stance": row["stance"], "date": row["date"], "value": int(row["value"]),
         "quote": row["quote"], "note": row["note"], "sources": [f"s{at}"]}
        for at, row in enumerate(rows)
    ]
    text = tomli_w.dumps({"title": title, "positions": positions, "sources": sources})
    Path(sys.argv[2], f"claim-{number}.toml").write_text(text, encoding="utf-8")
"""


def write_table(path: Path, rows: int, claims: int) -> None:
    """Write a table of statements on some claims, in no order."""
    chance = random.Random(1)
    titles = [f"{' '.join(chance.choices(WORDS, k=6)).capitalize()} {number}" for number in range(claims)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            day = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
            who, stance = f"{chance.choice(WORDS).capitalize()} {chance.randrange(300)}", chance.choice(STANCES)
            quote, url = " ".join(chance.choices(WORDS, k=12)), f"https://{chance.choice(WORDS)}.example/{number}"
            cells = [
                stance,
                day,
                f"{quote}, they said",
                chance.randrange(1000),
                url,
                "Example Gazette",
                quote[:30],
                "x.png",
            ]
            writer.writerow([chance.choice(titles), who, *cells])


def measure(*command: str) -> tuple[float, float]:
    """Return the seconds of the processor and the mebibytes that a command takes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Measure both, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument(
        "--claims", type=int, help="how many claims the rows are about; a tenth of the rows if not given"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "statements.csv"
        write_table(table, given.rows, given.claims or given.rows // 10)
        for each in ("claims", "plain"):
            (folder / each).mkdir()
        command = (sys.executable, "-m", "claimtrack", "import", str(table), "--claims", str(folder / "claims"))
        seconds, memory = measure(*command)
        plain, _ = measure(sys.executable, "-c", PLAIN, str(table), str(folder / "plain"))
        again, _ = measure(*command)
        print(
            f"{given.rows} rows: {seconds:.1f} s, {seconds / plain:.2f} x the plain way ({plain:.1f} s), {memory:.0f} MiB"
        )
        print(f"again, with nothing new: {again:.1f} s")


if __name__ == "__main__":
    main()
