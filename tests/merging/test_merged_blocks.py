"""A TOML text is split into blocks, and two texts are merged block by block."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples
from toml_documents import VALID

from claimtrack.files.blocks import split
from claimtrack.files.merge_blocks import ClashError, in_conflict, merge_blocks

CLAIM = """\
#:schema claim.schema.json

# What this is about
title = "T" # in dispute
topics = [
  "a",
]

# All who spoke

# on the first day
[[positions]]
party = "A"

# still about A
value.min = 5
[positions.note]
# below the last key

# above the next header
[[positions]]
note = '''
[[positions]]
'''

[sources]
# the end
"""


def merged(base, ours, theirs):
    return merge_blocks(*map(split, (base, ours, theirs)))


@pytest.mark.parametrize("text", [*VALID.values(), CLAIM, "# c", "# c\n\n", "\n \n# c\n\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_blocks_are_the_text(text, end):
    text = text.replace("\r\n", "\n").replace("\n", end)
    assert "".join(block.text for block in split(text)) == text
    assert all(block.is_comment == (not tomli.loads(block.text) and "[" not in block.text) for block in split(CLAIM))


def test_a_comment_directly_above_a_block_belongs_to_it():
    assert [(block.text.strip("\n").splitlines()[0], block.is_comment) for block in split(CLAIM)] == [
        ("#:schema claim.schema.json", True),
        ("# What this is about", False),
        ("topics = [", False),
        ("# All who spoke", True),
        ("# on the first day", False),
        ("# below the last key", True),
        ("# above the next header", False),
        ("[sources]", False),
        ("# the end", True),
    ]


words = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=5)


def text_of(keys):
    return "".join(f"\n# about {key}\n[{key}]\n{key} = 1\n" for key in keys)


@settings(max_examples=examples(100))
@given(words, st.lists(st.sampled_from("jklm"), unique=True), st.lists(st.sampled_from("pqrs"), unique=True))
def test_what_both_append_comes_ours_first(base, ours, theirs):
    """And each side's text is all there, in its order."""
    texts = [text_of(base + more) for more in ([], ours, theirs)]
    assert merged(*texts) == text_of(base + ours + theirs)


@settings(max_examples=examples(100))
@given(words, words)
def test_what_one_side_leaves_is_what_the_other_made_of_it(base, ours):
    texts = [text_of(keys) for keys in (base, ours)]
    assert merged(texts[0], texts[1], texts[0]) == merged(texts[0], texts[0], texts[1]) == texts[1]
    assert merged(texts[0], texts[1], texts[1]) == texts[1]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("a = 1\n", "a = 1\nb = 1\n", "a = 1\nb = 1\n", "a = 1\nb = 1\n"),
        ("a = 1\n", "a = 1\nb = 1\nc = 1\n", "a = 1\nb = 1\nd = 1\n", "a = 1\nb = 1\nc = 1\nd = 1\n"),
        ("a = 1", "a = 1\nb = 1", "a = 1\nc = 1", "a = 1\nb = 1\nc = 1"),
        ("a = 1\r\n", "a = 1\r\nb = 1", "a = 1\r\nc = 1\r\n", "a = 1\r\nb = 1\nc = 1\r\n"),
        ("a = 1\n", "a = 1\nb = 1\n", "a = 1\r\nc = 1\r\n", "a = 1\r\nb = 1\nc = 1\r\n"),
        ("a = 1\n", "a = 2\n", "a = 1\n\nb = 1\n", "a = 2\n\nb = 1\n"),
        ("a = 1\n# end\n", "a = 1\n# end\nb = 1\n", "a = 1\n# end\n\nc = 1\n", "a = 1\n# end\nb = 1\n\nc = 1\n"),
        ("a = 1\n\n# end", "a = 1\n\n# end\n# b\nb = 1\n", "a = 1\n\n# end", "a = 1\n\n# end\n# b\nb = 1\n"),
        ("", "a = 1\n", "b = 1\n", "a = 1\nb = 1\n"),
        ("a = 1\nb = 1\n", "b = 1\n", "a = 1\nb = 2\n", "b = 2\n"),
    ],
)  # fmt: skip
def test_what_comes_of_two_changes(base, ours, theirs, expected):
    assert merged(base, ours, theirs) == expected


def test_two_changes_of_one_block_are_for_a_person():
    with pytest.raises(ClashError, match="a = 1"):
        merged("a = 1\n", "a = 2\n", "a = 3\n")
    with pytest.raises(ClashError):
        merged("a = 1\n", "", "a = 3\n")


lines = st.lists(st.sampled_from([b"a\n", b"b\r\n", b"c\n"]), max_size=4).map(b"".join)
texts = st.tuples(lines, st.sampled_from([b"", b"d"])).map(b"".join)


@settings(max_examples=examples(200))
@given(texts, texts)
def test_a_conflict_holds_both_texts(ours, theirs):
    left = in_conflict(ours, theirs)
    before, _, rest = left.partition(b"<<<<<<< ours\n")
    mine, _, rest = rest.partition(b"=======\n")
    other, _, after = rest.partition(b">>>>>>> theirs\n")
    for side, text in ((mine, ours), (other, theirs)):
        assert (before + side + after).rstrip(b"\n") == text.rstrip(b"\n")
