"""Print pip's constraints for the lowest version of each dependency that pyproject.toml declares.

python scripts/lowest.py >lowest.txt && pip install -c lowest.txt .

With ``--installed``, print the versions that are installed beside the Python that runs this.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NUMBERS: Final = r"[0-9]+(?:\.[0-9]+)*"
_REQUIREMENT: Final = re.compile(
    rf"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?) *>= *({_NUMBERS})(?: *, *< *{_NUMBERS})?"
)
_PROJECT: Final = Path(__file__).resolve().parents[1] / "pyproject.toml"


def lowest(requirements: Iterable[str]) -> dict[str, str]:
    """Return the lowest version of each package that is required, by the package's name.

    Raises:
        ValueError: a requirement has another form than ``name>=lowest`` or ``name>=lowest,<limit``.
    """
    versions = {}
    for requirement in requirements:
        found = _REQUIREMENT.fullmatch(requirement)
        if found is None:
            raise ValueError(f'no lowest version in "{requirement}"; write name>=lowest or name>=lowest,<limit')
        versions[found[1]] = found[2]
    return versions


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one ``name==version`` a line for what the program needs to run."""
    parser = argparse.ArgumentParser(description="Print the lowest versions of what the program needs to run.")
    parser.add_argument("--installed", action="store_true", help="the versions that are installed instead")
    parser.add_argument("--extra", action="append", default=[], help="what an extra needs, too")
    asked = parser.parse_args(arguments)
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    extras = [each for extra in asked.extra for each in project["optional-dependencies"][extra]]
    for name, number in lowest([*project["dependencies"], *extras]).items():
        print(f"{name}=={version(name) if asked.installed else number}")


if __name__ == "__main__":
    main()
