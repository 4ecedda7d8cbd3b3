"""Whatever is in a file, importing it ends in one clear answer, and what is written has no new errors."""

from __future__ import annotations

import io
import random
import re
import time

import pytest
from import_examples import command_of, examples, prepared
from surroundings import examples as number_of

from claimtrack.exchange.dates import read_date
from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.from_csv import records
from claimtrack.exchange.html_scripts import json_ld_scripts
from claimtrack.exchange.json_objects import read_objects
from claimtrack.files.folder import read_folder

MANGLED = [
    '"',
    "'",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\0",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\\",
    "\\u",
    "\\ud800",
    "=",
    "<",
    ">",
    "&",
]
MANGLED += [
    "\ufeff",
    "\u202e",
    "é",
    "🛳",
    "null",
    "NaN",
    "1e999",
    "-0",
    "[[positions]]",
    '"""',
    "'''",
    "../",
    "#",
    "%",
    " ",
]
MANGLED += [
    "2025-13-01",
    "05/07/2025",
    "=1+1",
    "@type",
    "ClaimReview",
    "http://",
    "</script>",
    "9" * 400,
    "[" * 300,
    "\x1b[2J",
]


def mutated(data, choose):
    """Give the bytes of a file with a few mistakes in it."""
    for _ in range(choose.randint(1, 6)):
        at, end = sorted(choose.randrange(len(data) + 1) for _ in range(2))
        end = min(end, at + choose.choice([0, 1, 1, 5, 40, 400]))
        match choose.randrange(6):
            case 0:
                data = data[:at] + data[end:]
            case 1:
                data = data[:at] + choose.choice(MANGLED).encode("utf-8", "surrogatepass") + data[at:]
            case 2:
                data = data[:end] + data[at:end] + data[end:]
            case 3:
                data = data[:at] + bytes([choose.randrange(256)]) + data[at + 1 :]
            case 4:
                data = data[:at]
            case 5:
                other = choose.randrange(len(data) + 1)
                data = data[:at] + data[other : other + end - at] + data[end:]
    return data


def attack(call, tmp_path, seeds):
    """Import mutated examples, each into a folder of its own."""
    files = [path for path in examples() if path.stat().st_size < 20_000]
    for seed in seeds:
        choose = random.Random(seed)  # noqa: S311 - chance, no secret
        path = choose.choice(files)
        folder = tmp_path / str(seed)
        folder.mkdir()
        prepared(path, folder)
        (folder / path.name).write_bytes(mutated(path.read_bytes(), choose))
        command = command_of(path)[1:]
        ran = call(*command, cwd=folder)
        assert ran.code in {0, 2, 4}, (seed, path.name, ran.err)
        assert "Traceback" not in ran.err
        assert all(len(line) < 1000 for line in ran.err.splitlines()), (seed, path.name)
        if ran.code == 2:
            assert [*folder.rglob("*.toml")] == [*folder.glob("*-map.toml")], (seed, path.name)
            continue
        rows, whole, refused = re.match(r"Imported (\S+) of (\S+) rows?: .* (\S+) refused", ran.out).groups()
        assert int(rows) + int(refused) == int(whole), (seed, path.name)
        assert read_folder(str(folder / "claims")).problems == (), (seed, path.name)
        if seed % 10 == 0:
            found = call("check", "--format", "json", cwd=folder).json["problems"]
            assert [each for each in found if each["severity"] == "error"] == [], (seed, path.name)
            again = call(*command, cwd=folder)
            assert " 0 claims new, 0 positions added, " in again.out, (seed, path.name, again.out)
            assert again.code == ran.code


def test_mutated_files_give_clear_answers(call, tmp_path):
    attack(call, tmp_path, range(number_of(150)))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_mutated_files_give_clear_answers(call, tmp_path, part):
    attack(call, tmp_path, range(1000 * (part + 1), 1000 * (part + 2)))


UNITS = [
    "<a ",
    "<!--",
    "<script>",
    "<script a='",
    "</",
    '{"a":1}',
    "[",
    "[1,",
    "{broken\n",
    '{"a":"\n',
    '"\n',
    'a,"b\n',
    '"a"b"\n',
    ",",
    "1 ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_size_and_no_faster(unit):
    text = unit * 10_000
    start = time.process_time()
    assert [*json_ld_scripts(text)] == []
    assert len([*read_objects(io.StringIO(text))]) <= 10_000
    assert len([*records(io.StringIO(text), ",", 3, 1)]) <= 10_001
    with pytest.raises(RowError):
        read_date(text)
    assert time.process_time() - start < 10  # the square of it would take minutes
