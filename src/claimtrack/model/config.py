"""The configuration of a folder: ``.claimtrack.toml`` in the folder of claims."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from claimtrack.model.names import composed
from claimtrack.problems import Code


def _prefix(text: str) -> str:
    code = text.strip().upper()
    if not code or not any(full.startswith(code) for full in Code):
        raise PydanticCustomError("unknown_code", "no code begins so; docs/checks.md lists them all")
    return code


Codes = Annotated[tuple[Annotated[str, AfterValidator(_prefix)], ...], Field(strict=False)]


class CheckConfig(BaseModel):
    """The table ``[check]``; a text in `Codes` means all codes that begin with it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    select: Codes = ()  # all codes if empty
    ignore: Codes = ()
    strict: bool = False  # warnings count as findings
    # More codes to ignore in single claims, by the claim's id.
    per_claim: dict[Annotated[str, AfterValidator(composed)], Codes] = Field(default_factory=dict, alias="per-claim")

    def wants(self, code: str, claim: str) -> bool:
        """Return whether a code is reported in the file of a claim, given by its id."""
        ignored = (*self.ignore, *self.per_claim.get(claim, ()))
        return (not self.select or code.startswith(self.select)) and not code.startswith(ignored)


class ConfigFile(BaseModel):
    """The whole configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    check: CheckConfig = CheckConfig()
