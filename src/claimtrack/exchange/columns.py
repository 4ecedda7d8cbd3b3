"""Which column of a table is which field of a record, by the column's name or as the user says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from claimtrack.exchange.drafts import words
from claimtrack.model.similar import Similar
from claimtrack.problems import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.exchange.dates import Order
    from claimtrack.model.vocabulary import Stance

# What people call the fields, in the form of `_form`. A field's own name comes first and beats all others.
_NAMES: Final[dict[str, str]] = {
    "claim": "claim_id claimid claim_no claim_number claim",
    "title": "title claim_title claim_text claim_reviewed assertion allegation claim_name claims claim",
    "statement": "statement full_claim claim_statement claim_description",
    "kind": "kind claim_type claim_kind type",
    "unit": "unit units",
    "claim_date": "claim_date event_date date_of_event incident_date date_of_incident",
    "claim_original": "claim_original",
    "claim_lang": "claim_lang claim_language",
    "claim_place": "claim_place place location where venue",
    "topics": "topics topic tags tag categories category subject subjects theme themes issue issues",
    "notes": "claim_notes claim_note",
    "party": "party_name party who actor speaker person claimant politician organization organisation stakeholder "
    "spokesperson said_by attributed_to entity faction institution",
    "stance": "stance position side view opinion vote response",
    "date": "date when day said_on date_said statement_date date_of_statement position_date timestamp datetime",
    "date_of": "date_of",
    "value": "value number amount count figure estimate quantity how_many how_much",
    "min": "min minimum low lower at_least min_value",
    "max": "max maximum high upper at_most max_value",
    "about": "about about_date reference_date",
    "quote": "quote quotation words text said wording exact_words verbatim quoted_text",
    "original": "original original_quote original_text original_words",
    "lang": "lang language",
    "note": "note notes comment comments remark remarks explanation",
    "rating": "rating verdict label conclusion truth_rating fact_check_rating ruling",
    "attribution": "attribution",
    "via": "via_names via through relayed_by reported_by",
    "source": "sources source source_id citation reference references",
    "at": "at page place_in_source timecode",
    "url": "url urls link links href website uri address source_url source_link web_address link_to_source",
    "archive_url": "archive_url archive_urls archive archived archive_link archived_url wayback",
    "source_title": "source_title source_titles headline article article_title source_headline",
    "publisher": "publisher publishers outlet newspaper paper media medium source_name news_outlet media_outlet",
    "author": "author authors writer journalist byline reporter",
    "source_date": "source_date source_dates published publication_date date_published pubdate published_at date_of_publication",
    "retrieved": "retrieved accessed access_date accessdate retrieved_on date_accessed",
    "source_lang": "source_lang source_language",
    "derived_from": "derived_from copy_of",
    "source_quote": "source_quote",
    "source_note": "source_note",
}
# What follows from a record, or is of no use without the folder that it comes from: columns of claimtrack's own answers.
_DERIVED: Final = frozenset(
    (
        *("status", "principal", "principal_name", "principal_known", "side", "standing", "sets_line", "order"),
        *(
            "order_certain",
            "clock_order_differs",
            "origin",
            "origins",
            "withdrawals",
            "withdrawn_by",
            "withdrawn_date",
            "path",
        ),
    )
)
FIELDS: Final = tuple(_NAMES)


@dataclass(slots=True)
class Reading:
    """How a file is to be read, as far as the user has said it."""

    columns: dict[str, str] = field(default_factory=dict)  # fields by column; empty for a column that is to be ignored
    stances: dict[str, Stance] = field(default_factory=dict)  # by the folded word in a cell
    ratings: dict[str, Stance] = field(default_factory=dict)  # by the folded words of a verdict
    date_order: Order = ""
    decimal: str = ""  # "point" or "comma": which mark of 1.234 and 1,234 is the decimal one
    delimiter: str = ""
    encoding: str = ""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the form in which the names of columns and words in cells are compared."""
    if text.isascii():
        return "_".join(re.findall(r"[a-z0-9]+", text.lower()))
    kept = (
        char if unicodedata.category(char)[0] in "LMN" else " "
        for char in unicodedata.normalize("NFKC", text.casefold())
    )
    return "_".join("".join(kept).split())


def check_field(name: str) -> str:
    """Return the name of a field.

    Raises:
        BadRequestError: there is no such field.
    """
    if name in _NAMES or not name:
        return name
    near = Similar(_NAMES).find(name)
    hint = f'did you mean "{near}"?' if near else f"the fields are {', '.join(_NAMES)}"
    raise BadRequestError(f'a record has no field "{name}"', hint)


def find_fields(header: Sequence[str], given: Mapping[str, str]) -> tuple[dict[int, str], list[str]]:
    """Return the field of each column by its number, and the columns that were named and are not there.

    A column that follows from others has an empty field. A column without a field is left out.
    """
    by_user = {fold(column) or column: name for column, name in given.items()}
    forms = [fold(each) or words(each) for each in header]
    found = {number: by_user[form] for number, form in enumerate(forms) if form in by_user}
    taken = {*found.values()}
    for name, spellings in _NAMES.items():
        if name in taken:
            continue
        for spelling in spellings.split():
            numbers = [number for number, form in enumerate(forms) if form == spelling and number not in found]
            if numbers:
                found[numbers[0]] = name
                break
    _settle_claim(found, taken)
    derived = {
        number: ""
        for number, form in enumerate(forms)
        if form in _DERIVED or (form == "party" and "party_name" in forms)
    }
    if "sets_line" in forms:  # the columns of `positions`, where it is the place in the file
        derived |= {number: "" for number, form in enumerate(forms) if form in {"place", "via"}}
        found = {number: name for number, name in found.items() if forms[number] != "place"}
    missing = [column for column in given if (fold(column) or column) not in forms]
    return {**derived, **found}, missing


def _settle_claim(found: dict[int, str], by_user: Iterable[str]) -> None:
    """Let a column "claim" or "statement" be the title where nothing else is one."""
    for name in ("claim", "statement"):
        if "title" in found.values():
            return
        for number, field_name in found.items():
            if field_name == name and name not in by_user:
                found[number] = "title"
                return
