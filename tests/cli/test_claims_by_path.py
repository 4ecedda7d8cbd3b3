"""The path of a claim's file names the claim, in every command that takes a claim."""

from __future__ import annotations

import os

import pytest
from gitrepo import Repo

CLAIM = {"title": "Nobody was told", "positions": [{"party": "Water Board", "stance": "denies", "date": "2025"}]}
COMMANDS = ["show {}", "show {} --no-cache", "show {} --rev HEAD", "shifts {}", "changes --claim {} HEAD"]


@pytest.fixture
def book(folder, home):
    """Write claims at the top and in folders, and commit them."""
    claims = folder({"dam": CLAIM, "north/canal": CLAIM, "north/deep/नहर": CLAIM})
    repo = Repo(claims.parent, home)
    repo.commit()
    return claims.parent


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("path", "within"),
    [
        ("claims/north/canal.toml", "."),
        ("./claims/north/../north/canal.toml", "."),
        ("{book}/claims/north/canal.toml", "."),
        ("canal.toml", "claims/north"),
        ("../canal.toml", "claims/north/deep"),
        ("claims/north/deep/नहर.toml", "."),
    ],
)
@pytest.mark.sampled(4)
def test_a_path_means_the_claim_in_that_file(call, book, command, path, within):
    path = path.format(book=book)
    claim = os.path.basename(path).removesuffix(".toml")
    by_path, by_id = (call(*command.format(each).split(), cwd=book / within) for each in (path, claim))
    assert by_path == by_id
    assert by_path.code == 0
    assert claim in by_path.out or command.startswith("changes")


@pytest.mark.parametrize("path", ["dam.toml", "claims/second/dam.toml", "elsewhere/dam.toml", "/dam.toml"])
@pytest.mark.parametrize("cache", [[], ["--no-cache"]])
def test_a_path_to_another_file_does_not_mean_the_claim_of_that_name(call, book, folder, path, cache):
    folder({"second/dam": CLAIM})  # of two files with one id, the first counts
    ran = call("show", path, *cache, cwd=book)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.endswith(f'claimtrack: no claim "{path}"\ndid you mean dam?\n')


def test_a_file_that_cannot_be_read_is_said_to_be_one(call, book, folder):
    folder({"broken": 'title = "Broken\n'})
    ran = call("show", "claims/broken.toml", cwd=book)
    assert (ran.code, ran.out) == (3, "")
    assert 'the claim "claims/broken.toml" could not be read' in ran.err


def test_the_path_of_a_registry_means_no_claim(call, book, folder):
    folder({"parties": '[water-board]\nname = "Water Board"\n'})
    assert call("show", "claims/parties.toml", cwd=book).code == 3


def test_a_folder_given_through_a_link_holds_the_same_claims(call, book, tmp_path):
    (tmp_path / "linked").symlink_to(book / "claims", target_is_directory=True)
    ran = call("show", "linked/dam.toml", cwd=tmp_path)
    assert ran.out == call("show", "dam", cwd=tmp_path).out
