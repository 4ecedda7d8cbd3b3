"""Which rows a limit and an offset leave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.rules.filters import Slice


@pytest.mark.parametrize(
    ("slice_", "rows"),
    [
        (Slice(), "abcd"),
        (Slice(limit=2), "ab"),
        (Slice(limit=2, offset=1), "bc"),
        (Slice(offset=3), "d"),
        (Slice(limit=0), ""),
        (Slice(limit=9, offset=2), "cd"),
        (Slice(offset=9), ""),
    ],
)
def test_the_rows_of_a_slice(slice_, rows):
    assert slice_.of("abcd") == rows


@given(st.lists(st.integers()), st.integers(1, 5))
def test_slices_one_after_the_other_are_all_rows(rows, limit):
    slices = [Slice(limit, offset) for offset in range(0, len(rows), limit)]
    assert [row for slice_ in slices for row in slice_.of(rows)] == rows
