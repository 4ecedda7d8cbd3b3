"""``claimtrack cache``: what it tells of the index, and that it removes the index and nothing else."""

from __future__ import annotations

import os
import re
from datetime import datetime

import pytest

FACTS = ["folder", "index", "size", "claim_count", "updated", "cache", "total"]


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def ask(call, cache):
    """Run the real command line with a cache folder of its own."""
    return lambda *args, **more: call(*args, env={"CLAIMTRACK_CACHE_DIR": str(cache)}, **more)


@pytest.fixture
def claims(folder):
    return folder({"dam": 'title = "The dam"', "jets": 'title = "Jets"', "bad": "titel = 1"})


def files(cache):
    return sorted(path for path in cache.rglob("*") if path.is_file())


def info(ran):
    assert (ran.code, ran.err) == (0, "")
    facts = dict(ran.cells)
    assert list(facts) == FACTS
    return facts


def test_before_the_first_answer_there_is_no_index_and_asking_makes_none(ask, claims, cache):
    told = info(ask("cache", "info", "--claims", str(claims)))
    nothing = dict.fromkeys(["index", "size", "claim_count", "updated"], "")
    assert told == {**nothing, "folder": str(claims), "cache": str(cache), "total": "0"}
    assert not cache.exists()


def test_after_an_answer_it_tells_what_is_kept(ask, claims, cache):
    ask("list", cwd=claims.parent)
    told = info(ask("cache", "info", cwd=claims.parent))
    (index,) = (path for path in files(cache) if path.suffix == ".sqlite")
    status = index.stat()
    assert told == {
        "folder": str(claims),
        "index": str(index),
        "size": str(status.st_size),
        "claim_count": "2",
        "updated": datetime.fromtimestamp(int(status.st_mtime)).astimezone().isoformat(),
        "cache": str(cache),
        "total": str(sum(path.stat().st_size for path in files(cache))),
    }


def test_as_json_numbers_are_numbers_and_what_is_not_there_is_null(ask, claims, cache):
    before = ask("cache", "info", "--json", "--claims", str(claims))
    assert before.json == {
        "schema_version": 1,
        "indexes": [
            {
                **dict.fromkeys(["index", "size", "claim_count", "updated"]),
                "folder": str(claims),
                "cache": str(cache),
                "total": 0,
            }
        ],
        "problems": [],
    }
    ask("list", "--claims", str(claims))
    (row,) = ask("cache", "info", "--json", "--claims", str(claims)).json["indexes"]
    assert list(row) == FACTS
    assert (row["claim_count"], type(row["size"]), type(row["total"])) == (2, int, int)


def test_on_a_terminal_it_is_told_in_words(terminal, claims, cache):
    env = {"CLAIMTRACK_CACHE_DIR": str(cache)}
    where = ["--claims", str(claims)]
    before = terminal("cache", "info", *where, width=300, env=env)
    assert before.code == 0
    assert "none yet; the next command that reads the claims builds it" in before.out
    terminal("list", *where, env=env)
    after = re.sub(r"\x1b\[[\d;]*m", "", terminal("cache", "info", *where, width=300, env=env).out)
    assert re.search(r"its size\W+\d+,\d{3} bytes", after)
    assert "none yet" not in after


def test_an_index_that_cannot_be_trusted_is_said_to_know_nothing(ask, terminal, claims, cache):
    ask("list", "--claims", str(claims))
    (index,) = (path for path in files(cache) if path.suffix == ".sqlite")
    index.write_bytes(b"SQLite format 3\0" + bytes(4096))
    told = info(ask("cache", "info", "--claims", str(claims)))
    assert (told["index"], told["size"], told["claim_count"]) == (str(index), "4112", "")
    env = {"CLAIMTRACK_CACHE_DIR": str(cache)}
    shown = terminal("cache", "info", "--claims", str(claims), width=300, env=env)
    assert "not usable" in shown.out


def test_clear_removes_the_index_of_this_folder_and_no_other(ask, folder, claims, cache):
    other = folder({"ferry": 'title = "Ferry"'}, at="other/claims")
    for each in (claims, other):
        ask("list", "--claims", str(each))
    size = int(info(ask("cache", "info", "--claims", str(claims)))["size"]) + 32
    ran = ask("cache", "clear", "--claims", str(claims))
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(
        rf"removed 2 files \({size:,} bytes\) in {re.escape(str(cache / 'indexes'))}/[^/\n]+\n", ran.err
    )
    assert info(ask("cache", "info", "--claims", str(claims)))["index"] == ""
    assert info(ask("cache", "info", "--claims", str(other)))["claim_count"] == "1"
    again = ask("cache", "clear", "--claims", str(claims))
    assert (again.code, again.out, again.err) == (0, "", f"no index of {claims} is kept\n")
    assert ask("list", "--claims", str(claims)).ids == ["dam", "jets"]


def test_clear_all_removes_every_index_wherever_one_is(ask, folder, claims, cache, tmp_path):
    other = folder({"ferry": 'title = "Ferry"'}, at="other/claims")
    for each in (claims, other):
        ask("list", "--claims", str(each))
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    ran = ask("cache", "clear", "--all", cwd=nowhere)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (0, "", 2)
    assert list((cache / "indexes").iterdir()) == []
    again = ask("cache", "clear", "--all", cwd=nowhere)
    assert (again.code, again.err) == (0, "no index is kept\n")


def test_all_means_all_where_the_environment_names_a_folder(run, claims, cache, tmp_path):
    env = {"CLAIMTRACK_CACHE_DIR": str(cache), "CLAIMTRACK_CLAIMS": str(claims)}
    run("list", env=env)
    assert run("cache", "clear", "--all", env=env, cwd=tmp_path).code == 0
    assert files(cache) == []


@pytest.mark.parametrize("every", [(), ("--all",)])
def test_a_dry_run_removes_nothing_and_says_what_it_would(ask, claims, cache, every):
    ask("list", cwd=claims.parent)
    before = files(cache)
    ran = ask("cache", "clear", "--dry-run", *every, cwd=claims.parent)
    assert (ran.code, ran.out, files(cache)) == (0, "", before)
    assert ran.err.startswith("would remove 2 files (")
    assert ask("cache", "clear", *every, cwd=claims.parent).err == ran.err.replace("would remove", "removed")


def test_what_is_left_of_other_programs_and_unfinished_builds_goes_too(ask, claims, cache):
    ask("list", "--claims", str(claims))
    home = files(cache)[0].parent
    for name in (
        "01234567-00000000000000000001-1.sqlite",
        "01234567-00000000000000000001-1.sqlite.seal",
        "89abcdef-00000000000000000002-77.sqlite.building",
        "89abcdef-00000000000000000002-77.sqlite-journal",
        "89abcdef-00000000000000000002-77.sqlite.seal.building77",
    ):
        (home / name).write_bytes(b"x")
    assert ask("cache", "clear", "--claims", str(claims)).err.startswith("removed 7 files (")
    assert not home.exists()


@pytest.mark.parametrize("every", [(), ("--all",)])
def test_nothing_but_indexes_is_removed(ask, claims, cache, tmp_path, every):
    ask("list", cwd=claims.parent)
    home = files(cache)[0].parent
    mine = [
        cache / "letter.txt",
        cache / "00000000-00000000000000000001-1.sqlite",
        cache / "indexes" / "00000000-00000000000000000001-1.sqlite",
        home / "book.sqlite",
        home / "notes.txt",
        home / "deep" / "00000000-00000000000000000001-1.sqlite",
        home / "00000000-00000000000000000001-2.sqlite" / "kept.txt",  # a folder that is called like an index
        tmp_path / "elsewhere" / "00000000-00000000000000000001-1.sqlite",
    ]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", encoding="utf-8")
    (cache / "indexes" / "link").symlink_to(tmp_path / "elsewhere")
    (home / "00000000-00000000000000000001-3.sqlite").symlink_to(mine[-1])
    ran = ask("cache", "clear", *every, cwd=claims.parent)
    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert [path.read_text(encoding="utf-8") for path in mine] == ["mine"] * len(mine)
    link = home / "00000000-00000000000000000001-3.sqlite"
    assert link.is_symlink()
    left = {path for path in home.iterdir() if path.is_file()}
    assert left == {home / "book.sqlite", home / "notes.txt", link}


def test_a_link_in_place_of_the_indexes_of_a_folder_is_not_followed(ask, claims, cache, tmp_path):
    ask("list", "--claims", str(claims))
    home = files(cache)[0].parent
    away = home.rename(tmp_path / "away")
    home.symlink_to(away)
    before = files(away)
    assert ask("cache", "clear", "--claims", str(claims)).code == 0
    assert ask("cache", "clear", "--all").code == 0
    assert files(away) == before


def test_without_a_cache_folder_there_is_nothing_to_do(run, claims, tmp_path):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "missing"):
        env = {"CLAIMTRACK_CACHE_DIR": str(place)}
        told = info(run("cache", "info", "--claims", str(claims), env=env))
        assert (told["index"], told["total"]) == ("", "0")
        assert run("cache", "clear", "--claims", str(claims), env=env).code == 0
        assert run("cache", "clear", "--all", env=env).err == "no index is kept\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_removed_is_told(ask, claims, cache):
    ask("list", "--claims", str(claims))
    home = files(cache)[0].parent
    home.chmod(0o555)
    try:
        ran = ask("cache", "clear", "--claims", str(claims))
    finally:
        home.chmod(0o755)
    assert ran.code == 74
    assert ran.err.endswith(": Permission denied\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "claimtrack: Missing argument 'info|clear'"),
        (["purge"], 2, "claimtrack: Invalid value for 'info|clear': 'purge' is not one of 'info', 'clear'."),
        (["info", "--all"], 2, "claimtrack: Invalid value for --all: goes with clear, not with info\n"),
        (["info", "--dry-run"], 2, "claimtrack: Invalid value for --dry-run: goes with clear"),
        (["clear", "--json"], 2, "claimtrack: Invalid value for --json: goes with info, not with clear\n"),
        (["info", "--claims", "missing"], 3, "claimtrack: missing does not exist\n"),
        (["clear", "--claims", "missing"], 3, "claimtrack: missing does not exist\n"),
        (["clear"], 3, "claimtrack: no folder named claims here or in any folder above\n"),
    ],
)
def test_what_makes_no_sense_is_said_and_removes_nothing(ask, claims, cache, tmp_path, arguments, code, told):
    ask("list", "--claims", str(claims))
    before = files(cache)
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    claims.rename(tmp_path / "book")
    ran = ask("cache", *arguments, cwd=nowhere)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(told)
    assert files(cache) == before
