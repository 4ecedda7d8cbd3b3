"""What a record says: claims, positions, sources, parties, dates, values and the words for them.

The record models are loaded on first use: they bring pydantic, which a question answered without
reading a file does not need.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from claimtrack.model.dates import ALWAYS, DateError, Span
from claimtrack.model.registry import Registry
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

if TYPE_CHECKING:
    from claimtrack.model.config import CheckConfig, ConfigFile
    from claimtrack.model.record import (
        Claim,
        ClaimFile,
        Party,
        Position,
        Source,
        SourceRef,
        SourcesFile,
        is_url,
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
    "ClaimFile",
    "ConfigFile",
    "DateError",
    "Kind",
    "Party",
    "Position",
    "Registry",
    "Side",
    "Source",
    "SourceRef",
    "SourcesFile",
    "Span",
    "Stance",
    "Standing",
    "Status",
    "Value",
    "ValueFormError",
    "is_side",
    "is_url",
    "slug",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the record module holds
    if name in __all__:
        module = "config" if name in {"CheckConfig", "ConfigFile"} else "record"
        return getattr(import_module(f"claimtrack.model.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
