"""What `import` writes, refuses and says, beyond the shapes of files."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import time

import pytest

HEADER = "claim,who,stance,date,quote,url\n"
ROWS = HEADER + (
    "The ferry sank,Water Board,denies,2025-03-01,never,https://a.example/1\n"
    "The ferry sank,Town Council,asserts,2025-03-02,,https://a.example/2\n"
    "The mill burnt,Water Board,denies,2025-03-03,,\n"
)


@pytest.fixture
def place(tmp_path):
    """Return a folder with an empty folder of claims and a table."""
    (tmp_path / "claims").mkdir()
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def texts(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.toml")}


def drafts(folder):
    return [*folder.rglob(".claimtrack-*")]


def test_a_dry_run_says_what_would_be_and_writes_nothing(call, place):
    ran = call("import", "rows.csv", "--dry-run", cwd=place)
    assert ran.code == 0
    assert ran.out == "Would import 3 of 3 rows: 2 claims new, 3 positions added, 0 already there, 0 refused\n"
    assert [*(place / "claims").iterdir()] == []
    assert call("import", "rows.csv", cwd=place).out == ran.out.replace("Would import", "Imported")


def test_nothing_is_added_twice_and_a_newer_version_adds_what_is_new(call, place):
    call("import", "rows.csv", cwd=place)
    before = texts(place / "claims")
    again = call("import", "rows.csv", cwd=place)
    assert again.out == "Imported 3 of 3 rows: 0 claims new, 0 positions added, 3 already there, 0 refused\n"
    assert texts(place / "claims") == before
    (place / "rows.csv").write_text(
        f"{ROWS}the FERRY sank!,Farmers,asserts,2025-03-04,,\nIt rains,Farmers,asserts,,,\n"
    )
    newer = call("import", "rows.csv", cwd=place)
    assert newer.out == "Imported 5 of 5 rows: 1 claim new, 2 positions added, 3 already there, 0 refused\n"
    after = texts(place / "claims")
    assert after["mill-burnt.toml"] == before["mill-burnt.toml"]
    assert after["ferry-sank.toml"].startswith(before["ferry-sank.toml"])


def test_what_a_person_wrote_stays_byte_for_byte(call, place):
    text = 'title = "The ferry sank" # ours\r\n\r\n[[positions]]\r\nparty="Water  board"\r\nstance="denies"\r\ndate = 2025-03-01\r\nquote = "never"\r\n'
    (place / "claims" / "our-id.toml").write_text(text, newline="")
    (place / "claims" / "our-id.toml").chmod(0o640)
    ran = call("import", "rows.csv", cwd=place)
    assert "1 claim new, 2 positions added, 1 already there" in ran.out
    written = (place / "claims" / "our-id.toml").read_bytes().decode()
    assert written.startswith(text)
    assert written.count("[[positions]]") == 2
    assert "\n" not in written.replace("\r\n", "")
    assert (place / "claims" / "our-id.toml").stat().st_mode & 0o777 == 0o640


def test_names_and_aliases_of_the_registry_are_one_party(call, place):
    (place / "claims" / "parties.toml").write_text('[board]\nname = "Water Board"\naliases = ["WB"]\n')
    call("import", "rows.csv", cwd=place)
    (place / "rows.csv").write_text(ROWS.replace("Water Board", "WB"))
    assert "0 positions added, 3 already there" in call("import", "rows.csv", cwd=place).out


def test_shared_sources_are_cited_and_not_described_again(call, place):
    shared = '[[sources]]\nid = "gazette"\ntitle = "Ferry"\nurl = "https://a.example/1"\n'
    (place / "claims" / "sources.toml").write_text(shared)
    call("import", "rows.csv", cwd=place)
    assert 'sources = ["gazette"]' in texts(place / "claims")["ferry-sank.toml"]


def test_new_claims_go_into_a_folder_below_and_old_ones_stay(call, place):
    (place / "claims" / "old.toml").write_text('title = "The mill burnt"\n')
    call("import", "rows.csv", "--into", "2025/spring", cwd=place)
    found = {str(path.relative_to(place / "claims")) for path in (place / "claims").rglob("*.toml")}
    assert found == {"old.toml", "2025/spring/ferry-sank.toml"}
    assert 'party = "Water Board"' in (place / "claims" / "old.toml").read_text()


@pytest.mark.parametrize("below", ["../out", "a/../..", ".hidden", "a//b"])
def test_no_folder_outside_is_written_to(call, place, below):
    ran = call("import", "rows.csv", "--into", below, cwd=place)
    assert (ran.code, ran.out) == (2, "")
    assert texts(place) == {}


def test_a_link_in_place_of_the_folder_is_refused(call, place):
    (place / "elsewhere").mkdir()
    (place / "claims" / "in").symlink_to(place / "elsewhere")
    ran = call("import", "rows.csv", "--into", "in", cwd=place)
    assert ran.code == 2
    assert texts(place) == {}


def test_new_files_name_the_schema_if_there_is_one(call, place):
    (place / "claims" / "claim.schema.json").write_text("{}")
    call("import", "rows.csv", "--into", "a", cwd=place)
    assert texts(place)["mill-burnt.toml"].startswith("#:schema ../claim.schema.json\n")


def test_two_claims_of_one_title_are_no_guess(call, place):
    for name in ("one", "two"):
        (place / "claims" / f"{name}.toml").write_text('title = "The ferry sank"\n')
    ran = call("import", "rows.csv", cwd=place)
    assert ran.code == 4
    assert "rows.csv:2: several claims have this title: one, two; name one in a column claim" in ran.err
    assert "1 of 3 rows" in ran.out
    (place / "rows.csv").write_text("claim,title,who,stance\none,The ferry sank,Water Board,denies\n")
    assert call("import", "rows.csv", cwd=place).code == 0


def test_an_id_of_another_claim_is_no_guess(call, place):
    (place / "claims" / "x.toml").write_text('title = "Something else"\n')
    (place / "rows.csv").write_text("claim,title,who,stance\nx,The ferry sank,Water Board,denies\n")
    ran = call("import", "rows.csv", cwd=place)
    assert ran.code == 4
    assert 'claims/x.toml is the claim "x", and has another title' in ran.err


def test_a_file_to_which_nothing_can_be_added_is_named(call, place):
    (place / "claims" / "x.toml").write_text(
        'title = "The ferry sank"\npositions = [{party = "A", stance = "denies"}]\n'
    )
    ran = call("import", "rows.csv", cwd=place)
    assert ran.code == 4
    assert "rows.csv:2: claims/x.toml cannot be added to" in ran.err
    assert "1 claim new, 1 position added" in ran.out


def test_a_claim_that_cannot_be_read_is_mentioned_and_left(call, place):
    (place / "claims" / "ferry-sank.toml").write_text('title = "The ferry sank\n')
    ran = call("import", "rows.csv", cwd=place)
    assert "1 record of claims could not be read, so nothing was added there; claimtrack check says why" in ran.out
    assert (place / "claims" / "ferry-sank.toml").read_text() == 'title = "The ferry sank\n'
    assert 'title = "The ferry sank"' in texts(place)["ferry-sank-2.toml"]


OWN = {
    "claim": "ferry",
    "title": "The ferry sank",
    "party_name": "Water Board",
    "stance": "denies",
    "value": None,
    "sources": [{"source": "wire", "url": "https://a.example/1", "source_date": "2025-03-01", "at": "page 2"}],
}


def test_the_answer_of_positions_as_a_whole_is_imported(call, place):
    call("import", "rows.csv", cwd=place)
    (place / "all.json").write_text(call("positions", "--json", cwd=place).out)
    (place / "other").mkdir()
    ran = call("import", "all.json", "--claims", "other", cwd=place)
    assert ran.out == "Imported 3 of 3 rows: 2 claims new, 3 positions added, 0 already there, 0 refused\n"
    assert texts(place / "other").keys() == texts(place / "claims").keys()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": None}, "there is no claim in this row"),
        ({"claim": 5}, "claim is no text"),
        ({"party_name": None}, "there is no position in this row"),
        ({"party_name": "--"}, "a name needs at least one letter or digit"),
        ({"stance": "supports"}, "supports"),
        ({"date": "2999-01-01"}, "is in the future"),
        ({"date": 20250301}, "date is no text"),
        ({"value": [1]}, "a value is a number"),
        ({"value": " "}, "value is no text"),
        ({"value": {"min": 2, "max": 1}}, "min 2 is more than max 1"),
        ({"topics": "water"}, "topics is no list"),
        ({"topics": ["--"]}, "a name needs at least one letter or digit"),
        ({"via": ["Gazette"]}, "via is no list of objects"),
        ({"sources": [{"url": "https://a.example/1"}]}, "a source has no id"),
        ({"quote": "\ud800"}, "quote has half a character in it"),
        ({"lang": "Urdu language"}, "a language is a tag"),
    ],
)
def test_a_row_that_is_not_as_claimtrack_prints_it_is_refused(call, place, change, said):
    (place / "own.jsonl").write_text(f"{json.dumps({**OWN, **change})}\n{json.dumps({**OWN, 'claim': 'other'})}\n")
    ran = call("import", "own.jsonl", cwd=place)
    assert ran.code == 4
    assert "1 of 2 rows" in ran.out
    assert ran.err.startswith("own.jsonl:1: ")
    assert said in ran.err


def test_what_differs_from_the_claim_is_reported(call, place):
    (place / "claims" / "x.toml").write_text('title = "The ferry sank"\nunit = "people"\n')
    table = "claim,who,stance,value,unit,type,topics\nThe ferry sank,A,denies,5,cars,policy,water\nThe ferry sank,B,denies,,,policy,\n"
    (place / "rows.csv").write_text(table)
    ran = call("import", "rows.csv", cwd=place)
    assert "rows.csv:2: the value counts cars, and the claim counts people; correct the unit" in ran.err
    assert "columns without a home: kind, other than the claim has (1 row)" in ran.out


def test_what_differs_from_a_position_is_reported(call, place):
    table = "claim,who,stance,date,note,url\nThe ferry sank,A,denies,2025-03-01,{},{}\n"
    (place / "rows.csv").write_text(table.format("", "https://a.example/1/"))
    call("import", "rows.csv", cwd=place)
    (place / "rows.csv").write_text(table.format("", "https://a.example/1"))
    assert "without a home" not in call("import", "rows.csv", cwd=place).out
    (place / "rows.csv").write_text(table.format("seen", "https://a.example/2"))
    ran = call("import", "rows.csv", cwd=place)
    assert "0 positions added, 1 already there" in ran.out
    assert "sources, other than the position has (1 row), note, other than the position has (1 row)" in ran.out


def test_the_report_names_every_row(call, place):
    (place / "rows.csv").write_text(f"{ROWS}=1+1,,denies,,,\n,,,x,,\n")
    ran = call("import", "rows.csv", "--report", "report.csv", cwd=place)
    assert ran.code == 4
    rows = [*csv.DictReader(io.StringIO((place / "report.csv").read_text(encoding="utf-8")))]
    assert [(row["file"], row["row"], row["outcome"], row["claim"]) for row in rows] == [
        ("rows.csv", "2", "imported", "ferry-sank"),
        ("rows.csv", "3", "imported", "ferry-sank"),
        ("rows.csv", "4", "imported", "mill-burnt"),
        ("rows.csv", "5", "refused", ""),
        ("rows.csv", "6", "refused", ""),
    ]
    assert rows[3]["reason"] == "there is no party in this row"


def test_of_many_refused_rows_the_first_are_shown(call, place):
    (place / "rows.csv").write_text(HEADER + "The ferry sank,,denies,,,\n" * 30)
    ran = call("import", "rows.csv", cwd=place)
    assert len(ran.err.splitlines()) == 21
    assert ran.err.endswith("and 10 more; --report FILE.csv lists all\n")


def test_several_files_are_one_import(call, place):
    (place / "more.tsv").write_text("claim\twho\tstance\nThe ferry sank\tFarmers\tdenies\n")
    ran = call("import", "rows.csv", "more.tsv", cwd=place)
    assert "Imported 4 of 4 rows: 2 claims new, 4 positions added" in ran.out


def test_stdin_is_a_file(run, place):
    ran = run("import", "-", input=ROWS, cwd=place)
    assert (ran.code, ran.err) == (0, "")
    assert "2 claims new" in ran.out


def test_what_was_said_is_kept_in_a_file(call, place):
    (place / "rows.csv").write_text("Aussage,Wer,Haltung,Tag\nEs regnet,Amt,dafür,05/07/2025\n")
    options = ["--map", "Aussage=title", "--map", "Wer=party", "--map", "Haltung=stance", "--map", "Tag=date"]
    more = ["--stance", "dafür=asserts", "--day-first", "--decimal", "comma", "--delimiter", ",", "--encoding", "utf-8"]
    first = call("import", "rows.csv", *options, *more, "--save-map", "kept.toml", cwd=place)
    assert "1 claim new" in first.out
    again = call("import", "rows.csv", "--map", "kept.toml", "--save-map", "again.toml", cwd=place)
    assert "1 already there" in again.out
    assert (place / "again.toml").read_text() == (place / "kept.toml").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nosuch.csv"], "nosuch.csv does not exist"),
        (["claims"], "claims is a folder"),
        (["rows.csv", "--map", "claim=titel"], 'a record has no field "titel"\ndid you mean "title"?'),
        (["rows.csv", "--map", "claim=qqq"], 'a record has no field "qqq"\nthe fields are '),
        (["rows.csv", "--map", "Nr=title"], 'rows.csv has no column "Nr"\nits columns are claim, who'),
        (["rows.csv", "--map", "nosuch.toml"], "--map: nosuch.toml cannot be read: No such file or directory"),
        (["rows.csv", "--map", "bad.toml"], "--map: bad.toml is not TOML: "),
        (["rows.csv", "--map", "odd.toml"], 'odd.toml: "column" cannot be that\nit may have columns, stances'),
        (["rows.csv", "--map", "dates.toml"], 'dates.toml: "dates" cannot be that\nwrite day-first or month-first'),
        (["rows.csv", "--map", "numbers.toml"], 'numbers.toml: "yes" in stances is no text'),
        (["rows.csv", "--stance", "for"], '--stance: "for" has no "="'),
        (["rows.csv", "--stance", "for=supports"], '--stance: "supports" is not a stance\ndid you mean "asserts"?'),
        (["rows.csv", "--stance", "for=qqq"], '--stance: "qqq" is not a stance\nwrite one of asserts, '),
        (["rows.csv", "--day-first", "--month-first"], "it contradicts --day-first"),
        (["rows.csv", "--delimiter", ";;"], "it is one character"),
        (["rows.csv", "--encoding", "klingon"], "there is no encoding klingon\nwrite utf-8, "),
        (["rows.csv", "--report", "nosuch/report.csv"], "nosuch/report.csv cannot be written"),
        (["rows.csv", "--save-map", "nosuch/map.toml"], "nosuch/map.toml cannot be written"),
        (["packed.gz"], "packed.gz is a packed file, and no text\nunpack it"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(call, place, options, said):
    (place / "bad.toml").write_text("x =\n")
    (place / "odd.toml").write_text("[column]\na = 'title'\n")
    (place / "dates.toml").write_text("dates = 'week-first'\n")
    (place / "numbers.toml").write_text("[stances]\nyes = 1\n")
    (place / "packed.gz").write_bytes(b"\x1f\x8b\x08")
    ran = call("import", *options, cwd=place)
    assert ran.code == 2
    assert said in ran.err


def test_a_line_without_an_end_costs_a_row(call, place):
    (place / "rows.csv").write_text(f"{HEADER}The ferry {'x' * 3_000} sank,A,denies,,,\nThe mill burnt,A,denies,,,\n")
    ran = call("import", "rows.csv", cwd=place, env={"CLAIMTRACK_MAX_FILE_SIZE": "1000"})
    assert ran.code == 4
    assert "rows.csv:2: the line has more than 1000 characters; make it shorter" in ran.err
    assert "1 of 2 rows" in ran.out


def test_an_object_without_an_end_costs_a_row(call, place):
    review = {"@type": "ClaimReview", "claimReviewed": "The ferry sank", "author": "Example Check"}
    lines = [
        json.dumps(review),
        json.dumps({**review, "x": "y" * 3_000_000}),
        json.dumps({**review, "claimReviewed": "B"}),
    ]
    (place / "rows.jsonl").write_text("\n".join(lines))
    ran = call("import", "rows.jsonl", cwd=place, env={"CLAIMTRACK_MAX_FILE_SIZE": "100000"})
    assert ran.code == 4
    assert "rows.jsonl:2: the object has more than 100000 characters, or is not closed" in ran.err
    assert "2 of 3 rows" in ran.out


def kill_and_finish(call, start, place, is_time):
    """Import 1,500 claims, kill the process when it is time, look at what is there, and import again."""
    rows = "".join(f"Claim number {number},Board {who},denies,,,\n" for number in range(1500) for who in "ab")
    (place / "rows.csv").write_text(HEADER + rows)
    claims = place / "claims"
    with start("import", "rows.csv", cwd=place) as process:
        while process.poll() is None and not is_time(os.listdir(claims)):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    found = texts(claims)
    assert all(text.count("[[positions]]") == 2 for text in found.values())
    assert "Imported 3,000 of 3,000 rows" in call("import", "rows.csv", cwd=place).out
    assert len(texts(claims)) == 1500
    assert all(text.count("[[positions]]") == 2 for text in texts(claims).values())
    assert drafts(claims) == []
    return process.returncode, len(found)


def test_an_interrupted_import_is_finished_by_the_next(call, start, place):
    code, _ = kill_and_finish(call, start, place, lambda names: len(names) > 700)
    assert code == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize("put", [1, 100, 700, 1400])
def test_an_import_that_is_killed_while_it_puts_files_in_place_is_finished(call, start, place, put):
    def is_time(names):
        return sum(name.endswith(".toml") for name in names) >= put

    code, found = kill_and_finish(call, start, place, is_time)
    assert code in {-signal.SIGKILL, 0}
    assert found >= put


def test_a_file_that_changes_meanwhile_is_left(call, place, monkeypatch):
    from claimtrack.files import write_many

    (place / "claims" / "x.toml").write_text('title = "The ferry sank"\n')
    put = write_many.ManyFiles.put

    def changed_first(self):
        (place / "claims" / "x.toml").write_text('title = "The ferry sank" # edited\n')
        put(self)

    monkeypatch.setattr(write_many.ManyFiles, "put", changed_first)
    ran = call("import", "rows.csv", cwd=place)
    assert ran.code == 5
    assert "claims/x.toml was changed meanwhile and is left as it is" in ran.err
    assert (place / "claims" / "x.toml").read_text() == 'title = "The ferry sank" # edited\n'
    assert drafts(place / "claims") == []
