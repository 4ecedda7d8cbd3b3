"""A folder of claims that is hostile in every field that can hold a text, and what a browser must not do about it."""

from __future__ import annotations

from typing import Any

RAN = "claimtrackRan"  # what a script of a record would set
SCRIPTS = (
    f"<script>globalThis.{RAN}=1</script>",
    f"</script><script>globalThis.{RAN}=1</script>",
    f"<img src=x onerror='globalThis.{RAN}=1'>",
    f'" onmouseover="globalThis.{RAN}=1" x="',
    f"' autofocus onfocus='globalThis.{RAN}=1' x='",
    f"<svg onload=globalThis.{RAN}=1><style>*{{display:none}}</style>",
    "<!--<script>",
    "</title></textarea></style><iframe src=https://elsewhere.example/>",
    "<base href=https://elsewhere.example/><meta http-equiv=refresh content=0;url=https://elsewhere.example/>",
    f"{{{{ ''.__class__ }}}}{{% include '/etc/passwd' %}}${{globalThis.{RAN}=1}}",
    "\u202egnirts desrever\u202c \u2066isolated",
    "نص عربي <b>bold</b> \u200f",
    "\ufffe\uffff nul: \u2028 and \u2029",
)
URLS = (
    f"javascript:globalThis.{RAN}=1",
    f"JaVaScRiPt://elsewhere.example/%0aglobalThis.{RAN}=1",
    f"data:text/html,<script>globalThis.{RAN}=1</script>",
    f"https://elsewhere.example/'onclick='globalThis.{RAN}=1",
    "https://user:password@elsewhere.example/",
    "https://elsewhere.example/?a=1&b=<2>",
    "//elsewhere.example/",
    "file:///etc/passwd",
)
PARTIES = (
    *SCRIPTS,
    "../../etc",
    "CON",
    "con",
    "a" * 3000,
    "India",
    "INDIA+",
    "..",
    ".",
    "/",
    "%2e%2e%2f",
    "🙂",
    "کشتی بان",
)
LONG = "word " * 200_000  # a megabyte


def hostile_records() -> dict[str, dict[str, Any]]:
    """Return records by the names of their files: each hostile text in each field."""
    records: dict[str, dict[str, Any]] = {}
    for number, text in enumerate(SCRIPTS):
        other = SCRIPTS[(number + 1) % len(SCRIPTS)]
        records[f"claim-{number}"] = {
            "title": text,
            "statement": other,
            "original": text,
            "lang": "ar",
            "unit": text,
            "place": other,
            "notes": f"{text}\n\n{other}",
            "topics": [text, other],
            "see_also": [f"claim-{(number + 1) % len(SCRIPTS)}"],
            "implies": [f"claim-{(number + 2) % len(SCRIPTS)}"],
            "positions": [
                {
                    "party": PARTIES[(number * 3 + place) % len(PARTIES)],
                    "stance": stance,
                    "date": f"2025-0{place + 1}",
                    "value": text if place % 2 else place,
                    "quote": text,
                    "original": other,
                    "lang": "ar",
                    "note": other,
                    "rating": text,
                    "attribution": "anonymous" if place == 2 else "on-record",
                    "via": [PARTIES[(number + place) % len(PARTIES)]],
                    "sources": [{"id": "own", "at": text}],
                }
                for place, stance in enumerate(("asserts", "denies", "qualifies", "declines"))
            ],
            "sources": [
                {
                    "id": "own",
                    "title": text,
                    "publisher": other,
                    "author": text,
                    "quote": text,
                    "url": URLS[number % len(URLS)],
                    "archive_url": URLS[(number + 3) % len(URLS)],
                },
            ],
        }
    records["Claim-1"] = records["claim-1"]  # another file where names that differ by case are one
    records["aux"] = {"title": "A name that Windows keeps", "positions": [{"party": "a", "stance": "asserts"}]}
    records["long"] = {
        "title": "A megabyte",
        "positions": [{"party": "a", "stance": "asserts", "quote": LONG}, {"party": "b", "stance": "denies"}],
    }
    records["parties"] = {
        f"party-{number}": {"name": text, "aliases": [f"alias {text}"]} for number, text in enumerate(SCRIPTS)
    }
    return records
