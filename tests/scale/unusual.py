"""Claims as nobody would write them, as tables of their files, many at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from strategies import dates, knowledge

from claimtrack.model.names import slug
from claimtrack.model.vocabulary import KINDS, STANCES

REGISTERED = {
    "aldoria": {"name": "Aldoria", "aliases": ["Альдория", "ألدوريا", "阿尔多里亚"]},
    "board": {"name": "Water Board", "speaks_for": ["aldoria"]},
    "ann": {"name": "Ann", "speaks_for": [{"party": "Альдория", "from": "2025-02", "until": date(2025, 2, 20)}]},
    "bo": {"speaks_for": [{"party": "ann"}, {"party": "veldt", "from": datetime(2025, 2, 1, 12, tzinfo=UTC)}]},
    "veldt": {"name": "Veldt"},
}
# Some are one name written in two ways, registered or not.
_known = ("aldoria", "ALDORIA", "ألدوريا", "阿尔多里亚", "Water  board", "Ann", "bo", "Veldt", "veldt!")
_others = (
    "Österreich",
    "österreich",
    "जल बोर्ड",
    "محکمہ آب",
    "محکمه آب",
    "Ἀθῆναι",
    "A+",
    "A",
    "O'Neill & Co.",
    "水利委员会",
)
_letters = st.characters(categories=("L", "M", "N", "P", "S", "Zs"))
_names = st.sampled_from(_known) | st.sampled_from(_others) | st.text(_letters, min_size=1, max_size=8).filter(slug)
_texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=8).filter(
    str.strip
)
_far = st.sampled_from(
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5.5))),  # in UTC it is before the year 1
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-11))),
        datetime(1582, 10, 10, 12, tzinfo=UTC),
        date(1500, 2, 28),
        "0001",
        "9999-12",
    ]
)
_numbers = st.integers(-3, 3) | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
_ranges = st.integers(0, 3).flatmap(
    lambda low: st.sampled_from([{"min": low}, {"max": low}, {"min": low, "max": low + 0.5}])
)
_values = st.sampled_from(["several", "a few", "कई"]) | _texts | _numbers | _ranges
_sources = st.sampled_from(["wire", "https://e.example/ü", {"id": "قناة", "at": "12:40"}])
_ids = st.lists(st.integers(0, 60).map("c{}".format), min_size=1, max_size=2, unique=True)


@st.composite
def _positions(draw):
    """Give the table of a position."""
    optional = {
        "date": dates | dates | dates | _far,
        "value": _values,
        "about": dates,
        "rating": _texts,
        "quote": _texts,
        "note": _texts,
        "via": st.lists(_names, min_size=1, max_size=2),
        "sources": st.lists(_sources, max_size=3),
    }
    required = {"party": _names, "stance": st.sampled_from(STANCES)}
    return {**draw(knowledge), **draw(st.fixed_dictionaries(required, optional=optional))}


_claims = st.fixed_dictionaries(
    {"title": _texts, "positions": st.lists(_positions(), max_size=8)},
    optional={
        "kind": st.sampled_from(KINDS),
        "unit": _texts,
        "statement": _texts,
        "date": dates | _far,
        "place": _texts,
        "topics": st.lists(_names, max_size=2),
        "implies": _ids,
        "contradicts": _ids,
        "notes": _texts,
    },
)


def many(count):
    """Give so many claims by their ids: the same in every run."""
    drawn = []

    @seed(20)
    @settings(max_examples=count, database=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
    @given(_claims)
    def draw(claim):
        drawn.append(claim)

    draw()
    return {f"c{number}": claim for number, claim in enumerate(drawn)}
