"""Edits of positions as an editor makes them, for what must hold of all of them."""

from __future__ import annotations

from builders import position
from hypothesis import strategies as st

from claimtrack.model.vocabulary import STANCES

# What each key may say, to begin with and after an edit: few words, so that positions come to be alike.
POOL = {
    "party": ("india", "New Delhi", "trump", "Donald Trump", "biden", "dassault"),
    "stance": STANCES,
    "date": ("2024-11-05", "2025-01-20", "2025-05-07", "2025-05", "2025"),
    "date_of": ("statement", "report"),
    "value": (5, 7, "a few", {"min": 5}),
    "about": ("2024", "2025"),
    "rating": ("False", "Mostly true"),
    "quote": ("We shot them down", "No comment", "Numbers are not important"),
    "original": ("ہم نے مار گرائے", "कोई टिप्पणी नहीं"),
    "lang": ("ur", "hi"),
    "note": ("In the Senate.", "By phone."),
    "attribution": ("on-record", "anonymous"),
    "via": (["author"], ["misri", "author"]),
    "sources": (["wire"], ["wire", "paper"], [{"id": "wire", "at": "12:40"}]),
}
REQUIRED = frozenset({"party", "stance"})


@st.composite
def records(draw, required=REQUIRED):
    """Give a position as its record has it."""
    return {
        key: draw(st.sampled_from(words))
        for key, words in POOL.items()
        if key in required or draw(st.integers(0, 2)) == 0
    }


def built(told):
    """Give positions from their records."""
    return [position(**each) for each in told]


def many_records(**sizes):
    """Give the records of one claim."""
    return st.lists(records(), **{"max_size": 6, **sizes})


@st.composite
def edited(draw, told):
    """Give what some records are after a few edits."""
    told = list(told)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, max(len(told) - 1, 0)))
        match draw(st.sampled_from(["insert", "delete", "edit", "reorder", "again"])):
            case "insert":
                told.insert(place, draw(records()))
            case "delete":
                del told[place : place + 1]
            case "edit" if told:
                told[place] = draw(changed(told[place]))
            case "reorder":
                told = draw(st.permutations(told))
            case "again" if told:
                told.append(told[place])
    return told


@st.composite
def changed(draw, told, key=None):
    """Give a record with another word for one key, or without that key."""
    key = key or draw(st.sampled_from(sorted(POOL)))
    words = [word for word in POOL[key] if word != told.get(key)]
    if key in told and key not in REQUIRED and draw(st.booleans()):
        return {name: word for name, word in told.items() if name != key}
    return {**told, key: draw(st.sampled_from(words))}
