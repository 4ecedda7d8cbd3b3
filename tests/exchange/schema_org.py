"""What schema.org and Google's documentation of ClaimReview say of the objects that we write."""

from __future__ import annotations

import re

BASE = "https://schema.org/"
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z))?)?)?")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
IRI = re.compile(r"(?:urn:claimtrack:[a-z]+:|https?://)[^\s<>\"{}|\\^`]+")

AGENT = ("Person", "Organization")
# The properties of each type: what each may hold (a type of object, "text", "date", "url", "iri" or "number"), and whether
# it has to be there. schema.org requires nothing; Google requires claimReviewed, reviewRating with a name, and url, and
# recommends author and itemReviewed. An address may be missing here: then Google's requirement is warned of.
WORK = {
    "additionalType": ("iri", False),
    "author": (AGENT, False),
    "url": ("url", False),
    "datePublished": ("date", False),
    "inLanguage": ("text", False),
    "text": ("text", False),
    "abstract": ("text", False),
    "citation": (("CreativeWork",), False),
}
SHAPES = {
    "ClaimReview": {
        **WORK,
        "claimReviewed": ("text", True),
        "reviewRating": (("Rating",), True),
        "author": (AGENT, True),
        "itemReviewed": (("Claim",), True),
        "reviewBody": ("text", False),
        "headline": ("text", False),
    },
    "Claim": {
        "name": ("text", True),
        "description": ("text", False),
        "text": ("text", False),
        "inLanguage": ("text", False),
        "temporalCoverage": ("date", False),
        "spatialCoverage": (("Place",), False),
        "keywords": ("text", False),
        "author": (AGENT, False),
        "datePublished": ("date", False),
        "appearance": (("Quotation",), False),
        "subjectOf": (("Quotation",), False),
    },
    "Quotation": {**WORK, "author": (AGENT, True)},
    "CreativeWork": {
        "name": ("text", False),
        "url": ("url", False),
        "archivedAt": ("url", False),
        "publisher": (AGENT, False),
        "creditText": ("text", False),
        "datePublished": ("date", False),
        "inLanguage": ("text", False),
        "text": ("text", False),
        "isBasedOn": ("iri", False),
    },
    "Rating": {
        "alternateName": ("text", True),
        "ratingValue": ("number", False),
        "worstRating": ("number", False),
        "bestRating": ("number", False),
    },
    "Person": {"name": ("text", True)},
    "Organization": {"name": ("text", True)},
    "Place": {"name": ("text", True)},
}
NAMED = {"ClaimReview", "Claim", "Quotation", "Person"}  # what has an id of its own

# What https://schema.org/docs/jsonldcontext.json says of the terms that we use.
CONTEXT = {
    "@vocab": BASE,
    **{term: {"@type": "@id"} for term in ("url", "additionalType", "archivedAt", "isBasedOn")},
    **{term: {"@type": "Date"} for term in ("datePublished",)},
}


def mistakes(node: dict, where: str = "") -> list[str]:
    """Return what is wrong with an expanded JSON-LD object and those in it."""
    (kind,) = (each.removeprefix(BASE) for each in node.get("@type", ["nothing"]))
    shape = SHAPES.get(kind)
    where = f"{where}/{kind}"
    if shape is None:
        return [f"{where}: no type of ours"]
    found = [f"{where}: no {name}" for name, (_, required) in shape.items() if required and BASE + name not in node]
    if "@id" in node and not IRI.fullmatch(node["@id"]):
        found.append(f"{where}: no id: {node['@id']}")
    if kind in NAMED and "@id" not in node:
        found.append(f"{where}: no id")
    for key, values in node.items():
        if key.startswith("@"):
            continue
        expected = shape.get(key.removeprefix(BASE), (None,))[0]
        for value in values:
            if isinstance(expected, tuple):
                of = [each.removeprefix(BASE) for each in value.get("@type", [])]
                found += mistakes(value, where) if of and of[0] in expected else [f"{where}: {key} is no {expected}"]
            elif not _is(expected, value):
                found.append(f"{where}: {key} is no {expected}: {value}")
    return found


def _is(expected: str | None, value: dict) -> bool:
    match expected:
        case "url":
            return bool(URL.fullmatch(value.get("@id", "")))
        case "iri":
            return bool(IRI.fullmatch(value.get("@id", "")))
        case "date":
            return bool(DATE.fullmatch(value.get("@value", "")))
        case "number":
            return isinstance(value.get("@value"), int | float)
        case "text":
            return isinstance(value.get("@value"), str) and value["@value"] != ""
    return False
