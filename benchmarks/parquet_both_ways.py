"""Measures `export parquet` and `import parquet`: of all claims, of all once more, and of a single one.

python benchmarks/parquet_both_ways.py [CLAIMS] prints seconds of the processor, and the memory that each took.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from generate import SEED, write
from import_rows import measure


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="?", default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(f"{folder}/claims", given.claims, SEED)
        claim = next((folder / "claims").rglob("*-*.toml")).stem
        for each in ("all", "one"):
            (folder / each).mkdir()
        out = f"{folder}/out"
        commands = {
            "the index": ("list", "--claims", f"{folder}/claims"),
            "export": ("export", "parquet", "-o", out, "--claims", f"{folder}/claims"),
            "import of all": ("import", "parquet", out, "--claims", f"{folder}/all"),
            "import of all again": ("import", "parquet", out, "--claims", f"{folder}/all"),
            "import of one": ("import", "parquet", out, claim, "--claims", f"{folder}/one"),
        }
        for what, command in commands.items():
            seconds, memory = measure(sys.executable, "-m", "claimtrack", *command)
            print(f"{given.claims} claims, {what}: {seconds:.1f} s, {memory:.0f} MiB")


if __name__ == "__main__":
    main()
