"""What a record says: claims, positions, sources, parties, dates, values and the words for them.

What brings pydantic is loaded on first use: a question answered without validating anything does not need it.
"""

from typing import TYPE_CHECKING

from claimtrack.doors import on_demand

if TYPE_CHECKING:
    from claimtrack.model import forms
    from claimtrack.model.config import CheckConfig, ConfigFile
    from claimtrack.model.dates import ALWAYS, DateError, Span
    from claimtrack.model.record import Claim, Party, Position, Source, SourceRef, Tenure
    from claimtrack.model.registry import Registry
    from claimtrack.model.tags import is_language, is_url
    from claimtrack.model.values import Value, ValueFormError
    from claimtrack.model.words import (
        KINDS,
        RESERVED_STEMS,
        SIDES,
        STANCES,
        STATUSES,
        Kind,
        Side,
        Stance,
        Standing,
        Status,
        is_side,
        slug,
    )

__all__ = [
    "ALWAYS",
    "KINDS",
    "RESERVED_STEMS",
    "SIDES",
    "STANCES",
    "STATUSES",
    "CheckConfig",
    "Claim",
    "ConfigFile",
    "DateError",
    "Kind",
    "Party",
    "Position",
    "Registry",
    "Side",
    "Source",
    "SourceRef",
    "Span",
    "Stance",
    "Standing",
    "Status",
    "Tenure",
    "Value",
    "ValueFormError",
    "forms",
    "is_language",
    "is_side",
    "is_url",
    "slug",
]

__getattr__ = on_demand(
    __name__,
    {
        "dates": "ALWAYS DateError Span",
        "record": "Claim Party Position Source SourceRef Tenure",
        "registry": "Registry",
        "tags": "is_language is_url",
        "values": "Value ValueFormError",
        "words": "KINDS Kind RESERVED_STEMS SIDES STANCES STATUSES Side Stance Standing Status is_side slug",
        "config": "CheckConfig ConfigFile",
    },
)
