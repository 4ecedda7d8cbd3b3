"""What a record says: claims, positions, sources, parties, dates, values and the words for them.

What brings pydantic is loaded on first use: a question answered without validating anything does not need it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from claimtrack.model import forms
    from claimtrack.model.config import CheckConfig, ConfigFile

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


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module, or a class of it
    if name == "forms":
        return import_module("claimtrack.model.forms")
    if name in __all__:
        return getattr(import_module("claimtrack.model.config"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
