"""The words of the record, and the form in which names are compared."""

import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.vocabulary import STANCES, STATUSES, Status, is_side, slug

# Letters, marks that compose with them, and the invisible characters between them.
marked = st.text(
    st.characters(categories=["L", "M", "N", "Cf", "P", "Zs"])
    | st.sampled_from("eaα\u0301\u0308\u0327\u0345\u200c\u200d\u00ad\u1100\u1161\u09c7\u09be")
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("  DG ISPR ", "dg-ispr"),
        ("U.S.", "u-s"),
        ("Prime Minister's Office", "prime-minister-s-office"),
        ("Éric Trappier", "éric-trappier"),
        ("E\u0301ric Trappier", "éric-trappier"),  # the same name, decomposed
        ("Straße", "strasse"),
        ("पाकिस्तान", "पाकिस्तान"),
        ("شہباز شریف", "شہباز-شریف"),
        ("نہ\u200cیں", "نہیں"),  # the zero-width non-joiner of Urdu is a matter of looks
        ("ＵＳＡ", "usa"),
        ("½", "1-2"),
        ("?!", ""),
        ("—", ""),
        ("", ""),
    ],
)
def test_names_compare_without_case_and_punctuation(name, expected):
    assert slug(name) == expected


@given(marked | st.text())
def test_a_slug_is_its_own_slug(name):
    assert slug(slug(name)) == slug(name)


@given(marked)
def test_composed_and_decomposed_names_are_one(name):
    assert slug(unicodedata.normalize("NFD", name)) == slug(unicodedata.normalize("NFC", name)) == slug(name)


@given(st.lists(marked, min_size=1), st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u202e"))
def test_invisible_characters_make_no_difference(parts, invisible):
    assert slug(invisible.join(parts)) == slug("".join(parts))


@given(st.text())
def test_a_slug_is_letters_marks_and_digits_parted_by_single_hyphens(name):
    words = slug(name).split("-")
    assert words == [""] or all(words)
    assert all(unicodedata.category(char)[0] in "LMN" for word in words for char in word)


def test_three_stances_take_a_side():
    assert [stance for stance in STANCES if is_side(stance)] == ["asserts", "qualifies", "denies"]


def test_the_statuses_are_those_of_their_type():
    assert get_args(Status) == STATUSES
