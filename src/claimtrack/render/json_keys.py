"""What each key in JSON means, and which keys each object has; `schemas` makes JSON Schemas of it.

A key means one thing in every answer, so it is described once. All keys of an object are always there, and no others.
"""

from __future__ import annotations

from typing import Any, Final, get_args

from claimtrack.model.vocabulary import KINDS, SIDES, STANCES, STATUSES, DateOf, Standing
from claimtrack.problems import Cost
from claimtrack.rules.changes import What
from claimtrack.rules.comparison import RELATIONS
from claimtrack.rules.contradictions import Kind as Rule
from claimtrack.rules.line import Silence
from claimtrack.rules.shifts import Move

Json = dict[str, Any]

_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "number"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_PLACE: Final = {"type": "integer", "minimum": 1}
_FLAG: Final = {"type": "boolean"}
_VALUE: Final = {
    "anyOf": [
        _NUMBER,
        _TEXT,
        {
            "type": "object",
            "properties": {"min": _NUMBER, "max": _NUMBER},
            "minProperties": 1,
            "additionalProperties": False,
        },
    ]
}


def _one_of(names: Any) -> Json:  # noqa: ANN401 - the names of a Literal, or of an enumeration
    return {"enum": [*map(str, names)]}


def _list_of(items: Json) -> Json:
    return {"type": "array", "items": items}


def _object(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


# What each key means.
KEYS: Final[dict[str, tuple[Json, str]]] = {
    # -- a claim
    "claim": (_TEXT, "the id of a claim; of a source, the claim in whose file it is described"),
    "title": (_TEXT, "the claim's title"),
    "statement": (_TEXT, "the claim's sentence"),
    "kind": (_one_of(KINDS), "the claim's kind"),
    "unit": (_TEXT, "what the values on the claim count"),
    "claim_date": (_TEXT, "when the thing claimed happened"),
    "claim_original": (_TEXT, "the claim in the words and the language in which it was made: `original` in its file"),
    "claim_lang": (_TEXT, "that language"),
    "claim_place": (_TEXT, "where the thing claimed happened: `place` in its file"),
    "topics": (_list_of(_TEXT), "the claim's topics"),
    "implies": (_list_of(_TEXT), "ids of the claims that whoever asserts this one must assert"),
    "contradicts": (_list_of(_TEXT), "ids of the claims that whoever asserts this one must deny"),
    "see_also": (_list_of(_TEXT), "ids of other claims"),
    "notes": (_TEXT, "the claim's notes"),
    "path": (_TEXT, "the file of the claim, or in which a problem is"),
    "status": (_one_of(STATUSES), "what follows from the lines"),
    "reason": (_TEXT, "the sentence that says which positions made the status"),
    "rests_on": (_list_of(_object("support")), "the positions of which each, taken out, would change the status"),
    "status_without": (_one_of(STATUSES), "the status if that position were taken out"),
    "status_without_reviews": (_one_of(STATUSES), "the status if reviews are ignored"),
    "divided": (_FLAG, "somebody's own people disagree, or somebody withdrew what a line rests on"),
    "values_differ": (_FLAG, "the values of two lines differ"),
    # -- parties
    "party": (_TEXT, "the id of a party: who took the position"),
    "party_name": (_TEXT, "its name"),
    "party_kind": (_TEXT, "what the registry says that it is, such as state or person"),
    "principal": (_TEXT, "the id of the party for which a position counts, and whose line it is"),
    "principal_name": (_TEXT, "its name"),
    "principal_known": (_FLAG, "false if the registry has a mistake about for whom the party speaks"),
    "aliases": (_list_of(_TEXT), "a party's other names"),
    "speaks_for": (_list_of(_TEXT), "ids of the parties for which a party speaks, at any time"),
    "tenures": (_list_of(_object("tenure")), "for whom a party speaks, and when"),
    "voices": (_list_of(_object("tenure")), "who speaks for a party, and when"),
    "since": (_TEXT, "the first day of that"),
    "until": (_TEXT, "the last day of that"),
    "registered": (_FLAG, "the party is in parties.toml"),
    "doubt": (_TEXT, "what is not known about a party, and which one is probably meant"),
    # -- a position
    "place": (_PLACE, "the position's place in its claim's file, from 1"),
    "stance": (_one_of(STANCES), "the stance"),
    "side": (_one_of(SIDES), "the side that the stance takes"),
    "date": (_TEXT, "the date of the position, as written"),
    "date_of": (_one_of(get_args(DateOf)), "whether that is the date of what was said, or only of the report of it"),
    "value": (_VALUE, "the value as recorded: a number, a text, or a range"),
    "min": (_NUMBER, "the smallest number that the value means"),
    "max": (_NUMBER, "the largest number that the value means"),
    "about": (_TEXT, "the time that the value is about"),
    "rating": (_TEXT, "the verdict of a review; a position without one is no review"),
    "quote": (_TEXT, "the words"),
    "original": (_TEXT, "the words in their own language"),
    "lang": (_TEXT, "that language"),
    "note": (_TEXT, "the position's note"),
    "standing": (_one_of(get_args(Standing)), "how the position is known"),
    "attribution": (_one_of(("on-record", "anonymous")), "whether its author is named"),
    "via": (_list_of(_object("party")), "through whom it is known, nearest the speaker first"),
    "sets_line": (_FLAG, "the position sets the line of its principal"),
    "order": (_TEXT, "what is doubtful about its place among the others"),
    "order_certain": (_FLAG, "false if dates leave it open which of two positions came first"),
    "clock_order_differs": (_FLAG, "the clock puts it the other way round than the calendar as written"),
    "withdrawals": (_list_of(_object("act")), "later withdrawals, by their authors, of what this rests on"),
    # -- a line
    "value_place": (_PLACE, "the place of the position that gave the line's value"),
    "dissent": (_list_of(_object("act")), "the positions of the principal's other people that differ"),
    "silence": (_one_of(get_args(Silence)), "what a party without a line did instead"),
    # -- sources
    "source": (_TEXT, "the id of a source; of a bare address, the address"),
    "source_title": (_TEXT, "its title"),
    "publisher": (_TEXT, "its publisher"),
    "author": (_TEXT, "its author"),
    "url": (_TEXT, "its address"),
    "archive_url": (_TEXT, "the address of its archived copy"),
    "source_date": (_TEXT, "when it was published"),
    "retrieved": (_TEXT, "when it was read"),
    "source_lang": (_TEXT, "its language"),
    "source_quote": (_TEXT, "what it says"),
    "source_note": (_TEXT, "the note on it"),
    "derived_from": (_TEXT, "the source of which it is recorded as a copy"),
    "origin": (_TEXT, "the source from which it comes in the end; its own id if it is an origin"),
    "at": (_TEXT, "the place in the source"),
    "copies": (_list_of(_object("source_row")), "other sources with the same origin"),
    # -- comparisons, shifts, contradictions
    "relation": (_one_of(RELATIONS), "how two parties relate on a claim"),
    "a": (_object("compared"), "the first of two parties"),
    "b": (_object("compared"), "the second of two parties"),
    "move": (_one_of(get_args(Move)), "what moved: from no line, to none, to another side, or to another value"),
    "from": (_object("side"), "the side before"),
    "to": (_object("side"), "the side after"),
    "before": (_object("dated_side"), "the line before"),
    "after": (_object("dated_side"), "the line after"),
    "now": (_object("side"), "the side now, where a newer value contradicts none before"),
    "rule": (_one_of(get_args(Rule)), "which rule somebody breaks"),
    "chain": (_list_of(_TEXT), "ids of the claims, from the one asserted to the one denied"),
    "how": (_TEXT, "the contradiction in words"),
    "first": (_object("claimed"), "the position on the one hand"),
    "second": (_object("claimed"), "the position on the other hand"),
    # -- changes
    "record": (_TEXT, "what changed: a claim's id, parties.toml, sources.toml, or the folder"),
    "what": (
        _one_of(("new", "removed", "added", "edited", "renamed", "source", *get_args(What))),
        "the kind of change",
    ),
    "change": (_TEXT, "the change in words"),
    "recorded_later": (_FLAG, "a new position is older than the revision before"),
    "was": (_TEXT, "the id before, of what was renamed"),
    "fields": (_list_of(_TEXT), "the keys of the record that were edited"),
    "old": (_object("recorded"), "the position before"),
    "new": (_object("recorded"), "the position now"),
    "replaces": (_object("recorded"), "the removed position instead of which there is a new one"),
    "replaced_by": (_object("recorded"), "the new position instead of a removed one"),
    "shift": (_object("shift"), "how the line moved, of a shift"),
    "moved": (_list_of(_object("moved")), "the lines that are others for it"),
    "entry": (_TEXT, "the id of a source or a party that changed"),
    "entry_change": (_one_of(("added", "removed", "edited", "renamed")), "how that changed"),
    "commit": (_TEXT, "the commit that made the change, with --each"),
    "commit_date": (_TEXT, "when it was made"),
    "commit_author": (_TEXT, "who made it"),
    # -- lists within a row
    "parties": (_list_of(_object("named")), "the parties that are named"),
    "lines": (_list_of(_object("line")), "the lines"),
    "silent": (_list_of(_object("silent")), "principals that took a position and have no line"),
    "positions": (_list_of(_object("shown_position")), "the positions, in the order in which they count"),
    "sources": (_list_of(_object("cited")), "the sources that a position cites"),
    "claims": (_list_of(_TEXT), "ids of the claims that cite a source"),
    "shifts": (_list_of(_object("shift_row")), "when a party moved"),
    "contradictions": (_list_of(_object("contradiction")), "where a party contradicts itself"),
    "asserts": (_list_of(_object("standing")), "the principals that assert the claim"),
    "qualifies": (_list_of(_object("standing")), "the principals that accept it in part"),
    "denies": (_list_of(_object("standing")), "the principals that deny it"),
    # -- counts and dates of lists
    "topic": (_TEXT, "a topic"),
    "last_date": (_TEXT, "the date of the latest position"),
    "last_date_of": (_one_of(get_args(DateOf)), "whether that is the date of what was said, or of the report of it"),
    "claim_count": (_COUNT, "how many claims"),
    "position_count": (_COUNT, "how many positions"),
    "review_count": (_COUNT, "how many of the positions are reviews, which have a rating"),
    "source_count": (_COUNT, "how many sources"),
    "origin_count": (_COUNT, "how many origins at most"),
    "disputed_count": (_COUNT, "how many of the claims are disputed"),
    "problem_count": (_COUNT, "how many problems"),
    "error_count": (_COUNT, "how many errors"),
    "warning_count": (_COUNT, "how many warnings"),
    "notice_count": (_COUNT, "how many notices"),
    "older_count": (_COUNT, "how many problems are not new"),
    # -- problems
    "line": (_PLACE, "the line of the file in which a problem is, from 1"),
    "column": (_PLACE, "its column, from 1, in characters"),
    "code": ({"type": "string", "pattern": "^CT[0-9]{3}$"}, "the code of a problem"),
    "code_name": (_TEXT, "its name"),
    "code_title": (_TEXT, "what is wrong in general"),
    "severity": (_one_of(("error", "warning", "notice")), "how bad that is"),
    "message": (_TEXT, "what is wrong"),
    "hint": (_TEXT, "what to do about it"),
    "costs": (_one_of(Cost), "what is not read because of it"),
    "fixable": (_FLAG, "`check --fix` fixes it"),
    "why": (_TEXT, "why a problem of that code matters"),
    "fix": (_TEXT, "what `check --fix` does about it"),
    "new_since": (_TEXT, "the revision against which problems are new"),
    # -- the index
    "folder": (_TEXT, "the folder of claims"),
    "index": (_TEXT, "the file of its index"),
    "size": (_COUNT, "its size in bytes"),
    "updated": (_TEXT, "when it was written"),
    "cache": (_TEXT, "the folder of all indexes"),
    "total": (_COUNT, "the size of all of them in bytes"),
}

_HEAD: Final = "claim title kind unit?"
_PRINCIPAL: Final = "principal principal_name"
_PARTY: Final = "party party_name"
_VALUES: Final = "value? min? max? about?"
_SOURCE: Final = (
    "source source_title? publisher? author? url? archive_url? source_date? retrieved? source_lang? derived_from? "
    "source_quote? source_note?"
)
_RECORDED: Final = (
    f"{_PARTY} stance side? date? date_of {_VALUES} rating? quote? original? lang? note? attribution via sources"
)
_POSITION: Final = f"place {_PRINCIPAL} principal_known standing {_RECORDED}"
_PLACE_OF: Final = "sets_line order? order_certain clock_order_differs withdrawals"
_LINE: Final = (
    f"{_PRINCIPAL} side {_VALUES} standing date? date_of rating? {_PARTY} place value_place? dissent withdrawals"
)
_NO_LINE: Final = f"{_PRINCIPAL} side? {_VALUES} standing? date? date_of? rating? party? party_name? place? value_place? dissent withdrawals"
_SHIFT: Final = f"{_PRINCIPAL} move from? to? order_certain"
_PARTY_ROW: Final = (
    f"{_PARTY} party_kind? aliases speaks_for registered principal_known doubt? claim_count position_count last_date? "
    "last_date_of?"
)
_SOURCE_ROW: Final = f"{_SOURCE} claim? origin claims position_count"
_CODE: Final = "code code_name code_title severity fixable"

# The keys of each object; one with a question mark may be null.
OBJECTS: Final[dict[str, str]] = {
    "party": _PARTY,
    "named": f"{_PARTY} doubt?",
    "principal": _PRINCIPAL,
    "act": f"place {_PARTY} stance date? date_of",
    "side": f"side {_VALUES} standing",
    "dated_side": f"side {_VALUES} standing date? date_of",
    "recorded": _RECORDED,
    "shown_position": f"{_POSITION} {_PLACE_OF}",
    "claimed": f"{_HEAD} {_POSITION}",
    "cited": "source at?",
    "source": f"{_SOURCE} origin",
    "cited_source": f"{_SOURCE} origin at?",
    "support": "place status_without",
    "line": _LINE,
    "compared": f"{_NO_LINE} silence?",
    "silent": f"{_PRINCIPAL} silence",
    "standing": f"{_PRINCIPAL} standing",
    "shift": _SHIFT,
    "moved": f"{_PRINCIPAL} before? after?",
    "tenure": f"{_PARTY} since? until?",
    "party_line": f"{_HEAD} status {_NO_LINE} silence?",
    "problem": "path line column code code_name severity message hint? costs fixable",
    "summary": "claim_count error_count warning_count notice_count new_since? older_count",
    "claim_row": (
        f"{_HEAD} status divided values_differ asserts qualifies denies last_date? last_date_of? topics claim_date? "
        "position_count review_count status_without_reviews path"
    ),
    "claim_whole": (
        f"{_HEAD} statement? claim_date? claim_original? claim_lang? claim_place? topics implies contradicts see_also notes? "
        "path status reason rests_on review_count status_without_reviews divided values_differ parties lines silent "
        "positions sources source_count origin_count"
    ),
    "position_row": f"{_HEAD} status topics claim_date? path {_POSITION} {_PLACE_OF}",
    "comparison": f"{_HEAD} relation a b",
    "matrix_row": f"{_HEAD} lines",
    "shift_row": f"{_HEAD} {_POSITION} move from? to? now? order_certain",
    "contradiction": f"{_PRINCIPAL} rule chain how first second",
    "party_row": _PARTY_ROW,
    "party_whole": f"{_PARTY_ROW} tenures lines voices shifts contradictions",
    "source_row": _SOURCE_ROW,
    "source_whole": f"{_SOURCE_ROW} positions copies",
    "topic_row": "topic claim_count disputed_count",
    "change_row": (
        "record claim? what date? date_of? standing? recorded_later change commit? commit_date? commit_author? was? "
        "position_count? entry? entry_change? fields old? new? replaces? replaced_by? shift? moved"
    ),
    "code": f"{_CODE} why fix?",
    "counted_code": f"{_CODE} problem_count",
    "index": "folder index? size? claim_count? updated? cache total",
}

# The keys that in one object are a list of other things than elsewhere.
OTHER_ITEMS: Final[dict[tuple[str, str], str]] = {
    ("claim_whole", "sources"): "source",
    ("position_row", "sources"): "cited_source",
    ("source_whole", "positions"): "position_row",
    ("party_whole", "lines"): "party_line",
}
