"""Reads reviews of claims as fact-checkers publish them: ClaimReview of schema.org, as it is found in the wild."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.dates import read_date
from claimtrack.exchange.drafts import Draft, Place, RowError, Table, is_nothing, lines, words
from claimtrack.exchange.ratings import IN_DOUBT, is_nobody, stance_of_number, stance_of_words
from claimtrack.exchange.source_cells import address_of
from claimtrack.model.names import slug
from claimtrack.model.vocabulary import is_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.exchange.columns import Reading

Json = dict[str, Any]

_DEEPEST: Final = 20  # levels of objects in which reviews are looked for
_ENTITY: Final = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_INLINE: Final = re.compile(r"</?(?:b|i|em|strong|span|a|q)\b[^<>]*>", re.IGNORECASE)
_BLOCK: Final = re.compile(r"</?(?:p|br|div|blockquote|h\d)\b[^<>]*>", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"\s*([-+]?\d+(?:[.,]\d+)?)\s*(?:/|of|out of|von|sur|de)?\s*(\d+(?:[.,]\d+)?)?\s*", re.IGNORECASE
)
# The keys of each kind of object that have a place in a record, or say nothing of the claim.
_SILENT: Final = frozenset(("@context", "@type", "@id", "mainEntityOfPage", "dateModified", "sdPublisher", "sdLicense"))
_OF_REVIEW: Final = _SILENT.union(
    (
        "claimReviewed",
        "itemReviewed",
        "reviewRating",
        "author",
        "publisher",
        "url",
        "datePublished",
        "name",
        "headline",
    ),
    ("inLanguage", "dateCreated", "creator"),
)
_OF_ITEM: Final = _SILENT.union(
    ("author", "datePublished", "appearance", "firstAppearance", "dateCreated", "creator", "url", "sameAs")
)
_OF_RATING: Final = _SILENT.union(
    ("alternateName", "ratingValue", "bestRating", "worstRating", "name", "ratingExplanation")
)
_OF_PERSON: Final = _SILENT.union(("name", "legalName", "alternateName", "url", "sameAs", "logo", "image"))


class ReviewReader:
    """Reads reviews; counts what had no place in a record, and how verdicts were understood."""

    def __init__(self, reading: Reading) -> None:
        """Take how to read."""
        self._reading = reading
        self.homeless: Counter[str] = Counter()
        self.understood: Counter[tuple[str, str]] = Counter()
        self.nobody: Counter[str] = Counter()

    def drafts(self, value: Any, place: Place) -> Iterator[Draft | RowError]:  # noqa: ANN401 - any JSON
        """Yield what each review in an object says, or why it is refused."""
        for review in find_reviews(value):
            try:
                yield self._draft(review, place)
            except RowError as error:
                yield error

    def _draft(self, review: Json, place: Place) -> Draft:
        title = _title(review.get("claimReviewed"))
        if not title:
            raise RowError("the review does not say which claim it is about", "it needs claimReviewed")
        for name in ("claimReviewed", "itemReviewed", "reviewRating"):
            if isinstance(review.get(name), list) and len(review[name]) > 1:
                self.homeless[f"{name} after the first"] += 1
        item = _first(review.get("itemReviewed"))
        rating = _first(review.get("reviewRating")) or {"alternateName": _text(review.get("reviewRating"))}
        draft = Draft(place, title)
        draft.positions += self._claimants(item)
        reviewed = self._review(review, rating)
        if reviewed is not None:
            draft.positions.append(reviewed)
        for begin, table, used in (
            ("", review, _OF_REVIEW),
            ("itemReviewed.", item, _OF_ITEM),
            ("reviewRating.", rating, _OF_RATING),
            ("itemReviewed.author.", _first(item.get("author")), _OF_PERSON),
            ("author.", _first(review.get("author")), _OF_PERSON),
        ):
            lost = (key for key, value in table.items() if key not in used and value not in (None, "", [], {}))
            self.homeless.update(f"{begin}{words(key)}" for key in lost)
        return draft

    def _claimants(self, item: Json) -> Iterator[Table]:
        """Yield a position for each claimant: it asserts the claim, where the claim appeared."""
        sources = [
            {"url": url} for url in dict.fromkeys(_addresses(item.get("firstAppearance"), item.get("appearance")))
        ]
        date = self._date(item.get("datePublished") or item.get("dateCreated"), "itemReviewed.datePublished")
        names = dict.fromkeys(_names(item.get("author") or item.get("creator")))
        for name in names:
            if is_nobody(name) or not slug(name):
                self.nobody[name] += 1
                continue
            yield _without_blanks({"party": name, "stance": "asserts", "date": date, "sources": sources})
        if sources and all(map(is_nobody, names)):
            self.homeless["itemReviewed.appearance of nobody's claim"] += 1

    def _review(self, review: Json, rating: Json) -> Table | None:
        url = next(_addresses(review.get("url")), "")
        if review.get("url") and not url:
            self.homeless["url that is no address"] += 1
        publishers, authors = (
            [*_names(review.get("publisher"))],
            [*_names(review.get("author") or review.get("creator"))],
        )
        organisations = [*_names(review.get("author"), kind="Organization")]
        party = next(iter((*organisations, *publishers, *authors)), "") or _host(url)
        if not slug(party):
            raise RowError("the review does not say whose it is", "it needs an author, a publisher or a url")
        verdict = _verdict(rating)
        stance = self._stance(verdict, rating)
        date = self._date(review.get("datePublished") or review.get("dateCreated"), "datePublished")
        lang = _text(review.get("inLanguage")).replace("_", "-")
        if lang and not is_language(lang):
            self.homeless["inLanguage that is no language tag"] += 1
        source = {
            "url": url,
            "title": _title(review.get("headline") or review.get("name")),
            "publisher": next(iter(publishers), "") or party,
            "author": "; ".join(name for name in authors if name not in {party, *publishers}),
            "date": date,
            "lang": lang if is_language(lang) else "",
        }
        cited = _without_blanks(source) if url or source["title"] else {}
        return _without_blanks(
            {
                "party": party,
                "stance": stance,
                "date": date,
                "rating": verdict,
                "note": _long_text(rating.get("ratingExplanation")),
                "sources": [cited] if cited else [],
            }
        )

    def _stance(self, verdict: str, rating: Json) -> str:
        by_words = stance_of_words(verdict, self._reading.ratings) if verdict else None
        stance = by_words or _stance_of_number(rating) or IN_DOUBT
        self.understood[verdict or "no verdict", stance] += 1
        return stance

    def _date(self, given: Any, where: str) -> str:  # noqa: ANN401 - any JSON
        """Return a date; one that cannot be read is left out, and reported."""
        try:
            return read_date(_text(given), self._reading.date_order)
        except RowError:
            self.homeless[f"{where} that is no date"] += 1
            return ""


def find_reviews(value: Any) -> Iterator[Json]:  # noqa: ANN401 - any JSON
    """Yield the reviews in a value, however deep they are, in their order."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        if isinstance(each, list) and depth < _DEEPEST:
            waiting += [(inner, depth + 1) for inner in reversed(each)]
        elif isinstance(each, dict):
            if _is_review(each):
                yield each
            elif "claimReview" in each and isinstance(each["claimReview"], list):
                yield from _from_search(each)
            elif depth < _DEEPEST:
                waiting += [
                    (inner, depth + 1) for inner in reversed([*each.values()]) if isinstance(inner, dict | list)
                ]


def _is_review(value: Json) -> bool:
    kinds = value.get("@type")
    named = [
        str(kind).rpartition("/")[2].rpartition(":")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])
    ]
    return "ClaimReview" in named or ("claimReviewed" in value and not isinstance(kinds, list | str))


def _from_search(claim: Json) -> Iterator[Json]:
    """Yield the reviews of a claim as the search for fact checks gives them."""
    item = {"author": claim.get("claimant"), "datePublished": claim.get("claimDate")}
    for review in claim["claimReview"]:
        if isinstance(review, dict):
            publisher = review.get("publisher")
            site = publisher.get("site") if isinstance(publisher, dict) else None
            name = publisher.get("name") if isinstance(publisher, dict) else publisher
            yield {
                "@type": "ClaimReview",
                "claimReviewed": claim.get("text"),
                "itemReviewed": item,
                "author": {"@type": "Organization", "name": name or site},
                "url": review.get("url"),
                "name": review.get("title"),
                "datePublished": review.get("reviewDate"),
                "inLanguage": review.get("languageCode"),
                "reviewRating": {"alternateName": review.get("textualRating")},
            }


def _first(value: Any) -> Json:  # noqa: ANN401 - any JSON
    """Return an object, or the first one of a list; an empty one for anything else."""
    values = value if isinstance(value, list) else [value]
    return next((each for each in values if isinstance(each, dict)), {})


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a value as a text in one line: of a list, the first; of an object, what it is called."""
    return words(_raw(value))


def _raw(value: Any) -> str:  # noqa: ANN401 - any JSON
    for _ in range(_DEEPEST):
        if isinstance(value, list):
            value = next((each for each in value if each), "")
        elif isinstance(value, dict):
            value = next((value[key] for key in ("@value", "name", "text", "headline", "@id") if value.get(key)), "")
        else:
            break
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    text = str(value)
    return html.unescape(text) if _ENTITY.search(text) else text


def _title(value: Any) -> str:  # noqa: ANN401 - any JSON
    text = words(_untagged(_raw(value)))
    return "" if is_nothing(text) else text


def _long_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    return lines(_untagged(_raw(value)))


def _untagged(text: str) -> str:
    return _BLOCK.sub(" ", _INLINE.sub("", text)) if "<" in text else text


def _names(value: Any, kind: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the names of persons and organisations: of objects, texts, or a list of either; of one kind, if that is given."""
    for each in value if isinstance(value, list) else [value]:
        if kind and not (isinstance(each, dict) and kind in str(each.get("@type", ""))):
            continue
        name = _text(
            each.get("name") or each.get("legalName") or each.get("alternateName") if isinstance(each, dict) else each
        )
        if not is_nothing(name):
            yield name


def _addresses(*values: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the http(s) addresses in values: texts, objects with a url, or lists of either."""
    waiting = [*reversed(values)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            waiting += [value[key] for key in ("@id", "url") if value.get(key)][-1:]
        elif isinstance(value, str) and "/" in value and (url := address_of(value)):
            yield url


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].partition(":")[0].removeprefix("www.")


def _verdict(rating: Json) -> str:
    """Return the verdict in the reviewer's words; a number where there are none."""
    for key in ("alternateName", "name"):
        if not is_nothing(text := _text(rating.get(key))):
            return text
    value, best = _text(rating.get("ratingValue")), _text(rating.get("bestRating"))
    if is_nothing(value):
        return ""
    return f"{value}/{best}" if best and _number_in(value) and "/" not in value else value


def _number_in(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(text) if len(text) < 40 else None


def _stance_of_number(rating: Json) -> str | None:
    match = _number_in(_text(rating.get("ratingValue")))
    if match is None:
        return None
    value = float(match[1].replace(",", "."))
    best = _number(rating.get("bestRating"), float(match[2].replace(",", ".")) if match[2] else 5)
    return stance_of_number(value, _number(rating.get("worstRating"), 1), best)


def _number(value: Any, default: float) -> float:  # noqa: ANN401 - any JSON
    try:
        return float(_text(value).replace(",", "."))
    except ValueError:
        return default


def _without_blanks(table: Table) -> Table:
    return {key: value for key, value in table.items() if value not in ("", None, [])}
