"""The commands about time, as typed: on the shipped claims, where they tell the story of the facts, and on made ones."""

import csv
import io

import pytest
from gitrepo import record, said


def test_india_was_opposed_to_pakistan_at_first_and_is_in_part_now(call):
    relations = {}
    for date in ("2025-05-09", "2025-06"):
        ran = call("diff", "india", "pakistan", "--as-of", date, "--json")
        relations[date] = {each["claim"]: each["relation"] for each in ran.json["comparisons"]}["jets"]
    assert relations == {"2025-05-09": "opposed", "2025-06": "partly"}


def test_the_shifts_of_the_jets_are_the_story_of_the_article(call):
    rows = list(csv.DictReader(io.StringIO(call("shifts", "jets", "--moved", "--format", "csv").out)))
    told = [tuple(row[name] for name in ("date", "principal", "from_side", "to_side")) for row in rows]
    assert ("2025-05-31", "india", "denies", "qualifies") in told
    values = [(row["from_value"], row["to_value"]) for row in rows if row["principal"] == "pakistan"]
    assert values == [("2", "5"), ("5", "6"), ("6", "7")]
    assert all("first" not in cells for cells in call("shifts", "jets", "--moved").cells)


def test_shifts_narrow_to_a_party_and_a_time(call, folder):
    moves = (("Water Board", "denies", "2025-03"), ("Water Board", "asserts", "2025-08-02"))
    others = (("City Council", "asserts", "2025-04"), ("City Council", "denies", "2025-09"))
    book = folder({"dam": record(*(said(*each) for each in (*moves, *others)))})
    cells = call("shifts", "--party", "Water Board", "--since", "2025-08", cwd=book).cells
    assert [(row[0], row[2]) for row in cells] == [("2025-08-02", "water-board")]


def test_shifts_in_json_cite_the_position(call):
    (first, *_) = call("shifts", "jets", "--json").json["shifts"]
    assert first["from"] is None
    two = {"value": 2, "min": 2, "max": 2}
    assert first["to"] == {"side": "asserts", **two, "about": None, "standing": "on-record"}
    assert first["sources"]


def test_before_anything_was_said_the_list_is_empty(call):
    ran = call("list", "--as-of", "1999", "--disputed", "--json")
    assert (ran.code, ran.json["claims"]) == (0, [])
    # What has no date at all counts from always, and takes no side here.
    assert {each["status"] for each in call("list", "--as-of", "1999", "--json").json["claims"]} <= {"open"}


def test_a_date_that_is_none_is_a_usage_error(call):
    ran = call("list", "--as-of", "2025-13")
    assert ran.code == 2
    assert "--as-of" in ran.err


@pytest.mark.parametrize("width", ["60", "80", "140"])
def test_the_matrix_fits_and_says_what_it_left_out(call, folder, width):
    places = ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Yew")
    book = folder({"dam": record(*(said(f"{place} Council", "asserts") for place in places))})
    ran = call("matrix", "--format", "table", cwd=book, env={"COLUMNS": width})
    assert max(len(line.rstrip()) for line in ran.lines) <= int(width)
    assert (" of 12 parties fit; name some, --transpose, or --format csv" in ran.err) is (width != "140")


def test_the_matrix_for_machines_is_complete(call):
    (header, *rows) = csv.reader(io.StringIO(call("matrix", "--format", "csv").out))
    jets = dict(zip(header, next(row for row in rows if row[0] == "jets"), strict=True))
    assert (jets["pakistan"], jets["india"], jets["forbes"]) == ("asserts 7", "qualifies", "")
    found = call("matrix", "--json").json
    assert [each["party"] for each in found["parties"]] == header[4:-6]
    lines = next(claim for claim in found["claims"] if claim["claim"] == "jets")["lines"]
    assert [line["value"] for line in lines if line["principal"] == "pakistan"] == [7]


def test_the_matrix_of_named_parties_has_their_columns(call):
    (header, *_) = csv.reader(io.StringIO(call("matrix", "vance", "Trump", "--format", "csv").out))
    marks = ["off_record", "withdrawn", "withdrawn_by", "withdrawn_date", "reviews", "ratings"]
    assert header == ["claim", "title", "kind", "unit", "vance", "trump", *marks]


def test_a_person_who_takes_two_sides_on_one_day_contradicts_himself(call, folder):
    day = [
        said("Mayor", "asserts", "2025-06-18", sources=["gazette"]),
        said("Mayor", "denies", "2025-06-18", sources=["herald"]),
    ]
    papers = [{"id": "gazette"}, {"id": "herald"}]
    parties = '[council]\nname = "City Council"\n[mayor]\nname = "The Mayor"\nspeaks_for = "council"\n'
    dam = record(*day, said("Water Board", "denies"), sources=papers)
    book = folder({"dam": dam, "parties": parties})
    (found,) = call("contradictions", "--json", cwd=book).json["contradictions"]
    assert (found["principal"], found["rule"], found["chain"]) == ("mayor", "same-day", ["dam"])
    positions = [found["first"], found["second"]]
    assert [each["date"] for each in positions] == ["2025-06-18", "2025-06-18"]
    assert [[cited["source"] for cited in each["sources"]] for each in positions] == [["gazette"], ["herald"]]
    assert "The Mayor" in call("contradictions", "--format", "table", cwd=book).out
    assert call("contradictions", "--party", "Water Board", "--json", cwd=book).json["contradictions"] == []


PARTIES = '[us]\n[chief]\nspeaks_for = "us"\n'
IMPLIES = 'title = "Rafales fell"\nimplies = ["jets"]\n[[positions]]\nparty = "chief"\nstance = "asserts"\n'
DENIES = 'title = "Jets fell"\ncontradicts = ["none"]\n[[positions]]\nparty = "us"\nstance = "denies"\n'
NONE = 'title = "Nothing fell"\n[[positions]]\nparty = "us"\nstance = "asserts"\n'
RIVAL = 'title = "All fell"\ncontradicts = ["none"]\n[[positions]]\nparty = "us"\nstance = "asserts"\n'


def test_chains_and_exclusive_claims_are_spelt_out(call, folder):
    book = folder({"rafales": IMPLIES, "jets": DENIES, "none": NONE, "rival": RIVAL, "parties": PARTIES})
    hows = {each["rule"]: each["how"] for each in call("contradictions", "--json", cwd=book).json["contradictions"]}
    assert hows == {
        "implied": "asserts rafales, which implies jets, and denies jets",
        "exclusive": "asserts none and rival, which contradict each other",
    }
    assert "asserts rafales" in call("contradictions", "--format", "table", cwd=book).out
    assert len(call("contradictions", "--party", "chief", cwd=book).cells) == 1


def test_of_several_parties_the_contradictions_of_each_are_listed(call, folder):
    reported = '[[positions]]\nparty = "paper"\nstance = "reports"\n'
    book = folder({"rafales": IMPLIES + reported, "jets": DENIES, "parties": PARTIES})
    [row] = call("contradictions", "--party", "chief", "--party", "paper", cwd=book).cells
    assert row[:2] == ["us", "implied"]
    assert call("contradictions", "--party", "paper", cwd=book).cells == []


def test_a_withdrawn_line_is_a_shift_to_nothing(call, folder):
    gone = 'title = "x"\n[[positions]]\nparty = "A"\nstance = "asserts"\ndate = "2024"\n'
    gone += '[[positions]]\nparty = "A"\nstance = "withdraws"\ndate = "2025"\n'
    book = folder({"x": gone})
    assert [[*cells[3:5], cells[8]] for cells in call("shifts", cwd=book).cells] == [
        ["first", "", "asserts"],
        ["lapse", "asserts", ""],
    ]
    assert "asserts" in call("shifts", "--format", "table", cwd=book).out


def test_the_timeline_fits_and_goes_where_there_is_no_room(call, folder):
    acts = (("Water Board", "denies", "2025-03-01"), ("City Council", "asserts", "2025-03-02"))
    later = (("Water Board", "qualifies", "2025-04-01"), ("City Council", "asserts", "2025-05-01"))
    book = folder({"dam": record(*(said(*each) for each in (*acts, *later)))})
    page = call("show", "dam", "--format", "table", cwd=book, env={"COLUMNS": "80", "NO_COLOR": "1"})
    drawn = [line for line in page.lines if "──" in line]
    assert [line.split()[0] for line in drawn] == ["City", "Water"]
    assert all(len(line.rstrip()) <= 80 for line in drawn)
    assert drawn[1].split("Board")[1].strip().startswith("−")
    assert "~" in drawn[1]
    assert "──" not in call("show", "dam", "--format", "table", cwd=book, env={"COLUMNS": "36"}).out
