"""The words of the record."""

from typing import get_args

from claimtrack.model.vocabulary import STANCES, STATUSES, Status, is_side


def test_three_stances_take_a_side():
    assert [stance for stance in STANCES if is_side(stance)] == ["asserts", "qualifies", "denies"]


def test_the_statuses_are_those_of_their_type():
    assert get_args(Status) == STATUSES
