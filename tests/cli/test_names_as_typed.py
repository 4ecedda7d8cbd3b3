"""A name is one in every form in which it is written or typed, with and without the index."""

from __future__ import annotations

from unicodedata import normalize

import pytest


def position(party, stance="asserts", more=""):
    return f'[[positions]]\nparty = "{party}"\nstance = "{stance}"\ndate = 2025-05-08\n{more}'


RECORDS = {
    "café": 'title = "The café"\n' + position("وزارة الدفاع") + position("وِزَارَةُ الدِّفَاع", "denies"),
    "dam": 'title = "The dam in Łódź"\nimplies = ["café"]\nsee_also = ["café"]\ntopics = ["Été"]\n'
    + position("Group A+", more='sources = ["naïve", { id = "é-wire", at = "p. 1" }]\n')
    + position("Group A−", "denies", 'via = ["Élodie"]\n')
    + '[[sources]]\nid = "naïve"\npublisher = "Gazeta Łódzka"\nderived_from = "é-wire"\n',
    "sources": '[[sources]]\nid = "é-wire"\ntitle = "Wire"\n',
    "jets": 'title = "أسقطت طيارات"\n' + position("أحمد", more='quote = "عدّة طائرات"\n'),
    "canal": 'title = "عدة"\n' + position("احمد", "denies"),
    "parties": '[elodie]\nname = "Élodie"\n[ahmad]\nname = "أحمد"\n',
}


@pytest.fixture(params=["NFC", "NFD"])
def book(folder, request):
    """A folder in which the files, and all that is in them, are in one of Unicode's forms."""
    return folder(
        {normalize(request.param, stem): normalize(request.param, text) for stem, text in RECORDS.items()}
    ).parent


@pytest.fixture(params=["NFC", "NFD"])
def answer(call, book, request, tmp_path):
    """Ask with words in one of Unicode's forms; the index and the files must give the same."""

    def answer(*words, code=0):
        typed = [normalize(request.param, word) for word in words]
        env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
        for _ in range(2):  # while the index is built, and from it
            ran = call(*typed, cwd=book, env=env)
            assert ran == call(*typed, "--no-cache", cwd=book, env=env)
        assert ran.code == code, ran.err
        return ran

    return answer


def test_what_only_vowel_signs_distinguish_is_one_party(answer):
    (row,) = [row for row in answer("list", "--json").json["claims"] if row["claim"] == "café"]
    assert row["status"] == "denied"  # the same party took another side later
    assert answer("list", "--party", "وزارةُ الدفاع").ids == ["café"]
    assert "وزارة-الدفاع" in answer("parties").ids


def test_what_a_sign_distinguishes_is_two_parties(answer):
    assert answer("diff", "group a+", "group a-", "--json").json["tally"]["opposed"] == 1
    assert "could be any of 2 parties: group-a+, group-a−" in answer("list", "--party", "Group A", code=3).err
    assert "could be any of 2 parties: group-a+, group-a−" in answer("list", "--party", "group-", code=3).err


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lodz", ["dam"]),
        ("ŁÓDŹ", ["dam"]),
        ("احمد", ["canal", "jets"]),
        ("أحمد", ["canal", "jets"]),
        ("عدة", ["canal", "jets"]),
        ("عدّة", ["canal", "jets"]),
        ("اسقطت", ["jets"]),
        ("CAFE", ["café"]),
    ],
)
def test_search_finds_a_word_by_all_its_forms(answer, text, found):
    assert sorted(answer("list", "--search", text).ids) == found


@pytest.mark.parametrize(
    "question",
    [
        ("show", "café"),
        ("show", "caf"),
        ("shifts", "café"),
        ("list", "--source", "naïve"),
        ("list", "--source", "é-wire"),
        ("list", "--source", "GAZETA ŁÓDZKA"),
        ("list", "--topic", "ÉTÉ"),
        ("list", "--topic", "ét"),
        ("list", "--party", "élodie"),
        ("list", "--silent", "أحمد"),
        ("matrix", "أَحْمَد"),
    ],
)
def test_what_is_asked_for_is_found(answer, question):
    assert answer(*question).lines or question[2:] == ("élodie",)


def test_names_and_ids_are_shown_composed(answer):
    for command in ("list", "parties", "sources", "topics"):
        out = answer(command, "--json").out
        assert all(normalize("NFC", name) in out or name not in normalize("NFC", out) for name in RECORDS)
    assert [row["topic"] for row in answer("topics", "--json").json["topics"]] == ["Été"]
    assert {row["source"] for row in answer("sources", "--json").json["sources"]} == {"naïve", "é-wire"}


def test_every_reference_leads_somewhere(call, book):
    ran = call("check", "--select", "CT020,CT025,CT03,CT045", cwd=book)
    assert sorted(line.split()[1] for line in ran.lines) == ["CT035"] * 5 + ["CT036"] * 2
    assert "there is no" not in ran.out


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("claimtrack show caf\u00e9", ["café"]),
        ("claimtrack list --topic \u00c9", ["Été"]),
        ("claimtrack list --party \u00c9l", ["Élodie"]),
        ("claimtrack list --party \u0648\u0632", ["وزارة-الدفاع"]),
    ],
)
def test_completion_takes_both_forms(call, book, form, line, offered):
    words = normalize(form, line).split(" ")
    env = {"_CLAIMTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    assert call(cwd=book, env=env).out.split() == offered


def test_a_letter_of_another_keyboard_is_completed_to_the_name_as_written(call, folder):
    book = folder({"dam": 'title = "Dam"\n' + position("الكويت")}).parent
    for words, offered in ((["--party", "الكو"], ["الكويت"]), (["--party", "الکو"], ["الکویت"])):
        typed = ["claimtrack", "list", *words]
        env = {"_CLAIMTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(typed), "COMP_CWORD": "3"}
        assert call(cwd=book, env=env).out.split() == offered
        assert call("list", "--party", offered[0], cwd=book).ids == ["dam"]


def test_an_id_may_hold_what_a_spreadsheet_takes_for_a_formula(call, folder):
    book = folder({"dam": 'title = "Dam"\n' + position("=1+1") + position("| $(id)", "denies")}).parent
    assert call("parties", "--format", "csv", cwd=book).lines[1:] == [
        "'=1+1,'=1+1,,,1,1,2025-05-08,,statement,",
        "|$id,| $(id),,,1,1,2025-05-08,,statement,",
    ]
    assert call("list", "--json", cwd=book).json["claims"][0]["denies"] == [
        {"principal": "|$id", "principal_name": "| $(id)", "standing": "on-record"}
    ]
