"""A block is added to the end of any record: the old bytes stay, and the result says what was there and the block."""

from __future__ import annotations

import re

import generators
import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.files import toml_text
from claimtrack.files.append import Block, extend
from claimtrack.files.claims import read_table
from claimtrack.files.load import Loader
from claimtrack.problems import BadRequestError, RefusedError

POSITION = Block("positions", {"party": "Added", "stance": "denies"})
ENDINGS = ["", "\n", "# a comment without an end", "\n\n\t", "\r\n"]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1).filter(str.strip)
words = st.sampled_from(generators._WORDS) | texts


@st.composite
def blocks(draw):
    """Draw a position in which every kind of value may be, and perhaps a source."""
    day = draw(st.dates())
    position = {
        "party": draw(st.sampled_from(generators._NAMES)),
        "stance": "denies",
        "date": draw(st.sampled_from([day, "2025-05", "2025"])),
        "value": draw(st.sampled_from([5, -2.5, {"min": 1}, {"min": 1, "max": 2}]) | words),
        "quote": draw(words),
        "note": draw(words),
        "via": ["Somebody"],
        "sources": ["https://example.org", {"id": "https://example.org/b", "at": draw(words)}],
    }
    kept = draw(st.sets(st.sampled_from(list(position)))) | {"party", "stance"}
    block = Block("positions", {key: value for key, value in position.items() if key in kept})
    source = Block("sources", {"id": "added", "title": draw(words), "date": day})
    return [block, source] if draw(st.booleans()) else [block]


def parsed(content):
    """Return a file that has this content."""
    loader = Loader([], keep=False, read=lambda _: content)
    loaded = loader.load("claims/a.toml", "claim")
    assert loaded, loader.problems
    return loaded


def is_value(document, key):
    """Return whether a list is written as a value, by what wrote it."""
    place = document.places.get((key,))
    return place is not None and place[0] != place[1]


@settings(max_examples=examples(300))
@given(st.integers(0, 1 << 32), st.sampled_from(ENDINGS), st.sampled_from(["", "\ufeff"]), blocks())
def test_the_old_bytes_stay_and_the_result_says_both(seed, ending, mark, added):
    document = generators.document(seed)
    content = f"{mark}{document.text.rstrip() if seed % 2 else document.text}{ending}".encode()
    old = parsed(content)
    if any(is_value(document, block.key) for block in added):
        with pytest.raises(
            RefusedError, match=r"claims/a\.toml:\d+:\d+: (positions|sources) = \[ \.\.\. \] is one value"
        ):
            extend(old, added)
        return
    extended = extend(old, added)
    assert extended.content.startswith(content)
    data = tomli.loads(extended.content.decode("utf-8-sig"))
    for block in added:
        assert data[block.key] == [*document.data.get(block.key, ()), block.table]
    assert {key: data[key] for key in document.data if key not in {"positions", "sources"}} == {
        key: value for key, value in document.data.items() if key not in {"positions", "sources"}
    }
    assert extended.content.decode("utf-8-sig").split("\n")[extended.line - 1].rstrip("\r") == f"[[{added[0].key}]]"
    before, after = (read_table(parsed(each), "a").checked for each in (content, extended.content))
    assert after.positions[:-1] == before.positions


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ('title = "A"\n', "\n"),
        ('title = "A"\r\n', "\r\n"),
        ('title = "A"', "\n"),
        ('title = "A"\r\nkind = "fact"', "\r\n"),
        ('title = "A"\nkind = "fact"\r\n', "\r\n"),
        ('title = "A"\r\nkind = "fact"\n', "\n"),
    ],
)
def test_lines_end_as_the_last_one_does(text, newline):
    extended = extend(parsed(text.encode()), [Block("positions", {**POSITION.table, "quote": "two\nlines"})])
    added = extended.content.decode()[len(text) :]
    assert set(re.findall(r"\r?\n", added)) == {newline}
    assert extended.parsed.data["positions"][0]["quote"] == "two\nlines"


@pytest.mark.parametrize(
    "text",
    [
        'title = "A"\n[[sources]]\nid = "a"\n',
        'title = "A"\n[[positions]]\nparty = "B"\nstance = "asserts"\n[positions.value]\nmin = 5\n',
        'title = "A"\n[[ "positions" ]] # c\nparty = "B"\nstance = "asserts"\nvalue.min = 5',
        'title = "A"\n[[positions]]\nparty = "B"\nstance = "asserts"\nnote = """\n[[positions]]\n"""',
    ],
)
def test_whatever_comes_last_a_position_may_follow(text):
    extended = extend(parsed(text.encode()), [POSITION])
    assert extended.content.startswith(text.encode())
    assert toml_text.parse("a", extended.content.decode())["positions"][-1] == POSITION.table


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('title = "A"\npositions = [{ party = "B", stance = "asserts" }]\n', "write each table in it as a block"),
        ('title = "A"\n  positions = []\n', "delete it"),
        ('title = "A"\n"positions" = [\n]\n', "delete it"),
    ],
)
def test_what_toml_forbids_to_add_to_is_refused_with_what_to_write(text, hint):
    with pytest.raises(RefusedError) as refused:
        extend(parsed(text.encode()), [POSITION])
    assert re.match(r"claims/a\.toml:2:[13]: positions = \[ \.\.\. \] is one value", refused.value.message)
    assert hint in refused.value.hint
    assert refused.value.exit_code == 74


def test_what_would_say_something_else_is_refused():
    # The result is compared with what it should say, whatever is wrong with it.
    with pytest.raises(RefusedError, match="left as it is"):
        extend(parsed(b'title = "A"\nfoo = nan\n'), [POSITION])
    with pytest.raises(RefusedError, match="left as it is"):
        extend(parsed(b"[a.b]\n"), [Block("a", {"c": 1}, listed=False)])


def test_what_is_not_utf_8_is_refused():
    with pytest.raises(BadRequestError, match="not UTF-8"):
        extend(parsed(b'title = "A"'), [Block("positions", {"party": "caf\udce9"})])
