"""Whatever stands in a file, the answer is a clean one: a good record, or problems inside that file; and soon."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import json
import re
import signal
import subprocess
import sys
import tarfile
import threading
from datetime import timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import planted
import pytest
import tomli
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toml_documents import INVALID, VALID

from claimtrack.book.checking import check_folder
from claimtrack.checks.fixes import fixed_text
from claimtrack.files.config import read_config
from claimtrack.files.folder import read_folder
from claimtrack.model.forms import ClaimFile, PartyEntry, Position, Source, SourceRef, Tenure
from claimtrack.model.vocabulary import STANCES
from claimtrack.problems import Code
from claimtrack.render import problems as render
from claimtrack.render.sarif import sarif
from claimtrack.render.terminal.draw import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claimtrack.checks.run import Report

SECONDS = 10  # nothing here takes a tenth of it; what does hangs
FEW, MANY = 12, 500

GOOD = 'title = "T"\n[[positions]]\nparty = "A"\nstance = "asserts"\nsources = ["s"]\n[[sources]]\nid = "s"\n'
TARGETS = ["c.toml", "parties.toml", "sources.toml", ".claimtrack.toml"]
SHIPPED = [path.read_bytes() for path in sorted(Path(__file__).parents[2].glob("claims/*.toml"))]

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): CT\d{3} .", re.DOTALL)


class Folder:
    """A folder with one good claim, into which one file after the other is put."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.good = path / "good.toml"
        self.good.write_text(GOOD)

    def examine(self, name: str, content: bytes) -> Report:
        """Put a file in, check the folder, and fail unless the answer is a clean one."""
        file = self.path / name
        file.write_bytes(content)
        try:
            with within(SECONDS):
                return self._answer()
        finally:
            file.unlink()

    def _answer(self) -> Report:
        configured = read_config(str(self.path))
        report = check_folder(str(self.path), configured.check, configured)
        assert {*configured.problems} <= {*report.problems}
        lines = {each.path: _lines(each.path) for each in report.problems}
        for problem in report.problems:
            _inside(lines[problem.path], problem.line, problem.column)
        for problem in report.problems[:50]:
            source_file = report.source_files.get(problem.path)
            assert excerpt(problem, source_file.text if source_file else None, 80).plain
        for shown in ([*render.plain(report)], [*render.github(report, str)]):
            assert len(shown) == len(report.problems)
            assert not CONTROL.search("".join(shown))
        assert len(json.loads("".join(render.json(report, str)))["problems"]) == len(report.problems)
        (run,) = json.loads("".join(sarif(report, str)))["runs"]
        assert len(run["results"]) == len(report.problems)
        files = report.source_files
        for path in filter(None, (*files.claims, files.parties_path, files.sources_path)):
            source_file = files.get(path)
            if source_file is None:  # it cannot be read at all
                continue
            found = [problem for problem in report.problems if problem.path == path]
            text, fixed = fixed_text(source_file, found)
            assert (text != source_file.text) == (fixed > 0)
            assert fixed <= len(found)
            assert not fixed or tomli.loads(text) != tomli.loads(source_file.text)
        assert "good" in read_folder(str(self.path)).claims
        return report


def _lines(path: str) -> list[str]:
    return Path(path).read_bytes().removeprefix(codecs.BOM_UTF8).decode(errors="replace").split("\n")


def _inside(lines: list[str], line: int, column: int) -> None:
    """Fail unless a place is in its file, the end of the file and of its lines included."""
    assert 1 <= line <= len(lines), line
    assert 1 <= column <= len(lines[line - 1]) + 1, (line, column)


@contextlib.contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail if something takes longer, where the system can interrupt it."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise AssertionError(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("fuzz"))


# What hypothesis draws

texts = st.text(st.characters(codec="utf-8"), max_size=40)
words = st.sampled_from([*STANCES, "India", "2025", "2025-05-07", "https://example.org/a", "good", "s", "", " "])
zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
keys = texts | st.sampled_from(
    sorted(
        {field.alias or key for model in (ClaimFile, PartyEntry, Position, Source, SourceRef, Tenure)
         for key, field in model.model_fields.items()}
        | {"id", "path", "min", "max", "india", "check", "select", "ignore", "strict", "per-claim"}
    )
)  # fmt: skip
scalars = (
    words
    | texts
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.times()
    | st.datetimes(timezones=st.none() | zones)
)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return inner | st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5)


values = nested(nested(nested(scalars)))
tables = st.dictionaries(keys, values, max_size=6)
TOKENS = [
    *("title", "positions", "party", "stance", "value.min", "a", "1", "2025", "2025-05-07", "10:00", "true"),
    *('"', "'", '"""', "'''", '"a"', "'b'", "\\", "\\u00e9", "é", "漢", "e\u0301", "\ufeff", "\u2028", "\x85"),
    *("[", "]", "[[", "]]", "{", "}", ",", ".", "=", " = ", "#", " ", "\t", "\n", "\n", "\n", "\r\n", "\r", "\x00"),
    *("[[positions]]\n", "[positions]\n", "[[sources]]\n", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "0x", "inf"),
]  # fmt: skip


@st.composite
def mutated(draw) -> bytes:
    """Draw a shipped record with a few changes as an editor, a merge or a broken disk makes them."""
    content = draw(st.sampled_from(SHIPPED))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        content = draw(st.sampled_from(CHANGES))(draw, content, at)
    return content


def _moved(draw, content: bytes, _: int) -> bytes:
    lines = content.splitlines(keepends=True)
    if lines:
        lines.insert(draw(st.integers(0, len(lines))), lines.pop(draw(st.integers(0, len(lines) - 1))))
    return b"".join(lines)


def _repeated(draw, content: bytes, at: int) -> bytes:
    end = at + draw(st.integers(1, 200))
    return content[:end] + content[at:end] + content[end:]


CHANGES: list[Callable[[Any, bytes, int], bytes]] = [
    lambda _, content, at: content[:at] + content[at + 1 :],
    lambda draw, content, at: content[:at] + draw(st.binary(min_size=1, max_size=2)) + content[at:],
    lambda draw, content, at: content[:at] + draw(st.sampled_from(TOKENS)).encode() + content[at:],
    lambda _, content, at: content[:at],
    lambda draw, content, _: content + draw(st.sampled_from(SHIPPED)),
    _repeated,
    _moved,
]


@st.composite
def exchanged(draw) -> bytes:
    """Draw a shipped record in which some values, lists or tables are others."""
    data = tomli.loads(draw(st.sampled_from(SHIPPED)).decode())
    for _ in range(draw(st.integers(1, 4))):
        table: Any = data
        while isinstance(table, dict | list) and table:
            part = draw(st.sampled_from([*table] if isinstance(table, dict) else range(len(table))))
            if not isinstance(table[part], dict | list) or draw(st.integers(0, 3)) == 0:
                table[part] = draw(values)
                break
            table = table[part]
    return tomli_w.dumps(data).encode()


KINDS = {
    "bytes": st.binary(max_size=200),
    "text": texts.map(str.encode),
    "tokens": st.lists(st.sampled_from(TOKENS), max_size=30).map(lambda tokens: "".join(tokens).encode()),
    "tables": tables.map(lambda data: tomli_w.dumps(data).encode()),
    "mutated": mutated(),
    "exchanged": exchanged(),
}


@pytest.mark.parametrize("number", [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.sampled(4)
def test_anything_at_all_gets_a_clean_answer(kind, name, number, folder):
    @settings(
        max_examples=number,
        # The few are the same each time, so that nothing but a change of the code can break them.
        derandomize=number == FEW,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(KINDS[kind])
    def examine(content: bytes) -> None:
        folder.examine(name, content)

    examine()


# What could take for ever, or be followed too deep: 10 to 500 kB, each of which once did
POSITION = '[[positions]]\nparty = "A"\nstance = '
MANY_DIGITS = "0x" + "f" * 5000
NEST = "a = " + "[" * 450 + "\n"
HARD = {
    "inline tables in one another": ("c.toml", "title = " + "{a=" * 390 + "1" + "}" * 390),
    "lists in one another, further than the parser goes": ("c.toml", "title = " + "[" * 5000),
    "a key of many parts": ("c.toml", 'title = "T"\ndate = 2025\n' + ".".join("a" * 900) + " = 1\n"),
    "a header of many parts": ("parties.toml", "[" + ".".join("a" * 900) + "]\nb = 1\n"),
    "a number of many digits for a name": ("parties.toml", f"[a]\nname = {MANY_DIGITS}\n"),
    "a number of many digits for a value": (
        "c.toml",
        f'title = "T"\n{POSITION}"denies"\nvalue = {MANY_DIGITS}',
    ),
    "conflicts that begin and part and never end": ("c.toml", "<<<<<<< \n=======\n" * 2000),
    "conflicts that only begin": ("c.toml", "<<<<<<< \n" * 20000),
    "conflicts that only part, in a text": ("c.toml", 'title = """\n' + "=======\n" * 50000 + '"""\nx\n'),
    "quote marks after a nest": ("c.toml", NEST + '"' + r"\"" * 50000),
    "text over lines after a nest": ("c.toml", NEST + '"""\\' * 30000),
    "lines joined and never closed": ("c.toml", 'title = """' + "x\\\n" * 100000),
    "many wrong stances": ("c.toml", 'title = "T"\n' + f'{POSITION}"x"\n' * 1500),
    "many years as numbers": ("c.toml", 'title = "T"\n' + f'{POSITION}"denies"\ndate = 2025\n' * 1500),
    "sources in a long row": (
        "sources.toml",
        "".join(f'[[sources]]\nid = "s{number}"\nderived_from = "s{number + 1}"\n' for number in range(1000)),
    ),
    "voices in a long row": (
        "parties.toml",
        "".join(f'[p{number}]\nspeaks_for = "p{number + 1}"\n' for number in range(2000)),
    ),
    "many unknown keys": ("c.toml", "".join(f"a{number} = 1\n" for number in range(1000))),
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text"), HARD.values(), ids=list(HARD))
def test_nothing_takes_for_ever_or_goes_too_deep(name, text, folder):
    report = folder.examine(name, text.encode())
    assert report.count("error") >= 1


# Documents after the specification, by hand and from the suite that TOML's parsers are tested with


@pytest.mark.parametrize("text", VALID.values(), ids=list(VALID))
def test_every_way_to_write_toml_is_read_and_located(text, folder):
    planted.prove(text)
    report = folder.examine("c.toml", text.encode())
    assert not [problem for problem in report.problems if problem.code < Code.BAD_ID]


@pytest.mark.parametrize("marked", INVALID.values(), ids=list(INVALID))
def test_whatever_is_no_toml_is_one_mistake_at_its_place(marked, folder):
    text = marked.replace("▸", "")
    report = folder.examine("c.toml", text.encode())
    before = marked[: marked.index("▸")].split("\n")
    found = [each for each in report.problems if Path(each.path).name == "c.toml"]
    assert [(each.line, each.column, each.code) for each in found] == [(len(before), len(before[-1]) + 1, Code.SYNTAX)]


SUITE = "tomlkit-0.15.2"
SUITE_HASH = "83e32755ba1d20d9340bd069ee97e9f6232ba2346b63ffcba425de01f7e327a6"


@pytest.fixture(scope="module")
def suite(request, tmp_path_factory) -> dict[str, bytes]:
    """The documents of toml-test that TOML 1.1 judges, by path; the source distribution of tomlkit ships them."""
    cache = getattr(request.config, "cache", None)
    home = Path(cache.mkdir("toml-test")) if cache else tmp_path_factory.mktemp("toml-test")
    archive = home / f"{SUITE}.tar.gz"
    if not archive.exists():
        name = SUITE.replace("-", "==")
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--no-binary=tomlkit",
            f"--dest={home}",
            name,
        ]
        done = subprocess.run(pip, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip(f"pip cannot download {name}, which ships the suite: {done.stderr.strip()[-200:]}")
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == SUITE_HASH
    top = f"{SUITE}/tests/toml-test/tests/"
    with tarfile.open(archive) as files:
        listed = files.extractfile(f"{top}files-toml-1.1.0").read().decode().split()
        return {name: files.extractfile(top + name).read() for name in listed if name.endswith(".toml")}


@pytest.mark.slow
def test_the_public_suite_is_answered_as_the_specification_has_it(suite, folder):
    assert len(suite) > 650
    for name, content in suite.items():
        report = folder.examine("c.toml", content)
        refused = [each for each in report.problems if each.code <= Code.SYNTAX]
        assert len(refused) == name.startswith("invalid/"), (name, refused)


@pytest.mark.slow
def test_every_key_path_of_the_public_suite_is_found(suite):
    for name, content in suite.items():
        if name.startswith("valid/"):
            try:
                planted.prove(content.decode())
            except AssertionError as error:
                raise AssertionError(name) from error
