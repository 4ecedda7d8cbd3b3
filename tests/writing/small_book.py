"""A book of one claim with both registries, and a look at what was added to it."""

from __future__ import annotations

import tomli

LEAK = """title = "The dam leaks"
unit = "litres"

# Who said it first.
[[positions]]
party  = "Farmers' Union"
stance = "asserts"
date   = 2025-03-05

[[positions]]
party = "Water Board"
stance = "denies"
date = 2025-03-06
"""
PARTIES = """[water-board]
name = "Water Board"
aliases = ["WB"]

[farmers-union]
name = "Farmers' Union"

[chair]
name = "Chair of the Board"
speaks_for = "water-board"
"""
SOURCES = """[[sources]]
id = "gazette"
title = "The dam"
url = "https://gazette.example/dam"
"""


def last(path):
    """Return the last position that a file has."""
    return tomli.loads(path.read_text(encoding="utf-8"))["positions"][-1]
