"""The site of the shipped claims, built once."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def shipped_site(call, tmp_path_factory):
    """The site of the shipped claims."""
    site = tmp_path_factory.mktemp("site") / "public"
    ran = call("site", "-o", str(site), "--base-url", "https://paper.example/claims")
    assert ran.code == 0, ran.err
    return site
