"""What an export writes to, and what it refuses to write over."""

from __future__ import annotations

import os

import pytest

FORMATS = ["wikitext", "claimreview", "mermaid"]


@pytest.fixture
def book(folder):
    """Return a folder of two claims that are linked."""
    position = {"party": "Water Board", "stance": "asserts", "date": "2025-05-01"}
    claim = {"title": "It leaks", "see_also": ["b"], "positions": [position]}
    return folder({"a": claim, "b": {**claim, "title": "It flows"}}).parent


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_gets_what_stdout_gets(call, book, form):
    ran = call("export", form, cwd=book)
    assert (ran.code, ran.err) == (0, "")
    assert call("export", form, "-o", "-", cwd=book) == ran
    written = call("export", form, "-o", "out.txt", cwd=book)
    assert (written.code, written.out, written.err) == (0, "", "wrote out.txt\n")
    assert (book / "out.txt").read_text(encoding="utf-8") == ran.out
    assert call("export", form, "--no-cache", cwd=book) == ran


def test_a_file_is_replaced_whole_and_keeps_its_mode_and_its_link(call, book):
    (book / "real.txt").write_text("before", encoding="utf-8")
    (book / "real.txt").chmod(0o640)
    (book / "link.txt").symlink_to("real.txt")
    assert call("export", "mermaid", "-o", "link.txt", cwd=book).code == 0
    assert (book / "link.txt").is_symlink()
    assert (book / "real.txt").read_text(encoding="utf-8").startswith("graph LR\n")
    assert (book / "real.txt").stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(book)) == ["claims", "link.txt", "real.txt"]


def test_a_device_is_written_to(call, book):
    assert call("export", "mermaid", "-o", "/dev/null", cwd=book).code == 0
    assert not os.path.isfile("/dev/null")


@pytest.mark.parametrize("name", ["a.toml", "new.toml"])
def test_no_record_is_written_over(call, book, name):
    before = (book / "claims" / "a.toml").read_bytes()
    ran = call("export", "wikitext", "-o", f"claims/{name}", cwd=book)
    assert (ran.code, ran.out) == (74, "")
    assert "in the folder of claims" in ran.err
    assert (book / "claims" / "a.toml").read_bytes() == before


def test_a_folder_that_is_not_there_is_named(call, book):
    ran = call("export", "wikitext", "-o", "no/such/file", cwd=book)
    assert ran.code == 74
    assert ran.err.startswith("claimtrack: no/such/file: it cannot be written: ")


def test_what_could_not_be_read_is_reported_and_the_rest_written(call, book):
    (book / "claims" / "c.toml").write_text("title =", encoding="utf-8")
    ran = call("export", "wikitext", cwd=book)
    assert ran.code == 4
    assert ran.out.count("At issue") == 2
    assert "c.toml:1" in ran.err


@pytest.mark.parametrize(("words", "code"), [(["pdf"], 2), ([], 2), (["wikitext", "nothing"], 3)])
def test_what_does_not_exist_is_refused(call, book, words, code):
    ran = call("export", *words, cwd=book)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err


def test_a_format_is_completed(call, book):
    env = {"_CLAIMTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "claimtrack export w", "COMP_CWORD": "2"}
    assert call(cwd=book, env=env).out.split() == ["wikitext"]


def test_a_long_text_is_paged_on_a_terminal(terminal, book):
    ran = terminal("export", "mermaid", cwd=book, env={"PAGER": "sed s/^/paged:/", "LINES": "3"})
    assert ran.out.startswith("paged:graph LR\n")
    assert not terminal("export", "mermaid", "--no-pager", cwd=book, env={"PAGER": "sed s/^/paged:/"}).out.startswith(
        "paged"
    )
