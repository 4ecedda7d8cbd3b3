"""The full validation: takes whatever is right, and says of everything else what is wrong with it.

Importing this module imports pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from claimtrack.model import forms

if TYPE_CHECKING:
    from claimtrack.files.source_file import SourceFile
    from claimtrack.model.record import Claim, Party, Source
    from claimtrack.problems import Problem

Table = dict[str, Any]


def validate_claim(
    data: Table, claim_id: str, path: str, source_file: SourceFile, problems: list[Problem]
) -> Claim | None:
    """Validate a claim; None, and problems more, when it is not right."""
    try:
        return forms.ClaimFile.model_validate(data).recorded(claim_id, path)
    except ValidationError as error:
        problems += source_file.explain(error.errors(include_url=False))
        return None


def validate_sources(
    data: Table, source_file: SourceFile, problems: list[Problem]
) -> tuple[Source, ...] | None:
    """Validate the shared sources; None, and problems more, when one of them is not right."""
    try:
        return tuple(each.recorded() for each in forms.SourcesFile.model_validate(data).sources)
    except ValidationError as error:
        problems += source_file.explain(error.errors(include_url=False))
        return None


def validate_party(
    data: Table, key: str, party: str, source_file: SourceFile, problems: list[Problem]
) -> Party | None:
    """Validate one table of the registry; None, and problems more, when it is not right."""
    try:
        return forms.PartyEntry.model_validate(data).recorded(party)
    except ValidationError as error:
        problems += source_file.explain(error.errors(include_url=False), prefix=(key,))
        return None
