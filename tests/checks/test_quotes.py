"""Each quote in claims/ was seen somewhere: tests/records/quotes.toml says where, and what stands around it there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import tomli

ROOT = Path(__file__).resolve().parents[2]
LIST = tomli.loads((ROOT / "tests" / "records" / "quotes.toml").read_text(encoding="utf-8"))["quotes"]


def quotes(path):
    """Return the quotes and the originals of the claim in a file."""
    positions = tomli.loads(path.read_text(encoding="utf-8")).get("positions", [])
    return {position[key] for position in positions for key in ("quote", "original") if key in position}


def test_the_list_has_each_quote_of_the_shipped_claims_once_and_no_other(shipped):
    claims = [path for path in shipped.rglob("[!.]*.toml") if path.stem not in ("parties", "sources")]
    written = {(path.stem, quote) for path in claims for quote in quotes(path)}
    listed = Counter((entry["claim"], entry["quote"]) for entry in LIST)
    assert written - set(listed) == set()  # quotes of which nobody says where they were seen
    assert set(listed) - written == set()  # entries whose quote is gone
    assert [entry for entry, times in listed.items() if times > 1] == []


@pytest.mark.parametrize("entry", LIST, ids=lambda entry: f"{entry['claim']}: {entry['quote'][:30]}")
def test_a_quote_is_verbatim_in_the_passage_where_it_was_seen(entry):
    assert entry["quote"] in entry["passage"]
    assert entry["seen"] in ("article", "facts") or urlsplit(entry["seen"]).scheme == "https"
