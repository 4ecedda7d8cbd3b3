"""Holds the documents to what claimtrack really says.

Every ```console block of README.md and docs/*.md is typed anew, line by line after "$ ", at a terminal of 80
columns, and what appears must be what the document shows. All blocks of a document share one folder, which
starts with a copy of claims/. A block such as ```toml claims/bridge.toml is saved under that name first.

    python scripts/transcripts.py             # show what differs
    python scripts/transcripts.py --update    # write down what appears now
"""

from __future__ import annotations

import sys
import tempfile
from difflib import unified_diff
from pathlib import Path
from shutil import copytree
from typing import Final

from documents import FENCE, ROOT, Block, blocks, documents, missing
from terminal import Terminal

_PROMPT: Final = "$ "


def replay(text: str) -> str:
    """Give a document as it would be if all its commands were typed now."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        copytree(ROOT / "claims", Path(folder, "claims"))
        terminal = Terminal(Path(folder), Path(home))
        return "".join(_replayed(block, terminal) for block in blocks(text))


def _replayed(block: Block, terminal: Terminal) -> str:
    if not block.language:
        return block.text
    if block.name:
        terminal.save(block.name, block.text)
    inside = _typed(block, terminal) if block.language == "console" else block.text
    opening = " ".join(filter(None, (block.language, block.name)))
    return f"{FENCE}{opening}\n{inside}{FENCE}\n"


def _typed(block: Block, terminal: Terminal) -> str:
    commands = [line for line in block.lines if line.startswith(_PROMPT)]
    return "".join(f"{line}\n{terminal.type(line.removeprefix(_PROMPT))}" for line in commands)


def difference(path: Path, text: str, replayed: str) -> str:
    """Show where a document and what really appears part ways; nothing where they do not."""
    name = str(path.relative_to(ROOT))
    lines = unified_diff(text.splitlines(), replayed.splitlines(), name, "what appears now", lineterm="")
    return "\n".join(lines)


def main() -> int:
    """Check the documents, or bring them up to date."""
    update = sys.argv[1:] == ["--update"]
    if sys.argv[1:] and not update:
        print("usage: python scripts/transcripts.py [--update]", file=sys.stderr)
        return 2
    stale = 0
    for path in documents():
        if needed := missing(path):
            print(f"{path.name} is left out, for lack of {needed}")
            continue
        text = path.read_text(encoding="utf-8")
        replayed = replay(text)
        if replayed != text:
            stale += 1
            print(difference(path, text, replayed))
            if update:
                path.write_text(replayed, encoding="utf-8")
    return 1 if stale and not update else 0


if __name__ == "__main__":
    sys.exit(main())
