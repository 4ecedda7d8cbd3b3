"""`party add` and `source add` put an entry at the end of a registry, or begin one with it."""

from __future__ import annotations

from datetime import date

import pytest
import tomli
from small_book import PARTIES, SOURCES


@pytest.fixture
def enter(call, book):
    """Run a command in the book."""
    return lambda *args, **more: call(*args, cwd=book.parent, **more)


def test_a_party_is_added_with_all_that_is_known(enter, book):
    ran = enter(
        *(
            "party",
            "add",
            "Ali Envoy",
            "--id",
            "envoy",
            "--kind",
            "person",
            "--alias",
            "A. Envoy",
            "--alias",
            "Envoy A",
        ),
        *("--speaks-for", "Water Board", "--from", "2025-01-20", "--until", "2025-06", "--notes", "Until\nJune."),
    )
    assert (ran.code, ran.out, ran.err) == (0, "claims/parties.toml:12: added envoy\n", "")
    text = (book / "parties.toml").read_text()
    assert text.startswith(f"{PARTIES}\n[envoy]\n")
    assert tomli.loads(text)["envoy"] == {
        "name": "Ali Envoy",
        "kind": "person",
        "aliases": ["A. Envoy", "Envoy A"],
        "speaks_for": [{"party": "Water Board", "from": date(2025, 1, 20), "until": "2025-06"}],
        "notes": "Until\nJune.",
    }
    assert enter("check").code == 0


def test_an_id_is_made_of_the_name_in_any_script(enter, book):
    assert enter("party", "add", "وزارت خارجہ").code == 0
    assert enter("party", "add", "Cafe\u0301 A+", "--speaks-for", "water-board").code == 0
    data = tomli.loads((book / "parties.toml").read_text(encoding="utf-8"))
    assert data["وزارت-خارجه"] == {"name": "وزارت خارجہ"}
    assert data["café-a+"] == {"name": "Café A+", "speaks_for": "water-board"}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["wb"], 'the name "wb" belongs to [water-board] already'),
        (["X", "--alias", "wB!"], "belongs to [water-board] already"),
        (["X", "--id", "chair"], "belongs to [chair] already"),
        (["***"], "a name needs at least one letter or digit"),
        (["X", "--speaks-for", "Water Bord"], 'did you mean "Water Board"?'),
        (["X", "--speaks-for", "nobody"], 'there is no party "nobody"'),
        (["X", "--from", "2025"], "it goes with --speaks-for"),
        (["X", "--speaks-for", "wb", "--from", "2025", "--until", "2024"], "ends (2024) before it begins (2025)"),
        (["X", "--kind", " "], "kind: the text is empty"),
        (["X", "--notes", "caf\udce9"], "not UTF-8"),
        ([], "Invalid value for NAME: it is needed"),
    ],
)
def test_a_party_that_cannot_be_is_refused(enter, book, args, says):
    ran = enter("party", "add", *args)
    assert (ran.code, says in ran.err) == (2, True), ran.err
    assert (book / "parties.toml").read_text() == PARTIES


def test_a_registry_begins_with_its_first_entry(enter, book):
    (book / "parties.toml").unlink()
    (book / "sources.toml").unlink()
    (book / "parties.schema.json").write_text("{}")
    assert enter("party", "add", "Fish Union").out == "claims/parties.toml:3: added fish-union\n"
    assert enter("source", "add", "https://daily.example/a").out == "claims/sources.toml:1: added daily\n"
    assert (book / "parties.toml").read_text() == '#:schema parties.schema.json\n\n[fish-union]\nname = "Fish Union"\n'
    assert (book / "sources.toml").read_text() == '[[sources]]\nid = "daily"\nurl = "https://daily.example/a"\n'


def test_a_source_is_added_with_all_that_is_known(enter, book):
    ran = enter(
        *(
            "source",
            "add",
            "https://daily.example/dam",
            "--title",
            "The dam",
            "--publisher",
            "Daily",
            "--author",
            "A. B.",
        ),
        *("--archive-url", "https://archive.example/1", "--date", "2025-03-12", "--retrieved", "2025-04-01"),
        *("--lang", "en", "--derived-from", "gazette"),
    )
    assert (ran.code, ran.out, ran.err) == (0, "claims/sources.toml:6: added daily-0312\n", "")
    assert tomli.loads((book / "sources.toml").read_text())["sources"][1] == {
        "id": "daily-0312",
        "title": "The dam",
        "publisher": "Daily",
        "author": "A. B.",
        "archive_url": "https://archive.example/1",
        "date": date(2025, 3, 12),
        "retrieved": date(2025, 4, 1),
        "lang": "en",
        "derived_from": "gazette",
        "url": "https://daily.example/dam",
    }
    assert enter("check").code == 0


@pytest.mark.parametrize(
    ("args", "table"),
    [
        (["report-1", "--publisher", "Daily"], {"id": "report-1", "publisher": "Daily"}),
        (["report-1", "--url", "https://d.example"], {"id": "report-1", "url": "https://d.example"}),
        (["https://d.example", "--id", "report-1"], {"id": "report-1", "url": "https://d.example"}),
        (
            ["https://web.archive.org/web/2025/https://d.example/a", "--id", "x"],
            {
                "id": "x",
                "url": "https://d.example/a",
                "archive_url": "https://web.archive.org/web/2025/https://d.example/a",
            },
        ),
    ],
)
def test_a_source_is_named_by_its_id_or_its_address(enter, book, args, table):
    assert enter("source", "add", *args).code == 0
    assert tomli.loads((book / "sources.toml").read_text())["sources"][1] == table


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["gazette"], 'the source "gazette" is there already'),
        (["http://gazette.example/dam/?utm_source=x"], 'the source "gazette" has this address already'),
        (["x", "--url", "https://gazette.example/dam#top"], 'the source "gazette" has this address already'),
        (
            ["x", "--archive-url", "https://web.archive.org/web/2025/https://gazette.example/dam"],
            "has this address already",
        ),
        (["x", "--url", "d.example"], 'write "https://d.example"'),
        (["x", "--derived-from", "gazete"], 'did you mean "gazette"?'),
        (["https://d.example", "--url", "https://e.example"], "--url goes with an id"),
        (["x", "--id", "y"], "--id goes with a URL"),
        (["x", "--lang", "55"], "a language is a tag"),
        ([], "it is needed"),
    ],
)
def test_a_source_that_cannot_be_is_refused(enter, book, args, says):
    ran = enter("source", "add", *args)
    assert (ran.code, says in ran.err) == (2, True), ran.err
    assert (book / "sources.toml").read_text() == SOURCES


@pytest.mark.parametrize("command", [("party", "add", "Fish Union"), ("source", "add", "https://d.example")])
def test_a_dry_run_shows_the_change_and_makes_none(enter, book, command):
    ran = enter(*command, "--dry-run")
    name = "parties" if command[0] == "party" else "sources"
    assert (ran.code, ran.lines[0], ran.lines[1]) == (0, f"--- claims/{name}.toml", f"+++ claims/{name}.toml")
    assert ((book / "parties.toml").read_text(), (book / "sources.toml").read_text()) == (PARTIES, SOURCES)


@pytest.mark.parametrize(("name", "text", "code"), [
    ("sources", "[[sources]\n", 74),
    ("sources", 'sources = [{ id = "a" }]\n', 74),
    ("parties", 'x = "party"\n', 0),
])  # fmt: skip
def test_a_registry_with_a_mistake_is_added_to_where_that_can_be(enter, book, name, text, code):
    (book / f"{name}.toml").write_text(text)
    command = ("party", "add", "Fish Union") if name == "parties" else ("source", "add", "https://d.example")
    ran = enter(*command)
    assert ran.code == code
    assert code == 0 or f"claims/{name}.toml:1:" in ran.err
    assert (book / f"{name}.toml").read_text().startswith(text)
    assert code == 0 or (book / f"{name}.toml").read_text() == text


def test_an_action_that_is_none_is_refused(enter):
    assert enter("party", "remove", "Water Board").code == 2
