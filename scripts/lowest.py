"""Print pip's constraints for the lowest version of each dependency that pyproject.toml declares.

python scripts/lowest.py >lowest.txt && pip install -c lowest.txt .
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_REQUIREMENT: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)>=([0-9]+(?:\.[0-9]+)*)(?:,<[0-9.]+)?")
_PROJECT: Final = Path(__file__).resolve().parents[1] / "pyproject.toml"


def lowest(requirements: Iterable[str]) -> Iterator[str]:
    """Yield for each requirement the constraint that allows its lowest version only.

    Raises:
        ValueError: a requirement has another form than ``name>=lowest`` or ``name>=lowest,<limit``.
    """
    for requirement in requirements:
        found = _REQUIREMENT.fullmatch(requirement.replace(" ", ""))
        if found is None:
            raise ValueError(f'no lowest version in "{requirement}"; write name>=lowest')
        yield f"{found[1]}=={found[2]}"


def main() -> None:
    """Print the constraints for the dependencies that the program needs to run."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    sys.stdout.writelines(f"{line}\n" for line in lowest(project["dependencies"]))


if __name__ == "__main__":
    main()
