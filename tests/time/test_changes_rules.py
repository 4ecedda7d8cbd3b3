"""What changed in the record of a claim: which positions are new, gone, or the same ones corrected."""

from __future__ import annotations

from collections import Counter

import pytest
import tomli
import tomli_w
from builders import WHO, claim, pairs, position, registry, source, stand
from edits import POOL, REQUIRED, built, changed, edited, many_records, records
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.model import forms
from claimtrack.model.record import Claim
from claimtrack.model.registry import Registry
from claimtrack.rules.changes import changes
from claimtrack.rules.entry_changes import entry_changes

many = settings(
    max_examples=examples(25),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

SHARIF_5 = position("sharif", "asserts", "2025-05-07", value=5, quote="five", sources=["wire"])
SHARIF_6 = position("sharif", "asserts", "2025-05-15", value=6, quote="not five but six", sources=["arab-news"])
SHARIF_7 = position("sharif", "asserts", "2025-09-26", value=7, quote="seven", sources=["outlook"])
ASIF = position("asif", "asserts", "2025-05-07", value={"min": 5}, quote="at least five", sources=["menafn"])
MODI = position("modi", "denies", "2025-07-29", quote="none was lost", sources=["livemint"])
BHARTI = position("bharti", "qualifies", "2025-05-11", quote="losses are a part of combat", sources=["the-news"])


def found(old, new, before=WHO, now=None, **more):
    """Tell what changed between two lists of positions, or claims."""
    old, new = (each if isinstance(each, Claim) else claim("jets", each, **more) for each in (old, new))
    return changes(old, before, new, now or before)


def kinds(told):
    return [change.what for change in told]


def moved(change):
    """Tell which lines are other ones for a change, and how."""
    lines = {party: (_line(was), _line(now)) for party, was, now in change.moved}
    assert len(lines) == len(change.moved)  # each party once
    return lines


def _line(line):
    return line and " ".join(filter(None, (line.side, line.value and str(line.value))))


# -- shifts, positions, corrections, removals


def test_a_new_position_that_moves_the_line_is_a_shift():
    [change] = found([SHARIF_5], [SHARIF_5, SHARIF_6])
    assert (change.what, change.old, change.new) == ("shift", None, SHARIF_6)
    assert (change.shift.party, change.shift.move) == ("pakistan", "value")
    assert [str(each) for each in (change.shift.value_before, change.shift.value_after)] == ["5", "6"]
    assert moved(change) == {"pakistan": ("asserts 5", "asserts 6")}


def test_a_new_position_that_leaves_the_line_is_a_position():
    [change] = found([SHARIF_6], [ASIF, SHARIF_6])
    # It is the first to take the side, and so the line began with it.
    assert (change.what, change.shift.move) == ("shift", "first")
    assert change.moved == ()
    [change] = found([SHARIF_5], [SHARIF_5, ASIF])
    assert (change.what, change.new, change.shift) == ("position", ASIF, None)
    [change] = found([SHARIF_5], [SHARIF_5, position("dar", "comments", "2025-06-01")])
    assert (change.what, change.moved) == ("position", ())


def test_a_shift_that_was_recorded_later_tells_its_own_story():
    [change] = found([SHARIF_5, SHARIF_7], [SHARIF_5, SHARIF_6, SHARIF_7])
    assert (change.what, change.new.date.written) == ("shift", "2025-05-15")
    assert [str(each) for each in (change.shift.value_before, change.shift.value_after)] == ["5", "6"]
    assert change.moved == ()  # the present line is as it was


def test_an_edit_is_a_correction_and_names_what_was_edited():
    mended = position("sharif", "asserts", "2025-05-07", value=5, quote="five jets", sources=["wire", "dawn"])
    [change] = found([SHARIF_5], [mended])
    assert (change.what, change.old, change.new) == ("correction", SHARIF_5, mended)
    assert change.fields == ("quote", "sources")
    assert change.moved == ()


def test_a_correction_tells_which_lines_it_moved():
    mended = position("sharif", "qualifies", "2025-05-07", value=6, quote="five", sources=["wire"])
    [change] = found([SHARIF_5, MODI], [mended, MODI])
    assert (change.what, change.fields) == ("correction", ("stance", "value"))
    assert moved(change) == {"pakistan": ("asserts 5", "qualifies 6")}


def test_a_correction_of_the_party_moves_two_lines():
    [change] = found([SHARIF_5], [SHARIF_5._replace(party="modi")])
    assert (change.what, change.fields) == ("correction", ("party",))
    assert moved(change) == {"india": (None, "asserts 5"), "pakistan": ("asserts 5", None)}


def test_a_removal_tells_which_line_it_moved():
    [change] = found([BHARTI, MODI, SHARIF_5], [BHARTI, SHARIF_5])
    assert (change.what, change.old, change.new) == ("removal", MODI, None)
    assert moved(change) == {"india": ("denies", "qualifies")}
    [change] = found([BHARTI, MODI], [MODI])
    assert (change.what, change.moved) == ("removal", ())


def test_a_removed_withdrawal_brings_the_line_back():
    withdrawn = position("sharif", "withdraws", "2025-06-01")
    [change] = found([SHARIF_5, withdrawn], [SHARIF_5])
    assert moved(change) == {"pakistan": (None, "asserts 5")}
    [change] = found([SHARIF_5], [SHARIF_5, withdrawn])
    assert (change.what, change.shift.move) == ("shift", "lapse")


def test_what_moved_the_line_is_told_and_nothing_else():
    reworded = BHARTI._replace(note="A partial admission.")
    other = position("chauhan", "qualifies", "2025-05-31", value=1, quote="Numbers are not important")
    revalued = other._replace(stance="asserts")
    note, stance, shift = found([BHARTI, other], [reworded, revalued, MODI])
    assert kinds([note, stance, shift]) == ["correction", "correction", "shift"]
    assert note.moved == stance.moved == ()  # Modi spoke after both
    assert moved(shift) == {"india": ("qualifies 1", "denies")}  # from what it was, and not from the corrected stance
    assert (shift.shift.before, shift.shift.after) == ("qualifies", "denies")


def test_of_two_corrections_that_moved_a_line_each_alone_the_last_is_told():
    dar, asif = (position(party, "comments", "2025-06-01", quote=party) for party in ("dar", "asif"))
    denied = [each._replace(stance="denies") for each in (dar, asif)]
    first, second = found([SHARIF_5, dar, asif, MODI], [SHARIF_5, *denied, MODI])
    assert kinds([first, second]) == ["correction", "correction"]
    assert (first.moved, moved(second)) == ((), {"pakistan": ("asserts 5", "denies")})


# In each of these, the last change is one that might have moved the line, but did not.


def test_of_two_corrections_the_one_that_moved_the_line_is_told():
    late = position("chauhan", "qualifies", "2025-05-31", quote="Numbers are not important")
    told = found([late, BHARTI], [late._replace(stance="denies"), BHARTI._replace(stance="asserts")])
    assert list(map(moved, told)) == [{"india": ("qualifies", "denies")}, {}]


def test_a_corrected_date_that_moved_the_line_is_told():
    denied = position("chauhan", "denies", "2025-05-01", quote="None was lost")
    silent = position("misri", "comments", "2025-05-02", quote="Later")
    redated = denied._replace(date=MODI.date)
    told = found([denied, BHARTI, silent], [redated, BHARTI, silent._replace(stance="declines")])
    assert list(map(moved, told)) == [{"india": ("qualifies", "denies")}, {}]


def test_of_two_removals_the_one_that_moved_the_line_is_told():
    late = position("chauhan", "qualifies", "2025-05-31", quote="Numbers are not important")
    told = found([MODI, late, BHARTI], [BHARTI])
    assert list(map(moved, told)) == [{"india": ("denies", "qualifies")}, {}]


def test_what_is_removed_stood_behind_what_it_followed():
    first, second = (position("trump", stance, "2025-06-18") for stance in ("asserts", "qualifies"))
    vance, rubio = (position(party, "comments", "2025-05-08") for party in ("vance", "rubio"))
    told = found([first, second, vance], [rubio, first])
    assert kinds(told) == ["position", "removal", "removal"]
    assert list(map(moved, told)) == [{}, {"united-states": ("qualifies", "asserts")}, {}]


def test_what_is_removed_counts_by_its_date_and_not_by_its_place():
    [change] = found([MODI, BHARTI, position("chauhan", "asserts", "2025-05-31")], [MODI, BHARTI])
    assert (change.what, change.moved) == ("removal", ())


def test_what_is_removed_stood_behind_the_withdrawal_that_it_followed_on_the_same_day():
    withdrawal, anew = position("misri", "withdraws", "2025-05-12"), position("misri", "asserts", "2025-05-12")
    dated = claim("jets", [SHARIF_5, withdrawal, anew], date="2025-05-07")
    removal, edit = found(dated, claim("jets", [SHARIF_5, withdrawal]))
    assert (removal.what, moved(removal)) == ("removal", {"india": ("asserts", None)})
    assert (edit.what, moved(edit)) == ("claim", {})  # no line depends on the claim's date


def test_a_change_of_wording_is_never_told_to_have_moved_a_line():
    said = [position(party, "comments", "2025-06-01", quote=party) for party in ("vance", "trump")]
    early = position("US", "asserts", "2025-05-07", quote="mediated")
    denied = [each._replace(stance="denies") for each in said]
    told = found([*said, early], [*denied, early._replace(note="In the Senate.")])
    assert list(map(moved, told)) == [{}, {"united-states": ("asserts", "denies")}, {}]


def test_a_stance_taken_anew_in_other_words_is_no_correction():
    again = position("sharif", "asserts", "2025-09-26", value=5, quote="seven", sources=["outlook"])
    removal, anew = found([SHARIF_5], [again])
    assert kinds([removal, anew]) == ["removal", "position"]
    assert (removal.replaced_by, anew.replaces) == (again, SHARIF_5)
    # Whoever says the same in the same words is one and the same, whatever the date.
    assert kinds(found([SHARIF_5], [SHARIF_5._replace(date=again.date)])) == ["correction"]


def test_the_only_position_of_a_party_is_the_same_whatever_it_says_if_both_are_undated():
    old, new = (position("sharif", stance, value=value) for stance, value in (("asserts", 5), ("denies", 6)))
    assert pairs([old], [new]) == [(old, new)]


def test_another_party_is_another_position_unless_it_says_the_very_same():
    other = position("modi", "asserts", "2025-05-07", value=5, sources=["wire"])
    for old in (SHARIF_5._replace(quote=None), SHARIF_5):
        told = found([old], [other])
        assert kinds(told) == ["shift", "removal"]
        assert not any(change.replaces or change.replaced_by for change in told)


def test_the_most_alike_are_paired_and_of_equals_the_nearest():
    one, two = (position("sharif", "asserts", "2025-05-07", note=note) for note in ("One.", "Two."))
    mended = [position("sharif", "asserts", "2025-05-07", note=note, value=5) for note in ("Two.", "One.")]
    assert pairs([one, two], mended) == [(two, mended[0]), (one, mended[1])]
    plain = [position("sharif", "asserts", "2025-05-07") for _ in range(2)]
    valued = [position("sharif", "asserts", "2025-05-07", value=value) for value in (1, 2)]
    paired = pairs(plain, valued)
    assert [was is each for (was, _), each in zip(paired, plain, strict=True)] == [True, True]


def test_of_equals_the_nearest_is_paired_wherever_it_stands():
    plain = [position("sharif", "asserts", "2025-05-07") for _ in range(2)]
    valued = position("sharif", "asserts", "2025-05-07", value=5)
    assert [was is plain[1] for was, _ in pairs(plain, [MODI, valued])] == [False, True, False]


def test_what_only_one_of_two_says_is_no_difference():
    bare = position("sharif", "asserts")
    quoted = bare._replace(quote="five", original="پانچ")
    assert pairs([bare], [quoted]) == [(bare, quoted)]
    assert pairs([quoted], [bare]) == [(quoted, bare)]


# -- names, order, the registry, the claim's own words


@pytest.mark.parametrize("name", ["Islamabad", "PAKISTAN", "pakistan"])
def test_another_spelling_of_a_party_is_a_correction_that_moves_nothing(name):
    bare = [position("Pakistan", "asserts"), position("Modi", "denies")]
    told = found(bare, [bare[0]._replace(party=name), bare[1]])
    assert [(change.what, change.fields, change.moved) for change in told] == [("correction", ("party",), ())]


def test_a_party_that_is_registered_under_another_id_keeps_its_positions():
    old = registry({"india": {"name": "India"}})
    new = registry({"bharat": {"name": "Bharat", "aliases": ["India"]}})
    told = found([position("India", "denies")], [position("Bharat", "denies")], old, new)
    assert kinds(told) == ["correction", "registry"]
    # Alone, the registry does the same.
    told = found([position("India", "denies")], [position("India", "denies")], old, new)
    assert kinds(told) == ["registry"]
    assert moved(told[0]) == {"bharat": (None, "denies"), "india": ("denies", None)}


TRUMP_LATER = registry(
    {
        "united-states": {"aliases": ["US"]},
        "trump": {"speaks_for": [{"party": "united-states", "from": "2025-06-01"}]},
    }
)
TRUMP = registry(
    {
        "united-states": {"aliases": ["US"]},
        "trump": {"speaks_for": [{"party": "united-states", "from": "2025-01-20"}]},
    }
)
HELPED = position("trump", "asserts", "2025-05-10", value=1, quote="mediated")


def test_a_registry_that_moves_lines_is_told_where_no_position_changed():
    [change] = found([HELPED], [HELPED], TRUMP, TRUMP_LATER)
    assert (change.what, change.old, change.new, change.fields) == ("registry", None, None, ())
    assert moved(change) == {"trump": (None, "asserts 1"), "united-states": ("asserts 1", None)}


def test_a_registry_that_moves_no_line_of_a_claim_is_no_change_of_it():
    said = [position("trump", "asserts", "2025-07-01")]
    assert found(said, said, TRUMP, TRUMP_LATER) == ()


def test_a_registry_that_moves_lines_is_told_beside_edits():
    reworded = HELPED._replace(note="Of the talks.")
    told = found(claim("a", [HELPED]), claim("a", [reworded], title="Another"), TRUMP, TRUMP_LATER)
    assert kinds(told) == ["correction", "claim", "registry"]
    assert [bool(change.moved) for change in told] == [False, False, True]


def test_a_new_position_is_not_blamed_for_what_the_registry_did():
    more = position("US", "comments", "2025-05-11")
    told = found([HELPED], [HELPED, more], TRUMP, TRUMP_LATER)
    assert kinds(told) == ["position", "registry"]
    assert told[0].moved == ()


def test_the_claims_own_words_are_one_change():
    old = claim("jets", [SHARIF_5], title="Jets", topics=["war"])
    new = claim("jets", [SHARIF_5], title="Jets fell", topics=["war", "air"], see_also=["pak-jets"])
    [change] = found(old, new)
    assert (change.what, change.fields, change.moved) == ("claim", ("title", "topics", "see_also"), ())


def test_the_claims_date_moves_what_is_undated():
    said = [position("india", "denies"), position("modi", "qualifies", "2025-05-08")]
    [change] = found(claim("jets", said, date="2025-05-07"), claim("jets", said, date="2025-05-09"))
    assert (change.what, change.fields) == ("claim", ("date",))
    assert moved(change) == {"india": ("qualifies", "denies")}


def test_positions_of_one_date_that_change_places_may_move_a_line():
    before, after = (position("trump", stance, "2025-06-18") for stance in ("asserts", "qualifies"))
    [change] = found([before, after], [after, before])
    assert (change.what, change.old, change.new) == ("order", None, None)
    assert moved(change) == {"united-states": ("qualifies", "asserts")}
    # Where it moves none, it is no change.
    assert found([SHARIF_5, ASIF], [ASIF, SHARIF_5]) != ()
    assert found([SHARIF_5, MODI, ASIF], [MODI, SHARIF_5, ASIF]) == ()


def test_a_removal_among_positions_of_one_date_is_told_by_where_it_stood():
    first, second = (position("trump", stance, "2025-06-18") for stance in ("asserts", "qualifies"))
    early = position("vance", "comments", "2025-05-08")
    told = found([first, second], [early, first])
    assert kinds(told) == ["position", "removal"]
    assert moved(told[1]) == {"united-states": ("qualifies", "asserts")}
    assert found([first, second], [second])[0].moved == ()


# -- sources and parties


def entries(told):
    return [(each.what, each.id, each.was, each.fields) for each in told]


def test_sources_added_removed_edited_and_renamed():
    wire, copy, gone = (
        source("wire", title="Jets"),
        source("copy", title="A copy"),
        source("gone", title="Gone"),
    )
    new = source("new", title="New")
    renamed = source("reuters", title="Jets")
    edited = source("copy", title="A copy", publisher="Dawn", derived_from="reuters")
    assert entries(entry_changes([gone, wire, copy], [renamed, edited, new])) == [
        ("edited", "copy", None, ("publisher", "derived_from")),
        ("added", "new", None, ()),
        ("renamed", "reuters", "wire", ()),
        ("removed", "gone", None, ()),
    ]
    assert entry_changes([wire, copy], [copy, wire]) == ()


def test_parties_added_removed_edited_and_renamed():
    old = registry({"india": {"name": "India"}, "modi": {"name": "Modi", "speaks_for": "india"}, "x": {"name": "X"}})
    new = registry({"india": {"name": "India"}, "pm": {"name": "Modi", "speaks_for": "india"}, "y": {"name": "Y"}})
    assert entries(entry_changes(old, new)) == [
        ("renamed", "pm", "modi", ()),
        ("added", "y", None, ()),
        ("removed", "x", None, ()),
    ]
    tenured = registry({"india": {"name": "India", "aliases": ["Bharat"]}})
    assert entries(entry_changes(registry({"india": {"name": "India"}}), tenured)) == [
        ("edited", "india", None, ("aliases",))
    ]
    assert entry_changes(old, old) == entry_changes(Registry(), Registry()) == ()


# -- whatever was edited


@st.composite
def revisions(draw, **sizes):
    """Give the positions of a claim before and after some edits, and the records they come from."""
    before = draw(many_records(**sizes))
    after = draw(edited(before))
    return built(before), built(after)


@many
@given(revisions())
def test_taking_the_old_out_and_putting_the_new_in_gives_what_is_there_now(told):
    old, new = told
    paired = pairs(old, new, (WHO, WHO))
    outs = [was for was, _ in paired if was is not None]
    ins = [become for _, become in paired if become is not None]
    assert sorted(map(id, outs)) == sorted(map(id, old))  # each once
    assert list(map(id, ins)) == list(map(id, new))
    assert all(was is not None or become is not None for was, become in paired)
    # Whatever is there before and now is paired with its like, as often as it is in both.
    kept = sum((Counter(old) & Counter(new)).values())
    assert sum(was == become for was, become in paired) == kept


@many
@given(revisions())
def test_changes_applied_to_the_positions_before_give_those_now(told):
    old, new = told
    state = Counter(old)
    for change in found(old, new):
        state.subtract([change.old] if change.old else [])
        state.update([change.new] if change.new else [])
    assert +state == Counter(new)
    assert not -state


@many
@given(many_records(), st.sampled_from([WHO, Registry(), TRUMP]))
def test_a_claim_did_not_change_from_itself(told, who):
    assert found(built(told), built(told), who) == ()


@many
@given(st.lists(records(required={"party", "stance", "date"}), unique_by=lambda each: each["date"]), st.data())
def test_putting_positions_of_different_dates_in_another_order_is_no_change(told, data):
    assert found(built(told), built(data.draw(st.permutations(told)))) == ()


@many
@given(records(), many_records(), st.data())
def test_one_position_put_in_the_middle_is_one_addition(more, told, data):
    place = data.draw(st.integers(0, len(told)))
    new = [*told[:place], more, *told[place:]]
    placed = [change for change in found(built(told), built(new)) if change.what != "order"]
    assert len(placed) == 1
    assert placed[0].what in {"shift", "position"}
    assert (placed[0].old, placed[0].new) == (None, built([more])[0])
    gone = [change for change in found(built(new), built(told)) if change.what != "order"]
    assert [(change.what, change.old, change.new) for change in gone] == [("removal", built([more])[0], None)]


@many
@given(st.data(), st.sampled_from(sorted(POOL)))
def test_one_key_edited_is_one_correction_that_names_it(data, key):
    told = data.draw(st.lists(records(required={*REQUIRED, "date", "quote"}), min_size=1, max_size=5))
    place = data.draw(st.integers(0, len(told) - 1))
    new = [*told[:place], data.draw(changed(told[place], key)), *told[place + 1 :]]
    old, new = built(told), built(new)
    assume(old != new)  # "statement" for nothing is no edit
    corrected = [change for change in found(old, new) if change.what not in {"order", "registry"}]
    assert [(change.what, change.fields) for change in corrected] == [("correction", (key,))]


@many
@given(revisions())
def test_a_line_is_another_one_for_a_change_if_it_moved_and_would_be_another_without_it(told):
    old, new = told
    before, now = (stand(claim("jets", each), WHO) for each in told)
    for change in found(old, new):
        if change.what not in {"shift", "position", "correction"}:
            continue
        place = next(number for number, each in enumerate(new) if each is change.new)
        instead = [change.old] if change.old else []
        without = stand(claim("jets", [*new[:place], *instead, *new[place + 1 :]]), WHO)
        for party, was, become in change.moved:
            assert (was, become) == (before.get(party), now.get(party))
        truly = {
            party
            for party in now.keys() | without.keys()
            if gist(now.get(party)) not in {gist(before.get(party)), gist(without.get(party))}
        }
        assert truly <= {party for party, *_ in change.moved}


def gist(line):
    return line and (line.side, line.value, line.standing)


@many
@given(revisions(), st.sampled_from([(WHO, WHO), (TRUMP, TRUMP_LATER), (Registry(), WHO), (WHO, TRUMP)]))
def test_no_line_moves_untold(told, registries):
    old, new = (claim("jets", each, date="2025-05-07") for each in told)
    told_of = set()
    for change in changes(old, registries[0], new, registries[1]):
        told_of |= {party for party, *_ in change.moved}
        told_of |= {change.shift.party} if change.shift else set()
    before, now = (stand(each, who) for each, who in zip((old, new), registries, strict=True))
    assert {party for party in before.keys() | now.keys() if gist(before.get(party)) != gist(now.get(party))} <= told_of


@st.composite
def rewritten(draw, record):
    """Give a record as TOML that means the same: other quotes, spaces, comments, order of keys."""
    head = {key: word for key, word in record.items() if key != "positions"}
    lines = [_pair(draw, key, word) for key, word in draw(st.permutations(sorted(head.items())))]
    for each in record["positions"]:
        lines.append(draw(st.sampled_from(["[[positions]]", "  [[ positions ]]  # one more", "\n[[positions]]\n"])))
        lines += [_pair(draw, key, word) for key, word in draw(st.permutations(sorted(each.items())))]
    return "".join(f"{line}\n" for line in lines)


def _pair(draw, key, word):
    space = draw(st.sampled_from(["", " ", "\t", "    "]))
    told = tomli_w.dumps({key: word}).removeprefix(f"{key} = ").strip()
    if isinstance(word, str) and draw(st.booleans()):
        told = draw(st.sampled_from([f"'{word}'", f'"""{word}"""', f'"""\n{word}"""']))
    if isinstance(word, dict | list):
        told = tomli_w.dumps({"x": [word] if isinstance(word, dict) else word}).removeprefix("x = ").strip()
        told = told[1:-1].strip().removesuffix(",") if isinstance(word, dict) else told
    comment = draw(st.sampled_from(["", "  # as he put it"]))
    return f"{space}{key}{space}={space}{told}{comment}"


@many
@given(st.data())
def test_the_same_words_written_otherwise_are_no_change(data):
    told = data.draw(many_records())
    record = {"title": "Jets", "topics": ["war", "air"], "positions": told}
    old, new = (
        forms.ClaimFile.model_validate(tomli.loads(text)).recorded("jets", "claims/jets.toml")
        for text in (tomli_w.dumps(record), data.draw(rewritten(record)))
    )
    assert len(old.positions) == len(told)
    assert found(old, new) == ()
