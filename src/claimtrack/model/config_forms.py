"""The tables of a configuration, as pydantic validates them if something in one is wrong."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from claimtrack.model.config import CheckConfig, code_prefix, least_version
from claimtrack.model.forms import Form
from claimtrack.model.names import composed


def _prefix(text: str) -> str:
    try:
        return code_prefix(text)
    except ValueError:
        raise PydanticCustomError(
            "unknown_code", "no code begins so; claimtrack check --explain lists them all"
        ) from None


def _requirement(text: str) -> str:
    try:
        least_version(text)
    except ValueError:
        raise PydanticCustomError("bad_requirement", 'it must be ">=" and a version, as in ">=0.2"') from None
    return text


Codes = Annotated[tuple[Annotated[str, AfterValidator(_prefix)], ...], Field(strict=False)]


class CheckTable(Form):
    """The table ``[check]``."""

    select: Codes = ()
    ignore: Codes = ()
    strict: bool = False
    per_claim: dict[Annotated[str, AfterValidator(composed)], Codes] = Field(default_factory=dict, alias="per-claim")


class ConfigFile(Form):
    """The whole configuration."""

    requires: Annotated[str, AfterValidator(_requirement)] | None = None
    check: CheckTable = CheckTable()

    def recorded(self) -> CheckConfig:
        """Return what it says about checks."""
        return CheckConfig(**dict(self.check))
