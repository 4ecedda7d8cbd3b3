"""The examples of imports: a file of each shape beside what importing it prints and writes.

Each example is a file in ``imports/``, and one of the same name that ends in ``.expected``: the command, what it prints,
and every file that it writes. ``python tests/exchange/import_examples.py`` writes down what happens now; read the diff.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).parent / "imports"
EXPECTED = ".expected"


def examples(kind=""):
    """Return the files that are imported, but for those of which a command says that they are for another one."""
    found = sorted(path for path in (EXAMPLES / kind).rglob("*") if path.is_file() and path.suffix != EXPECTED)
    return [path for path in found if not path.stem.endswith("-map")]


def expectation(path):
    """Return the file that says what importing a file does."""
    return path.with_name(f"{path.name}{EXPECTED}")


def command_of(path):
    """Return the words of the command that imports an example."""
    expected = expectation(path)
    if expected.exists():
        return shlex.split(expected.read_text(encoding="utf-8").partition("\n")[0])[1:]
    return ["claimtrack", "import", path.name]


def happened(command, folder, out, err):
    """Return what a command did, as an expectation says it."""
    parts = [f"$ {shlex.join(command)}", *f"{out}{err}".splitlines()]
    for path in sorted((folder / "claims").rglob("*.toml")):
        parts += ["", f"== {path.relative_to(folder)}", *path.read_text(encoding="utf-8").splitlines()]
    return "\n".join(parts) + "\n"


def prepared(path, folder):
    """Put an example and the files beside it into a folder that has an empty folder of claims."""
    for beside in path.parent.glob(f"{path.stem}*"):
        if beside.suffix != EXPECTED:
            shutil.copy(beside, folder)
    (folder / "claims").mkdir()


def _update(path):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(path, folder)
        command = command_of(path)
        program = [sys.executable, "-m", "claimtrack", *command[1:]]
        ran = subprocess.run(program, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
        expectation(path).write_text(happened(command, folder, ran.stdout, ran.stderr), encoding="utf-8")


if __name__ == "__main__":
    for each in examples():
        if not sys.argv[1:] or any(word in str(each) for word in sys.argv[1:]):
            _update(each)
