"""Two versions of a record are merged, or a person is asked to."""

from __future__ import annotations

import codecs

import pytest

from claimtrack.files.load import Loader
from claimtrack.files.merge import CannotMergeError, merge_record
from claimtrack.files.registries import read_parties
from claimtrack.model.registry import Registry

PARTIES = """
[board]
name = "Water Board"
[chair]
speaks_for = "board"
[council]
name = "City Council"
[mayor]
speaks_for = [{ party = "council", from = 2025-03-01, until = 2025-12-31 }]
[clerk]
speaks_for = "nobody-knows"
"""
REGISTRY = read_parties(Loader([], keep=False, read=lambda _: PARTIES.encode()), "parties.toml").registry
BASE = 'title = "Is the water safe?"\n\n[[positions]]\nparty = "Water Board"\nstance = "asserts"\ndate = 2025-03-01\n'


def said(party, date="", more=""):
    dated = f"date = {date}\n" if date else ""
    return f'\n[[positions]]\nparty = "{party}"\nstance = "denies"\n{dated}{more}'


def merged(base, ours, theirs, kind="claim", registry=REGISTRY, by_lines=None):
    data = [text if isinstance(text, bytes) else text.encode() for text in (base, ours, theirs)]
    lines = by_lines if by_lines is None else by_lines.encode()
    return merge_record(kind, *data, registry=registry, by_lines=lines).decode()


def refused(base, ours, theirs, **more):
    with pytest.raises(CannotMergeError) as error:
        merged(base, ours, theirs, **more)
    return str(error.value)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (said("Water Board", "2025-04-01"), said("City Council", "2025-04-01")),
        (said("Water Board", "2025-04-01"), said("Water Board", "2025-04-02")),
        (said("Water Board", "2025-04-01T10:00:00+05:00"), said("Water Board", "2025-04-01")),
        (said("chair", "2025-04-01"), said("mayor", "2025-04-01")),
        (said("mayor", "2026-04-01"), said("City Council", "2026-04-01")),
        (said("somebody new", "2025-04-01"), said("Water Board", "2025-04-02")),
        (said("Water Board"), said("City Council")),
    ],
)
def test_what_both_appended_is_kept_ours_first(ours, theirs):
    assert merged(BASE, BASE + ours, BASE + theirs) == BASE + ours + theirs
    assert merged(BASE, BASE + theirs, BASE + ours) == BASE + theirs + ours


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (said("Water Board", "2025-04-30"), said("WATER BOARD", "2025-04-30", 'quote = "No."\n')),
        (said("Water Board", "2025-04-30"), said("chair", "2025-04-30")),
        (said("Water Board", "2025-04-30"), said("board", '"2025-04"')),
        (said("Water Board", "2025-12-31"), said("chair", '"2025"')),
        (said("mayor", "2025-04-30"), said("City Council", "2025-04-30")),
        (said("Water Board"), said("chair")),
        # A party that nobody has registered may be the voice of any other; so may one of which the principal is unknown.
        (said("somebody new", "2025-04-30"), said("Water Board", "2025-04-30")),
        (said("Water Board", "2025-04-30"), said("clerk", "2025-04-30")),
        (said("one", "2025-04-30"), said("another", "2025-04-30")),
    ],
)
def test_positions_whose_order_would_decide_a_line_are_for_a_person(ours, theirs):
    for mine, other in ((ours, theirs), (theirs, ours)):
        assert "which comes last may decide a line" in refused(BASE, BASE + mine, BASE + other)


def test_without_a_registry_each_party_speaks_for_itself_and_with_one_that_is_unreadable_perhaps_for_any():
    ours, theirs, later = said("A", "2025-04-30"), said("B", "2025-04-30"), said("B", "2025-05-01")
    assert merged(BASE, BASE + ours, BASE + theirs, registry=Registry()) == BASE + ours + theirs
    assert "may decide a line" in refused(BASE, BASE + ours, BASE + theirs, registry=None)
    assert merged(BASE, BASE + ours, BASE + later, registry=None) == BASE + ours + later


def test_what_both_added_in_the_same_words_is_there_once():
    both, more = said("Water Board", "2025-04-30"), said("chair", "2025-05-01")
    assert merged(BASE, BASE + both, BASE + both) == BASE + both
    assert merged(BASE, BASE + both + more, BASE + both) == BASE + both + more
    other = said("council", "2025-05-01")
    assert merged(BASE, BASE + both + more, BASE + both + other) == BASE + both + more + other


def test_what_both_added_in_two_spellings_is_for_a_person():
    ours, theirs = said("Water Board", "2025-04-30"), said("Water Board", "2025-04-30  # a Wednesday")
    assert "the same in two ways" in refused(BASE, BASE + ours, BASE + theirs)


def test_a_correction_in_place_does_not_meet_what_was_added_for_the_same_date():
    base, theirs = BASE + said("council", "2025-04-30", 'quote = "It is saef."\n'), said("council", "2025-04-30")
    ours = base.replace("saef", "safe")
    assert merged(base, ours, base + theirs) == ours + theirs
    later = ours.replace("2025-04-30", "2025-05-01")
    assert "may decide" in refused(base, later, base + said("council", "2025-05-01"))


def test_a_position_that_one_corrected_and_the_other_removed_is_for_a_person():
    more = said("council", "2025-04-30", 'quote = "It is safe."\n')
    corrected = more.replace("denies", "asserts")
    assert "both sides changed one of the positions" in refused(BASE + more, BASE, BASE + corrected)
    moved = BASE.replace("\n\n", f"\n{corrected}\n")
    assert 'both sides changed a position of "council"' in refused(BASE + more, BASE, moved)


def test_a_mark_and_line_ends_stay_as_each_side_has_them():
    ours, theirs = said("Water Board", "2025-04-01"), said("council", "2025-04-01")
    base = BASE.replace("\n", "\r\n")
    assert merged(BASE, BASE + ours, (BASE + theirs).replace("\n", "\r\n")) == base + ours + theirs.replace(
        "\n", "\r\n"
    )
    marked = codecs.BOM_UTF8 + (BASE + theirs).encode()
    assert merged(BASE, BASE + ours, marked) == "\ufeff" + BASE + ours + theirs
    assert merged(marked, codecs.BOM_UTF8 + (BASE + theirs + ours).encode(), BASE + theirs) == BASE + theirs + ours


def test_keys_that_two_people_changed_are_merged_one_by_one():
    ours = BASE.replace("safe?", "clean?")
    theirs = BASE.replace("\n\n", '\ntopics = ["water"]\n\n', 1)
    assert merged(BASE, ours, theirs) == theirs.replace("safe?", "clean?")
    assert refused(BASE, ours, BASE.replace("safe?", "fit?")) == "both sides changed title"


SOURCE = '\n[[sources]]\nid = "paper"\ntitle = "P"\n'


def test_mistakes_that_only_the_two_changes_together_make_are_for_a_person():
    theirs = BASE + SOURCE.replace('"P"', '"Q"')
    assert 'the source "paper" is defined twice' in refused(BASE, BASE + SOURCE, theirs)
    cited = said("council", "2025-04-01", 'sources = ["paper"]\n')
    assert 'there is no source "paper"' in refused(BASE + SOURCE, BASE, BASE + SOURCE + cited)
    # A source that both added in the same words is there once.
    assert merged(BASE, BASE + SOURCE, BASE + SOURCE + cited) == BASE + SOURCE + cited


def test_a_mistake_that_one_side_has_stays():
    wrong = said("council", "2025-04-01", "colour = 1\n")
    theirs = said("chair", "2025-04-02")
    assert merged(BASE, BASE + wrong, BASE + theirs) == BASE + wrong + theirs
    # What is wrong may be the party or the date.
    same_day = said("chair", "2025-04-01")
    assert "may decide" in refused(BASE, BASE + wrong, BASE + same_day)


def test_what_cannot_be_read_is_left_to_git():
    marked = "<<<<<<< ours\n=======\n>>>>>>> theirs\n"
    assert "our version cannot be read: line 1: git left a merge conflict here" in refused(BASE, marked, BASE)
    assert "the common version cannot be read" in refused("title", BASE, BASE + SOURCE)
    assert merged("title", BASE, BASE + SOURCE, by_lines=BASE) == BASE
    assert "the result cannot be read" in refused("title", BASE, BASE, by_lines="title")


def test_what_git_merges_line_by_line_counts_if_no_position_is_touched_by_both():
    base = BASE.replace("\n\n", '\nnotes = """\nOne.\nTwo.\nThree.\n"""\n\n', 1)
    ours, theirs = base.replace("One", "1"), base.replace("Three", "3")
    both = ours.replace("Three", "3")
    assert refused(base, ours, theirs) == "both sides changed notes"
    assert merged(base, ours, theirs, by_lines=both) == both
    ours, theirs = BASE.replace("Water Board", "chair"), BASE.replace("03-01", "03-02")
    both = ours.replace("03-01", "03-02")
    assert "both sides changed one of the positions" in refused(BASE, ours, theirs, by_lines=both)


def test_what_git_loses_is_not_taken():
    ours, theirs = BASE.replace("safe?", 'clean?"\ntopics = ["a'), BASE.replace("safe?", "fit?")
    ours = ours.replace('["a"', '["a"]')
    assert refused(BASE, ours, theirs, by_lines=BASE) == "both sides changed topics"


def test_what_both_did_is_done_once():
    more = said("council", "2025-04-30", 'quote = "It is saef."\n')
    mended, later = more.replace("saef", "safe"), said("chair", "2025-05-01")
    assert merged(BASE + more, BASE + mended, BASE + mended + later) == BASE + mended + later
    last = said("council", "2025-04-29")
    assert merged(BASE + more + last, BASE + last, BASE + last + later) == BASE + last + later


def test_positions_on_one_line_are_one_key():
    base = 'title = "T"\npositions = [{ party = "A", stance = "asserts" }]\n'
    ours, theirs = (base.replace("}]", f'}}, {{ party = "{name}", stance = "denies" }}]') for name in "BC")
    assert refused(base, ours, theirs) == "both sides changed one of the positions"


def test_a_comment_that_both_changed_is_for_a_person():
    base = f"# one\n\n{BASE}"
    assert refused(base, base.replace("one", "two"), base.replace("one", "three")) == "both sides changed a comment"


def test_a_table_that_moved_away_from_its_header_is_for_a_person():
    base = 'title = "T"\n[[positions]]\nparty = "A"\nstance = "asserts"\n[[sources]]\nid = "s"\n[positions.value]\nmin = 5\n'
    ours = base.replace("[[sources]]", '[[positions]]\nparty = "B"\nstance = "denies"\n[[sources]]')
    theirs = base.replace("min = 5", "min = 5\nmax = 6")
    assert "both sides changed one of the positions" in refused(base, ours, theirs)


REGISTRY_BASE = '[board]\nname = "Water Board"\n'


@pytest.mark.parametrize(
    ("kind", "base", "ours", "theirs"),
    [
        (
            "parties",
            REGISTRY_BASE,
            '\n[chair]\nspeaks_for = "board"\n',
            '\n[mayor]\n[[mayor.speaks_for]]\nparty = "board"\n',
        ),
        ("parties", "", "[a]\n", "[b]\n"),
        ("sources", SOURCE, SOURCE.replace("paper", "a"), SOURCE.replace("paper", "b")),
    ],
)
def test_registries_to_which_both_appended_are_merged(kind, base, ours, theirs):
    assert merged(base, base + ours, base + theirs, kind=kind) == base + ours + theirs


def test_registries_that_would_contradict_themselves_are_for_a_person():
    added = [f'\n[{name}]\nname = "{name}"\naliases = ["The Chair"]\n' for name in ("chair", "chairman")]
    ours, theirs = (REGISTRY_BASE + each for each in added)
    assert 'the name "The Chair" belongs to [chair] already' in refused(REGISTRY_BASE, ours, theirs, kind="parties")
    same = REGISTRY_BASE + added[0].replace("The Chair", "Chair")
    assert "the result cannot be read" in refused(REGISTRY_BASE, ours, same, kind="parties")
    one, other = (SOURCE + SOURCE.replace("paper", "a").replace("P", title) for title in "QR")
    assert 'the source "a" is defined twice' in refused(SOURCE, one, other, kind="sources")


def test_a_position_that_moved_past_what_the_other_side_added_is_for_a_person():
    title, _, position = BASE.partition("\n")
    first, later = said("council", "2025-04-01") + said("council", "2025-04-02"), said("council", "2025-05-01")
    moved = f"{title}\n{first}{position}"
    assert merged(BASE + first, moved, BASE + first + later) == moved + later
    assert "an order that nobody chose" in refused(BASE + first, moved, BASE + first + said("chair", "2025-03-01"))
