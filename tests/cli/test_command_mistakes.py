"""What the reading commands say and show if a file has a mistake: as little as possible is left out, and a line says so."""

from __future__ import annotations

import pytest

CLAIM = """title = "The dam leaked"
[[positions]]
party = "Chauhan"
stance = "asserts"
date = 2025-05-07
sources = ["wire"]
[[positions]]
party = "City Council"
stance = "denies"
date = 2025-05-08
"""
PARTIES = '[board]\nname = "Water Board"\n[chauhan]\nspeaks_for = "board"\n["City Council"]\n'
SOURCES = '[[sources]]\nid = "wire"\nurl = "https://example.org/wire"\n'
OURS = '[[positions]]\nparty = "board"\nstance = "denies"\ndate = 2025-05-06\n'
# Commands that answer from the index, from one file, and from all files.
ASKED = [["list"], ["list", "--no-cache"], ["show", "dam"], ["show", "dam", "--no-cache"], ["parties"], ["matrix"]]


@pytest.fixture
def ask(call, folder, tmp_path):
    """Ask about a book: the claim `dam`, and its registries."""

    def ask(question, dam=CLAIM, parties=PARTIES, sources=SOURCES):
        records = {"dam": dam, "parties": parties, "sources": sources}
        (tmp_path / "claims" / "sources.toml").unlink(missing_ok=True)
        folder({name: text for name, text in records.items() if text is not None})
        return call(*question, cwd=tmp_path, env={"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")})

    return ask


@pytest.mark.parametrize("question", ASKED, ids=" ".join)
def test_a_mistake_that_hides_nothing_has_a_line_and_exits_with_0(ask, question):
    url = '[[sources]]\nid = "own"\nurl = "https://example.org/a b "\n'
    ran = ask(question, dam=CLAIM + url)
    assert ran.code == 0
    assert (len(ran.err.splitlines()), "CT015" in ran.err) == (1, True)
    assert "dam" in ran.out or "board" in ran.out


@pytest.mark.parametrize("question", [["list"], ["list", "--no-cache"]], ids=" ".join)
def test_without_the_shared_sources_the_book_is_whole(ask, question):
    assert ask(question).err == ""
    ran = ask(question, sources=None)
    assert (ran.code, ran.ids) == (0, ["dam"])
    assert ran.err.endswith('CT020 there is no source "wire"; define it below [[sources]], or cite its http(s) URL\n')


WRONG_PARTIES = {
    "a stray key": (PARTIES.replace('name = "Water', 'flag = "x"\nname = "Water'), 0, "denied"),
    "a stray key of one who speaks for it": (PARTIES.replace("speaks_for", 'flag = "x"\nspeaks_for'), 0, "denied"),
    "a wrong table": (PARTIES.replace('"Water Board"', "5"), 4, "denied"),
    "another wrong table": (f"{PARTIES}kind = 'x'\naliases = 5\n", 4, "denied"),
    "no table": (f"kind = 'state'\n{PARTIES}", 4, "denied"),
    "a misspelt key": (PARTIES.replace("speaks_for", "speeks_for"), 4, "disputed"),
    "an unknown principal": (PARTIES.replace('"board"', '"bord"'), 4, "disputed"),
    "a wrong tenure": (PARTIES.replace('"board"', '[{ party = "board", from = 2025 }]'), 4, "disputed"),
    "a circle": (PARTIES.replace('"Water Board"', '"Water Board"\nspeaks_for = "chauhan"'), 4, "disputed"),
    "a circle at no date": (
        PARTIES.replace(
            '"Water Board"', '"Water Board"\nspeaks_for = [{ party = "chauhan", until = 2020-01-01 }]'
        ).replace('"board"', '[{ party = "board", from = 2020-01-02 }]'),
        0,
        "denied",
    ),
}


@pytest.mark.parametrize("question", ASKED, ids=" ".join)
@pytest.mark.parametrize(("parties", "code", "status"), WRONG_PARTIES.values(), ids=WRONG_PARTIES)
@pytest.mark.sampled(3)
def test_a_mistake_in_the_registry_costs_as_little_as_it_can_and_every_command_reports_it(
    ask, question, parties, code, status
):
    dam = CLAIM + OURS.replace("06", "09")
    assert ask(["show", "dam", "--json"], dam=dam).json["claims"][0]["status"] == "denied"
    ran = ask(question, dam=dam, parties=parties)
    assert ran.code == code
    assert "parties.toml:" in ran.err
    assert ask(["show", "dam", "--json"], dam=dam, parties=parties).json["claims"][0]["status"] == status


@pytest.mark.parametrize("wrong", ["a misspelt key", "an unknown principal", "a wrong tenure"])
def test_an_unknown_principal_is_marked(ask, wrong):
    parties, _, _ = WRONG_PARTIES[wrong]
    assert "for whom it speaks is unknown" in ask(["show", "dam", "--format", "table"], parties=parties).out
    rows = ask(["parties", "--json"], parties=parties).json["parties"]
    assert {row["party"] for row in rows if not row["principal_known"]} == {"chauhan"}
    (claim,) = ask(["show", "dam", "--json"], parties=parties).json["claims"]
    first = claim["positions"][0]
    assert (first["principal"], first["principal_known"]) == ("chauhan", False)
    assert claim["positions"][1]["principal_known"] is True


@pytest.mark.parametrize(
    "question", [*ASKED, ["shifts"], ["diff", "chauhan", "board"], ["contradictions"]], ids=" ".join
)
def test_a_circle_of_parties_is_one_line_for_each_that_says_what_it_costs(ask, question):
    parties, _, _ = WRONG_PARTIES["a circle"]
    ran = ask(question, parties=parties)
    assert ran.code == 4
    assert [line for line in ran.err.splitlines() if "CT0" in line] == [
        f"{place}: CT032 {way}; its principal is unknown until one of them speaks for nobody else"
        for place, way in (
            ("claims/parties.toml:3:14", '"board" speaks for itself: board → chauhan → board'),
            ("claims/parties.toml:5:14", '"chauhan" speaks for itself: chauhan → board → chauhan'),
        )
    ]
    rows = ask(["parties", "--json"], parties=parties).json["parties"]
    assert {row["party"] for row in rows if not row["principal_known"]} == {"board", "chauhan"}


def test_of_many_mistakes_that_hide_nothing_the_first_have_a_line(ask):
    sources = "".join(f'[[sources]]\nid = "s{number}"\nurl = "x"\n' for number in range(30))
    ran = ask(["list"], dam=f"title = 'Dam'\n{sources}")
    lines = ran.err.splitlines()
    assert (ran.code, len(lines)) == (0, 21)
    assert lines[-1] == "claimtrack: 10 more mistakes, which hide nothing; claimtrack check lists them"
    assert len(ask(["list", "--json"], dam=f"title = 'Dam'\n{sources}").json["problems"]) == 30
