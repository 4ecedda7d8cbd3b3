"""The folder of a site: what a build writes, removes, refuses, and leaves alone."""

from __future__ import annotations

import json
import os

import pytest

from claimtrack.problems import BadRequestError, ConflictError
from claimtrack.site.output import MANIFEST, Output

PAGES = {"index.html": b"one", "claims/a.html": b"two", "data/claims/a.json": b"{}"}


def build(folder, pages=PAGES, **options):
    with Output(str(folder), **options) as output:
        for path, content in pages.items():
            output.write(path, content)
        return output.finish()


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_writes_what_changed_and_removes_what_is_gone(tmp_path):
    site = tmp_path / "site"
    assert build(site).written == tuple(PAGES)
    before = (site / "claims/a.html").stat().st_mtime_ns
    counts = build(site, {"index.html": b"new", "claims/a.html": b"two"})
    assert (counts.written, counts.removed) == (("index.html",), ("data/claims/a.json",))
    assert (site / "claims/a.html").stat().st_mtime_ns == before
    assert files(site).keys() == {"index.html", "claims/a.html", MANIFEST}
    assert not (site / "data/claims").exists()


def test_a_file_that_was_copied_elsewhere_and_back_is_not_written_again(tmp_path):
    site = tmp_path / "site"
    build(site)
    os.utime(site / "index.html", ns=(1, 1))
    assert build(site).written == ()


def test_a_page_that_somebody_edited_is_written_again_and_one_that_is_gone_is_left(tmp_path):
    site = tmp_path / "site"
    build(site)
    (site / "index.html").write_bytes(b"edited")
    (site / "claims/a.html").write_bytes(b"edited")
    counts = build(site, {"index.html": b"one"})
    assert (counts.written, counts.edited) == (("index.html",), ("claims/a.html",))
    assert (site / "claims/a.html").read_bytes() == b"edited"


def test_a_folder_with_other_files_is_refused_and_git_s_is_no_such_file(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / ".git").mkdir()
    build(site)
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.doc").write_bytes(b"years of work")
    with pytest.raises(BadRequestError, match="holds files that claimtrack did not write"):
        build(other)
    with pytest.raises(BadRequestError, match="is a file"):
        build(other / "thesis.doc")
    assert files(other) == {"thesis.doc": b"years of work"}


def test_a_file_of_somebody_else_in_the_folder_stays(tmp_path):
    site = tmp_path / "site"
    build(site)
    (site / "CNAME").write_bytes(b"claims.example")
    (site / "claims/b.html").write_bytes(b"mine")
    with pytest.raises(ConflictError, match="no build wrote it"):
        build(site, {**PAGES, "claims/b.html": b"theirs"})
    build(site)
    assert files(site)["CNAME"] == b"claims.example"
    assert files(site)["claims/b.html"] == b"mine"


@pytest.mark.parametrize("path", ["../kept", "/etc/passwd", "claims/../../kept", "assets/./x", "other/kept", "a\\b"])
def test_a_manifest_that_names_other_files_removes_none(tmp_path, path):
    site = tmp_path / "site"
    build(site)
    kept = tmp_path / "kept"
    kept.write_bytes(b"")
    (site / "other").mkdir()
    (site / "other/kept").write_bytes(b"")
    manifest = json.loads((site / MANIFEST).read_text())
    manifest["files"][path] = ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, 0, ""]
    (site / MANIFEST).write_text(json.dumps(manifest))
    build(site)
    assert kept.exists()
    assert (site / "other/kept").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"form": 2, "files": {}}', '{"form": 1, "files": {"a": [1]}}', "null"])
def test_a_manifest_that_cannot_be_read_is_said(tmp_path, text):
    site = tmp_path / "site"
    build(site)
    (site / MANIFEST).write_text(text)
    with pytest.raises(BadRequestError, match="cannot be read"):
        build(site)


def test_no_link_is_followed_out_of_the_folder(tmp_path):
    site, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    build(site, {"index.html": b"one"})
    (site / "claims").symlink_to(outside)
    with pytest.raises(ConflictError, match="is a link"):
        build(site)
    assert list(outside.iterdir()) == []
    (site / "claims").unlink()
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(outside / "index.html")
    build(site)  # the link was put where a page of ours was: it is replaced, and not followed
    assert not (outside / "index.html").exists()


def test_the_build_after_one_that_was_killed_knows_what_that_one_wrote(tmp_path):
    site = tmp_path / "site"
    with Output(str(site)) as output:
        for path, content in PAGES.items():
            output.write(path, content)
    (site / ".claimtrack-site.tmp").write_bytes(b"ha")
    assert MANIFEST not in files(site)
    counts = build(site, {"index.html": b"other"})
    assert set(counts.removed) == {"claims/a.html", "data/claims/a.json"}
    assert files(site).keys() == {"index.html", MANIFEST}


def test_a_page_is_kept_by_the_key_of_what_it_was_made_from(tmp_path):
    site = tmp_path / "site"
    with Output(str(site)) as output:
        output.write("index.html", b"one", "key")
        output.finish()
    with Output(str(site)) as output:
        assert not output.keep("another", ["index.html"])
        assert not output.keep("key", ["index.html", "claims.html"])
        assert output.keep("key", ["index.html"])
        assert output.finish().files == 1
    (site / "index.html").write_bytes(b"edited")
    with Output(str(site)) as output:
        assert not output.keep("key", ["index.html"])


def test_a_dry_run_writes_nothing(tmp_path):
    site = tmp_path / "site"
    assert build(site, dry_run=True).written == tuple(PAGES)
    assert not site.exists()
    build(site)
    before = files(site)
    assert build(site, {"index.html": b"new"}, dry_run=True).removed == ("claims/a.html", "data/claims/a.json")
    assert files(site) == before
