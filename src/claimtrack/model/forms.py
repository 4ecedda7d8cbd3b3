"""The forms of a claim's file and the two registries: frozen pydantic models that turn into records.

Importing this module imports pydantic; the rest of the model does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from claimtrack.model import record
from claimtrack.model.dates import Span
from claimtrack.model.names import composed, composed_source, slug
from claimtrack.model.values import Value
from claimtrack.model.vocabulary import LANGUAGE, UNFIT, DateOf, Kind, Stance, is_language, is_url
from claimtrack.problems import Cost

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import LiteralString


def _check(is_right: Callable[[str], object], code: LiteralString, message: LiteralString) -> AfterValidator:
    """Return a validator that rejects a text with a message of ours."""

    def validated(text: str) -> str:
        if not is_right(text):
            raise PydanticCustomError(code, message)
        return text

    return AfterValidator(validated)


def _or_bare(key: str, bare: Any, table: Any) -> BeforeValidator:  # noqa: ANN401 - types
    """Allow an item to be a bare text, short for a table with that one key."""
    return BeforeValidator(lambda raw: {key: raw} if isinstance(raw, str) else raw, json_schema_input_type=bare | table)


def _as_list(raw: Any) -> Any:  # noqa: ANN401 - any TOML value
    return [raw] if isinstance(raw, str) else raw


def _schema(kind: str, **more: Any) -> WithJsonSchema:  # noqa: ANN401 - JSON Schema keywords
    return WithJsonSchema({"type": kind, **more})


def _optional(description: str) -> Any:  # noqa: ANN401 - as Field itself
    return Field(default=None, description=description)


def _none_or_more(description: str) -> Any:  # noqa: ANN401 - as Field itself
    # A TOML array becomes a tuple; its items stay strict.
    return Field(default=(), strict=False, description=description)


_DATE_SCHEMA: Final = {
    "anyOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "pattern": r"^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?$"},
    ]
}
_VALUE_SCHEMA: Final = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": r"\S"},
        {
            "type": "object",
            "properties": {
                "min": {"type": "number", "description": "At least this many."},
                "max": {"type": "number", "description": "At most this many."},
            },
            "minProperties": 1,
            "additionalProperties": False,
        },
    ]
}

_not_empty: Final = _check(str.strip, "empty_text", "the text is empty")
_has_letters: Final = _check(slug, "empty_text", "a name needs at least one letter or digit")
_is_link: Final = _check(is_url, "bad_url", "a link starts with http:// or https:// and has no spaces in it")
_is_tag: Final = _check(is_language, "bad_language", 'a language is a tag such as "ur" or "zh-Hant" (BCP 47)')

Text = Annotated[str, _not_empty, _schema("string", pattern=r"\S")]
ComposedText = Annotated[Text, AfterValidator(composed)]
SourceId = Annotated[Text, AfterValidator(composed_source)]
Name = Annotated[str, _has_letters, AfterValidator(composed), _schema("string", pattern=r"[\p{L}\p{M}\p{N}]")]
# Without format "uri", which allows ASCII only: addresses are written in every script.
Url = Annotated[str, _is_link, _schema("string", pattern=rf"^https?://[^{UNFIT}/?#]+[^{UNFIT}]*$")]
Language = Annotated[str, _is_tag, _schema("string", pattern=f"^{LANGUAGE}$")]
Date = Annotated[Span, PlainValidator(Span.parse), WithJsonSchema(_DATE_SCHEMA)]
Amount = Annotated[Value, PlainValidator(Value.parse), WithJsonSchema(_VALUE_SCHEMA)]


class Form(BaseModel):
    """A table of a record.

    A field says by a `Cost` among its annotations what a mistake in it costs; without one, it costs that key or item.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    unknown_key: ClassVar[Cost] = Cost.KEY  # what a key costs that the table does not have

    @classmethod
    def costs(cls) -> dict[str, Cost]:
        """Return what a mistake in each key costs."""
        return {
            field.alias or name: next((each for each in field.metadata if isinstance(each, Cost)), Cost.KEY)
            for name, field in cls.model_fields.items()
        }


class SourceRef(Form):
    """A source as a position cites it: by id or by URL, and at which place in it."""

    id: SourceId = Field(description="The id of a source of this claim or of sources.toml, or an http(s) URL.")
    at: Text | None = _optional('The place in the source: a page, or a time such as "12:40".')

    def recorded(self) -> record.SourceRef:
        """Return the record."""
        return record.SourceRef(**dict(self))


class Source(Form):
    """Something that can be cited: a page, a wire report, a paper, a recording."""

    id: Annotated[SourceId, Cost.SOURCE] = Field(description='What positions cite it by, such as "reuters-0507".')
    title: Text | None = _optional("Its headline or title.")
    publisher: ComposedText | None = _optional("Who published it.")
    author: ComposedText | None = _optional("Who wrote it.")
    url: Url | None = _optional("Where it is on the web (http or https).")
    archive_url: Url | None = _optional("An archived copy, elsewhere than at url.")
    date: Date | None = _optional("When it was published.")
    retrieved: Date | None = _optional("When it was read.")
    lang: Language | None = _optional('Its language, as a BCP 47 tag such as "en".')
    derived_from: SourceId | None = _optional(
        "The id of the source it copies or rests on: a wire report, say. Both are one origin."
    )
    quote: Text | None = _optional("What it says, verbatim and short.")
    note: Text | None = _optional("What a reader needs to know about it.")

    def recorded(self) -> record.Source:
        """Return the record."""
        return record.Source(**dict(self))


class Position(Form):
    """One dated act: a party takes a stance on the claim."""

    unknown_key: ClassVar[Cost] = Cost.RECORD

    party: Annotated[Name, Cost.RECORD] = Field(
        description="Who takes it: a name, an alias or an id from parties.toml."
    )
    stance: Annotated[Stance, Cost.RECORD] = Field(
        description="asserts, qualifies (accepts in part) and denies take a side. declines (asked, gave no comment), "
        "comments (takes no side), reports (passes on) and withdraws (voids its own earlier positions) do not."
    )
    date: Annotated[Date | None, Cost.RECORD] = _optional(
        'When it was taken: a day, a date-time with offset, "2025-05" or "2025".'
    )
    date_of: Annotated[DateOf, Cost.RECORD] = Field(
        default="statement", description="report: only the report's date is known; it is shown as by DATE."
    )
    value: Annotated[Amount | None, Cost.RECORD] = _optional(
        "How many or how much, in the claim's unit: a number, a text, or { min = 5, max = 6 }."
    )
    about: Annotated[Date | None, Cost.RECORD] = _optional(
        "The time the value is true of; values about different times never differ."
    )
    rating: Text | None = _optional(
        'The verdict of somebody who reviewed the claim, verbatim: "Pants on Fire". It makes the position a review.'
    )
    quote: Text | None = _optional("The words, verbatim and short.")
    original: Text | None = _optional("The words in the original language.")
    lang: Language | None = _optional('The language of original, as a BCP 47 tag such as "ur".')
    note: Text | None = _optional("What a reader needs to know to judge the position.")
    attribution: Annotated[Literal["on-record", "anonymous"], Cost.RECORD] = Field(
        default="on-record", description="anonymous: the speaker is not named; never overrides what is on record."
    )
    via: Annotated[tuple[Name, ...], Cost.RECORD] = _none_or_more(
        "Through whom it is known, nearest the speaker first; relayed, unless all speak for the same principal."
    )
    sources: tuple[Annotated[SourceRef, _or_bare("id", SourceId, SourceRef)], ...] = _none_or_more(
        'What it rests on: source ids, URLs, or { id = "...", at = "12:40" }.'
    )

    def recorded(self) -> record.Position:
        """Return the record."""
        sources = tuple(ref.recorded() for ref in self.sources)
        return record.Position(**{**dict(self), "sources": sources})


class ClaimFile(Form):
    """One contested assertion with one predicate; its id is the name of the file."""

    unknown_key: ClassVar[Cost] = Cost.RECORD

    title: Annotated[Text, Cost.RECORD] = Field(
        description="What is claimed, short; the number is the positions' value."
    )
    statement: Text | None = _optional("One neutral, checkable sentence. Stances are on it, else on the title.")
    original: Text | None = _optional("The claim in the words and the language in which it was made.")
    lang: Language | None = _optional('The language of original, as a BCP 47 tag such as "ur".')
    kind: Kind = Field(default="fact", description="fact, policy, opinion or prediction.")
    unit: Text | None = _optional('What value counts, such as "jets".')
    date: Date | None = _optional("When the thing claimed happened, if it did.")
    place: Text | None = _optional("Where that was.")
    topics: tuple[Name, ...] = _none_or_more("What the claim is filed under.")
    implies: tuple[ComposedText, ...] = _none_or_more("Ids of claims: whoever asserts this one must assert those.")
    contradicts: tuple[ComposedText, ...] = _none_or_more("Ids of claims: whoever asserts this one must deny those.")
    see_also: tuple[ComposedText, ...] = _none_or_more("Ids of claims worth reading with this one.")
    notes: Text | None = _optional("What a reader needs to know about the claim.")
    positions: Annotated[tuple[Position, ...], Cost.RECORD] = _none_or_more(
        "Who takes which stance on the claim, one [[positions]] each."
    )
    sources: Annotated[tuple[Source, ...], Cost.SOURCE] = _none_or_more(
        "The claim's own sources, one [[sources]] each."
    )

    def recorded(self, claim_id: str, path: str) -> record.Claim:
        """Return the record; the id and the path (as the user would type it) are the file's."""
        positions = tuple(position.recorded() for position in self.positions)
        sources = tuple(source.recorded() for source in self.sources)
        return record.Claim(claim_id, path, **{**dict(self), "positions": positions, "sources": sources})


class SourcesFile(Form):
    """Sources that several claims cite, one [[sources]] each."""

    sources: Annotated[tuple[Source, ...], Cost.RECORD] = _none_or_more("The shared sources.")


class Tenure(Form):
    """For whom a party speaks, and since and until when, both ends included."""

    unknown_key: ClassVar[Cost] = Cost.PRINCIPAL

    party: Annotated[Name, Cost.PRINCIPAL] = Field(description="The party spoken for.")
    since: Annotated[Date | None, Cost.PRINCIPAL] = Field(
        default=None, alias="from", description="The first day of it."
    )
    until: Annotated[Date | None, Cost.PRINCIPAL] = _optional("The last day of it.")

    def recorded(self) -> record.Tenure:
        """Return the record."""
        return record.Tenure(**dict(self))


class PartyEntry(Form):
    """One party; its id is the name of the table."""

    name: Annotated[Name | None, Cost.PARTY] = _optional("The name to show; the id where there is none.")
    kind: Text | None = _optional("What it is: state, office, person, company, paper.")
    aliases: Annotated[tuple[Name, ...], Cost.PARTY] = _none_or_more(
        "Other names for it. Names compare without case and punctuation."
    )
    speaks_for: Annotated[
        tuple[Annotated[Tenure, _or_bare("party", Name, Tenure)], ...],
        Field(strict=False),
        BeforeValidator(_as_list, json_schema_input_type=Name | list[Name | Tenure]),
        Cost.PRINCIPAL,
    ] = Field(
        default=(), description='For whom it speaks: "india", or [{ party = "india", from = 2025-01-20, until = ... }].'
    )
    notes: Text | None = _optional("What a reader needs to know about it.")

    def recorded(self, party: str) -> record.Party:
        """Return the record; the id is the name of the table."""
        tenures = tuple(tenure.recorded() for tenure in self.speaks_for)
        return record.Party(party, **{**dict(self), "speaks_for": tenures})
