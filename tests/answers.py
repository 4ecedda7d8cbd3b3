"""What every answer in JSON is held to: the schema of its command, which allows no other key."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from claimtrack.render.schemas import schema


@cache
def validator(command: str) -> Draft202012Validator:
    """Return what validates the answer of a command."""
    return Draft202012Validator(schema(command))


@cache
def row_validator(command: str) -> Draft202012Validator:
    """Return what validates a row of a command's answer, which is a line of JSON lines."""
    shape = schema(command)
    return Draft202012Validator({"$ref": "#/$defs/row", "$defs": shape["$defs"]})


def assert_valid(command: str, answer: Any) -> None:
    """Hold an answer to the schema of its command."""
    wrong = [(error.json_path, error.message[:200]) for error in validator(command).iter_errors(answer)]
    assert not wrong, (command, wrong)
