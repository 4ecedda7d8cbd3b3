"""What the tests of writing share: a small book, and `add` with what every position needs."""

from __future__ import annotations

import pytest
from small_book import LEAK, PARTIES, SOURCES


@pytest.fixture
def book(folder):
    """Return a folder with one claim and both registries."""
    return folder({"leak": LEAK, "parties": PARTIES, "sources": SOURCES})


@pytest.fixture
def add(call, book):
    """Run `add leak` with what every position needs, and more."""

    def add(*args, party="Water Board", stance="qualifies", claim="leak", **more):
        return call("add", claim, "--party", party, "--stance", stance, *args, cwd=book.parent, **more)

    return add
