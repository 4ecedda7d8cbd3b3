"""The locator finds every key path at its place: in the shipped records, and in a thousand written in all ways.

The places of the generated documents are known from writing them; of any document, the parser is the judge.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from random import Random

import generators
import planted
import pytest
import tomli

from claimtrack.book.checking import check_folder
from claimtrack.files.locations import Locations
from claimtrack.model.config import CheckConfig
from claimtrack.problems import Code

BATCH = 100
WAYS = [
    *("\r\n", "\t", "#", "\u0301", "漢", "👩", "پ", "0x"),
    *('="', "='", '"""', "'''", '"\\u0', "={\n", "{min"),
    *("positions=[", "[[positions]]", "[[positions.sources]]", "[positions.value]", "value.min"),
]
SHIPPED = sorted(Path(__file__).parents[2].glob("claims/*.toml"))


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Count lines and characters as one would by hand."""
    lines = text[:offset].split("\n")
    return len(lines), len(lines[-1]) + 1


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_parser_finds_every_key_path_of_a_shipped_record_where_the_locator_does(path):
    planted.prove(path.read_text(encoding="utf-8"))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("batch", range(10))
def test_every_key_path_is_found_where_it_was_written(batch):
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        text, data, places = generators.document(seed)
        locations = Locations(text)
        assert tomli.loads(text) == data, seed
        assert set(locations) == places.keys() == set(planted.paths(data)), seed
        for path, place in places.items():
            assert locations[path] == place, (seed, path)
            assert locations.key(path) == line_column(text, place[0]), (seed, path)
            assert locations.value(path) == line_column(text, place[1]), (seed, path)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", range(0, 1000, 10))
def test_the_parser_finds_every_key_path_of_a_generated_record_where_the_locator_does(seed):
    planted.prove(generators.document(seed).text)


def test_the_generated_records_are_good_and_written_in_all_ways(tmp_path):
    texts = [generators.document(seed).text for seed in range(BATCH)]
    for number, text in enumerate(texts):
        (tmp_path / f"c{number}.toml").write_text(text, encoding="utf-8", newline="")
    (tmp_path / "good.toml").write_text('title = "T"\n')
    report = check_folder(str(tmp_path), CheckConfig())
    assert report.claims == BATCH + 1
    assert report.count("error") == 0
    for way in WAYS:
        assert any(way in text.replace(" ", "") for text in texts), way


def test_a_mistake_is_reported_where_it_was_planted(tmp_path):
    expected = {}
    for seed in range(300):
        text, _, places = generators.document(seed)
        rng = Random(seed)  # noqa: S311 - no secret
        mistakes = [(path, '"asserted"', Code.WRONG_VALUE) for path in places if path[-1] == "stance"]
        mistakes += [(path, "2025", Code.BAD_DATE) for path in places if path[-1] in {"date", "about"}]
        mistakes += [(("title",), "[ [ ], 'x' ]", Code.WRONG_VALUE)]
        path, wrong, code = rng.choice(mistakes)
        _, start, end = places[path]
        changed = text[:start] + wrong + text[end:]
        mark = rng.choice((b"", codecs.BOM_UTF8))
        (tmp_path / f"c{seed}.toml").write_bytes(mark + changed.encode())
        expected[f"c{seed}.toml"] = (*line_column(changed, start), code)
    report = check_folder(str(tmp_path), CheckConfig())
    # The generated texts have numbers in quotes too, which cost nothing.
    errors = [each for each in report.problems if each.code < Code.UNKNOWN_SOURCE and each.code != Code.NUMBER_IN_TEXT]
    found = {Path(each.path).name: (each.line, each.column, each.code) for each in errors}
    assert found == expected
    assert len(errors) == len(expected)
