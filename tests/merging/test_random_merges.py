"""Random pairs of histories are merged, and compared with a model that knows nothing of texts."""

from __future__ import annotations

import random
from collections import Counter

import histories
import pytest
import tomli

from claimtrack.files.claims import read_table
from claimtrack.files.load import Loader
from claimtrack.files.merge import CannotMergeError, merge_record
from claimtrack.files.registries import read_parties
from claimtrack.history.run_git import merge_files
from claimtrack.rules.line import lines, reason
from claimtrack.rules.resolve import by_principal, resolve

REGISTRY = read_parties(Loader([], keep=False, read=lambda _: histories.PARTIES.encode()), "parties.toml").registry


def said(data):
    tables = tomli.loads(data.decode("utf-8-sig")).get("positions", [])
    return Counter((each["party"], each["stance"], date(each), each["quote"]) for each in tables)


def date(table):
    value = table.get("date", "")
    return value if isinstance(value, str) else value.isoformat()


def stands(data):
    """Return the lines and the status that follow from a claim."""
    parsed = Loader([], keep=False, read=lambda _: data).load("water.toml", "claim")
    claim = read_table(parsed, "water").claim
    found = lines(by_principal(resolve(claim, REGISTRY)))
    sides = {party: (line.side, line.position.recorded.quote, line.standing) for party, line in found.items()}
    return sides, reason(found).status


def merged(tmp_path, base, ours, theirs):
    """Merge as the driver does, with what git makes of the lines."""
    files = [tmp_path / name for name in ("ours", "base", "theirs")]
    for file, data in zip(files, (ours, base, theirs), strict=True):
        file.write_bytes(data)
    content, is_clean = merge_files(*map(str, files))
    by_lines = content if is_clean else None
    try:
        return merge_record("claim", base, ours, theirs, registry=REGISTRY, by_lines=by_lines)
    except CannotMergeError:
        return None


def check(seed, tmp_path):
    rng = random.Random(seed)  # noqa: S311 - histories, no secrets
    start = histories.base(rng)
    ours, theirs = start.copy(), start.copy()
    for number in range(rng.randrange(1, 4)):
        histories.edit(ours, 100 + number, rng)
    for number in range(rng.randrange(1, 4)):
        histories.edit(theirs, 200 + number, rng)
    if rng.random() < 0.2:
        histories.add_to_both(ours, theirs, 300, rng)
    crlf, mark = rng.random() < 0.2, rng.random() < 0.1
    form = {"crlf": crlf, "mark": mark, "end": rng.random() < 0.8}
    mixed = {**form, "crlf": crlf != (rng.random() < 0.1), "mark": mark != (rng.random() < 0.1)}
    texts = start.text(**form), ours.text(**form), theirs.text(**mixed)
    result = merged(tmp_path, *texts)
    swapped = merged(tmp_path, texts[0], texts[2], texts[1])
    assert (result is None) == (swapped is None)
    why = histories.clash(ours, theirs)
    if result is None:
        assert why or not (ours.only_appended and theirs.only_appended)
        return False
    assert not why
    assert said(result) == said(swapped) == histories.union(start, ours, theirs)
    assert stands(result) == stands(swapped)
    return True


def test_no_merge_loses_or_doubles_a_position(tmp_path):
    number = sum(check(seed, tmp_path) for seed in range(100))
    assert 30 < number < 90  # both are there: what is merged, and what is left to a person


@pytest.mark.slow
@pytest.mark.parametrize("start", range(100, 2100, 100))
def test_none_of_many_merges_loses_or_doubles_a_position(start, tmp_path):
    for seed in range(start, start + 100):
        check(seed, tmp_path)
