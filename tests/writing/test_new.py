"""`new` makes the file of a claim: where it belongs, under a name that every system can hold, and whole."""

from __future__ import annotations

import pytest

from claimtrack.files.new_claim import proposed_id


@pytest.fixture
def new(call, book):
    """Run `new`."""
    return lambda *args, **more: call("new", *args, cwd=book.parent, **more)


def test_seven_lines_are_one_command(new, book, call):
    ran = new("flood", "--title", "The mill flooded", "--asserts", "Farmers' Union", "--denies", "Water Board")
    assert (ran.code, ran.err) == (0, "next: claimtrack add flood\n")
    assert ran.lines == [
        "claims/flood.toml:1: added",
        "flood: Disputed: Farmers' Union (undated) asserts it; Water Board (undated) denies it.",
    ]
    assert (book / "flood.toml").read_text() == (
        'title = "The mill flooded"\n\n[[positions]]\nparty = "Farmers\' Union"\nstance = "asserts"\n\n'
        '[[positions]]\nparty = "Water Board"\nstance = "denies"\n'
    )
    assert call("list", "--disputed", cwd=book.parent).ids == ["flood", "leak"]


def test_every_key_has_an_option_and_the_claims_come_first(new, book):
    (book / "claim.schema.json").write_text("{}")
    assert new(
        *("2025/toll", "--title", "Toll", "--statement", "A toll is due.", "--kind", "policy", "--unit", "%"),
        *("--original", "محصول", "--lang", "ur", "--place", "Norland"),
        *("--date", "2025-05", "--topic", "roads", "--topic", "money", "--backs", "Fish Union", "--partly", "WB"),
    ).code == 0  # fmt: skip
    assert (book / "2025" / "toll.toml").read_text() == (
        '#:schema ../claim.schema.json\ntitle = "Toll"\nstatement = "A toll is due."\n'
        'original = "محصول"\nlang = "ur"\nkind = "policy"\nunit = "%"\n'
        'date = "2025-05"\nplace = "Norland"\ntopics = ["roads", "money"]\n\n[[positions]]\nparty = "Fish Union"\nstance = "asserts"\n\n'
        '[[positions]]\nparty = "WB"\nstance = "qualifies"\n'
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../leave", "leads out of claims"),
        ("/leave", "leads out of claims"),
        ("a/../../leave", "leads out of claims"),
        ("a//b", "leads out of claims"),
        (".hidden/x", "leads out of claims"),
        ("link/x", "is a link or a file, and no folder"),
        ("leak.toml/x", "is a link or a file, and no folder"),
        (".x", "cannot be a claim's id"),
        ("-x", "No such option"),
        ("a b", "cannot be a claim's id"),
        ("a:b", "cannot be a claim's id"),
        ("", "cannot be a claim's id"),
        ("a/", "cannot be a claim's id"),
        ("x\udce9", "cannot be a claim's id"),
        ("parties", "is the name of a registry"),
        ("2025/Sources", "is the name of a registry"),
        ("aux", "Windows keeps for a device"),
        ("COM1", "Windows keeps for a device"),
        ("con.2025", "Windows keeps for a device"),
        ("nul/x", "Windows keeps for a device"),
        ("x" * 251, "more than 255 bytes"),
        ("leak", 'the id "leak" is taken by claims/leak.toml\n'),
        ("2025/leak", 'the id "leak" is taken by claims/leak.toml\n'),
        ("Leak", "taken by claims/leak.toml, which differs only in case or encoding"),
        ("ﬁsh", "taken by claims/fish.toml, which differs only in case or encoding"),
        ("cafe\u0301", 'the id "café" is taken by claims/café.toml\n'),
    ],
)
def test_a_name_that_makes_trouble_is_refused(new, book, name, says):
    (book / "fish.toml").write_text('title = "Fish"')
    (book / "café.toml").write_text('title = "Café"')
    (book / "link").symlink_to(book.parent)
    before = sorted(book.parent.rglob("*"))
    ran = new(name, "--title", "T")
    assert (ran.code, says in ran.err) == (2, True), ran.err
    assert sorted(book.parent.rglob("*")) == before


def test_the_name_of_a_file_that_is_no_claim_is_taken_too(new, book):
    (book / "broken.toml").write_text("title =")
    assert "is taken by claims/broken.toml" in new("broken", "--title", "T").err


def test_a_path_as_a_shell_completes_it_is_understood(new, book):
    assert new("claims/2025/mill.toml", "--title", "T").code == 0
    assert (book / "2025" / "mill.toml").exists()


def test_names_are_composed(new, book):
    assert new("cafe\u0301", "--title", "T", "--topic", "cafe\u0301").code == 0
    assert (book / "café.toml").read_text() == 'title = "T"\ntopics = ["café"]\n'


@pytest.mark.parametrize("name", ["پانی", "дамба", "水", "x.y_z-1"])
def test_an_id_may_be_of_any_script(new, book, name):
    assert new(name, "--title", "T").code == 0
    assert (book / f"{name}.toml").exists()


def test_a_dry_run_makes_nothing(new, book):
    ran = new("2025/mill", "--title", "T", "--dry-run")
    assert ran.lines == [
        *("--- /dev/null", "+++ claims/2025/mill.toml", "@@ -0,0 +1 @@", '+title = "T"'),
        "mill: Open: nobody takes a side.",
    ]
    assert not (book / "2025").exists()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "Invalid value for ID: it is needed\n"),
        (["--title", "The dam at the lake leaks"], "Invalid value for ID: it is needed, such as dam-lake-leaks\n"),
        (["mill"], "Invalid value for --title: it is needed"),
        (["mill", "--title", " "], "title: the text is empty"),
        (["mill", "--title", "T", "--asserts", "Water Bord"], "did you mean Water Board?"),
        (["mill", "--title", "T", "--kind", "view"], 'did you mean "opinion"?'),
        (["mill", "--title", "caf\udce9"], "not UTF-8"),
    ],
)
def test_what_is_missing_or_has_no_meaning_is_said(new, book, args, says):
    ran = new(*args)
    assert (ran.code, says in ran.err) == (2, True), ran.err
    assert not (book / "mill.toml").exists()


@pytest.mark.parametrize(
    ("title", "proposed"),
    [
        ("The dam at Example Lake leaked", "dam-example-lake-leaked"),
        ("A U.S. envoy met the Group A+ in May 2025, they say", "u-s-envoy-met-group"),
        ("The", "the"),
        ("پاكستان", "پاکستان"),
        ("***", ""),
    ],
)
def test_an_id_is_proposed_from_the_title(title, proposed):
    assert proposed_id(title) == proposed
