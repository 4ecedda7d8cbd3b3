"""Where the index is stored."""

from __future__ import annotations

import sys

import pytest
from platformdirs import user_cache_dir

from claimtrack.index.location import Location, cache_folder


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("base", [None, "", "relative", "~/kept", "/var/tmp/kept"])  # noqa: S108 - nothing is written
def test_it_is_in_the_folder_that_platformdirs_names(monkeypatch, tmp_path, base):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("CLAIMTRACK_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if base is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", base)
    assert cache_folder() == user_cache_dir("claimtrack", appauthor=False)


def test_a_folder_named_by_the_user_goes_first(monkeypatch, tmp_path):
    monkeypatch.setenv("CLAIMTRACK_CACHE_DIR", str(tmp_path / "mine"))
    assert cache_folder() == str(tmp_path / "mine")


def test_each_folder_of_claims_has_a_place_of_its_own(tmp_path):
    one, other = tmp_path / "a" / "claims", tmp_path / "b" / "claims"
    for each in (one, other):
        each.mkdir(parents=True)
    (tmp_path / "link").symlink_to(one, target_is_directory=True)
    assert Location.of(str(one)).folder != Location.of(str(other)).folder
    assert Location.of(str(one)) == Location.of(str(tmp_path / "link"))
