"""What to write instead of a value that is wrong: a hint that can be obeyed as it stands."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from claimtrack.files.date_hints import date_hint, date_in_toml
from claimtrack.model.vocabulary import UNFIT, is_url

if TYPE_CHECKING:
    from collections.abc import Collection

# What people write for the words of a record, by key and word; in any form of the verb.
_MEANINGS: Final[dict[str, dict[str, str]]] = {
    "stance": {
        "asserts": "supports backs confirms affirms claims says states agrees accepts maintains insists alleges declares "
        "endorses acknowledges admits concurs upholds believes yes true pro for",
        "qualifies": "partly partially concedes nuances hedges mixed conditional partly_accepts accepts_in_part "
        "partly_agrees partially_agrees partly_accepted in_part backs_in_part",
        "denies": "rejects refutes opposes disputes contradicts disagrees dismisses rebuts contests negates repudiates "
        "disavows no false against contra not_true",
        "declines": "no_comment refuses refuses_to_comment declines_to_comment did_not_comment does_not_comment "
        "did_not_respond does_not_respond no_response no_answer not_commented unavailable",
        "comments": "clarifies deflects responds discusses remarks observes evades neutral unclear ambiguous no_side",
        "reports": "mentions cites quotes relays publishes covers repeats passes_on according_to",
        "withdraws": "retracts recants revokes rescinds takes_back walks_back took_back walked_back",
    },
    "kind": {
        "fact": "factual event statement claim",
        "policy": "proposal demand plan measure should",
        "opinion": "view judgement judgment belief assessment value",
        "prediction": "forecast prognosis projection expectation future",
    },
    "date_of": {"statement": "said speech spoken", "report": "published publication article press"},
    "attribution": {
        "on-record": "record on_the_record named public attributed",
        "anonymous": "anon unnamed unattributed off_the_record background on_background not_named",
    },
}
# What people call the keys; the first that the table has is meant.
_KEYS: Final = {
    "party": "who speaker actor name person by",
    "stance": "side view stand opinion position",
    "date": "when day time published pubdate publication_date published_at",
    "value": "number amount count figure how_many",
    "rating": "verdict ruling review_rating textual_rating alternate_name",
    "place": "location where",
    "quote": "text words said wording",
    "original": "original_quote original_text",
    "note": "comment remark",
    "notes": "comment remark note description",
    "title": "headline name claim heading",
    "url": "link href website web uri address page",
    "archive_url": "archive archived archive_link archived_url wayback",
    "publisher": "outlet newspaper paper media medium site",
    "author": "by writer journalist byline",
    "retrieved": "accessed access_date read read_on retrieved_on accessdate",
    "lang": "language",
    "derived_from": "copy_of based_on wire",
    "topics": "tags tag categories category subject",
    "kind": "type",
    "speaks_for": "represents spokesperson_of spokesman_for voice_of member_of",
    "aliases": "aka other_names synonyms",
    "from": "since start begin",
    "until": "to end",
}
_NOT: Final = re.compile(r"\b(?:no|non|not|never|without)\b|n['’]t\b")
_PREFIXES: Final = ("un", "non", "dis", "mis")  # of words that mean the contrary
_SPACING: Final = re.compile(r"[\s_-]+")
_ENDINGS: Final = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_UNFIT: Final = re.compile(f"[{UNFIT}]")
_SCHEME: Final = re.compile(r"h?t{1,3}ps?[:;]?/{0,3}(?=[\w.-]+\.)", re.IGNORECASE)
_HOST: Final = re.compile(r"(?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#]|\Z)")
_NAMES: Final = {"\ufeff": "byte-order mark", "\n": "line break", "\t": "tab"}


def _stem(word: str) -> str:
    """Return a verb without the ending of its form, good enough to compare with others."""
    for ending, instead in _ENDINGS:
        if len(word) > len(ending) + 1 and word.endswith(ending):
            word = word.removesuffix(ending) + instead
            break
    return word.removesuffix("e")


def _form(text: str) -> str:
    """Return words in the form in which they are compared: without case, hyphens and the endings of verbs."""
    return " ".join(map(_stem, _SPACING.sub(" ", text.casefold()).split()))


@lru_cache(maxsize=1024)  # an import asks for the same few words again and again
def meaning(key: str, given: str) -> str:
    """Return the word of a record that another word means; an empty text if it means none."""
    form = _form(given)
    for word, others in _MEANINGS.get(key, {}).items():
        if form and form in {_form(word), *map(_form, others.split())}:
            return word
    return ""


def near_key(key: str, known: Collection[str]) -> str:
    """Return the known key of a table that an unknown one probably means: a synonym, else the one spelled most alike."""
    form = key.casefold().replace("-", "_")
    meant = (meant for meant, others in _KEYS.items() if meant in known and form in others.split())
    return next(meant, "") or next(iter(get_close_matches(form, known, n=1, cutoff=0.7)), "")


def word_hint(key: str, given: str, choices: Collection[str], column: int | None = None) -> str:
    """Return what to write instead of a word that is none of the choices; `column` is that of a stray character."""
    visible = without_stray(given)
    if visible in choices:
        return stray_hint(given, f'"{visible}"', column)
    if visible.casefold() in choices:
        return f'write it in small letters: "{visible.casefold()}"'
    near = near_word(key, visible, choices)
    return f'did you mean "{near}"?' if near else ""


def near_word(key: str, given: str, choices: Collection[str]) -> str:
    """Return the choice that another word probably means; an empty text if it means none."""
    if meant := meaning(key, given):
        return meant
    form = _SPACING.sub(" ", given.casefold())
    near = next(iter(get_close_matches(given.casefold(), choices, n=1)), "")
    # "not denied" and "unqualified" are spelt much like what they do not mean.
    is_negated = _NOT.search(form) or any(
        form.startswith(prefix) and not near.startswith(prefix) for prefix in _PREFIXES
    )
    return "" if is_negated else near


def date_problem(cause: str, given: object, column: int | None = None) -> tuple[str, str]:
    """Return what is wrong with a value that is no date, and what to write; `column` is that of a stray character.

    The cause says both, with a semicolon between the two; often a better hint is known.
    """
    what = cause.partition("; ")[0]
    if not isinstance(given, str | int):
        return cause, ""
    text = str(given)
    visible = without_stray(text)
    if visible != text and date_in_toml(visible):
        return what, stray_hint(text, date_in_toml(visible), column)
    if not visible:
        return what, "leave the key out if nothing is known"
    if isinstance(given, int) and len(text) < 8:
        return cause, ""
    hint = date_hint(visible)
    return (what, hint) if hint else (cause, "")


def url_hint(given: str, column: int | None = None) -> str:
    """Return what to write instead of a text that is no http(s) address; `column` is that of a stray character."""
    visible = without_stray(given)
    if visible != given and is_url(visible):
        return stray_hint(given, f'"{visible}"', column)
    url = url_meant(visible)
    return f'write "{url}"' if url else ""


def cited_hint(source_id: str) -> str:
    """Return the http(s) address to write instead of an id that no source has; an empty text if it is no address."""
    visible = without_stray(source_id).strip("<>")
    is_address = "/" in visible or visible.casefold().startswith("www.")
    url = url_meant(visible) if is_address else ""
    return f'write "{url}"' if url and url != source_id else ""


def url_meant(visible: str) -> str:
    """Return the http(s) address that a text probably means; an empty text if it means none."""
    found = _SCHEME.match(visible)
    if found and not visible.startswith(("http://", "https://")):
        visible = f"http{'s' if 's' in found[0].lower() else ''}://{visible[found.end() :]}"
    elif visible.casefold().startswith("doi:"):
        visible = f"https://doi.org/{visible[4:].strip()}"
    elif _HOST.match(visible):
        visible = f"https://{visible.removeprefix('//')}"
    encoded = _UNFIT.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), visible)
    return encoded if is_url(encoded) else ""


def is_stray(char: str) -> bool:
    """Return whether a character is invisible, or a blank other than the ordinary one."""
    category = unicodedata.category(char)
    return category in {"Cf", "Cc", "Zl", "Zp"} or (category == "Zs" and char != " ") or char in "\u115f\u1160\u3164"


def without_stray(text: str) -> str:
    """Return a text without blanks around it and without characters that cannot be seen."""
    if text.isascii() and text.isprintable():
        return text.strip()
    blanks = "".join(" " if char.isspace() else char for char in text)
    return "".join(char for char in blanks if not is_stray(char)).strip()


def first_stray(text: str) -> str:
    """Return the first character of a text that `without_stray` leaves out or replaces; an empty text if there is none."""
    return next(filter(is_stray, text), "")


def spelt(char: str) -> str:
    """Return the code and the name of a character that cannot be seen."""
    name = _NAMES.get(char) or unicodedata.name(char, "control character").lower()
    return f"U+{ord(char):04X} ({name})"


def named(name: str) -> str:
    """Return a name in quotes, and what is in it that cannot be seen."""
    char = first_stray(name)
    return f'"{name}", with a {spelt(char)} in it' if char else f'"{name}"'


def stray_hint(given: str, instead: str, column: int | None = None) -> str:
    """Return the hint to leave out the blanks and what cannot be seen in a text."""
    char = first_stray(given)
    if not char:
        return f"write it without the space: {instead}"
    where = f" at column {column}" if column else ""
    return f"write {instead}, without the {spelt(char)}{where}"
