"""Reviews on the command line: shown apart, found, and ignored if that is asked for."""

import csv
import io
import json

import pytest

CROWD = """title = "The crowd was the largest ever"
original = "سب سے بڑا مجمع"
lang = "ur"
date = 2025-01-20
place = "Water Street"
[[positions]]
party = "City Council"
stance = "asserts"
date = 2025-01-21
[[positions]]
party = "Fact Desk"
stance = "denies"
rating = "Pants on Fire"
date = 2025-01-23
[[positions]]
party = "صحافی"
stance = "reports"
rating = "صحيح جزئياً"
date = 2025-01-24
"""
DAM = """title = "The dam leaks"
[[positions]]
party = "Union"
stance = "asserts"
[[positions]]
party = "Water Board"
stance = "denies"
[[positions]]
party = "Fact Desk"
stance = "qualifies"
rating = "Mostly true"
date = 2025-02-01
"""
TAX = 'title = "The tax is fair"\nkind = "policy"\n[[positions]]\nparty = "Union"\nstance = "qualifies"\n'


@pytest.fixture
def book(folder):
    return folder({"crowd": CROWD, "dam": DAM, "tax": TAX}).parent


@pytest.fixture(params=[[], ["--no-cache"]], ids=["index", "no index"])
def ask(call, book, request):
    return lambda *args, **env: call(*args, *request.param, cwd=book, env={"COLUMNS": "100", **env})


def test_the_page_shows_reviewers_apart(ask):
    page = ask("show", "crowd").out
    assert (
        "Disputed: City Council (2025-01-21) asserts it; Fact Desk (“Pants on Fire”, 2025-01-23) denies it.\n" in page
    )
    assert "\n2 reviews; without them: asserted.\n" in page
    assert "\nur: “سب سے بڑا مجمع”\nfact · 2025-01-20 · Water Street\n" in page
    _, apart = page.split("\nREVIEWED BY\n")
    assert apart.startswith(
        "  Fact Desk  “Pants on Fire”\n"
        "→   2025-01-23 denies, rated “Pants on Fire”\n"
        "  صحافی  “صحيح جزئياً”\n"
        "    2025-01-24 reports, rated “صحيح جزئياً”\n"
    )
    assert "DENIES" not in page
    assert "NO SIDE" not in page


def test_the_page_without_reviews_still_shows_them(ask):
    ran = ask("show", "crowd", "--ignore-reviews")
    assert "Asserted: City Council (2025-01-21) asserts it.\n" in ran.out
    assert "\n2 reviews are ignored.\n" in ran.out
    assert "\nREVIEWED BY  ignored\n  Fact Desk  “Pants on Fire”\n    2025-01-23 denies," in ran.out
    assert "reviews are ignored: no status follows from a position with a rating" in ran.err


def test_the_page_says_if_reviews_change_nothing(ask):
    assert "\n1 review; the status is the same without it.\n" in ask("show", "dam").out
    assert "\n1 review is ignored.\n" in ask("show", "dam", "--ignore-reviews").out
    assert "review" not in ask("show", "tax").out.casefold()


def test_markdown_and_plain_say_the_same(ask):
    page = ask("show", "crowd", "--format", "markdown").lines
    at = page.index("### Reviewed by")
    assert page[at + 2 : at + 4] == [
        "- **Fact Desk**, “Pants on Fire”",
        "  - → 2025-01-23, Fact Desk denies, rated “Pants on Fire”",
    ]
    assert "### Reviewed by (ignored)" in ask("show", "crowd", "--format", "markdown", "--ignore-reviews").lines
    lines = ask("show", "crowd", "--format", "plain").cells
    assert ["reviews", "crowd", "2", "asserted"] in lines
    assert [cells[2:4] + cells[-1:] for cells in lines if cells[0] == "line"] == [
        ["city-council", "asserts", ""],
        ["fact-desk", "denies", "Pants on Fire"],
    ]


def test_a_list_says_how_many_reviews_there_are_and_what_is_so_without_them(ask):
    ran = ask("list", "--format", "table")
    rows = [line.split() for line in ran.lines]
    assert "reviews" in ran.lines[0]
    assert rows[1][-7:] == ["disputed", "1", "0", "1", "2:", "asserted", "2025-01-24"]
    assert rows[2][-6:] == ["disputed", "1", "1", "1", "1", "2025-02-01"]
    assert ran.err.splitlines()[-1].endswith("reviews: how many, and the status without them")
    assert "reviews" not in ask("list", "--kind", "policy", "--format", "table").lines[0]
    assert [cells[-1] for cells in ask("list").cells] == ["2", "1", "0"]


def test_a_list_for_programs_has_the_status_without_reviews(ask):
    rows = ask("list", "--json").json["claims"]
    known = [(row["claim"], row["status"], row["review_count"], row["status_without_reviews"]) for row in rows]
    assert known == [
        ("crowd", "disputed", 2, "asserted"),
        ("dam", "disputed", 1, "disputed"),
        ("tax", "qualified", 0, "qualified"),
    ]
    table = [*csv.DictReader(io.StringIO(ask("list", "--format", "csv").out))]
    assert [(row["review_count"], row["status_without_reviews"]) for row in table] == [
        ("2", "asserted"),
        ("1", "disputed"),
        ("0", "qualified"),
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--reviewed"], ["crowd", "dam"]),
        (["--rating", "pants on"], ["crowd"]),
        (["--rating", "MOSTLY"], ["dam"]),
        (["--rating", "fire", "--rating", "mostly tr"], ["crowd", "dam"]),
        (["--rating", "صحیح جزئیا"], ["crowd"]),  # of another keyboard, without the optional sign
        (["--rating", "on pants"], []),
        (["--search", "pants"], ["crowd"]),
        (["--search", "water street"], ["crowd"]),
        (["--search", "بڑا مجمع"], ["crowd"]),
        (["--reviewed", "--party", "Union"], []),
        (["--reviewed", "--party", "Fact Desk"], ["crowd", "dam"]),
        (["--rating", "mostly", "--party", "Fact Desk", "--since", "2025-02"], ["dam"]),
        (["--reviewed", "--since", "2025-02"], ["dam"]),
        (["--reviewed", "--as-of", "2025-01-22"], []),
        (["--reviewed", "--as-of", "2025-01-23"], ["crowd"]),
        (["--disputed"], ["crowd", "dam"]),
        (["--disputed", "--ignore-reviews"], ["dam"]),
        (["--reviewed", "--disputed", "--ignore-reviews"], ["dam"]),
        (["--status", "asserted", "--ignore-reviews"], ["crowd"]),
        (["--stance", "denies", "--ignore-reviews"], ["dam"]),
        (["--party", "Fact Desk", "--ignore-reviews"], ["crowd", "dam"]),
        (["--party", "Fact Desk", "--stance", "denies"], ["crowd"]),
        (["--party", "Fact Desk", "--stance", "denies", "--ignore-reviews"], []),
        (["--rating", "fire", "--topic", "none"], None),
    ],
)
def test_filters(ask, asked, found):
    ran = ask("list", *asked)
    assert ran.ids == (found or [])
    assert ran.code == (0 if found is not None else 3)


@pytest.mark.parametrize("text", ["", " ", "★"])
def test_a_rating_to_look_for_needs_a_word(ask, text):
    ran = ask("list", "--rating", text)
    assert (ran.code, ran.out) == (2, "")
    assert "--rating" in ran.err


def test_any_number_of_ratings_can_be_asked_for(ask):
    others = [text for number in range(101) for text in ("--rating", f"x{number}")]
    assert ask("list", *others, "--rating", "fire").ids == ["crowd"]
    assert ask("list", *others).ids == []


def test_the_matrix_marks_a_review(ask):
    ran = ask("matrix", "--format", "table")
    crowd = next(line for line in ran.lines if line.startswith("crowd"))
    assert "[−]" in crowd
    assert "[~] [−] a review" in ran.err
    header, *rows = csv.reader(io.StringIO(ask("matrix", "--format", "csv").out))
    marks = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert (marks["crowd"]["reviews"], marks["crowd"]["ratings"]) == ("fact-desk", "Pants on Fire")
    assert (marks["tax"]["reviews"], marks["tax"]["ratings"]) == ("", "")
    lines = [line for row in ask("matrix", "--json").json["claims"] for line in row["lines"] if line["rating"]]
    assert [line["rating"] for line in lines] == ["Pants on Fire", "Mostly true"]
    ignoring = ask("matrix", "--ignore-reviews", "--format", "csv")
    assert "fact-desk" not in ignoring.out


def test_a_comparison_says_that_a_line_is_a_review(ask):
    ran = ask("diff", "city-council", "fact-desk", "--format", "table", COLUMNS="160")
    assert "denies, rated “Pants on Fire”, 2025-01-23" in " ".join(ran.out.split())
    (crowd, _) = ask("diff", "city-council", "fact-desk", "--json").json["comparisons"]
    assert (crowd["relation"], crowd["a"]["rating"], crowd["b"]["rating"]) == ("opposed", None, "Pants on Fire")
    (crowd,) = ask("diff", "city-council", "fact-desk", "--ignore-reviews", "--json").json["comparisons"]
    assert crowd["relation"] == "only-a"


def test_positions_are_found_by_their_rating(ask):
    rows = [json.loads(line) for line in ask("positions", "--reviewed", "--format", "jsonl").lines]
    assert [(row["claim"], row["rating"], row["status"], row["sets_line"]) for row in rows] == [
        ("crowd", "Pants on Fire", "disputed", True),
        ("crowd", "صحيح جزئياً", "disputed", False),
        ("dam", "Mostly true", "disputed", True),
    ]
    rows = ask("positions", "--rating", "fire", "--ignore-reviews", "--json").json["positions"]
    assert [(row["status"], row["sets_line"]) for row in rows] == [("asserted", False)]
    assert "denies, rated “Pants on Fire”" in ask("positions", "--format", "table", COLUMNS="200").out


def test_other_questions_mean_the_same_by_a_status(ask):
    shifts = [row["principal"] for row in ask("shifts", "crowd", "--ignore-reviews", "--json").json["shifts"]]
    assert shifts == ["city-council"]
    assert (
        len(ask("shifts", "--json").json["shifts"]) - len(ask("shifts", "--ignore-reviews", "--json").json["shifts"])
        == 2
    )
    assert ask("topics", "--ignore-reviews", "--disputed").code == 0
    (claim,) = ask("show", "crowd", "--ignore-reviews", "--json").json["claims"]
    assert (claim["status"], claim["review_count"], claim["status_without_reviews"]) == ("asserted", 2, "asserted")
    assert [line["principal"] for line in claim["lines"]] == ["city-council"]
    assert len(claim["positions"]) == 3
    profile = ask("parties", "Fact Desk", "--format", "table").out
    assert "denies, rated “Pants on Fire”" in " ".join(profile.split())


def test_a_shift_says_that_it_is_a_review(ask):
    lines = ask("shifts", "crowd", "--format", "table").lines
    assert any("denies, rated “Pants on Fire”" in line for line in lines)
    assert "rated “Mostly true”" in ask("shifts", "--format", "table").out
    assert not any("rated" in line for line in lines if "City Council" in line)


@pytest.mark.parametrize("command", ["check", "changes"])
def test_what_derives_no_status_has_no_such_option(call, book, command):
    ran = call(command, "--ignore-reviews", cwd=book)
    assert (ran.code, ran.out) == (2, "")
    assert "No such option" in ran.err
