"""The pages of a site: every link leads somewhere, every figure is the book's, nothing is asked of anybody."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from site_pages import pages_of, search_data

from claimtrack.book.book import Book
from claimtrack.render import phrases, reasons

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def pages(shipped_site):
    return pages_of(shipped_site)


@pytest.fixture(scope="module")
def book(shipped):
    with Book(str(shipped)) as book:
        yield book


def test_every_link_within_the_site_leads_to_a_page_and_a_place_on_it(shipped_site, pages):
    checked = 0
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = os.path.normpath(os.path.join(os.path.dirname(path), unquote(parts.path))) if parts.path else path
            assert (shipped_site / target).is_file(), (path, link)
            if parts.fragment:
                assert unquote(parts.fragment) in pages[target].ids, (path, link)
            checked += 1
    assert checked > 1000


def test_a_page_has_each_id_once(pages):
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path


def test_only_the_sources_are_elsewhere_and_no_page_loads_anything_from_there(pages):
    for path, page in pages.items():
        for tag, name, value in page.attributes:
            if name in {"href", "src"} and urlsplit(value).scheme not in {"", "data"}:
                assert tag == "a" or (tag == "link" and value.startswith("https://paper.example/claims/")), (
                    path,
                    value,
                )


def test_no_page_has_a_style_or_a_script_in_it_and_all_have_the_policy(pages):
    for path, page in pages.items():
        assert not [each for each in page.attributes if each[1] == "style" or each[1].startswith("on")], path
        policies = [value for tag, name, value in page.attributes if (tag, name) == ("meta", "content")]
        assert any(value.startswith("default-src 'none';") for value in policies), path


def test_every_claim_and_every_party_has_a_page(pages, book):
    assert {f"claims/{row.id}.html" for row in book.rows().rows} <= pages.keys()
    assert {f"parties/{row.person.id}.html" for row in book.parties() if row.positions} <= pages.keys()


def test_the_page_of_a_claim_says_what_show_says(pages, book):
    for state in book.claims():
        text = pages[f"claims/{state.claim.id}.html"].text
        for line in state.lines.values():
            assert book.person(line.party).name in text
            assert phrases.amount(line.value, state.claim.unit, line.about) in text
        assert reasons.rests_on(state, lambda party: book.person(party).name) in text
        for position in state.claim.positions:
            for words in filter(None, (position.quote, position.original)):
                assert " ".join(words.split()) in text


def test_the_front_page_names_every_disputed_claim_and_since_when(pages, call):
    text = pages["index.html"].text
    for row in call("list", "--disputed", "--json").json["claims"]:
        assert row["title"] in text
    # Pakistan has claimed it from the first day, and named the last number later.
    assert "Pakistan since 2025-05-07 (DG ISPR); now 7 jets, since 2025-09-26 (Shehbaz Sharif)" in text


def test_the_json_beside_the_pages_is_that_of_the_commands(shipped_site, call):
    for name, command in {"claims": "list", "matrix": "matrix", "parties": "parties", "sources": "sources"}.items():
        beside = (shipped_site / f"data/{name}.json").read_text(encoding="utf-8")
        rows = call(command, "--json").out
        if name == "parties":  # only those with a page
            some = json.loads(beside)["parties"]
            assert some == [row for row in json.loads(rows)["parties"] if row["position_count"]]
        else:
            assert beside == rows
    assert (shipped_site / "data/claims/jets.json").read_text(encoding="utf-8") == call("show", "jets", "--json").out


def test_search_finds_by_words_that_list_finds(shipped_site, call):
    data = search_data(shipped_site)
    for word in ("rafale", "trump", "kamra", "manohar"):
        found = [each["title"] for each in data["claims"] if f" {word}" in f" {each['words']}"]
        listed = [row["title"] for row in call("list", "--search", word, "--json").json["claims"]]
        assert set(listed) <= set(found), word


def test_building_again_writes_nothing_and_after_an_edit_only_what_it_touches(call, shipped, tmp_path):
    shutil.copytree(shipped, tmp_path / "claims")
    first = call("site", "-o", "public", cwd=tmp_path)
    assert call("site", "-o", "public", cwd=tmp_path).lines == [first.lines[-1].replace(_written(first), "0 written")]
    record = tmp_path / "claims/india-protest.toml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace('statement = "', 'statement = "Looked at again: '), encoding="utf-8")
    before = _contents(tmp_path / "public")
    call("site", "-o", "public", cwd=tmp_path)
    changed = {name for name, content in _contents(tmp_path / "public").items() if before.get(name) != content}
    pages = {name for name in changed if name.endswith(".html")}
    assert pages == {"claims/india-protest.html"}


def test_the_page_of_a_claim_that_is_gone_goes_too(call, shipped, tmp_path):
    shutil.copytree(shipped, tmp_path / "claims")
    call("site", "-o", "public", cwd=tmp_path)
    (tmp_path / "claims/saqib-praise.toml").unlink()
    dry = call("site", "-o", "public", "--dry-run", cwd=tmp_path)
    assert os.path.join("public", "claims/saqib-praise.html: removed") in dry.lines
    assert (tmp_path / "public/claims/saqib-praise.html").exists()
    assert "removed" in call("site", "-o", "public", cwd=tmp_path).out
    assert not (tmp_path / "public/claims/saqib-praise.html").exists()


def _written(ran):
    return ran.lines[-1].split(", ")[1]


def _contents(folder: Path):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
