"""A word that is misspelt is found among few words and among many, in a time that hardly grows."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.similar import Similar

MANY = [f"reuters-{number:04}-wire" for number in range(2000)]


@pytest.mark.parametrize("known", [MANY[:3], MANY], ids=["few", "many"])
@pytest.mark.parametrize(
    "word", ["reuters-0001-wire", "reutrs-0001-wire", "reuters-0001-wires", "reuters-0001.wire", "euters-0001-wire"]
)
def test_a_word_with_one_mistake_is_found(known, word):
    assert Similar(known).find(word) == "reuters-0001-wire"


@pytest.mark.parametrize("word", ["reuters-0001-w", "ters-0001-wire"])
def test_of_many_words_those_that_begin_or_end_alike_are_compared(word):
    assert Similar(MANY).find(word).startswith("reuters-")


@pytest.mark.parametrize("known", [[], ["gazette"], MANY])
def test_a_word_that_is_like_no_other_is_not_found(known):
    assert Similar(known).find("कश्मीर") == ""


def test_a_word_is_never_said_to_mean_the_one_excepted():
    assert Similar(["wire-1"]).find("wire-2", other_than="wire-1") == ""
    assert Similar(["wire-1", "wire-3"]).find("wire-2", other_than="wire-1") == "wire-3"


def test_further_words_are_asked_where_none_is_similar():
    further = Similar(["gazette"])
    assert Similar(["wire"], beyond=further).find("gazete") == "gazette"
    assert Similar(["gazettes"], beyond=further).find("gazettee") == "gazettes"


def test_what_is_too_long_to_compare_is_not_compared():
    assert Similar(["x" * 81]).find("x" * 80) == ""
    assert Similar(["x" * 80]).find("x" * 81) == ""


@given(st.lists(st.text(max_size=6), max_size=60), st.text(max_size=6))
def test_what_is_found_is_one_of_the_words(known, word):
    assert Similar(known).find(word) in {*known, ""}


@pytest.mark.slow
def test_the_time_grows_with_the_number_of_words_and_no_faster():
    def seconds(number):
        similar = Similar(f"source-{each}" for each in range(number))
        start = perf_counter()
        for each in range(number):
            similar.find(f"sourc-{each}")
        return perf_counter() - start

    assert seconds(8000) < 24 * seconds(1000)
