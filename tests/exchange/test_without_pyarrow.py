"""Without pyarrow, one line says what to install, and no other command needs it."""

from __future__ import annotations

import pytest

HIDDEN = """
import sys
sys.modules["pyarrow"] = None
from claimtrack.cli import main
main()
"""


@pytest.mark.parametrize("words", [("export", "parquet", "-o", "out"), ("import", "parquet", ".")])
def test_a_line_says_what_to_install(run, folder, words):
    book = folder({"dam": {"title": "The dam leaks"}}).parent
    ran = run(*words, program=("-c", HIDDEN), cwd=book)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "claimtrack: Parquet needs pyarrow, which is not installed\n"
        "pip install 'claimtrack[parquet]' installs it, and so does pip install pyarrow\n"
    )
    assert not (book / "out").exists()


def test_the_help_does_not_need_it(run):
    ran = run("import", "parquet", "--help", program=("-c", HIDDEN))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: claimtrack import parquet [OPTIONS] DIR [CLAIM]...\n")


def test_other_exports_do_not_need_it(run, folder):
    book = folder({"dam": {"title": "The dam leaks"}}).parent
    assert run("export", "mermaid", program=("-c", HIDDEN), cwd=book).code == 0
