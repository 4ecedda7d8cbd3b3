"""Doors of packages that open on demand: what a name stands for is loaded when somebody asks for it."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def on_demand(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a package (PEP 562).

    Args:
        package: its name.
        homes: the names it offers, parted by spaces, by the module that each group is from: one of its own, or in full another.
    """
    found = {name: module for module, names in homes.items() for name in names.split()}

    def get(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        if name not in found:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = found[name]
        value = getattr(import_module(home if home.startswith("claimtrack.") else f"{package}.{home}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
