"""The map of linked claims is a Mermaid graph, whatever the records say."""

from __future__ import annotations

import html
import re

import hostile_book
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.exchange import to_mermaid

NODE = re.compile(r'  (c_[a-z0-9_]*)\["((?:[^"\n])*)"\]:::(\w+)')
EDGE = re.compile(r"  (c_\w*) (?:-->\|implies\||x--x\|contradicts\||-\.-\|see also\|) (c_\w*)")
CLASS = re.compile(r"  classDef (\w+) (?:\w+:#[0-9a-f]{6},?)+")
# All that a label may hold: text without an active character, line breaks of ours, and characters by number.
LABEL = re.compile(r"(?:[^\"#&<>`*_~\\\[\]{}|$^@=%;:\x00-\x1f]|: |#\d+;|<br/>)*")


def parsed(text):
    """Read a map as strictly as we write it: the labels by node, and the edges."""
    first, *lines = text.splitlines()
    assert first == "graph LR"
    nodes, edges, styled, used = {}, [], set(), set()
    for line in lines:
        if found := NODE.fullmatch(line):
            assert found[1] not in nodes
            assert "__" not in found[1]
            assert LABEL.fullmatch(found[2]), found[2]
            nodes[found[1]] = found[2]
            used.add(found[3])
        elif found := EDGE.fullmatch(line):
            edges.append(line.split()[0::2] if " also" not in line else [found[1], found[2]])
            assert {found[1], found[2]} <= nodes.keys()
        else:
            found = CLASS.fullmatch(line)
            assert found, line
            styled.add(found[1])
    assert styled == used
    return nodes, edges


def shown(label):
    """Give the lines that somebody reads who looks at a label."""
    lines = [html.unescape(re.sub(r"#(\d+);", r"&#\1;", line)) for line in label.split("<br/>")]
    assert "$$" not in label + "".join(lines)
    return [line.replace("\u2060", "") for line in lines]


@pytest.fixture
def linked(folder):
    """Return a folder of three claims that are linked and one that is not."""
    said = [
        {"party": "Water Board", "stance": "asserts", "date": "2025-05-01", "value": 3},
        {"party": "Union", "stance": "denies", "attribution": "anonymous"},
    ]
    return folder(
        {
            "flow": {"title": "It flows", "unit": "m", "implies": ["tight"], "see_also": ["leak"], "positions": said},
            "tight": {"title": "It holds", "contradicts": ["leak"]},
            "leak": {
                "title": "It leaks",
                "contradicts": ["tight"],
                "see_also": ["flow", "nowhere"],
                "topics": ["pipes"],
            },
            "alone": {"title": "Nobody knows this one"},
        }
    ).parent


def test_only_linked_claims_are_drawn_with_status_and_sides(call, linked):
    ran = call("export", "mermaid", cwd=linked)
    nodes, edges = parsed(ran.out)
    assert {name: shown(label) for name, label in nodes.items()} == {
        "c_flow": ["It flows", "disputed", "asserts: Water Board (3 m)", "denies: Union (anonymous)"],
        "c_leak": ["It leaks", "open"],
        "c_tight": ["It holds", "open"],
    }
    assert sorted(line for line in ran.lines if "|" in line) == [
        "  c_flow -->|implies| c_tight",
        "  c_flow -.-|see also| c_leak",
        "  c_leak x--x|contradicts| c_tight",
    ]
    assert len(edges) == 3
    assert ran.err == ""


def test_filters_and_names_say_which_links(call, linked):
    assert "-->" not in call("export", "mermaid", "leak", cwd=linked).out
    assert call("export", "mermaid", "leak", cwd=linked).out.count("|") == 4
    ran = call("export", "mermaid", "--topic", "pipes", cwd=linked)
    assert ran.out == "graph LR\n"
    assert "no link" in ran.err


def test_by_a_date_the_status_is_that_of_then(call, linked):
    nodes, _ = parsed(call("export", "mermaid", "flow", "--as-of", "2025-04", cwd=linked).out or "graph LR\n")
    assert not nodes  # only undated words by then, and the others have none


def test_a_map_that_mermaid_would_refuse_is_warned_of(call, folder):
    ids = [f"c{number}" for number in range(36)]
    claims = folder({each: {"title": "x" * 1500, "see_also": ids} for each in ids})
    ran = call("export", "mermaid", cwd=claims.parent)
    assert ran.code == 0
    assert "it has 630 links, and without configuration 500 are allowed" in ran.err
    assert "50000 are allowed" in ran.err


def test_ids_that_look_alike_get_nodes_of_their_own(call, folder):
    ids = ["a-b", "a_b", "a.b", "آب", "پل", "end", "graph"]
    claims = folder({each: {"title": each, "see_also": ids} for each in ids})
    nodes, _ = parsed(call("export", "mermaid", cwd=claims.parent).out)
    assert sorted(map(tuple, map(shown, nodes.values()))) == sorted((each, "open") for each in ids)


HOSTILE = [
    '"]; click c_a "javascript:alert(1)"',
    "%%{init: {'theme': 'dark'}}%%",
    "<img src=x onerror=alert(1)>",
    "fa:fa-ban $$x^2$$ `*bold*`",
    "1. a list",
    "- a list",
    "style: #35; &quot;",
    "a\nend\nsubgraph b",
]
TEXTS = st.lists(st.sampled_from([*HOSTILE, *'"#&<>`*_~\\[]{}|$^@=%;: \n1.-', "a", "ل"]), max_size=8).map("".join)


@given(TEXTS)
@example("\n".join(HOSTILE))
@settings(max_examples=examples(100))
def test_nothing_in_a_label_is_active_and_everything_is_shown(text):
    escaped = to_mermaid.escaped(text)
    assert LABEL.fullmatch(escaped)
    assert not re.match(r"[-+*]|\d+[.)]\s", escaped)
    assert shown(escaped) == [" ".join(text.split())]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_and_names_are_only_text(call, folder, text):
    position = {"party": text, "stance": "asserts", "value": text}
    ids = ["a", "b"]
    claims = folder({each: {"title": text, "see_also": ids, "positions": [position]} for each in ids})
    nodes, edges = parsed(call("export", "mermaid", cwd=claims.parent).out)
    assert [shown(label)[0] for label in nodes.values()] == [" ".join(text.split())] * 2
    assert len(edges) == 1


def test_what_is_hostile_in_any_field_is_only_text(call, folder):
    records = {name: {**hostile_book.record(name), "see_also": ["a", "b"]} for name in ("a", "b")}
    ran = call("export", "mermaid", cwd=folder(records).parent)
    nodes, edges = parsed(ran.out)
    assert (ran.code, len(nodes), len(edges)) == (0, 2, 1)
    assert ran.out.isascii() or ran.out.replace("\n", "").replace("\u2060", "").isprintable()
