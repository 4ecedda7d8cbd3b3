"""Records as people write them, good and broken, each kind in a folder of its own under tests/records.

A broken one says with its `expected` what a reporter reads about it: one clear line, at the right place.
"""

import os
from pathlib import Path

import pytest

from claimtrack.files.folder import read_folder
from claimtrack.problems import Cost

RECORDS = Path(__file__).resolve().parents[1] / "records"
BAD = sorted(path.parent for path in RECORDS.glob("bad/*/expected"))
# The claims that are read without the key, the item or the source that is wrong.
READ = {
    "bad-language",
    "blank-quote",
    "blank-source",
    "ftp-url",
    "javascript-url",
    "missing-source-id",
    "source-as-number",
    "source-defined-twice",
    "source-described-in-position",
    "source-described-in-single-brackets",
    "sources-as-text",
    "sources-of-the-claim-as-list",
    "unknown-derived-from",
    "unknown-source",
    "unknown-source-in-table",
    "wrong-kind",
}
GOOD = sorted(RECORDS.glob("good/*"))


def name(folder):
    return folder.name


def with_slashes(lines):
    return [line.replace(os.sep, "/") for line in lines]


@pytest.fixture
def read(monkeypatch):
    """Read a folder from inside it, so that paths are as short on every machine."""

    def read(folder):
        monkeypatch.chdir(folder)
        return read_folder(".")

    return read


@pytest.mark.parametrize("folder", BAD, ids=name)
def test_a_broken_record_gives_one_line_and_hides_no_other(folder, read):
    found = read(folder)
    expected = (folder / "expected").read_text(encoding="utf-8").splitlines()
    assert with_slashes(map(str, found.problems)) == with_slashes(expected)
    assert len(expected) == 1
    assert "fine" in found.claims
    assert len(found.claims["fine"].positions) == 2


@pytest.mark.parametrize("folder", BAD, ids=name)
def test_only_a_mistake_that_costs_the_record_hides_the_claim(folder, read):
    found = read(folder)
    registries = {os.path.join(".", "parties.toml"), os.path.join(".", "sources.toml")}
    hiding = {problem.path for problem in found.problems if problem.costs == Cost.RECORD} - registries
    assert set(found.unread) == hiding
    assert hiding.isdisjoint(claim.path for claim in found.claims.values())
    assert (folder.name not in READ) == bool(hiding or registries & {problem.path for problem in found.problems})
    if folder.name in READ:
        assert len(found.claims["jets"].positions) == 1


def test_every_record_that_is_read_with_its_mistake_is_among_the_broken_ones():
    assert {folder.name for folder in BAD} >= READ


@pytest.mark.parametrize("folder", GOOD, ids=name)
def test_a_good_record_gives_no_problem(folder, read):
    found = read(folder)
    assert found.problems == found.unread == ()
    registries = {folder / "parties.toml", folder / "sources.toml"}
    records = {
        path
        for path in folder.rglob("*.toml")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
    assert len(found.claims) == len(records - registries)


def test_every_kind_of_broken_record_has_its_expected_line():
    assert set(BAD) == set(RECORDS.glob("bad/*"))
    assert len(BAD) >= 24


def test_the_record_of_all_fields_has_all_fields(read):
    found = read(RECORDS / "good" / "all-fields")
    claim = found.claims["jets"]
    for record in (claim, claim.positions[0], claim.sources[0]):
        assert None not in record
        assert () not in record
    assert found.registry.party("ISPR") == "dg-ispr"
    assert set(found.sources) == {"reuters-0507", "thewire-cds"}


def test_the_smallest_claim_is_seven_lines(read):
    folder = RECORDS / "good" / "smallest"
    assert len((folder / "jets.toml").read_text(encoding="utf-8").splitlines()) == 7
    took = read(folder).claims["jets"].positions
    assert [(each.party, each.stance) for each in took] == [("DG ISPR", "asserts"), ("Chauhan", "qualifies")]


def test_windows_line_ends_and_byte_order_marks_are_no_part_of_the_text(read):
    assert read(RECORDS / "good" / "crlf").claims["jets"].positions[1].note == "Losses, yes;\nsix, no.\n"
    assert read(RECORDS / "good" / "byte-order-mark").claims["jets"].title.startswith("Pakistan")


def test_every_form_of_a_value_is_read(read):
    took = read(RECORDS / "good" / "every-form-of-a-value").claims["jets"].positions
    assert [str(each.value) for each in took] == [
        *("5", "-3", "0", "59.5", "1000", "31", str(2**63 - 1)),
        *("about five", "a few", "at least 5", "at most 6", "5 to 6", "5"),
    ]


def test_every_form_of_a_date_is_read(read):
    took = read(RECORDS / "good" / "every-form-of-a-date").claims["jets"].positions
    assert [str(each.date) for each in took] == [
        *("2025-05-07", "2025-05-07", "2025-05", "2025"),
        *("2025-05-07T23:15:00+05:00", "2025-05-07T18:15:00+00:00", "2025-05-07T18:15:00+00:00"),
        "2025-05-07T18:15:00.500000-04:00",
    ]


def test_words_of_every_script_come_through_whole(read):
    claim = read(RECORDS / "good" / "urdu-and-devanagari").claims["जेट"]
    assert claim.title == "پاکستان نے بھارتی لڑاکا طیارے مار گرائے"
    assert [each.original for each in claim.positions] == [
        "بھارتی فضائیہ کے دو طیارے گرا دیے گئے",
        "इसमें हैरानी की कोई बात नहीं है",
    ]
    # Kept as written here; whoever shows it makes it harmless.
    assert claim.positions[1].note.endswith("\x1b[31m, \u202e.")


def test_dotted_keys_and_tables_mean_what_inline_ones_do(read):
    found = read(RECORDS / "good" / "dotted-keys")
    asif, chauhan = found.claims["jets"].positions
    assert str(asif.value) == "5 to 7"
    assert [(each.id, each.at) for each in chauhan.sources] == [("thewire-cds", "12:40")]
    assert found.registry.principal("chauhan", None) == found.registry.party("New Delhi") == "india"
