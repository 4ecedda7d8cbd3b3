"""Reviews and claims are written in the vocabulary of schema.org: what is in them, and that it is valid JSON-LD."""

from __future__ import annotations

import json

import pytest
import schema_org

PARTIES = {"checkers": {"name": "Checkers", "kind": "organisation"}, "editor": {"name": "An Editor", "kind": "person"}}
WIRE = {"id": "wire", "title": "It leaks", "publisher": "Gazette", "url": "https://example.org/a", "date": "2025-05-08", "author": "A. Writer"}  # fmt: skip
LEAK = {
    "title": "It leaks",
    "statement": "The pipe leaks.",
    "original": "لیک",
    "lang": "ur",
    "place": "Łódź",
    "date": "2025-05",
    "topics": ["pipes"],
    "positions": [
        {"party": "Union", "stance": "asserts", "date": "2025-05-08", "value": 3, "quote": "</script><b>", "sources": ["wire", "copy"]},
        {"party": "Board", "stance": "denies", "via": ["Gazette"], "original": "نہیں", "lang": "ur"},
        {"party": "Checkers", "stance": "denies", "rating": "Pants on Fire", "date": "2025-06", "quote": "no", "sources": ["wire"]},
        {"party": "editor", "stance": "reports", "rating": "صحيح جزئياً", "sources": ["https://example.org/b?x=1&y={2}"]},
        {"party": "Checkers", "stance": "qualifies", "rating": "Half true", "sources": ["paper"]},
    ],
    "sources": [WIRE, {"id": "copy", "archive_url": "https://example.net/c", "derived_from": "wire", "quote": "q"}, {"id": "paper"}],
}  # fmt: skip


@pytest.fixture
def book(folder):
    """Return a folder with a claim that was reviewed and two that were not."""
    bare = {"title": "A bare one", "kind": "policy"}
    return folder({"leak": LEAK, "bare": bare, "پل": bare, "parties": PARTIES}).parent


def document_of(ran):
    assert ran.code == 0
    assert not set("<>&\x7f\u2028\u202e") & set(ran.out)
    return json.loads(ran.out)


def test_each_review_is_one_and_a_claim_without_stands_alone(call, book):
    ran = call("export", "claimreview", cwd=book)
    document = document_of(ran)
    assert document["@context"] == "https://schema.org"
    graph = document["@graph"]
    assert [(node["@type"], node["@id"]) for node in graph] == [
        ("Claim", "urn:claimtrack:claim:bare"),
        ("ClaimReview", "urn:claimtrack:claim:leak:4"),
        ("ClaimReview", "urn:claimtrack:claim:leak:5"),
        ("ClaimReview", "urn:claimtrack:claim:leak:3"),
        ("Claim", "urn:claimtrack:claim:%D9%BE%D9%84"),
    ]
    assert ran.err == "1 review has no address: Google requires one, that of a source\n"
    reviews = {node["reviewRating"]["alternateName"]: node for node in graph if node["@type"] == "ClaimReview"}
    review = reviews["Pants on Fire"]
    assert review["claimReviewed"] == "It leaks"
    assert review["url"] == "https://example.org/a"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Pants on Fire",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 3,
    }
    assert (review["reviewBody"], review["datePublished"]) == ("no", "2025-06")
    assert review["author"] == {"@type": "Organization", "@id": "urn:claimtrack:party:checkers", "name": "Checkers"}
    assert reviews["Half true"]["reviewRating"]["ratingValue"] == 2
    assert "ratingValue" not in reviews["صحيح جزئياً"]["reviewRating"]
    assert reviews["صحيح جزئياً"]["author"]["@type"] == "Person"
    claim = review["itemReviewed"]
    assert [each["text"] for each in claim["appearance"]] == ["</script><b>"]
    assert [each["name"] for each in claim["author"]] == ["Union"]
    (about,) = claim["subjectOf"]
    assert about["additionalType"] == ["urn:claimtrack:stance:denies", "urn:claimtrack:standing:relayed"]
    assert (about["text"], about["inLanguage"]) == ("نہیں", "ur")


def test_filters_and_dates_say_what_is_in_it(call, book):
    (claim,) = document_of(call("export", "claimreview", "leak", "--as-of", "2025-05-20", cwd=book))["@graph"]
    assert claim["@type"] == "Claim"
    assert "subjectOf" not in claim
    assert document_of(call("export", "claimreview", "--topic", "pipes", "--kind", "policy", cwd=book))["@graph"] == []


@pytest.mark.slow
@pytest.mark.parametrize("where", ["book", "shipped"])
def test_a_json_ld_processor_finds_only_what_schema_org_knows(call, request, where):
    jsonld = pytest.importorskip("pyld").jsonld
    found = request.getfixturevalue(where)
    document = document_of(call("export", "claimreview", cwd=found.parent if where == "shipped" else found))

    def load(url, _):
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": schema_org.CONTEXT}}

    expanded = jsonld.expand(document, {"documentLoader": load})
    assert len(expanded) == len(document["@graph"])
    assert [each for node in expanded for each in schema_org.mistakes(node)] == []
    flat = {node["@id"]: node for node in jsonld.flatten(document, None, {"documentLoader": load})}
    for node in flat.values():  # one id is one thing: nothing that has a single value has two
        for key in ("name", "url", "datePublished", "claimReviewed"):
            assert len(node.get(schema_org.BASE + key, [])) <= 1, node


def test_reviews_are_imported_again_as_they_were(call, folder):
    reviews = [
        {"party": "Union", "stance": "asserts", "date": "2025-05-08", "sources": ["https://example.org/u"]},
        *(
            {"party": party, "stance": stance, "rating": rating, "date": "2025-06", "sources": [f"https://example.org/{stance}"]}
            for party, stance, rating in (
                ("Checkers", "denies", "Pants on Fire"),
                ("Board", "qualifies", "Half"),
                ("محققون", "asserts", "So it is"),
            )
        ),
    ]  # fmt: skip
    cwd = folder({"leak": {"title": "It leaks", "positions": reviews}}).parent
    assert call("export", "claimreview", "-o", "reviews.json", cwd=cwd).code == 0
    again = call("import", "reviews.json", cwd=cwd)
    assert (again.code, ", 0 positions added," in again.out, ", 0 refused" in again.out) == (0, True, True)
    (cwd / "other").mkdir()
    assert call("import", "reviews.json", "--claims", "other", cwd=cwd).code == 0

    def said(claims):
        rows = call("positions", "--format", "jsonl", "--claims", claims, cwd=cwd).lines
        keys = ("title", "party_name", "stance", "rating", "date")
        return [tuple(json.loads(row)[key] for key in keys) for row in rows]

    assert said("other") == said("claims")
