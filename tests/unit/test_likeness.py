"""Which quotes are the same words, and which are another statement."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.rules.likeness import alike, plain

LONG = " ".join(f"the {each}th pump was working as it should when it was read" for each in "abcdefghiklmnopqrstuvwxyz")


def like(one, other):
    """Tell whether two quotes are alike, which does not depend on their order."""
    found = alike(plain(one), plain(other))
    assert alike(plain(other), plain(one)) == found
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No pump failed", "No pump failed"),
        ("No pump failed", "“No pump failed!”"),
        ("No pump failed", "NO PUMP FAILED"),
        ("Straße", "STRASSE"),
        ("Ｎｏ ｐｕｍｐ", "No pump"),  # full width
        ("No", "No, it did not"),
        ("no pump failed", "We were told that no pump failed that night"),
        ("mediated", "mediaded"),
        ("five jets", "fvie jets"),
        ("We shot down five jets over the border", "We shot … five jets over the border"),
        ("We shto down five jets", "We shot down five jets, and more than that we will not say"),
        (LONG, LONG.replace("read", "raed", 3)),
        (LONG, f"He said: {LONG}"),
        (LONG[:900], LONG),
        ("水库当晚没有关闭闸门", "水库当晚没有开闭闸门"),
        ("水库当晚没有", "他们说水库当晚没有关闭闸门"),
        ("لم يغلق أحد السد في تلك الليلة", "لم يغلق احد السد في تلك الليلة"),
        ("बाँध उस रात बंद नहीं था", "बाँध उस रात बन्द नहीं था"),
        ("ไม่มีใครปิดเขื่อนในคืนนั้น", "ไม่มีใครปิดเขื่อนคืนนั้น"),
        ("5 jets, of which 2 were drones", "5 jets"),
        ("On 7 May, at 3, we lost 5 jets", "On 7 May, at 3, we lost 6 jets"),
    ],
)
def test_these_are_the_same_words(one, other):
    assert like(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No pump failed", "Two of the pumps stood still"),
        ("We shot down five jets", "We shot down seven jets"),
        ("five jets", "nine jets"),
        ("At least 300 people were hurt there", "At least 500 people were hurt there"),
        ("No", "Nothing of the kind"),
        ("No", "So"),
        ("No", "Yes"),
        ("", "No"),
        ("…", "!"),
        ("水库当晚没有关闭闸门", "我们拒绝这份报告"),
        ("We have seen the report and reject what it says", LONG),
        ("لم يغلق أحد السد", "رفضنا التقرير"),
    ],
)
def test_these_are_not(one, other):
    assert not like(one, other)


texts = st.text(max_size=60)


@settings(max_examples=examples(100), deadline=None, derandomize=True, database=None)
@given(texts, texts)
def test_a_text_is_like_itself_and_whatever_contains_it_as_words(one, other):
    assert like(one, one) == bool(plain(one))
    if plain(one):
        assert like(one, f"{one} {other}")
    like(one, other)


def test_long_texts_take_no_time_out_of_proportion():
    one, other = ("ab " * 100_000, "ba " * 100_000)
    start = process_time()
    like(one, f"{other} c")
    assert process_time() - start < 10
