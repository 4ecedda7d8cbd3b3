"""What the options of ``claimtrack site`` do, and what it says when it cannot build."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from unittest import mock
from xml.etree import ElementTree as ET

import pytest
from gitrepo import Repo
from site_pages import Page, pages_of
from surroundings import write_records

LEAK = {
    "title": "The dam leaked",
    "unit": "holes",
    "positions": [
        {"party": "Union", "stance": "asserts", "date": "2025-03-01", "value": 1, "sources": ["https://a.example/1"]},
        {"party": "Water Board", "stance": "denies", "date": "2025-03-02"},
        {"party": "Union", "stance": "asserts", "date": "2025-04-01", "value": 3},
        {
            "party": "River Post",
            "stance": "denies",
            "date": "2025-05-01",
            "rating": "Mostly false",
            "sources": ["review"],
        },
    ],
    "sources": [{"id": "review", "url": "https://post.example/review", "publisher": "River Post"}],
}


@pytest.fixture
def book(tmp_path):
    write_records(tmp_path / "claims", {"leak": LEAK, "toll": {"title": "A toll", "topics": ["money"]}})
    return tmp_path


def page(folder, path):
    return Page(folder / "public" / path)


def test_a_date_and_a_filter_choose_what_the_site_has(call, book):
    assert call("site", "-o", "public", "--as-of", "2025-03-15", cwd=book).code == 0
    text = page(book, "claims/leak.html").text
    assert "Union since 2025-03-01: 1 holes" in text
    assert "As of 2025-03-15: only what had been said by then counts." in text
    assert not (book / "public/claims/toll.html").exists()  # nobody had said anything of it
    assert call("site", "-o", "public", "--topic", "money", cwd=book).code == 0
    assert set(pages_of(book / "public")) >= {"claims/toll.html", "index.html"}
    assert not (book / "public/claims/leak.html").exists()


def test_reviewers_are_shown_apart(call, book):
    assert call("site", "-o", "public", cwd=book).code == 0
    text = page(book, "claims/leak.html").text
    assert "1 review; the status is the same without it." in text
    _, apart = text.rsplit("Reviewed by", 1)
    assert "River Post" in apart
    assert "denies, rated “Mostly false”" in apart
    assert "Water Board" not in apart.split("Sources")[0]
    (pair,) = [path for path in pages_of(book / "public") if path.startswith("diff/river-post--union")]
    for path in ("index.html", "matrix.html", "parties/river-post.html", pair):
        assert page(book, path).text.count("rated “Mostly false”") == 1, path


def test_a_number_stands_with_the_day_since_which_it_is_given(call, book):
    call("site", "-o", "public", cwd=book)
    for path in ("index.html", "claims/leak.html"):
        assert "Union since 2025-03-01; now 3 holes, since 2025-04-01" in page(book, path).text
    assert "Union asserts 1 holes → asserts 3 holes" in page(book, "shifts.html").text


def test_a_number_that_was_not_repeated_says_so(call, book):
    record = {**LEAK, "positions": [*LEAK["positions"], {"party": "Union", "stance": "asserts", "date": "2025-06-01"}]}
    write_records(book / "claims", {"leak": record})
    call("site", "-o", "public", cwd=book)
    assert (
        "Union since 2025-03-01, last said 2025-06-01; 3 holes, said 2025-04-01" in page(book, "claims/leak.html").text
    )


def test_a_number_that_was_given_from_the_first_day_and_repeated_has_no_day_of_its_own(call, book):
    record = {**LEAK, "positions": [*LEAK["positions"][:2], {**LEAK["positions"][0], "date": "2025-06-01"}]}
    write_records(book / "claims", {"leak": record})
    call("site", "-o", "public", cwd=book)
    assert "Union since 2025-03-01, last said 2025-06-01: 1 holes" in page(book, "claims/leak.html").text


def test_what_is_not_on_record_says_through_whom_it_is_known(call, book):
    sources = [{"id": "leaked", "url": "https://post.example/leaked", "publisher": "River Post"}]
    told = [
        {"party": "Union", "stance": "asserts", "date": "2025-03-01", "via": ["Toll Keeper"]},
        {"party": "A clerk", "stance": "denies", "attribution": "anonymous", "date": "2025-03-02", "via": ["Miller"]},
        {"party": "A guard", "stance": "denies", "attribution": "anonymous", "sources": ["leaked"]},
    ]
    write_records(book / "claims", {"leak": {**LEAK, "positions": told, "sources": sources}})
    call("site", "-o", "public", cwd=book)
    for path in ("index.html", "claims/leak.html"):
        text = page(book, path).text
        assert "Union (as told by Toll Keeper) since 2025-03-01" in text
        assert "A clerk (anonymous, told to Miller) since 2025-03-02" in text
    assert "A guard (anonymous, in River Post)" in text
    assert "not on record" not in text
    assert "denies anonymous, told to Miller" in text


def test_the_history_of_the_record_is_on_its_page_and_the_revision_at_its_foot(call, book, home):
    Repo(book, home).commit()
    call("site", "-o", "public", cwd=book)
    text = page(book, "claims/leak.html").text
    first = re.search(r"The record as of commit ([0-9a-f]{10}) of", text)[1]
    assert "the claim, with 4 positions" in text
    assert "with edits that are not committed" not in text
    changed = {**LEAK, "title": "The dam leaked badly"}
    write_records(book / "claims", {"leak": changed})
    call("site", "-o", "public", cwd=book)
    assert f"as of commit {first} of" in page(book, "claims/leak.html").text
    assert "with edits that are not committed" in page(book, "claims/leak.html").text
    assert "with edits that are not committed" in page(book, "index.html").text
    assert "with edits" not in page(book, "claims/toll.html").text
    call("site", "-o", "public", "--rev", "HEAD", cwd=book)
    assert "The dam leaked badly" not in page(book, "index.html").text


def test_the_feed_has_whole_addresses_and_the_same_entries_in_every_build(call, book):
    names = {"a": "http://www.w3.org/2005/Atom"}
    call("site", "-o", "public", "--base-url", "https://paper.example/x", cwd=book)
    feed = ET.fromstring((book / "public/feed.xml").read_bytes())  # noqa: S314 - our own
    entries = feed.findall("a:entry", names)
    assert [entry.find("a:updated", names).text for entry in entries] == [
        f"{day}T00:00:00Z" for day in ("2025-05-01", "2025-04-01", "2025-03-02", "2025-03-01")
    ]
    links = {entry.find("a:link", names).get("href") for entry in entries}
    assert links == {"https://paper.example/x/claims/leak.html"}
    before = [entry.find("a:id", names).text for entry in entries]
    assert len(set(before)) == len(before)
    shutil.rmtree(book / "public")
    call("site", "-o", "public", cwd=book)
    again = ET.fromstring((book / "public/feed.xml").read_bytes())  # noqa: S314 - our own
    assert [entry.find("a:id", names).text for entry in again.findall("a:entry", names)] == before
    assert again.find("a:entry/a:link", names).get("href") == "claims/leak.html"


def test_a_page_describes_its_claim_for_programs_and_for_who_shares_it(call, book):
    call("site", "-o", "public", "--base-url", "https://paper.example", "--title", "River facts", cwd=book)
    found = page(book, "claims/leak.html")
    (review,) = map(json.loads, found.scripts)
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["reviewRating"]["alternateName"] == "Mostly false"
    assert review["itemReviewed"]["mainEntityOfPage"] == "https://paper.example/claims/leak.html"
    (claim,) = map(json.loads, page(book, "claims/toll.html").scripts)
    assert (claim["@type"], claim["name"]) == ("Claim", "A toll")
    said = {value for tag, name, value in found.attributes if (tag, name) == ("meta", "content")}
    assert {"River facts", "The dam leaked", "https://paper.example/claims/leak.html"} <= said
    assert any(text.startswith("Disputed: Union (3 holes, 2025-04-01) asserts it; ") for text in said)


def test_a_record_that_cannot_be_read_is_missing_and_the_front_page_says_so(call, book):
    (book / "claims/bad.toml").write_text("title = ")
    ran = call("site", "-o", "public", cwd=book)
    assert ran.code == 4
    assert "claims/bad.toml:1:" in ran.err
    assert "1 record could not be read and is missing here." in page(book, "index.html").text


def test_an_empty_folder_makes_a_site_that_says_so(call, tmp_path):
    (tmp_path / "claims").mkdir()
    assert call("site", "-o", "public", cwd=tmp_path).code == 0
    assert "0 claims, 0 of them disputed" in page(tmp_path, "index.html").text
    assert "No claim implies or contradicts another one." in page(tmp_path, "map.html").text


def test_it_refuses_what_is_no_address_and_the_folder_of_claims(call, book):
    ran = call("site", "-o", "public", "--base-url", "paper.example", cwd=book)
    assert (ran.code, ran.err.splitlines()[0]) == (2, 'claimtrack: "paper.example" is no address')
    ran = call("site", "-o", os.path.join("claims", "site"), cwd=book)
    assert ran.code == 2
    assert "is in the folder of claims" in ran.err
    assert call("site", "-o", ".", cwd=book).code == 2
    assert not (book / "public").exists()


def test_without_jinja_it_says_what_to_install(call, book):
    loaded = [name for name in sys.modules if name.startswith(("claimtrack.site", "jinja2", "markupsafe"))]
    hidden = dict.fromkeys(("jinja2", "markupsafe"), None)
    with mock.patch.dict(sys.modules):
        for name in loaded:
            del sys.modules[name]
        sys.modules.update(hidden)
        ran = call("site", "-o", "public", cwd=book)
        assert call("site", "--help", cwd=book).code == 0
    assert ran.code == 2
    assert ran.err.splitlines()[0] == "claimtrack: a site needs Jinja2, which is not installed"
    assert "pip install" in ran.err


def test_a_page_edited_by_hand_that_is_no_longer_needed_is_named(call, book):
    call("site", "-o", "public", cwd=book)
    (book / "public/claims/toll.html").write_text("mine")
    (book / "claims/toll.toml").unlink()
    ran = call("site", "-o", "public", cwd=book)
    assert (
        f"{os.path.join('public', 'claims/toll.html')} is no longer needed, was edited by hand, and is left" in ran.err
    )


def test_a_person_who_later_speaks_for_somebody_stands_where_he_stood(call, tmp_path):
    parties = {
        "state": {"name": "State"},
        "ann": {"name": "Ann", "speaks_for": [{"party": "state", "from": "2025-01"}]},
    }
    positions = [
        {"party": "ann", "stance": "asserts", "date": "2020-05-01"},
        {"party": "ann", "stance": "denies", "date": "2025-05-01"},
        {"party": "ann", "stance": "asserts", "date": "2025-06-01"},
    ]
    write_records(tmp_path / "claims", {"parties": parties, "dam": {"title": "The dam", "positions": positions}})
    call("site", "-o", "public", cwd=tmp_path)
    for path in ("claims/dam.html", "claims.html"):
        text = page(tmp_path, path).text
        assert "Ann since 2020-05-01" in text
        assert "State since 2025-06-01" in text
    assert "since 2025-06-01" in page(tmp_path, "parties/ann.html").text


def test_the_page_of_a_party_says_where_it_contradicts_itself_and_with_whom_it_agrees(call, tmp_path):
    def said(stance, day):
        return [{"party": name, "stance": stance, "date": f"2025-05-{day}"} for name in ("Union", "Post")]

    records = {
        "all": {"title": "All gates failed", "implies": ["one"], "positions": said("asserts", "01")},
        "one": {"title": "One gate failed", "positions": said("denies", "02")[:1]},
    }
    write_records(tmp_path / "claims", records)
    call("site", "-o", "public", cwd=tmp_path)
    text = page(tmp_path, "parties/union.html").text
    assert "Union asserts all, which implies one, and denies one" in text
    assert "Agrees most with Post: 1 agree" in text
    assert "implied by All gates failed" in page(tmp_path, "claims/one.html").text
    beside = page(tmp_path, "diff/post--union.html").text
    assert "1 agree 1 only Union takes a side" in beside
