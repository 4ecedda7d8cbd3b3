"""ClaimReview: reviews and claims in the vocabulary of schema.org, as JSON-LD.

A review is a position with a rating. It becomes a ClaimReview, with the claim that it reviews; a claim that nobody
reviewed stands alone. What was asserted is an appearance of the claim, and every other position a work about it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from claimtrack.model.vocabulary import is_url
from claimtrack.render.escape import json_text
from claimtrack.render.phrases import amount, count
from claimtrack.rules.reviews import without_reviews

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.exchange.selection import Selection
    from claimtrack.model.record import Source, SourceRef
    from claimtrack.model.vocabulary import Stance
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition

    Node = dict[str, Any]

_CONTEXT: Final = "https://schema.org"
# How a rating reads as a number, from the stance that is recorded with it.
_RATING_VALUES: Final[dict[Stance, int]] = {"denies": 1, "qualifies": 2, "asserts": 3}
_SCALE: Final = {"worstRating": 1, "bestRating": 3}
_UNFIT: Final = r"[{}|\\^`]"  # in an address, by RFC 3986
# Inside a web page, no text ends the script that the JSON stands in.
_IN_A_PAGE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def render(selection: Selection) -> Iterator[str]:
    """Yield the lines of a JSON-LD document, one for each review or claim; what search engines would miss is warned of."""
    yield f'{{"@context": "{_CONTEXT}", "@graph": ['
    without_url = 0
    line = ""
    for state in selection.states():
        for node in nodes(state, selection):
            if line:
                yield f"{line},"
            line = _encoded(node)
            without_url += node["@type"] == "ClaimReview" and "url" not in node
    if line:
        yield line
    yield "]}"
    if without_url:
        be = "has" if without_url == 1 else "have"
        selection.warn(f"{count(without_url, 'review')} {be} no address: Google requires one, that of a source")


def nodes(state: ClaimState, selection: Selection) -> Iterator[Node]:
    """Yield each review of a claim, or if nobody reviewed it, the claim."""
    claim = _claim(state, selection)
    if not state.reviews:
        yield claim
    for position in state.reviews:
        said = _said(position, state, selection)
        words, source = said.pop("text", None), _first_source(position, state)
        value = _RATING_VALUES.get(position.stance)
        numbers = {} if value is None else {"ratingValue": value, **_SCALE}
        yield {
            "@type": "ClaimReview",
            **said,
            "claimReviewed": state.claim.title,
            "reviewRating": {"@type": "Rating", "alternateName": position.recorded.rating, **numbers},
            **_known(reviewBody=words, headline=source and source.title),
            "itemReviewed": claim,
        }


def _first_source(position: ResolvedPosition, state: ClaimState) -> Source | None:
    cited = next(iter(position.recorded.sources), None)
    return state.lookup.get(state.lookup.key(cited.id)) if cited else None


def _claim(state: ClaimState, selection: Selection) -> Node:
    """Return a claim with who asserts it, where it appears, and what else was said about it, reviews left out."""
    claim = state.claim
    others = without_reviews(state.positions)
    appearances = [position for position in others if position.stance == "asserts"]
    about = [position for position in others if position.stance != "asserts"]
    parties = dict.fromkeys(position.party for position in appearances)
    return {
        "@type": "Claim",
        "@id": _claim_id(claim.id),
        "name": claim.title,
        **_known(
            description=claim.statement,
            text=claim.original,
            inLanguage=claim.lang,
            temporalCoverage=claim.date and claim.date.written,
            spatialCoverage=claim.place and {"@type": "Place", "name": claim.place},
            keywords=[*claim.topics],
            author=[_party(party, selection) for party in parties],
            datePublished=next((each.date.written for each in appearances if each.date), None),
            appearance=[_quotation(position, state, selection) for position in appearances],
            subjectOf=[_quotation(position, state, selection) for position in about],
        ),
    }


def _quotation(position: ResolvedPosition, state: ClaimState, selection: Selection) -> Node:
    return {"@type": "Quotation", **_said(position, state, selection)}


def _said(position: ResolvedPosition, state: ClaimState, selection: Selection) -> Node:
    """Return what is recorded of a position: its stance, who took it, when, in which words, on which sources."""
    recorded = position.recorded
    words = recorded.quote or recorded.original
    urls = (url for ref in recorded.sources if (url := _url(ref.id, state)))
    return {
        "@id": f"{_claim_id(state.claim.id)}:{position.place + 1}",
        "additionalType": [f"urn:claimtrack:stance:{position.stance}", f"urn:claimtrack:standing:{position.standing}"],
        "author": _party(position.party, selection),
        **_known(
            url=next(urls, None),
            datePublished=recorded.date and recorded.date.written,
            text=words,
            inLanguage=None if recorded.quote else recorded.lang,
            abstract=amount(recorded.value, state.claim.unit, recorded.about),
            citation=[_source(ref, state) for ref in recorded.sources],
        ),
    }


def _source(ref: SourceRef, state: ClaimState) -> Node:
    key = state.lookup.key(ref.id)
    source = state.lookup.get(key)
    url = _url(ref.id, state)
    if source is None:
        return {"@type": "CreativeWork", **_known(url=url, name=None if url else ref.id)}
    parent = state.lookup.parent(key)
    return {
        "@type": "CreativeWork",
        "@id": _source_id(key.claim, key.id),
        "name": source.title or source.publisher or source.id,
        **_known(
            url=url,
            archivedAt=source.archive_url and _address(source.archive_url),
            publisher=source.publisher and {"@type": "Organization", "name": source.publisher},
            creditText=source.author,
            datePublished=source.date and source.date.written,
            inLanguage=source.lang,
            text=source.quote,
            isBasedOn=parent and {"@id": _source_id(parent.claim, parent.id)},
        ),
    }


def _url(source_id: str, state: ClaimState) -> str | None:
    source = state.lookup.get(state.lookup.key(source_id))
    url = source_id if source is None and is_url(source_id) else source and (source.url or source.archive_url)
    return _address(url) if url else None


def _address(url: str) -> str:
    """Return a web address without the characters that no address may have; it leads to the same page."""
    return re.sub(_UNFIT, lambda match: quote(match.group()), url)


def _party(party: str, selection: Selection) -> Node:
    entry = selection.book.registry.get(party)
    kind = "Person" if entry is not None and entry.kind == "person" else "Organization"
    return {"@type": kind, "@id": f"urn:claimtrack:party:{_encoded_id(party)}", "name": selection.name(party)}


def _claim_id(claim: str) -> str:
    return f"urn:claimtrack:claim:{_encoded_id(claim)}"


def _source_id(claim: str, source: str) -> str:
    if not claim and is_url(source):
        return _address(source)
    of_claim = f"{_encoded_id(claim)}:" if claim else ""
    return f"urn:claimtrack:source:{of_claim}{_encoded_id(source)}"


def _encoded_id(text: str) -> str:
    return quote(text, safe="")


def _known(**properties: object) -> Node:
    """Return the properties that have a value."""
    return {name: value for name, value in properties.items() if value}


def _encoded(node: Node) -> str:
    line = json_text(json.dumps(node, ensure_ascii=False))
    for sign, escaped in _IN_A_PAGE.items():
        line = line.replace(sign, escaped)
    return line
