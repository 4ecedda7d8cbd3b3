"""Records as nobody would write them, for what must hold of all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from builders import WHO, claim, position
from hypothesis import strategies as st

from claimtrack.model.vocabulary import STANCES

# India and two voices; the United States and a voice whose tenure begins amid the dates below; and an outsider.
PARTIES = ("india", "misri", "chauhan", "united-states", "trump", "dassault")
FIRST = date(2025, 1, 1)
LAST = date(2025, 3, 1)

days = st.dates(FIRST + timedelta(1), LAST - timedelta(1))
offsets = st.sampled_from(
    [timezone(timedelta(hours=hours)) for hours in (-12, -11, -5, 5.5, 14)] + [UTC]  # a day apart by the clock
)
times = st.sampled_from([time.min, time(1, 44), time(12), time(23, 59)])
moments = st.builds(datetime.combine, days, times, offsets)
vague = days.map(lambda day: day.isoformat()[:7]) | st.just("2025")
dates = st.one_of(days, days, moments, vague)
values = st.none() | st.integers(1, 4) | st.integers(1, 4).map(lambda low: {"min": low})
hearsay = st.sampled_from([{"attribution": "anonymous"}, {"via": ["author"]}])
reports = st.just({"date_of": "report"})
knowledge = st.just({}) | hearsay | reports


@st.composite
def positions(draw, when=dates, parties=PARTIES, stances=STANCES, known=knowledge):
    """Give one position."""
    value = draw(values)
    more = {**draw(known), **({} if value is None else {"value": value})}
    return position(draw(st.sampled_from(parties)), draw(st.sampled_from(stances)), draw(when), **more)


def histories(min_size=0):
    """Give the positions of one claim, in any order; their dates leave no tie that the file would decide."""
    return st.lists(positions(), min_size=min_size, max_size=8, unique_by=lambda each: each.date.end)


def claims(min_size=0):
    """Give one claim with such positions."""
    return histories(min_size).map(lambda told: claim("jets", told))


def principals(parties=PARTIES):
    """Give all whom these parties may bind."""
    return {WHO.principal(party, None) for party in parties} | {"united-states"}
