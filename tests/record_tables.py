"""Claims as tables of TOML, as nobody would write them, for what must hold of every record that is written again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from hypothesis import strategies as st

from claimtrack.model.vocabulary import STANCES

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20).filter(str.strip)
names = st.sampled_from(
    [
        "Water Board",
        "water board",
        "N/A",
        "No  name",
        "Ann",
        "محکمہ آب",
        "जल बोर्ड",
        "A+",
        "O'Neill & Co.",
        "Several posts",
    ]
)
days = st.dates(date(2001, 1, 1), date(2025, 12, 31))
zones = st.sampled_from([UTC, timezone(timedelta(hours=5.5)), timezone(timedelta(hours=-11))])
moments = st.builds(datetime.combine, days, st.times() | st.just(time.min), zones)
dates = days | moments | days.map(lambda day: day.isoformat()[:7]) | days.map(lambda day: day.isoformat()[:4])
numbers = st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
ranges = st.integers(0, 5).flatmap(
    lambda low: st.sampled_from([{"min": low}, {"max": low}, {"min": low, "max": low + 2}])
)
values = numbers | texts | ranges
urls = st.sampled_from(
    ["https://a.example/1", "https://a.example/1/", "http://b.example/x?y=1#z", "https://ü.example/ß"]
)
ids = st.sampled_from(["wire", "Gazette 7", "a/b", "قناة"])


def optional(required, **others):
    """Give a table with some keys, and perhaps others."""
    return st.fixed_dictionaries(required, optional=others)


references = st.one_of(urls, ids, st.fixed_dictionaries({"id": urls | ids, "at": texts}))
positions = optional(
    {"party": names, "stance": st.sampled_from(STANCES)},
    date=dates,
    date_of=st.sampled_from(["statement", "report"]),
    value=values,
    about=dates,
    rating=texts,
    quote=texts,
    original=texts,
    lang=st.sampled_from(["ur", "zh-Hant"]),
    note=texts,
    attribution=st.sampled_from(["on-record", "anonymous"]),
    via=st.lists(names, min_size=1, max_size=2),
    sources=st.lists(references, min_size=1, max_size=3),
)
sources = optional(
    {"id": ids},
    title=texts,
    publisher=texts,
    author=texts,
    url=urls,
    archive_url=st.just("https://web.archive.org/web/2025/https://a.example/1"),
    date=dates,
    retrieved=days,
    lang=st.just("en"),
    derived_from=st.sampled_from(["root", "https://root.example/1"]),
    quote=texts,
    note=texts,
)
claims = optional(
    {"title": texts, "positions": st.lists(positions, max_size=4)},
    kind=st.sampled_from(["fact", "policy", "opinion", "prediction"]),
    unit=texts,
    date=days,
    topics=st.lists(names, max_size=2, unique=True),
    sources=st.lists(sources, max_size=3, unique_by=lambda source: source["id"]),
)
folders = st.dictionaries(st.sampled_from(["dam", "ferry", "x.y_z", "बाँध"]), claims, min_size=1, max_size=3)


def complete(table):
    """Give a claim that defines each source that it cites."""
    cited = [
        ref if isinstance(ref, str) else ref["id"] for each in table["positions"] for ref in each.get("sources", ())
    ]
    defined = {source["id"] for source in table.get("sources", ())}
    used = {*cited, *(source.get("derived_from", "root") for source in table.get("sources", ()))}
    missing = {source_id for source_id in used if not source_id.startswith("http")} - defined
    return {**table, "sources": [*table.get("sources", ()), *({"id": source_id} for source_id in sorted(missing))]}
