"""The tables of a configuration, as pydantic validates them if something in one is wrong."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from claimtrack.model.config import CheckConfig, code_prefix
from claimtrack.model.names import composed


def _prefix(text: str) -> str:
    try:
        return code_prefix(text)
    except ValueError:
        raise PydanticCustomError(
            "unknown_code", "no code begins so; claimtrack check --explain lists them all"
        ) from None


Codes = Annotated[tuple[Annotated[str, AfterValidator(_prefix)], ...], Field(strict=False)]


class CheckTable(BaseModel):
    """The table ``[check]``."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    select: Codes = ()
    ignore: Codes = ()
    strict: bool = False
    per_claim: dict[Annotated[str, AfterValidator(composed)], Codes] = Field(default_factory=dict, alias="per-claim")


class ConfigFile(BaseModel):
    """The whole configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    check: CheckTable = CheckTable()

    def recorded(self) -> CheckConfig:
        """Return what it says."""
        return CheckConfig(**dict(self.check))
