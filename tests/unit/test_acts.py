"""The order in which positions count, whom each binds and how it is known."""

from datetime import datetime, timedelta, timezone

import pytest
from builders import WHO, claim, position, registry

from claimtrack.model.dates import ALWAYS, Span
from claimtrack.model.registry import Registry
from claimtrack.rules.resolve import by_principal, positions_of, resolve, up_to


def order(told, who=WHO):
    return [position.recorded.party for position in resolve(told, who)]


def only(told, who=WHO):
    (position,) = resolve(told, who)
    return position


def test_positions_count_in_the_order_of_their_dates():
    told = claim(
        "jets",
        [
            position("sharif", "asserts", "2025-09-26"),
            position("dg-ispr", "asserts", "2025-05-07"),
            position("chauhan", "qualifies", "2025-05-31"),
        ],
    )
    assert order(told) == ["dg-ispr", "chauhan", "sharif"]
    assert [resolved.place for resolved in resolve(told, WHO)] == [1, 2, 0]


def test_ties_keep_the_order_of_the_file():
    same_day = [position(party, "asserts", "2025-05-07") for party in ("dg-ispr", "asif", "dar")]
    assert order(claim("jets", same_day)) == ["dg-ispr", "asif", "dar"]
    assert order(claim("jets", same_day[::-1])) == ["dar", "asif", "dg-ispr"]


def test_a_date_counts_from_the_end_of_what_is_known():
    noon = datetime(2025, 6, 18, 12, tzinfo=timezone(timedelta(hours=-4)))
    told = claim(
        "ceasefire",
        [
            position("the year", "asserts", "2025"),
            position("the month", "asserts", "2025-06"),
            position("the day", "asserts", "2025-06-18"),
            position("the hour", "asserts", noon),
        ],
    )
    assert order(told) == ["the hour", "the day", "the month", "the year"]


def test_an_undated_position_counts_from_the_date_of_the_claim():
    told = claim(
        "jets",
        [
            position("earlier", "asserts", "2025-05-06"),
            position("undated", "denies"),
            position("later", "asserts", "2025-05-08"),
        ],
        date="2025-05-07",
    )
    assert order(told) == ["earlier", "undated", "later"]
    assert resolve(told, WHO)[1].at == Span.parse("2025-05-07").end


def test_an_undated_position_of_an_undated_claim_counts_from_always():
    told = claim("munir-first", [position("author", "asserts", "0001"), position("ispr", "denies")])
    assert order(told) == ["ispr", "author"]
    assert resolve(told, WHO)[0].at == ALWAYS


def test_an_act_knows_its_party_and_its_principal():
    resolved = only(claim("jets", [position("Chauhan", "qualifies", "2025-05-31", value="some")]))
    assert (resolved.party, resolved.principal) == ("chauhan", "india")
    assert (resolved.stance, resolved.side) == ("qualifies", "qualifies")
    assert (str(resolved.date), str(resolved.value)) == ("2025-05-31", "some")


@pytest.mark.parametrize("stance", ["declines", "comments", "reports", "withdraws"])
def test_other_stances_take_no_side(stance):
    resolved = only(claim("jets", [position("Misri", stance, "2025-05-08")]))
    assert resolved.stance == stance
    assert resolved.side is resolved.value is None


def test_before_his_inauguration_trump_speaks_for_himself():
    told = claim("abbey-gate", [position("Trump", "asserts", "2024-08-26"), position("Trump", "asserts", "2025-03-04")])
    assert [resolved.principal for resolved in resolve(told, WHO)] == ["trump", "united-states"]


def test_an_undated_statement_of_an_office_holder_is_his_own_even_where_the_claim_has_a_date():
    resolved = only(claim("ceasefire", [position("Trump", "asserts")], date="2025-05-10"))
    assert resolved.principal == "trump"


@pytest.mark.parametrize(
    ("more", "standing"),
    [
        ({}, "on-record"),
        ({"attribution": "anonymous"}, "anonymous"),
        ({"via": ["author"]}, "relayed"),
        ({"via": ["misri"]}, "on-record"),  # Misri quoting Modi: one government
        ({"via": ["misri", "chauhan"]}, "on-record"),
        ({"via": ["misri", "Reuters"]}, "relayed"),
        ({"via": ["rubio", "dar"]}, "relayed"),  # Dar reporting Rubio reporting India
        ({"via": ["India"]}, "on-record"),
        ({"via": ["misri"], "attribution": "anonymous"}, "anonymous"),
        ({"via": ["author"], "attribution": "anonymous"}, "anonymous"),
    ],
)
def test_how_a_position_is_known(more, standing):
    resolved = only(claim("ceasefire-request", [position("modi", "asserts", "2025-06-18", **more)]))
    assert resolved.standing == standing
    assert resolved.on_record is (standing == "on-record")


def test_through_whom_is_told_by_id_nearest_the_speaker_first():
    resolved = only(claim("ceasefire-request", [position("India", "asserts", via=["Rubio", "DAR", "Some Paper"])]))
    assert resolved.via == ("rubio", "dar", "some-paper")


def test_whoever_no_longer_speaks_for_a_principal_only_relays_it():
    through_biden = [position("US", "asserts", date, via=["biden"]) for date in ("2024-10", "2025-06")]
    found = resolve(claim("biden-contact", through_biden), WHO)
    assert [resolved.standing for resolved in found] == ["on-record", "relayed"]


def test_up_to_a_date_counts_what_had_been_said_by_its_end():
    told = claim(
        "jets",
        [
            position("dg-ispr", "asserts", "2025-05-07"),
            position("sharif", "asserts", "2025-05-15"),
            position("kumar", "qualifies", "2025-06"),
        ],
    )
    found = resolve(told, WHO)
    assert [resolved.party for resolved in up_to(Span.parse("2025-05-15"), found)] == ["dg-ispr", "sharif"]
    assert up_to(Span.parse("2025-06-29"), found) == found[:2]  # June is known only when it is over
    assert up_to(Span.parse("2025-06-30"), found) == found
    assert up_to(Span.parse("2025"), found) == up_to(None, found) == found
    assert up_to(Span.parse("2024"), found) == ()


def test_a_principal_includes_its_voices_and_a_voice_is_heard_alone():
    told = claim(
        "ceasefire",
        [
            position("Trump", "asserts", "2024-12-01"),
            position("Vance", "comments", "2025-05-08"),
            position("Trump", "asserts", "2025-05-10"),
            position("US", "asserts", "2025-05-11"),
            position("Misri", "denies", "2025-05-10"),
        ],
    )
    found = resolve(told, WHO)

    def places(party):
        return [resolved.place for resolved in positions_of(party, found, WHO)]

    assert places("united-states") == [1, 2, 3]
    assert places("trump") == [0, 2]  # whenever he said it
    assert places("vance") == [1]
    assert places("india") == [4]
    assert places("pakistan") == []


def test_without_a_registry_everybody_speaks_for_himself():
    told = claim("jets", [position("DG ISPR", "asserts"), position("Pakistan", "asserts")])
    assert [resolved.principal for resolved in resolve(told, Registry())] == ["dg-ispr", "pakistan"]


def test_acts_are_grouped_by_principal_in_the_order_in_which_each_first_spoke():
    told = claim(
        "ceasefire",
        [
            position("Misri", "denies", "2025-05-10"),
            position("Sharif", "asserts", "2025-05-09"),
            position("Dar", "comments", "2025-05-16"),
            position("Chauhan", "denies", "2025-05-31"),
        ],
    )
    groups = by_principal(resolve(told, WHO))
    assert {principal: [resolved.party for resolved in group] for principal, group in groups.items()} == {
        "pakistan": ["sharif", "dar"],
        "india": ["misri", "chauhan"],
    }
    assert list(groups) == ["pakistan", "india"]


def test_a_name_and_its_alias_are_one_party():
    who = registry({"dg-ispr": {"name": "DG ISPR", "aliases": ["Inter-Services Public Relations"]}})
    told = claim("jets", [position("ISPR", "asserts"), position("inter-services public relations", "asserts")])
    assert [resolved.party for resolved in resolve(told, who)] == ["ispr", "dg-ispr"]
