"""Reading a folder gives the claims and the problems; one bad file never hides the others."""

import gc
import os

import pytest

from claimtrack.files.folder import read_folder
from claimtrack.files.source_files import SourceFiles
from claimtrack.problems import Code, Problem

FINE = 'title = "x"\n[[positions]]\nparty = "India"\nstance = "denies"\n'
POSITION = '[[positions]]\nparty = "India"\nstance = "denies"\n'
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX alone has these")


@pytest.fixture
def read(folder, monkeypatch):
    """Write records and read the folder they are in, from inside it."""

    def read(records, **how):
        monkeypatch.chdir(folder(records))
        return read_folder(".", **how)

    return read


def told(found):
    """Give each problem as its file, its place and its code, and each claim's id."""
    places = [(os.path.basename(each.path), each.line, each.column, each.code) for each in found.problems]
    return places, list(found.claims)


def test_an_empty_folder_is_no_problem(read):
    found = read({})
    assert (found.claims, found.sources, found.problems, found.unread) == ({}, {}, (), ())
    assert len(found.registry) == 0


def test_claims_come_in_the_order_of_their_ids(read):
    assert list(read({"b/a": FINE, "a/b": FINE, "c": FINE, "B": FINE}).claims) == ["B", "a", "b", "c"]


def test_a_claim_knows_where_it_was_read(read):
    claim = read({"may/jets": FINE}).claims["jets"]
    assert (claim.id, claim.path) == ("jets", os.path.join(".", "may", "jets.toml"))


def test_bad_files_hide_no_good_ones_and_are_told_in_the_order_of_files_and_lines(read):
    found = read({"d": FINE, "c": "title = 5\nkind = 'x'\n", "b": "title =", "a": FINE, "e f": FINE})
    assert told(found) == (
        [
            ("b.toml", 1, 8, Code.SYNTAX),
            ("c.toml", 1, 9, Code.WRONG_VALUE),
            ("c.toml", 2, 8, Code.WRONG_VALUE),
            ("e f.toml", 1, 1, Code.BAD_ID),
        ],
        ["a", "d"],
    )
    assert [os.path.basename(path) for path in found.unread] == ["e f.toml", "b.toml", "c.toml"]


def test_every_mistake_of_a_record_is_told_in_one_run(read):
    record = f"titel = 'x'\nkind = 'rumour'\ntopics = [5, '?']\n{POSITION}date = 2025\nvalue = true\nfoo = 1\nbar = 2\n"
    places, claims = told(read({"x": record}))
    assert claims == []
    assert [(line, column, code) for _, line, column, code in places] == [
        (1, 1, Code.UNKNOWN_KEY),
        (2, 8, Code.WRONG_VALUE),
        (3, 11, Code.WRONG_VALUE),
        (3, 14, Code.WRONG_VALUE),
        (7, 8, Code.BAD_DATE),
        (8, 9, Code.BAD_COUNT),
        (9, 1, Code.UNKNOWN_KEY),
        (10, 1, Code.UNKNOWN_KEY),
    ]


@pytest.mark.parametrize(
    ("record", "line", "message", "hint"),
    [
        (
            "title = 'x'\npositions = 5\n",
            2,
            "positions must be a list in square brackets, not a number",
            "[[positions]]",
        ),
        (
            "title = 'x'\npositions = ['x', 'y']\n",
            2,
            "item 1 of positions must be a table, not text",
            "[[positions]]",
        ),
        ("title = 'x'\ntopics = 'a'\n", 2, "topics must be a list", 'write topics = ["a"]'),
        (
            "title = 'x'\ntopics = true\n",
            2,
            "topics must be a list in square brackets, not true or false",
            "",
        ),
        ("title = { x = 1 }\n", 1, "title must be text in quotes, not a table", ""),
        ("title = 1.5\n", 1, "title must be text in quotes, not a number", ""),
        ("title = 10:00:00\n", 1, "title must be text in quotes, not a date", ""),
        ("title = 'x'\nkind = ['fact']\n", 2, "kind is a list, not one of fact, policy", ""),
        ("title = 'x'\nkind = 'rumour'\n", 2, 'kind is "rumour", not one of fact, policy', ""),
        (f"title = 'x'\nkind = 0x{'f' * 5000}\n", 2, "kind is a number, not one of fact", ""),
        ("title = 'x'\nkind = '''a\nb'''\n", 2, 'kind is "a b", not one of', ""),
        (f"title = 'x'\nkind = '{'long ' * 999}'\n", 2, '…", not one of fact', ""),
        ("title = 'x'\nzzz = 'a'\n", 2, 'unknown key "zzz"', "a claim has title, statement, original"),
        ("title = 'x'\nnote = 'a'\n", 2, 'unknown key "note"', 'did you mean "notes"?'),
        ("title = 'x'\nsee-also = ['a']\n", 2, 'unknown key "see-also"', 'did you mean "see_also"?'),
        ("title = 'x'\npath = 'a'\n", 2, 'unknown key "path"', "leave it out"),
        (f"title = 'x'\n{POSITION}id = 'a'\n", 5, 'unknown key "id"', "id belongs to a source"),
        (
            f"title = 'x'\n{POSITION}place = 'Lake'\n",
            5,
            'unknown key "place"',
            "place belongs to the claim: move it above the first [[positions]]",
        ),
        (
            "title = 'x'\n[[sources]]\nid = 'a'\nrating = 'b'\n",
            4,
            'unknown key "rating"',
            "rating belongs to a position",
        ),
        (
            "title = 'x'\n[[sources]]\nid = 'a'\ntopics = []\n",
            4,
            'unknown key "topics"',
            "above the first [[sources]]",
        ),
        (
            f"title = 'x'\n{POSITION}[[positions.sources]]\nat = '1'\n",
            5,
            'a source cited by a position needs "id"',
            "",
        ),
        (
            f"title = 'x'\n{POSITION}sources = [{{ id = 'https://x.y', page = 1 }}]\n",
            5,
            'unknown key "page"',
            "has id, at",
        ),
        (
            f"title = 'x'\n{POSITION}[[positions.sources]]\nurl = 'x'\ntitle = 'y'\n",
            6,
            'unknown key "url"',
            "below [[sources]]",
        ),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(read, record, line, message, hint):
    (problem,) = read({"x": record}).problems
    assert problem.line == line
    assert message in problem.message
    assert hint in problem.hint
    assert bool(hint) is bool(problem.hint)
    assert "\n" not in str(problem)
    assert len(str(problem)) < 800


def test_a_key_that_is_misplaced_and_missing_is_one_mistake(read):
    found = read({"x": f"{POSITION}title = 'x'\n", "y": "titel = 'x'\n"})
    assert [each.message for each in found.problems] == ['unknown key "title"', 'unknown key "titel"']


def test_another_missing_key_is_a_mistake_of_its_own(read):
    found = read({"x": "titel = 'x'\n[[positions]]\nstanse = 'denies'\n"})
    assert [each.message for each in found.problems] == [
        'unknown key "titel"',
        'a position needs "party"',
        'unknown key "stanse"',
    ]


def test_an_empty_file_is_said_to_be_empty(read):
    (problem,) = read({"x": " \n\n"}).problems
    assert str(problem).endswith('x.toml:1:1: CT011 the file is empty; a claim needs "title"')


# Sources.


def test_ids_of_sources_resolve_in_the_claim_first_and_then_in_the_shared_file(read):
    cited = 'sources = ["own", { id = "shared" }, "https://example.org/x"]\n[[sources]]\nid = "own"\n'
    found = read({"x": FINE + cited, "sources": '[[sources]]\nid = "shared"\n'})
    assert found.problems == ()
    assert list(found.sources) == ["shared"]


def test_a_source_of_one_claim_is_unknown_to_another(read):
    found = read({"x": f'{FINE}sources = ["own"]\n[[sources]]\nid = "own"\n', "y": f'{FINE}sources = ["own"]\n'})
    assert told(found) == ([("y.toml", 5, 12, Code.UNKNOWN_SOURCE)], ["x", "y"])


def test_claims_are_not_blamed_where_the_shared_sources_cannot_be_read(read):
    for text in ("[[sources]\n", "sources = 5\n", "[sources]\nid = 'shared'\n"):
        found = read({"x": f'{FINE}sources = ["shared"]\n', "sources": text})
        assert [os.path.basename(each.path) for each in found.problems] == ["sources.toml"]
        assert list(found.claims) == ["x"]
        assert found.sources == {}
        assert found.unread == ()


def test_of_two_shared_sources_with_one_id_the_first_counts(read):
    twice = '[[sources]]\nid = "a"\ntitle = "first"\n[[sources]]\nid = "a"\ntitle = "second"\n'
    found = read({"sources": twice})
    assert [each.code for each in found.problems] == [Code.DUPLICATE_SOURCE]
    assert found.sources["a"].title == "first"


def test_a_source_is_never_said_to_mean_itself(read):
    found = read({"sources": '[[sources]]\nid = "wire-1"\nderived_from = "wire-2"\n'})
    assert [each.hint for each in found.problems] == ["define it below [[sources]], or cite its http(s) URL"]


# Parties.


def test_parties_are_registered_by_the_slugs_of_their_tables(read):
    found = read({"parties": '["DG ISPR"]\nspeaks_for = "Islamabad"\n[pakistan]\naliases = ["Islamabad"]\n'})
    assert found.problems == ()
    assert [each.id for each in found.registry] == ["dg-ispr", "pakistan"]
    assert found.registry.principal("dg-ispr", None) == "pakistan"


@pytest.mark.parametrize(
    ("parties", "line", "column", "code"),
    [
        ("name = 'India'\n", 1, 1, Code.WRONG_VALUE),
        ("['?!']\nname = 'x'\n", 1, 1, Code.WRONG_VALUE),
        ("[india]\nid = 'india'\n", 2, 1, Code.UNKNOWN_KEY),
        ("[india]\naliases = 'x'\n", 2, 11, Code.WRONG_VALUE),
        ("[india]\naliases = ['x', '']\n", 2, 17, Code.WRONG_VALUE),
        ("[india]\nname = 'x'\n[bharat]\nname = 'X'\n", 4, 8, Code.DUPLICATE_PARTY),
        ("[india]\n[bharat]\naliases = ['a', 'INDIA']\n", 3, 17, Code.DUPLICATE_PARTY),
        ("[india]\nname = 'x'\n[India]\nname = 'x'\n", 3, 1, Code.DUPLICATE_PARTY),
        ("[a]\nspeaks_for = 'b'\n", 2, 14, Code.UNKNOWN_PARTY),
        ("[a]\nspeaks_for = ['b']\n", 2, 15, Code.UNKNOWN_PARTY),
        ("[a]\nspeaks_for = [{ party = 'b' }]\n", 2, 25, Code.UNKNOWN_PARTY),
        ("[a]\nspeaks_for = [5]\n", 2, 15, Code.WRONG_VALUE),
        ("[a]\nspeaks_for = [{ from = 2025-01-20 }]\n", 2, 15, Code.MISSING_KEY),
        ("[b]\n[a]\nspeaks_for = [{ party = 'b', from = 2025 }]\n", 3, 37, Code.BAD_DATE),
    ],
)
def test_a_mistake_among_the_parties_is_told_at_its_place(read, parties, line, column, code):
    found = read({"x": FINE, "parties": parties})
    assert told(found) == ([("parties.toml", line, column, code)], ["x"])
    assert found.unread == ()


def test_a_party_that_is_wrong_takes_no_other_with_it(read):
    wrong = "[india]\nnmae = 'India'\n[modi]\nspeaks_for = 'india'\n[dar]\nspeaks_for = 'pakistan'\n[pakistan]\n"
    found = read({"parties": wrong})
    assert [(each.line, each.code) for each in found.problems] == [(2, Code.UNKNOWN_KEY)]
    assert "india" not in found.registry
    assert found.registry.principal("dar", None) == "pakistan"


def test_every_mistake_of_a_party_is_reported_in_one_run(read):
    found = read({"parties": '[india]\nid = "in"\nkind = 5\n'})
    assert told(found)[0] == [
        ("parties.toml", 2, 1, Code.UNKNOWN_KEY),
        ("parties.toml", 3, 8, Code.WRONG_VALUE),
    ]
    assert found.problems[0].hint == "leave it out: a party's id names its table"


def test_a_party_left_out_for_its_alias_is_known_by_its_name(read):
    wrong = (
        "[x]\nname = 'IAF'\n[y]\nname = 'Israeli Air Force'\naliases = ['iaf']\n[z]\nspeaks_for = 'Israeli Air Force'\n"
    )
    assert [each.line for each in read({"parties": wrong}).problems] == [5]


def test_without_its_registry_every_party_speaks_for_itself_and_that_is_said(read):
    found = read({"x": FINE, "parties": "[india\n"})
    (problem,) = found.problems
    assert problem.hint.endswith("until it is corrected, every party speaks for itself alone")
    assert len(found.registry) == 0
    assert list(found.claims) == ["x"]


def test_the_hint_of_the_registrys_own_problem_is_kept(read):
    (problem,) = read({"parties": "[india]\nname = India\n"}).problems
    assert problem.hint.startswith('text needs quotes around it: name = "India"; until it is corrected')


# What happens meanwhile.


def test_a_file_that_vanishes_while_the_folder_is_read_is_a_problem_and_hides_no_other(read, monkeypatch):
    opened = os.open

    def too_late(path, *args):
        if os.path.basename(path) == "b.toml":
            os.remove(path)
        return opened(path, *args)

    monkeypatch.setattr(os, "open", too_late)
    found = read({"a": FINE, "b": FINE, "c": FINE})
    assert told(found) == ([("b.toml", 1, 1, Code.UNREADABLE)], ["a", "c"])


def test_a_file_that_is_replaced_half_way_never_becomes_half_a_claim(read, monkeypatch):
    whole, half = os.read, FINE.encode()[:-12]
    monkeypatch.setattr(os, "read", lambda handle, size: whole(handle, size) and half if size > 1 else b"")
    found = read({"a": FINE})
    assert found.claims == {}
    assert len(found.problems) == 1


@POSIX
def test_links_and_pipes_hide_no_claims(read, tmp_path):
    folder = tmp_path / "claims"
    folder.mkdir()
    os.mkfifo(folder / "pipe.toml")
    (folder / "nothing.toml").symlink_to("gone.toml")
    (folder / "circle.toml").symlink_to("circle.toml")
    (folder / "out.toml").symlink_to("/etc/passwd")
    (folder / "in.toml").symlink_to("a.toml")
    assert told(read({"a": FINE})) == (
        [
            ("circle.toml", 1, 1, Code.UNREADABLE),
            ("nothing.toml", 1, 1, Code.UNREADABLE),
            ("out.toml", 1, 1, Code.LINK),
            ("pipe.toml", 1, 1, Code.UNREADABLE),
        ],
        ["a", "in"],
    )


@pytest.mark.parametrize("running", [True, False])
def test_the_garbage_collector_is_left_as_it_was(read, running):
    before = gc.isenabled()
    try:
        (gc.enable if running else gc.disable)()
        read({"a": FINE})
        assert gc.isenabled() is running
    finally:
        (gc.enable if before else gc.disable)()


def test_whoever_watches_is_told_after_each_claim(read):
    watched = []
    read({"a": FINE, "b": "title =", "c": FINE}, progress=lambda *progress: watched.append(progress))
    assert watched == [(1, 3), (2, 3), (3, 3)]


def test_texts_are_there_for_whoever_asks(folder):
    path = folder({"a": FINE, "b": "title =", "parties": "[india]\n"})
    files = SourceFiles(str(path))
    assert files.get(str(path / "a.toml")) is None
    files.may_load(lambda: {str(path / "a.toml"), str(path / "b.toml")})
    found = {name: files.get(str(path / f"{name}.toml")) for name in ("a", "b", "parties")}
    # The second is no TOML, but the line that is wrong can be shown.
    assert {name: each.text for name, each in found.items()} == {"a": FINE, "b": "title =", "parties": "[india]\n"}
    assert files.get(str(path / "c.toml")) is None


def test_a_problem_is_printed_as_editors_read_it():
    problem = Problem("claims/jets.toml", 3, 7, Code.SYNTAX, "invalid value", "text needs quotes")
    assert str(problem) == "claims/jets.toml:3:7: CT003 invalid value; text needs quotes"
    assert str(problem._replace(hint="")) == "claims/jets.toml:3:7: CT003 invalid value"
